"""Gateway sessions, which outlive the connections they are served on."""

from __future__ import annotations

import asyncio
import zlib
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.emulator.gateway.opcodes import Op
from bot.emulator.model import Guild

_REPLAY = 5000
"""How many events a session keeps for a resume."""


@dataclass(eq=False)
class Connection:
    """One web socket with its compression and the frames waiting to be sent."""

    ws: web.WebSocketResponse
    request: web.Request
    compressor: Any = None
    frames: asyncio.Queue[str | None] = field(default_factory=asyncio.Queue)

    async def write(self) -> None:
        """Send the waiting frames, until a None or until the client is gone."""
        with suppress(ConnectionResetError):
            await self._write()

    async def _write(self) -> None:
        while (frame := await self.frames.get()) is not None:
            if self.ws.closed:
                return
            if self.compressor is None:
                await self.ws.send_str(frame)
            else:
                data = self.compressor.compress(frame.encode())
                await self.ws.send_bytes(data + self.compressor.flush(zlib.Z_SYNC_FLUSH))


@dataclass(eq=False)
class Session:
    """What a client identified as; it outlives its connection, to be resumed."""

    id: str
    intents: int
    shard: tuple[int, int]
    connection: Connection | None = None
    sequence: int = 0
    sent: deque[tuple[int, str]] = field(default_factory=lambda: deque(maxlen=_REPLAY))
    left: float | None = None

    def serves(self, guild: Guild | None) -> bool:
        """Whether events of ``guild`` (None: direct messages) belong to this shard."""
        number, count = self.shard
        return (guild.id >> 22) % count == number if guild else number == 0

    def dispatch(self, kind: str, data: str) -> None:
        """Number an event, keep it for a resume and send it where connected."""
        self.sequence += 1
        frame = f'{{"t":"{kind}","s":{self.sequence},"op":{Op.DISPATCH:d},"d":{data}}}'
        self.sent.append((self.sequence, frame))
        if self.connection is not None:
            self.connection.frames.put_nowait(frame)
