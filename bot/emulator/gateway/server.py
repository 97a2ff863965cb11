"""The gateway: sessions, heartbeats, events by intent and shard, resuming with replay.

Follows "Gateway" of Discord's documentation. Compression is zlib-stream; clients that ask
for zstd-stream get plain text, which they read as well.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import zlib
from typing import Any

from aiohttp import WSMsgType, web

from bot.emulator import payloads
from bot.emulator.changes import Change
from bot.emulator.errors import Json
from bot.emulator.gateway.events import members_chunk, ready
from bot.emulator.gateway.intents import (
    GUILD_MEMBERS,
    GUILDS,
    PRIVILEGED,
    asked_for,
    hides_content,
    reaches,
    without_content,
)
from bot.emulator.gateway.opcodes import Close, Op, name_of
from bot.emulator.gateway.sessions import Connection, Session
from bot.emulator.traffic import Traffic
from bot.emulator.world import World


class Gateway:
    """Serves the gateway of ``world`` to clients that know ``token``.

    ``heartbeat`` is the interval asked of clients, ``session_life`` how long a dropped
    session can be resumed, both in seconds. ``privileged`` are the privileged intents
    that the application has been granted.
    """

    def __init__(
        self,
        world: World,
        token: str,
        traffic: Traffic,
        *,
        heartbeat: float = 41.25,
        session_life: float = 180.0,
        privileged: int = 0,
    ) -> None:
        self._world = world
        self._token = token
        self._traffic = traffic
        self._heartbeat = heartbeat
        self._session_life = session_life
        self._privileged = privileged
        self._connections: set[Connection] = set()
        self._duplicate: list[str] = []
        self.sessions: dict[str, Session] = {}
        self.url = ""
        self.identified = asyncio.Event()
        self.resumes = 0
        self.outages: set[int] = set()
        """The ids of guilds that new sessions are told of as unavailable, and no more."""
        self._stop_observing = world.observe(self._observe)

    # Faults and looks from outside

    @property
    def connected(self) -> list[Session]:
        """The sessions that have a live connection."""
        return [s for s in self.sessions.values() if s.connection is not None]

    async def drop(self, code: int | None = None) -> None:
        """Cut every connection: with a close ``code``, or without a word."""
        for connection in tuple(self._connections):
            if code is None:
                if connection.request.transport is not None:
                    connection.request.transport.abort()
            else:
                await connection.ws.close(code=code)

    def ask_to_reconnect(self) -> None:
        """Send every client op 7: reconnect and resume."""
        self._send_all({"op": Op.RECONNECT, "d": None})

    def invalidate(self, *, resumable: bool = False) -> None:
        """Send every client op 9; sessions that are not ``resumable`` are forgotten."""
        self._send_all({"op": Op.INVALID_SESSION, "d": resumable})
        if not resumable:
            self.sessions.clear()

    def duplicate_next(self, kind: str) -> None:
        """Deliver the next event of ``kind`` twice."""
        self._duplicate.append(kind)

    async def close(self) -> None:
        """Say goodbye to every client."""
        self._stop_observing()
        for connection in tuple(self._connections):
            await connection.ws.close(code=1001)

    def _send_all(self, payload: Json) -> None:
        for connection in self._connections:
            connection.frames.put_nowait(json.dumps(payload))

    # Events

    def _observe(self, change: Change) -> None:
        kind = change.kind
        guild, bot = change.guild, self._world.bot
        if not self.sessions or not reaches(change, bot):
            return
        data: dict[bool, str] = {}
        times = 1
        if kind in self._duplicate:
            self._duplicate.remove(kind)
            times = 2
        for session in self.sessions.values():
            if not session.serves(guild) or not asked_for(change, session.intents, bot):
                continue
            bare = hides_content(change, session.intents, bot)
            if bare not in data:
                payload = without_content(change.payload) if bare else change.payload
                data[bare] = json.dumps(payload, separators=(",", ":"))
                self._traffic.event(kind, payload)
            for _ in range(times):
                session.dispatch(kind, data[bare])

    # Connections

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """The web socket handler."""
        ws = web.WebSocketResponse(max_msg_size=4096 * 4, timeout=1.0)
        await ws.prepare(request)
        connection = Connection(ws, request)
        if request.query.get("compress") == "zlib-stream":
            connection.compressor = zlib.compressobj()
        self._connections.add(connection)
        writer = asyncio.create_task(connection.write())
        self._send(connection, Op.HELLO, data={"heartbeat_interval": int(self._heartbeat * 1000)})
        session: Session | None = None
        goodbye = False
        try:
            while True:
                message = await ws.receive(timeout=self._heartbeat * 2)
                if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                    # A client that closes with one of these ends its session.
                    goodbye = message.type is WSMsgType.CLOSE and message.data in (1000, 1001)
                    break
                session = await self._read(connection, session, message.data) or session
        except TimeoutError:
            await ws.close(code=Close.SESSION_TIMED_OUT)
        finally:
            self._connections.discard(connection)
            connection.frames.put_nowait(None)
            writer.cancel()
            if session is not None and session.connection is connection:
                session.connection = None
                session.left = self._world.clock()
                if goodbye:
                    self.sessions.pop(session.id, None)
                if not self.connected:
                    self.identified.clear()
        return ws

    def _send(self, connection: Connection, op: int, *, data: Any = None) -> None:
        connection.frames.put_nowait(json.dumps({"t": None, "s": None, "op": op, "d": data}))

    async def _read(
        self, connection: Connection, session: Session | None, raw: str | bytes
    ) -> Session | None:
        try:
            payload = json.loads(raw)
            op, data = payload["op"], payload.get("d")
        except (ValueError, KeyError, TypeError):
            await connection.ws.close(code=Close.DECODE_ERROR)
            return None
        self._traffic.received(name_of(op), data)
        if op == Op.HEARTBEAT:
            self._send(connection, Op.ACK)
        elif op in (Op.IDENTIFY, Op.RESUME):
            if session is not None:
                await connection.ws.close(code=Close.ALREADY_AUTHENTICATED)
            elif data.get("token", "").removeprefix("Bot ") != self._token:
                await connection.ws.close(code=Close.AUTHENTICATION_FAILED)
            elif op == Op.IDENTIFY:
                return await self._identify(connection, data)
            else:
                return await self._resume(connection, data)
        elif session is None:
            await connection.ws.close(code=Close.NOT_AUTHENTICATED)
        elif op == Op.REQUEST_MEMBERS:
            self._send_members(session, data)
        elif op not in (Op.PRESENCE, Op.VOICE_STATE):
            await connection.ws.close(code=Close.UNKNOWN_OPCODE)
        return None

    async def _identify(self, connection: Connection, data: Json) -> Session | None:
        intents = data.get("intents")
        number, count = data.get("shard") or (0, 1)
        if not isinstance(intents, int):
            await connection.ws.close(code=Close.INVALID_INTENTS)
            return None
        if intents & PRIVILEGED & ~self._privileged:
            await connection.ws.close(code=Close.DISALLOWED_INTENTS)
            return None
        if not 0 <= number < count:
            await connection.ws.close(code=Close.INVALID_SHARD)
            return None
        self._forget_old_sessions()
        session = Session(secrets.token_hex(16), intents, (number, count), connection)
        self.sessions[session.id] = session
        world = self._world
        guilds = [g for g in world.guilds.values() if g.installed and session.serves(g)]
        event = ready(world, session, guilds, self.url)
        session.dispatch("READY", json.dumps(event))
        self._traffic.event("READY", event)
        for guild in guilds:
            if not intents & GUILDS:
                break
            if guild.id in self.outages:
                continue
            members = [guild.members[world.bot.id]]
            if intents & GUILD_MEMBERS:
                members = list(guild.members.values())
            event = payloads.guild_event(guild, members)
            session.dispatch("GUILD_CREATE", json.dumps(event))
            self._traffic.event("GUILD_CREATE", event)
        self.identified.set()
        return session

    async def _resume(self, connection: Connection, data: Json) -> Session | None:
        self._forget_old_sessions()
        session = self.sessions.get(data.get("session_id", ""))
        seen = data.get("seq")
        if session is None or not isinstance(seen, int):
            self._send(connection, Op.INVALID_SESSION, data=False)
            return None
        if seen > session.sequence:
            await connection.ws.close(code=Close.INVALID_SEQUENCE)
            return None
        if session.sent and session.sent[0][0] > seen + 1:
            # More was missed than is kept.
            self.sessions.pop(session.id)
            self._send(connection, Op.INVALID_SESSION, data=False)
            return None
        old = session.connection
        session.connection, session.left = connection, None
        if old is not None:
            await old.ws.close(code=Close.SESSION_TIMED_OUT)
        for number, frame in session.sent:
            if number > seen:
                connection.frames.put_nowait(frame)
        session.dispatch("RESUMED", '{"_trace":["local"]}')
        self._traffic.event("RESUMED", {})
        self.resumes += 1
        self.identified.set()
        return session

    def _forget_old_sessions(self) -> None:
        horizon = self._world.clock() - self._session_life
        self.sessions = {
            key: session
            for key, session in self.sessions.items()
            if session.left is None or session.left >= horizon
        }

    def _send_members(self, session: Session, data: Json) -> None:
        guild = self._world.guilds.get(int(data.get("guild_id", 0)))
        if guild is None:
            return
        session.dispatch("GUILD_MEMBERS_CHUNK", json.dumps(members_chunk(guild, data)))
