"""Doing something again and again for as long as the bot runs, whatever goes wrong."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from random import Random
from typing import NoReturn

from index.sync.http import Sleep

_log = logging.getLogger(__name__)

# After failures in a row the pause doubles, up to this many times.
_DOUBLINGS = 4


async def repeat(
    work: Callable[[], Awaitable[object]],
    *,
    every: float,
    name: str,
    random: Random,
    jitter: float = 0.1,
    sleep: Sleep = asyncio.sleep,
) -> NoReturn:
    """Do `work` at once and then every so many seconds, give or take a tenth.

    An exception is logged and the work tried again after a pause that grows with failures
    in a row; only cancellation ends it. The jitter keeps many bots that were started
    together from asking upstream together.
    """
    failures = 0
    while True:
        try:
            await work()
            failures = 0
        except Exception:
            failures += 1
            _log.exception("%s failed, %d in a row; it will be tried again", name, failures)
        pause = every * 2 ** min(max(failures - 1, 0), _DOUBLINGS)
        await sleep(pause * random.uniform(1 - jitter, 1 + jitter))
