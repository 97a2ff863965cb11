"""The gateway under drops, resumes, shards and intents."""

from __future__ import annotations

import asyncio
import json
import zlib

import aiohttp
import discord

from bot.emulator import LocalDiscord
from bot.emulator.gateway.intents import GUILD_MESSAGES, GUILDS, MESSAGE_CONTENT
from bot.emulator.model import Channel, User
from tests.bot.emulator.conftest import Connect
from tests.bot.emulator.sample import SampleBot
from tests.bot.emulator.waiting import until


async def test_missed_events_are_replayed_after_a_drop(
    bot: SampleBot, local: LocalDiscord, channel: Channel, reader: User
) -> None:
    """A command typed while the connection is down is answered after the resume."""
    await local.gateway.drop()
    await until(lambda: not local.gateway.connected)
    reply = await local.slash(reader, channel, "paper", query="GAN")
    assert reply.text == "# GAN"
    assert local.gateway.resumes == 1
    assert bot.heard == ["paper"]


async def test_client_resumes_when_asked_to_reconnect(
    bot: SampleBot, local: LocalDiscord, channel: Channel, reader: User
) -> None:
    """Op 7 makes a client come back to its session and miss nothing."""
    local.gateway.ask_to_reconnect()
    async with asyncio.timeout(5):
        await bot.resumed.wait()
    assert (await local.slash(reader, channel, "paper", query="GAN")).text == "# GAN"
    assert local.gateway.resumes == 1


async def test_invalid_session_begins_a_new_one(
    bot: SampleBot, local: LocalDiscord, channel: Channel, reader: User
) -> None:
    """A session that cannot be resumed is replaced by a new one, which answers."""
    [old] = local.gateway.sessions
    local.gateway.invalidate()
    # discord.py waits some seconds before it identifies again; a resume of the old session
    # is refused at once.
    async with aiohttp.ClientSession() as session, session.ws_connect(local.gateway_url) as ws:
        await ws.receive_json()
        resume = {"token": local.token, "session_id": old, "seq": 1}
        await ws.send_json({"op": 6, "d": resume})
        assert (await ws.receive_json())["op"] == 9
    assert old not in local.gateway.sessions


async def test_events_may_come_twice(
    bot: SampleBot, local: LocalDiscord, channel: Channel, reader: User
) -> None:
    """A duplicated event reaches the client twice; the first answer holds."""
    local.gateway.duplicate_next("INTERACTION_CREATE")
    reply = await local.slash(reader, channel, "paper", query="GAN")
    await until(lambda: len(bot.heard) == 2)
    assert channel.visible_messages(reader) == [reply.message]


async def test_content_is_withheld_without_its_intent(
    bot: SampleBot, local: LocalDiscord, channel: Channel, reader: User
) -> None:
    """Messages of others come without their words, unless they mention the bot or are direct."""
    local.say(reader, channel, "a secret")
    local.say(reader, local.world.dm(reader), "between us")
    await until(lambda: len(bot.contents) == 2)
    assert bot.contents == ["", "between us"]


async def test_granted_intent_shows_content(reader: User) -> None:
    """An application that was granted the message content intent reads messages."""
    async with LocalDiscord(privileged=MESSAGE_CONTENT) as local:
        channel = local.world.add_guild("Readers").add_text_channel("general")
        async with _socket(local, intents=GUILDS | GUILD_MESSAGES | MESSAGE_CONTENT) as ws:
            local.say(local.world.add_user("reader"), channel, "hello")
            assert (await _event(ws, "MESSAGE_CREATE"))["content"] == "hello"


async def test_foreign_private_messages_are_not_told(
    bot: SampleBot, local: LocalDiscord, reader: User, channel: Channel
) -> None:
    """The bot hears nothing of what people write each other."""
    local.say(reader, local.world.private(reader, local.world.owner), "not for bots")
    local.say(reader, local.world.dm(reader), "for the bot")
    await until(lambda: bool(bot.contents))
    assert bot.contents == ["for the bot"]


async def test_wrong_token_closes_the_connection(local: LocalDiscord) -> None:
    """Identifying with a wrong token is answered with close code 4004."""
    async with aiohttp.ClientSession() as session, session.ws_connect(local.gateway_url) as ws:
        await ws.receive_json()
        await ws.send_json({"op": 2, "d": {"token": "wrong", "intents": 0}})
        assert (await ws.receive()).type is aiohttp.WSMsgType.CLOSE
        assert ws.close_code == 4004


async def test_rules_of_the_protocol_are_kept(local: LocalDiscord) -> None:
    """Garbage, acting before identifying and an impossible shard each have their close code."""
    identify = {"token": local.token, "intents": 0, "properties": {}}
    cases = [
        ("nonsense", 4002),
        ('{"op": 8, "d": {}}', 4003),
        ({"op": 2, "d": identify | {"shard": [2, 2]}}, 4010),
        ({"op": 2, "d": {"token": local.token}}, 4013),
    ]
    for message, code in cases:
        async with aiohttp.ClientSession() as session, session.ws_connect(local.gateway_url) as ws:
            await ws.receive_json()
            if isinstance(message, str):
                await ws.send_str(message)
            else:
                await ws.send_json(message)
            await ws.receive()
            assert ws.close_code == code


async def test_transport_is_compressed_on_request(local: LocalDiscord) -> None:
    """With zlib-stream all frames are one stream; who asks for zstd-stream reads plain text."""
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(f"{local.gateway_url}?compress=zlib-stream") as ws:
            stream = zlib.decompressobj()
            hello = json.loads(stream.decompress(await ws.receive_bytes()))
            assert hello["op"] == 10
            await ws.send_json({"op": 1, "d": None})
            assert json.loads(stream.decompress(await ws.receive_bytes()))["op"] == 11
        async with session.ws_connect(f"{local.gateway_url}?compress=zstd-stream") as ws:
            assert (await ws.receive_json())["op"] == 10


async def test_silent_client_is_timed_out() -> None:
    """A client without a heartbeat is closed with 4009."""
    async with LocalDiscord(heartbeat=0.01) as local, _socket(local) as ws:
        while (await ws.receive()).type is not aiohttp.WSMsgType.CLOSE:
            pass
        assert ws.close_code == 4009


async def test_sharded_client_hears_each_event_once(
    local: LocalDiscord, connect: Connect, reader: User
) -> None:
    """Two shards share the guilds between them and answer in each."""
    places = [local.world.add_guild(f"Guild {n}").add_text_channel("general") for n in range(4)]
    bot = await connect(ShardedBot, shard_count=2)
    assert sorted(guild.id for guild in bot.guilds) == sorted(local.world.guilds)
    assert len(local.gateway.connected) == 2
    for place in places:
        local.say(reader, place, "hello")
    await until(lambda: len(bot.contents) == 4)


class ShardedBot(discord.AutoShardedClient):
    """Notes the messages it hears."""

    def __init__(self, shard_count: int) -> None:
        super().__init__(
            intents=discord.Intents.default(), shard_count=shard_count, guild_ready_timeout=0.01
        )
        self.contents: list[str] = []

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Spare the five seconds that discord.py leaves between shards."""

    async def on_message(self, message: discord.Message) -> None:
        """Note a message."""
        self.contents.append(message.content)


async def test_bot_learns_of_changes(bot: SampleBot, local: LocalDiscord, channel: Channel) -> None:
    """New channels, roles of the bot and being thrown out reach the client's cache."""
    guild = channel.guild
    assert guild is not None
    role = guild.add_role("publisher")
    guild.add_member(local.world.bot, role)
    forum = guild.add_forum("papers", tags=("vision", "language"))
    thread = local.world.start_thread(channel, "talk")
    await until(lambda: bot.guilds[0].get_thread(thread.id) is not None)
    seen = bot.guilds[0].get_channel(forum.id)
    assert isinstance(seen, discord.ForumChannel)
    assert [tag.name for tag in seen.available_tags] == ["vision", "language"]
    assert bot.guilds[0].me.get_role(role.id) is not None
    local.world.delete_channel(forum)
    await until(lambda: bot.guilds[0].get_channel(forum.id) is None)
    local.world.remove(guild)
    await until(lambda: not bot.guilds)


class _socket:  # noqa: N801
    """A bare gateway connection, identified."""

    def __init__(self, local: LocalDiscord, intents: int = GUILDS) -> None:
        self._local, self._intents = local, intents
        self._session = aiohttp.ClientSession()

    async def __aenter__(self) -> aiohttp.ClientWebSocketResponse:
        self._ws = await self._session.ws_connect(self._local.gateway_url)
        await self._ws.receive_json()
        identify = {"token": self._local.token, "intents": self._intents}
        await self._ws.send_json({"op": 2, "d": identify})
        await _event(self._ws, "READY")
        return self._ws

    async def __aexit__(self, *_: object) -> None:
        await self._ws.close()
        await self._session.close()


async def _event(ws: aiohttp.ClientWebSocketResponse, kind: str) -> dict[str, object]:
    async with asyncio.timeout(5):
        while True:
            payload = await ws.receive_json()
            if payload["t"] == kind:
                data: dict[str, object] = payload["d"]
                return data
