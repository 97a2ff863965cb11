"""What the page may ask for, over its WebSocket."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse

from bot.emulator import Channel, LocalDiscord, Message, User
from bot.emulator.playground import Playground, Stage, Status, set_stage
from tests.bot.emulator.waiting import until
from tests.e2e.playground.app import Application, Json, components, message

COMMANDS: list[Json] = [
    {"name": "ask", "description": "Answers"},
    {
        "name": "follow",
        "description": "For managers of servers",
        "default_member_permissions": "32",
        "contexts": [0],
    },
]


async def nothing(url: str) -> tuple[str, bytes]:
    """A machine without a network."""
    raise OSError(url)


async def no_restart() -> None:
    """Nothing to restart."""


@dataclass
class Page:
    """What the page's program is, without a browser: requests and their answers."""

    discord: LocalDiscord
    stage: Stage
    playground: Playground
    app: Application
    socket: ClientWebSocketResponse
    answers: dict[int, Json] = field(default_factory=dict)
    asked: int = 0

    def channel(self, name: str) -> Channel:
        """The channel of this name."""
        return next(c for c in self.discord.world.channels.values() if c.name == name)

    async def send(self, op: str, place: Channel, user: User | None = None, **data: Any) -> int:
        """Ask without waiting."""
        who = str((user or self.stage.people[0]).id)
        where = {"user": who, "channel": str(place.id), "locale": "en-US"}
        self.asked += 1
        await self.socket.send_json({"id": self.asked, "op": op} | where | data)
        return self.asked

    async def answer(self, number: int) -> Json:
        """The answer to a request."""
        async with asyncio.timeout(20):
            while number not in self.answers:
                frame = await self.socket.receive_json()
                if "id" in frame:
                    self.answers[frame["id"]] = frame
        return self.answers[number]

    async def ask(self, op: str, place: Channel, user: User | None = None, **data: Any) -> Json:
        """Ask, and wait for the answer."""
        return await self.answer(await self.send(op, place, user, **data))

    async def shown(self, place: Channel, *parts: Json) -> Message:
        """A message of the bot with these components in a row."""
        self.app.answers["ask"] = components({"type": 1, "components": list(parts)})
        await self.ask("slash", place, command="ask", options=[])
        return list(place.messages.values())[-1]


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    """An open page, with the bot online."""
    async with LocalDiscord(deadline=20) as discord, ClientSession() as client:
        stage = set_stage(discord.world)
        playground = Playground(discord, stage, fetch=nothing, restart=no_restart)
        app = Application(discord, COMMANDS)
        await playground.start(0)
        playground.report(Status("online"))
        async with client.get(playground.url) as answer:
            key = re.search(r'playground-key" content="([^"]+)"', await answer.text())
        assert key is not None
        async with client.ws_connect(playground.url + "socket") as socket:
            await socket.send_json({"op": "hello", "key": key[1]})
            yield Page(discord, stage, playground, app, socket)
        await playground.close()


async def test_a_string_menu_whose_values_are_ids(page: Page) -> None:
    """A string chosen in a string menu stays one though a channel has it for an id."""
    room = page.channel("reading-room")
    options = [{"label": "#reading-room", "value": str(room.id)}]
    menu = {"type": 3, "custom_id": "end", "options": options}
    shown = await page.shown(page.channel("general"), menu)
    page.app.answers["end"] = message("ended")
    answer = await page.ask(
        "select", shown.channel, message=str(shown.id), custom_id="end", values=[str(room.id)]
    )
    assert answer["data"] == {"state": "answered"}
    assert page.app.seen[-1]["values"] == [str(room.id)]
    assert "resolved" not in page.app.seen[-1]


async def test_a_menu_of_channels(page: Page) -> None:
    """A channel chosen in a menu of channels is sent with what it is."""
    room = page.channel("reading-room")
    shown = await page.shown(page.channel("general"), {"type": 8, "custom_id": "where"})
    page.app.answers["where"] = message("there")
    await page.ask(
        "select", shown.channel, message=str(shown.id), custom_id="where", values=[str(room.id)]
    )
    assert page.app.seen[-1]["resolved"]["channels"][str(room.id)]["name"] == "reading-room"


@pytest.mark.parametrize("state", ["restarting", "starting"])
async def test_a_press_waits_for_the_bot(page: Page, state: Any) -> None:
    """What is pressed while the bot starts reaches it once it is online, and is answered."""
    shown = await page.shown(
        page.channel("general"), {"type": 2, "style": 1, "label": "Go", "custom_id": "go"}
    )
    page.app.answers["go"] = message("went")
    page.playground.report(Status(state))
    press = await page.send("press", shown.channel, message=str(shown.id), custom_id="go")
    # A later request that is no business of the bot's is answered before.
    await page.ask("offered", shown.channel)
    assert press not in page.answers
    assert page.app.seen[-1].get("custom_id") != "go"
    page.playground.report(Status("online"))
    assert (await page.answer(press))["data"] == {"state": "answered"}


async def test_nobody_waits_for_a_bot_that_stopped(page: Page) -> None:
    """What was asked while the bot started is sent on its way, in vain, where it has stopped."""
    general = page.channel("general")
    page.playground.report(Status("starting"))
    asked = await page.send("slash", general, command="ask", options=[])
    await page.ask("offered", general)
    assert page.app.seen == []
    page.app.answers["ask"] = lambda interaction: None
    page.playground.report(Status("stopped", "the disk is full."))
    await until(lambda: len(page.app.seen) == 1)
    assert asked not in page.answers


async def test_why_a_command_is_withheld(page: Page) -> None:
    """The page is told which commands this reader lacks, what for, and who of theirs has them."""
    member, admin = page.stage.people
    general = page.channel("general")

    async def offered(place: Channel, user: User) -> tuple[list[str], list[Json]]:
        data = (await page.ask("offered", place, user))["data"]
        return [command["name"] for command in data["commands"]], data["withheld"]

    withheld = {"name": "follow", "lacking": "32", "people": ["Adam"]}
    assert await offered(general, member) == (["ask"], [withheld])
    assert await offered(general, admin) == (["ask", "follow"], [])
    nobody = {"name": "follow", "lacking": "0", "people": []}
    assert await offered(page.discord.world.dm(admin), admin) == (["ask"], [nobody])
