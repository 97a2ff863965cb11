"""One open page: what its reader does, done in the local Discord.

Frames are JSON. The first proves the key: `{"op": "hello", "key": …}`. Then each request
`{"id": n, "op": …, …}` is answered `{"id": n, "data": …}` or `{"id": n, "error": sentence}`,
in any order, with events in between.
"""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from aiohttp import WSMsgType, web

from bot.emulator import (
    ApiError,
    Channel,
    Interaction,
    LocalDiscord,
    Message,
    NotOfferedError,
    User,
)
from bot.emulator.acting.command_data import CHANNEL, MENTIONABLE, ROLE, USER
from bot.emulator.components import types as components
from bot.emulator.composing import MAX_CONTENT
from bot.emulator.errors import Json
from bot.emulator.playground.feed import Feed
from bot.emulator.playground.stage import Stage

Restart = Callable[[], Awaitable[None]]

NAMED_BY_OPTIONS = {
    USER: ("user",),
    CHANNEL: ("channel",),
    ROLE: ("role",),
    MENTIONABLE: ("user", "role"),
}
"""The option types whose values are ids, with what has these."""
NAMED_BY_SELECTS = {
    components.USER_SELECT: ("user",),
    components.CHANNEL_SELECT: ("channel",),
    components.ROLE_SELECT: ("role",),
    components.MENTIONABLE_SELECT: ("user", "role"),
}
"""The same for menus. A string menu is not among them: its values may look like ids."""
FOR_THE_BOT = frozenset({"slash", "autocomplete", "press", "select", "menu", "submit"})
"""Requests that only a running bot can answer."""
MOST_MODALS = 20
"""How many opened modals a page may leave unanswered and still answer."""


class RefusedError(Exception):
    """A request that cannot be done; the message is a sentence for the page."""


class Reader:
    """Serves one page's WebSocket."""

    def __init__(self, discord: LocalDiscord, stage: Stage, feed: Feed, restart: Restart) -> None:
        self._discord = discord
        self._world = discord.world
        self._stage = stage
        self._feed = feed
        self._restart = restart
        self._modals: dict[int, Interaction] = {}
        self._running: set[asyncio.Task[None]] = set()
        self._ops: dict[str, Callable[[Json], Awaitable[Any]]] = {
            "language": self._language,
            "offered": self._offered,
            "send": self._send,
            "slash": self._slash,
            "autocomplete": self._autocomplete,
            "press": self._press,
            "select": self._select,
            "menu": self._menu,
            "submit": self._submit,
            "restart": self._on_restart,
            "clear_log": self._clear_log,
        }

    async def serve(self, socket: web.WebSocketResponse, key: str) -> None:
        """Talk to the page until it goes."""
        if not await _greets(socket, key):
            await socket.close(code=4004, message=b"The key is not this run's.")
            return
        page = self._feed.subscribe(self._stage.guild, self._stage.people)
        writer = asyncio.create_task(_write(socket, page))
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    task = asyncio.create_task(self._answer(socket, message.data))
                    self._running.add(task)
                    task.add_done_callback(self._running.discard)
        finally:
            self._feed.unsubscribe(page)
            for task in (writer, *self._running):
                task.cancel()

    async def _answer(self, socket: web.WebSocketResponse, text: str) -> None:
        number: Any = None
        try:
            request = json.loads(text)
            number = request.get("id")
            if request["op"] in FOR_THE_BOT:
                # Discord would let it fail; here the reader restarted the bot and sees it return.
                await self._feed.settled()
            answer: Json = {"data": await self._ops[request["op"]](request)}
        except (RefusedError, ApiError, NotOfferedError) as error:
            answer = {"error": str(error)}
        except (ValueError, KeyError, TypeError, AttributeError):
            answer = {"error": "The request is not one that this page makes."}
        if not socket.closed:
            await socket.send_json({"id": number} | answer)

    # What a reader can do

    async def _offered(self, request: Json) -> Json:
        user, channel = self._where(request)
        return {
            "commands": self._discord.offered(user, channel),
            "withheld": [
                {
                    "name": each.command["name"],
                    "lacking": str(each.lacking),
                    "people": self._offered_to(each.command, channel),
                }
                for each in self._discord.withheld(user, channel)
            ],
        }

    async def _language(self, request: Json) -> None:
        # Who reads the page in another language has a server of that language.
        self._world.set_locale(self._stage.guild, str(request["locale"]))

    async def _send(self, request: Json) -> None:
        user, channel = self._where(request)
        self._discord.say(user, channel, str(request["content"])[:MAX_CONTENT])

    async def _slash(self, request: Json) -> Json:
        user, channel = self._where(request)
        values = self._values(channel, request["options"])
        return await self._outcome(
            self._discord.start_slash(user, channel, request["command"], values)
        )

    async def _autocomplete(self, request: Json) -> list[Json]:
        user, channel = self._where(request)
        values = self._values(channel, request["options"])
        interaction = self._discord.start_autocomplete(
            user, channel, request["command"], request["focused"], values
        )
        await interaction.acknowledged.wait()
        if interaction.choices is None:
            raise RefusedError("The bot offered no choices in time.")
        return interaction.choices

    async def _press(self, request: Json) -> Json:
        user, message = self._message(request)
        return await self._outcome(self._discord.start_press(user, message, request["custom_id"]))

    async def _select(self, request: Json) -> Json:
        user, message = self._message(request)
        used = request["custom_id"]
        part = next((p for p in message.parts if p.get("custom_id") == used), {})
        kinds = NAMED_BY_SELECTS.get(part.get("type", 0), ())
        values = [self._entity(message.channel, kinds, value) for value in request["values"]]
        return await self._outcome(self._discord.start_select(user, message, used, values))

    async def _menu(self, request: Json) -> Json:
        user, message = self._message(request)
        return await self._outcome(self._discord.start_menu(user, message, request["command"]))

    async def _submit(self, request: Json) -> Json:
        opener = self._modals.get(int(request["modal"]))
        if opener is None:
            raise RefusedError("This form is no longer open.")
        outcome = await self._outcome(self._discord.start_submit(opener, request["values"]))
        if outcome["state"] != "failed":
            del self._modals[opener.id]
        return outcome

    async def _on_restart(self, request: Json) -> None:
        await self._restart()

    async def _clear_log(self, request: Json) -> None:
        self._discord.traffic.entries.clear()

    # How

    async def _outcome(self, interaction: Interaction) -> Json:
        """Wait for the acknowledgement, or for Discord's three seconds to pass."""
        await interaction.acknowledged.wait()
        if interaction.failed:
            return {"state": "failed"}
        if interaction.modal is None:
            return {"state": "answered"}
        self._modals[interaction.id] = interaction
        while len(self._modals) > MOST_MODALS:
            del self._modals[next(iter(self._modals))]
        return {"state": "modal", "modal": interaction.modal | {"id": str(interaction.id)}}

    def _where(self, request: Json) -> tuple[User, Channel]:
        user = next((u for u in self._stage.people if str(u.id) == request["user"]), None)
        if user is None:
            raise RefusedError("Nobody here has this name.")
        user.locale = str(request["locale"])
        channel = self._world.channel(int(request["channel"]))
        self._world.require(channel, user)
        return user, channel

    def _message(self, request: Json) -> tuple[User, Message]:
        user, channel = self._where(request)
        message = channel.messages.get(int(request["message"]))
        if message is None or message.audience not in (None, user):
            raise RefusedError("This message is gone.")
        return user, message

    def _values(self, channel: Channel, options: list[Json]) -> dict[str, Any]:
        """Values by option name; where an option takes an id, what has it."""
        return {
            option["name"]: self._entity(
                channel, NAMED_BY_OPTIONS.get(option["type"], ()), option["value"]
            )
            for option in options
        }

    def _entity(self, channel: Channel, kinds: Iterable[str], value: Any) -> Any:
        """What of these kinds has the id `value`; without a kind the value as it is."""
        known: dict[str, dict[int, Any]] = {
            "user": self._world.users,
            "role": channel.guild.roles if channel.guild else {},
            "channel": self._world.channels,
        }
        ids = (known[kind] for kind in kinds)
        return next((found[int(value)] for found in ids if int(value) in found), value)

    def _offered_to(self, command: Json, channel: Channel) -> list[str]:
        """The names of those whom a visitor can be and who are shown `command` in `channel`."""
        return [
            user.display_name or user.name
            for user in self._stage.people
            if command in self._discord.offered(user, channel)
        ]


async def _greets(socket: web.WebSocketResponse, key: str) -> bool:
    first = await socket.receive(timeout=10.0)
    if first.type is not WSMsgType.TEXT:
        return False
    try:
        hello = json.loads(first.data)
        given = str(hello["key"])
    except (ValueError, KeyError, TypeError):
        return False
    return hmac.compare_digest(given.encode(), key.encode())


async def _write(socket: web.WebSocketResponse, page: asyncio.Queue[str | None]) -> None:
    while (text := await page.get()) is not None:
        await socket.send_str(text)
    await socket.close(code=1001)
