"""The loop that looks again and again."""

from __future__ import annotations

import asyncio
import logging
from random import Random

import pytest

from bot.services.watching import repeat


class Sleeper:
    """Notes each pause and ends the loop after some."""

    def __init__(self, pauses: int) -> None:
        self.pauses: list[float] = []
        self._left = pauses

    async def __call__(self, seconds: float) -> None:
        """A pause that takes no time."""
        self.pauses.append(seconds)
        self._left -= 1
        if not self._left:
            raise asyncio.CancelledError


async def test_works_at_once_and_then_with_jitter() -> None:
    """The first time comes before any pause; pauses differ by a tenth at most."""
    done: list[int] = []

    async def work() -> None:
        done.append(len(sleeper.pauses))

    sleeper = Sleeper(20)
    with pytest.raises(asyncio.CancelledError):
        await repeat(work, every=100, name="work", random=Random(1), sleep=sleeper)
    assert done == list(range(20))
    assert all(90 <= pause <= 110 for pause in sleeper.pauses)
    assert len(set(sleeper.pauses)) > 10


async def test_an_error_never_ends_it(caplog: pytest.LogCaptureFixture) -> None:
    """A ValueError is logged with its trace, and pauses grow until it works again."""
    runs = 0

    async def work() -> None:
        nonlocal runs
        runs += 1
        if 2 <= runs <= 4:
            raise ValueError("odd")

    sleeper = Sleeper(6)
    with caplog.at_level(logging.ERROR), pytest.raises(asyncio.CancelledError):
        await repeat(work, every=1, name="the look", random=Random(1), sleep=sleeper, jitter=0)
    assert sleeper.pauses == [1, 1, 2, 4, 1, 1]
    assert [record.getMessage()[:18] for record in caplog.records] == ["the look failed, 1"] + [
        f"the look failed, {n}" for n in (2, 3)
    ]
    assert all(record.exc_info for record in caplog.records)
