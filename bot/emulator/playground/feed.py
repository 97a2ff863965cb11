"""What the page is told: the world as it is, and each change of it, as JSON frames."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from bot.emulator import payloads
from bot.emulator.changes import Change
from bot.emulator.errors import Json
from bot.emulator.model import Guild, User
from bot.emulator.permissions import Permission
from bot.emulator.playground.process import Status
from bot.emulator.traffic import Entry, Traffic
from bot.emulator.world import World

_EVENTS = {
    "MESSAGE_CREATE": "message",
    "MESSAGE_UPDATE": "message",
    "MESSAGE_DELETE": "message_delete",
    "CHANNEL_CREATE": "channel",
    "CHANNEL_UPDATE": "channel",
    "CHANNEL_DELETE": "channel_delete",
    "THREAD_CREATE": "channel",
    "THREAD_UPDATE": "channel",
    "THREAD_DELETE": "channel_delete",
}
_MOST_WAITING = 5000


class Feed:
    """Tells every open page what happens in `world`, on the wire and to the bot's process."""

    def __init__(self, world: World, traffic: Traffic) -> None:
        self._world = world
        self._traffic = traffic
        self._pages: set[asyncio.Queue[str | None]] = set()
        self._status = Status("starting")
        self._settled = asyncio.Event()
        self._stop = [world.observe(self._on_change), traffic.observe(self._on_traffic)]

    def close(self) -> None:
        """Tell the open pages that it is over, and stop listening."""
        for stop in self._stop:
            stop()
        for page in self._pages:
            page.put_nowait(None)

    def subscribe(self, guild: Guild, people: list[User]) -> asyncio.Queue[str | None]:
        """A queue of frames for one page, beginning with the whole; None ends it."""
        page: asyncio.Queue[str | None] = asyncio.Queue(_MOST_WAITING)
        page.put_nowait(frame("welcome", self.snapshot(guild, people)))
        self._pages.add(page)
        return page

    def unsubscribe(self, page: asyncio.Queue[str | None]) -> None:
        """Send nothing more to a page that has gone."""
        self._pages.discard(page)

    def report(self, status: Status) -> None:
        """Tell how the bot's process is."""
        self._status = status
        if status.state in ("online", "stopped"):
            self._settled.set()
        else:
            self._settled.clear()
        self._send("bot", status.json())

    async def settled(self) -> None:
        """Wait while the bot is on its way: until it is online, or has stopped."""
        await self._settled.wait()

    def snapshot(self, guild: Guild, people: list[User]) -> Json:
        """Everything a page shows, without ephemeral messages: those end with a reload."""
        world = self._world
        channels = [c for c in world.channels.values() if c.guild in (guild, None)]
        messages = [m for c in channels for m in c.messages.values() if m.audience is None]
        return {
            "guild": {"id": str(guild.id), "name": guild.name},
            "channels": [payloads.channel(channel) for channel in channels],
            "users": [person(guild, user) for user in people],
            "roles": [payloads.role(role) for role in guild.roles.values()],
            "messages": [payloads.message(message) for message in messages],
            "bot": payloads.user(world.bot),
            "process": self._status.json(),
            "cdn": world.cdn_url,
            "traffic": [line(entry) for entry in self._traffic.entries],
        }

    def _send(self, event: str, data: Any) -> None:
        text = frame(event, data)
        for page in tuple(self._pages):
            try:
                page.put_nowait(text)
            except asyncio.QueueFull:
                # A page that reads nothing, in a sleeping tab: it gets the whole on return.
                self.unsubscribe(page)

    def _on_change(self, change: Change) -> None:
        event = _EVENTS.get(change.kind)
        if event is None:
            return
        viewer = str(change.audience.id) if change.audience else None
        self._send(event, change.payload | ({"viewer": viewer} if viewer else {}))

    def _on_traffic(self, entry: Entry) -> None:
        self._send("traffic", line(entry))
        if entry.name in ("READY", "RESUMED"):
            self.report(Status("online"))
        elif "/commands" in entry.name and not entry.name.startswith("GET"):
            self._send("commands", None)


def frame(event: str, data: Any) -> str:
    """One event as the page reads it."""
    return json.dumps({"event": event, "data": data}, ensure_ascii=False)


def person(guild: Guild, user: User) -> Json:
    """A user with what they may do in `guild`."""
    bits = guild.permissions_of(user)
    return payloads.user(user) | {
        "permissions": str(bits),
        "administrator": bool(bits & Permission.ADMINISTRATOR),
    }


def line(entry: Entry) -> Json:
    """A line of the log drawer; `in` and `out` are the bot's."""
    body = entry.body
    if entry.answer is not None:
        body = {"request": entry.body, "answer": entry.answer}
    return {
        "at": entry.time,
        "kind": entry.transport,
        "direction": entry.direction,
        "title": entry.name,
        "status": entry.status or None,
        "took_ms": entry.took * 1000 if entry.transport == "rest" else None,
        "body": body,
    }
