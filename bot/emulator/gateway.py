"""The gateway: sessions, heartbeats, events by intent and shard, resuming with replay.

Follows "Gateway" of Discord's documentation. Compression is zlib-stream; clients that ask
for zstd-stream get plain text, which they read as well.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import zlib
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from bot.emulator import payloads
from bot.emulator.errors import Json
from bot.emulator.model import Guild
from bot.emulator.permissions import Permission
from bot.emulator.traffic import Traffic
from bot.emulator.world import Change, World

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, VOICE_STATE = 0, 1, 2, 3, 4
RESUME, RECONNECT, REQUEST_MEMBERS, INVALID_SESSION, HELLO, ACK = 6, 7, 8, 9, 10, 11

UNKNOWN_OPCODE, DECODE_ERROR, NOT_AUTHENTICATED = 4001, 4002, 4003
AUTHENTICATION_FAILED, ALREADY_AUTHENTICATED = 4004, 4005
INVALID_SEQUENCE, SESSION_TIMED_OUT, INVALID_SHARD = 4007, 4009, 4010
INVALID_INTENTS, DISALLOWED_INTENTS = 4013, 4014

GUILDS, GUILD_MEMBERS, PRESENCES = 1 << 0, 1 << 1, 1 << 8
GUILD_MESSAGES, GUILD_REACTIONS, GUILD_TYPING = 1 << 9, 1 << 10, 1 << 11
DIRECT_MESSAGES, DIRECT_REACTIONS, DIRECT_TYPING = 1 << 12, 1 << 13, 1 << 14
MESSAGE_CONTENT = 1 << 15
PRIVILEGED = GUILD_MEMBERS | PRESENCES | MESSAGE_CONTENT

_INTENTS: dict[str, tuple[int, int]] = {
    "MESSAGE_CREATE": (GUILD_MESSAGES, DIRECT_MESSAGES),
    "MESSAGE_UPDATE": (GUILD_MESSAGES, DIRECT_MESSAGES),
    "MESSAGE_DELETE": (GUILD_MESSAGES, DIRECT_MESSAGES),
    "MESSAGE_REACTION_ADD": (GUILD_REACTIONS, DIRECT_REACTIONS),
    "MESSAGE_REACTION_REMOVE": (GUILD_REACTIONS, DIRECT_REACTIONS),
    "TYPING_START": (GUILD_TYPING, DIRECT_TYPING),
    "GUILD_MEMBER_ADD": (GUILD_MEMBERS, 0),
    "GUILD_MEMBER_UPDATE": (GUILD_MEMBERS, 0),
}
"""Events that need an intent other than GUILDS: in guilds, in direct messages."""

_FOR_PEOPLE = frozenset(
    {
        "INTERACTION_SUCCESS",
        "INTERACTION_FAILURE",
        "INTERACTION_MODAL_CREATE",
        "APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE",
    }
)
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
        """Send the waiting frames, until a None."""
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
        frame = f'{{"t":"{kind}","s":{self.sequence},"op":0,"d":{data}}}'
        self.sent.append((self.sequence, frame))
        if self.connection is not None:
            self.connection.frames.put_nowait(frame)


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
        self._send_all({"op": RECONNECT, "d": None})

    def invalidate(self, *, resumable: bool = False) -> None:
        """Send every client op 9; sessions that are not ``resumable`` are forgotten."""
        self._send_all({"op": INVALID_SESSION, "d": resumable})
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
        if kind in _FOR_PEOPLE or change.audience is not None or not self.sessions:
            return
        guild = change.guild
        if not self._sees(change):
            return
        data: dict[bool, str] = {}
        times = 1
        if kind in self._duplicate:
            self._duplicate.remove(kind)
            times = 2
        for session in self.sessions.values():
            if not session.serves(guild) or not self._wants(session, change):
                continue
            bare = self._hides_content(session, change)
            if bare not in data:
                payload = _without_content(change.payload) if bare else change.payload
                data[bare] = json.dumps(payload, separators=(",", ":"))
                self._traffic.event(kind, payload)
            for _ in range(times):
                session.dispatch(kind, data[bare])

    def _sees(self, change: Change) -> bool:
        guild, bot = change.guild, self._world.bot
        if change.kind == "INTERACTION_CREATE":
            return True
        if guild is None:
            return change.channel is not None and bot in change.channel.recipients
        if bot.id not in guild.members:
            return False
        if change.kind in ("CHANNEL_UPDATE", "CHANNEL_DELETE") or change.channel is None:
            return True
        return bool(change.channel.permissions_of(bot) & Permission.VIEW_CHANNEL)

    def _wants(self, session: Session, change: Change) -> bool:
        if change.kind == "INTERACTION_CREATE":
            return True
        if change.kind == "GUILD_MEMBER_UPDATE" and change.payload["user"]["id"] == str(
            self._world.bot.id
        ):
            # The bot hears of its own roles without any intent.
            return True
        in_guild, in_dm = _INTENTS.get(change.kind, (GUILDS, 0))
        return bool(session.intents & (in_guild if change.guild else in_dm))

    def _hides_content(self, session: Session, change: Change) -> bool:
        """Whether this client may not read the message: neither its own, nor to it."""
        if change.guild is None or not change.kind.startswith("MESSAGE_"):
            return False
        if session.intents & MESSAGE_CONTENT or "content" not in change.payload:
            return False
        me = str(self._world.bot.id)
        mentioned = any(user["id"] == me for user in change.payload["mentions"])
        return not mentioned and change.payload["author"]["id"] != me

    # Connections

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """The web socket handler."""
        ws = web.WebSocketResponse(max_msg_size=4096 * 4)
        await ws.prepare(request)
        connection = Connection(ws, request)
        if request.query.get("compress") == "zlib-stream":
            connection.compressor = zlib.compressobj()
        self._connections.add(connection)
        writer = asyncio.create_task(connection.write())
        self._send(connection, HELLO, data={"heartbeat_interval": int(self._heartbeat * 1000)})
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
            await ws.close(code=SESSION_TIMED_OUT)
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
            await connection.ws.close(code=DECODE_ERROR)
            return None
        self._traffic.received(op, data)
        if op == HEARTBEAT:
            self._send(connection, ACK)
        elif op in (IDENTIFY, RESUME):
            if session is not None:
                await connection.ws.close(code=ALREADY_AUTHENTICATED)
            elif data.get("token", "").removeprefix("Bot ") != self._token:
                await connection.ws.close(code=AUTHENTICATION_FAILED)
            elif op == IDENTIFY:
                return await self._identify(connection, data)
            else:
                return await self._resume(connection, data)
        elif session is None:
            await connection.ws.close(code=NOT_AUTHENTICATED)
        elif op == REQUEST_MEMBERS:
            self._send_members(session, data)
        elif op not in (PRESENCE, VOICE_STATE):
            await connection.ws.close(code=UNKNOWN_OPCODE)
        return None

    async def _identify(self, connection: Connection, data: Json) -> Session | None:
        intents = data.get("intents")
        number, count = data.get("shard") or (0, 1)
        if not isinstance(intents, int):
            await connection.ws.close(code=INVALID_INTENTS)
            return None
        if intents & PRIVILEGED & ~self._privileged:
            await connection.ws.close(code=DISALLOWED_INTENTS)
            return None
        if not 0 <= number < count:
            await connection.ws.close(code=INVALID_SHARD)
            return None
        self._forget_old_sessions()
        session = Session(secrets.token_hex(16), intents, (number, count), connection)
        self.sessions[session.id] = session
        world = self._world
        guilds = [g for g in world.guilds.values() if g.installed and session.serves(g)]
        ready = {
            "v": 10,
            "user": payloads.own_user(world.bot),
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": self.url,
            "shard": [number, count],
            "application": {"id": str(world.application_id), "flags": 1 << 23},
            "private_channels": [],
            "presences": [],
            "relationships": [],
            "user_settings": {},
            "_trace": ["local"],
        }
        session.dispatch("READY", json.dumps(ready))
        self._traffic.event("READY", ready)
        for guild in guilds:
            if not intents & GUILDS:
                break
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
            self._send(connection, INVALID_SESSION, data=False)
            return None
        if seen > session.sequence:
            await connection.ws.close(code=INVALID_SEQUENCE)
            return None
        if session.sent and session.sent[0][0] > seen + 1:
            # More was missed than is kept.
            self.sessions.pop(session.id)
            self._send(connection, INVALID_SESSION, data=False)
            return None
        old = session.connection
        session.connection, session.left = connection, None
        if old is not None:
            await old.ws.close(code=SESSION_TIMED_OUT)
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
        wanted = data.get("user_ids")
        query, limit = str(data.get("query") or ""), int(data.get("limit") or 0)
        members = list(guild.members.values())
        if wanted is not None:
            names = {str(each) for each in (wanted if isinstance(wanted, list) else [wanted])}
            members = [m for m in members if str(m.user.id) in names]
        elif query:
            members = [m for m in members if m.user.name.startswith(query)]
        chunk: Json = {
            "guild_id": str(guild.id),
            "members": [payloads.member(m) for m in members[: limit or None]],
            "chunk_index": 0,
            "chunk_count": 1,
        }
        if data.get("nonce"):
            chunk["nonce"] = data["nonce"]
        session.dispatch("GUILD_MEMBERS_CHUNK", json.dumps(chunk))


def _without_content(payload: Json) -> Json:
    return payload | {"content": "", "embeds": [], "attachments": [], "components": []}
