"""The bot as a process of its own."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import pytest

from bot.emulator.playground import BotProcess, Status
from bot.emulator.playground.process import reason


class Watch:
    """Keeps what a process reports and logs."""

    def __init__(self) -> None:
        self.states: asyncio.Queue[Status] = asyncio.Queue()
        self.lines: asyncio.Queue[str] = asyncio.Queue()

    def process(self, program: str, directory: Path) -> BotProcess:
        """A process that runs a Python program."""
        return BotProcess(
            (sys.executable, "-c", program),
            os.environ,
            directory=directory,
            report=self.states.put_nowait,
            log=self.lines.put_nowait,
        )

    async def next(self) -> Status:
        """The next report."""
        return await asyncio.wait_for(self.states.get(), 20)


WAITS = "import sys, time; print('up', file=sys.stderr, flush=True); time.sleep(600)"


async def test_restart(tmp_path: Path) -> None:
    """A restart is told at once, and ends the old process before the new one starts."""
    watch = Watch()
    bot = watch.process(WAITS, tmp_path)
    await bot.start()
    await asyncio.wait_for(watch.lines.get(), 20)
    first = bot.pid
    await bot.restart()
    await asyncio.wait_for(watch.lines.get(), 20)
    assert first is not None
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)
    assert bot.pid not in (None, first)
    await bot.stop()
    assert bot.pid is None
    states = [watch.states.get_nowait().state for _ in range(3)]
    assert states == ["starting", "restarting", "starting"]
    assert watch.states.empty()


async def test_a_sentence_of_its_own(tmp_path: Path) -> None:
    """A bot that ends by itself is reported with the sentence it wrote."""
    watch = Watch()
    program = "import sys; sys.exit('noise\\npaperbot: The disk is full.')"
    bot = watch.process(program, tmp_path)
    await bot.start()
    assert await watch.next() == Status("starting")
    assert await watch.next() == Status("stopped", "The disk is full.")
    await bot.stop()


async def test_a_missing_program(tmp_path: Path) -> None:
    """A program that cannot be started is reported, not raised."""
    watch = Watch()
    bot = BotProcess(
        (str(tmp_path / "nothing"),), os.environ, directory=tmp_path, report=watch.states.put_nowait
    )
    await bot.start()
    assert await watch.next() == Status("starting")
    assert (await watch.next()).state == "stopped"
    await bot.stop()


@pytest.mark.parametrize(
    ("code", "last", "expected"),
    [
        (1, ["paperbot: One.", "paperbot: Two."], "Two."),
        (3, ["something else"], "it ended with exit code 3."),
        (-9, [], "it was ended by SIGKILL."),
    ],
)
def test_reason(code: int, last: list[str], expected: str) -> None:
    """The reason is the last sentence meant for people, else how the process ended."""
    assert reason(code, last) == expected
