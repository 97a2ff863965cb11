"""The bot as a process of its own, which the page can restart."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from bot.emulator.errors import Json

GRACE = 5.0
"""Seconds a bot has to end after SIGTERM."""


@dataclass(frozen=True, slots=True)
class Status:
    """How the bot is; `detail` says in one sentence why it has stopped."""

    state: Literal["starting", "online", "restarting", "stopped"]
    detail: str = ""

    def json(self) -> Json:
        """As the page reads it."""
        return asdict(self)


class BotProcess:
    """Runs `command` with `environment` in `directory`, and says through `report` how it is.

    `log` gets each line that the bot writes to standard error.
    """

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        *,
        directory: Path,
        report: Callable[[Status], None],
        log: Callable[[str], None] = lambda line: None,
    ) -> None:
        self._command = command
        self._environment = environment
        self._directory = directory
        self._report = report
        self._log = log
        self._process: asyncio.subprocess.Process | None = None
        self._watch: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()

    @property
    def pid(self) -> int | None:
        """The number of the running process, or None."""
        return self._process.pid if self._process else None

    async def start(self) -> None:
        """Start the bot."""
        async with self._turn:
            await self._start()

    async def restart(self) -> None:
        """End the bot where it runs, and start it anew."""
        async with self._turn:
            # At once: it may take its time to end, and answers nobody from here on.
            self._report(Status("restarting"))
            await self._stop()
            await self._start()

    async def stop(self) -> None:
        """End the bot: SIGTERM, and SIGKILL for one that does not heed it."""
        async with self._turn:
            await self._stop()

    async def _start(self) -> None:
        self._report(Status("starting"))
        try:
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                env=self._environment,
                cwd=self._directory,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.PIPE,
                # Ctrl-C reaches every process of the terminal; this one ends when we say so.
                start_new_session=True,
            )
        except OSError as error:
            self._report(Status("stopped", f"it could not be started ({error.strerror})"))
            return
        self._watch = asyncio.create_task(self._follow(self._process))

    async def _stop(self) -> None:
        process, watch = self._process, self._watch
        self._process = self._watch = None
        if process is None or watch is None:
            return
        _end(process.terminate)
        try:
            await asyncio.wait_for(asyncio.shield(watch), GRACE)
        except TimeoutError:
            _end(process.kill)
            await watch

    async def _follow(self, process: asyncio.subprocess.Process) -> None:
        assert process.stderr is not None
        last: deque[str] = deque(maxlen=20)
        async for raw in process.stderr:
            text = raw.decode(errors="replace").rstrip()
            last.append(text)
            self._log(text)
        code = await process.wait()
        # `_stop` has forgotten a process that it ends; any other ending is news.
        if self._process is process:
            self._process = None
            self._report(Status("stopped", reason(code, last)))


def _end(send: Callable[[], None]) -> None:
    # It may have ended by itself a moment ago.
    with contextlib.suppress(ProcessLookupError):
        send()


def reason(code: int, last: Sequence[str]) -> str:
    """Why a process ended: its own sentence where it wrote one, else its exit code."""
    for text in reversed(last):
        if text.startswith("paperbot: "):
            return text.removeprefix("paperbot: ")
    if code < 0:
        return f"it was ended by {signal.Signals(-code).name}."
    return f"it ended with exit code {code}."
