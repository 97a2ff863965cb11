"""Following and announcing, through the real bot on a local Discord."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import discord
import pytest
from discord import app_commands

from bot.announcements import Announcements, announcements
from bot.client import PaperBot
from bot.commands.follow import follow, unfollow
from bot.config import load_settings
from bot.destinations.admins import Admins
from bot.destinations.departures import forgetting_departed
from bot.emulator import Channel, Guild, LocalDiscord, Message, Permission, User
from bot.places import Destination, Kind, NewDestination, Status
from bot.services import Services
from bot.services.adoption import commit, ensure_baseline
from bot.state import adoptions, destinations
from bot.state.database import Database, default_url, open_database
from bot.state.sources import Source
from bot.transport import aim
from index.catalog import Catalog, Episode, Platform, Video
from index.search.library import open_library
from tests.catalogs import catalog, episode

E1, E2, E3 = (episode(n, f"E{n} 论文逐段精读") for n in range(1, 4))
YOUTUBE = Video(Platform.YOUTUBE, "https://www.youtube.com/watch?v=abcdefghijk")
SEND = "POST /channels/{channel_id}/messages"
POST = "POST /channels/{channel_id}/threads"


@dataclass
class Server:
    """A server with an admin, whose bot shares its database with us."""

    discord: LocalDiscord
    bot: PaperBot
    database: Database
    guild: Guild
    office: Channel
    admin: User

    async def follow(self, channel: Channel, **options: object) -> str:
        """The admin's `/follow`, and what it says."""
        reply = await self.discord.slash(
            self.admin, self.office, "follow", channel=channel, **options
        )
        assert reply.ephemeral
        return reply.text

    async def adopt(self, *episodes: Episode, **options: dict[str, str]) -> None:
        """Adopt beside the bot, as `paperbot sync` does."""
        await self.adopt_catalog(catalog(*episodes, **options))

    async def adopt_catalog(self, new: Catalog) -> None:
        """Adopt a catalogue, whatever was in force."""
        at = datetime.now(UTC)
        async with self.database.reading() as connection:
            parent = await adoptions.latest_id(connection)
        await commit(
            self.database,
            new,
            parent=parent,
            summary="",
            at=at,
            looked_at=[Source("README", checked_at=at)],
            category_of=lambda name: name,
        )
        (await self.bot.services.announcing()).subscriptions.wake()

    async def until(self, there: Callable[[], object]) -> None:
        """Wait until something is there."""
        async with asyncio.timeout(20):
            while not there():  # noqa: ASYNC110 - what is waited for is a fact, not an event
                await asyncio.sleep(0.01)


def of_bot(channel: Channel) -> list[Message]:
    """What the bot said in a channel."""
    return [message for message in channel.messages.values() if message.author.bot]


def posts_of(forum: Channel) -> list[Channel]:
    """The posts of a forum, oldest first."""
    found = forum.world.channels.values()
    return sorted((c for c in found if c.parent is forum and c.is_thread), key=lambda c: c.id)


@pytest.fixture(scope="session")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the index of the known episode; to build it takes seconds."""
    home = tmp_path_factory.mktemp("indexed")
    asyncio.run(open_library(home, catalog(E1), warm=False)).close()
    return home


@asynccontextmanager
async def announcing(
    discord: LocalDiscord, home: Path, indexed: Path, database: Database
) -> AsyncIterator[PaperBot]:
    """The bot as the program wires it, but for following upstream."""
    library = await open_library(indexed, catalog(E1), warm=False)
    async with (
        PaperBot(home=home) as bot,
        announcements(load_settings({}), database, bot, command=bot.mention_of) as wired,
    ):
        aim(bot, api=discord.api_url, gateway=discord.gateway_url)
        await bot.login(discord.token)
        ready: asyncio.Future[Announcements] = asyncio.get_running_loop().create_future()
        ready.set_result(wired)
        bot.services = Services(library, Random(1), lambda: ready)
        await bot.go_online()
        async with wired.delivering(), forgetting_departed(bot, wired.subscriptions):
            yield bot
    library.close()


@pytest.fixture
async def server(tmp_path: Path, indexed: Path) -> AsyncIterator[Server]:
    """The bot with one known episode, in a server of an admin."""
    async with LocalDiscord(openapi=os.environ.get("PAPERBOT_TEST_OPENAPI")) as discord:
        guild = discord.world.add_guild("Readers")
        office = guild.add_text_channel("office")
        admin = discord.world.admin("admin", guild)
        database = await open_database(default_url(tmp_path))
        await ensure_baseline(database, catalog(E1), at=datetime.now(UTC))
        async with announcing(discord, tmp_path, indexed, database) as bot:
            made = Server(discord, bot, database, guild, office, admin)
            await made.adopt(E1)
            yield made
        await database.close()
        assert discord.violations == []


async def test_a_followed_channel_is_told_of_new_episodes(server: Server) -> None:
    """The message begins with kind and title, and its buttons lead to the videos."""
    news = server.guild.add_text_channel("news")
    assert f"<#{news.id}>" in await server.follow(news)
    await server.adopt(E1, replace(E2, videos=(*E2.videos, YOUTUBE)))
    await server.until(lambda: of_bot(news))
    (message,) = of_bot(news)
    assert message.parts[0]["content"].startswith("**📺 New episode · E2 论文逐段精读")
    assert [p["url"] for p in message.parts if "url" in p] == [E2.videos[0].url, YOUTUBE.url]
    assert (message.mentions, message.mention_roles) == ([], [])


async def test_a_late_link_edits_the_message(server: Server) -> None:
    """The message that is there shows the new link; no second one comes."""
    news = server.guild.add_text_channel("news")
    await server.follow(news)
    await server.adopt(E1, E2)
    await server.until(lambda: of_bot(news))
    await server.adopt(E1, replace(E2, videos=(*E2.videos, YOUTUBE)))
    await server.until(lambda: YOUTUBE.url in str(of_bot(news)[0].components))
    assert len(of_bot(news)) == 1


async def test_an_announcement_channel_publishes(server: Server) -> None:
    """What is posted there is passed on to its followers."""
    news = server.guild.add_announcement_channel("news")
    await server.follow(news)
    await server.adopt(E1, E2)
    await server.until(lambda: of_bot(news) and of_bot(news)[0].flags & 1)
    assert len(of_bot(news)) == 1


async def test_a_forum_gets_a_tagged_post_per_episode(server: Server) -> None:
    """Each episode has its own post, named like it and tagged by its category."""
    forum = server.guild.add_forum("papers", tags=("视频理解", "other"), require_tag=True)
    await server.follow(forum)
    await server.adopt(E1, E2, E3, categories={E2.id: "视频理解"})
    await server.until(lambda: len(posts_of(forum)) == 2)
    first, second = posts_of(forum)
    assert (first.name, second.name) == (E2.title, E3.title)
    (tag,) = (tag for tag in forum.tags if tag.name == "视频理解")
    assert first.thread is not None
    assert first.thread.tags == [tag.id]


@pytest.mark.parametrize("kind", ["text", "forum"])
async def test_a_lost_answer_makes_no_second_post(server: Server, kind: str) -> None:
    """When Discord makes a post and answers 500, the post is found and not made again."""
    text = kind == "text"
    place = server.guild.add_text_channel("news") if text else server.guild.add_forum("papers")
    await server.follow(place)
    server.discord.faults.answer(500, SEND if text else POST, times=1, after=True)
    await server.adopt(E1, E2)
    await server.until(lambda: of_bot(place) if text else posts_of(place))
    await server.adopt(E1, E2, E3)
    await server.until(lambda: len(of_bot(place) if text else posts_of(place)) >= 2)
    titles = (
        [m.text.splitlines()[0] for m in of_bot(place)]
        if text
        else [thread.name for thread in posts_of(place)]
    )
    assert [sum(e.title in title for title in titles) for e in (E2, E3)] == [1, 1]


async def test_permissions_are_checked_there_and_then(server: Server) -> None:
    """A channel in which the bot may not post is not followed, and the answer says why."""
    closed = server.guild.add_text_channel("closed")
    closed.deny(server.guild.everyone, Permission.SEND_MESSAGES)
    assert "Send Messages" in await server.follow(closed)
    await server.adopt(E1, E2)
    assert of_bot(closed) == []


async def test_a_sample_is_posted_on_request_and_pings_nobody(server: Server) -> None:
    """`test:true` shows at once what an announcement looks like."""
    news, role = server.guild.add_text_channel("news"), server.guild.add_role("papers")
    await server.follow(news, test=True, role=role)
    await server.until(lambda: of_bot(news))
    (message,) = of_bot(news)
    assert "E1" in message.text
    assert message.mention_roles == []


async def test_the_role_is_mentioned_and_its_button_toggles_it(server: Server) -> None:
    """Only the chosen role is pinged; a press gives it, a second one takes it back."""
    news, role = (
        server.guild.add_text_channel("news"),
        server.guild.add_role("papers", mentionable=True),
    )
    await server.follow(news, role=role)
    await server.adopt(E1, replace(E2, title="@everyone E2"))
    await server.until(lambda: of_bot(news))
    (message,) = of_bot(news)
    assert [str(r) for r in message.mention_roles] == [str(role.id)]
    reader = server.discord.world.add_user("reader", locale="zh-CN")
    (button,) = [b for b in message.buttons if "custom_id" in b]
    refused = await server.discord.press(reader, message, button["custom_id"])
    assert "无权" in refused.text
    (own,) = server.guild.members[server.discord.world.bot.id].roles
    server.guild.roles[own].permissions |= Permission.MANAGE_ROLES
    server.guild.roles[own].position = 9
    for there in (True, False):
        reply = await server.discord.press(reader, message, button["custom_id"])
        assert reply.ephemeral
        assert (role.id in server.guild.members[reader.id].roles) is there


async def test_unfollow_ends_it(server: Server) -> None:
    """Nothing more comes, and asking twice says so."""
    news = server.guild.add_text_channel("news")
    await server.follow(news)
    for said in ("no longer", "Nothing is announced"):
        reply = await server.discord.slash(server.admin, server.office, "unfollow", channel=news)
        assert said in reply.text


async def test_unfollow_without_a_channel_lists_and_ends(server: Server) -> None:
    """The list says what is paused and why, and its menu ends even what was deleted."""
    news, gone = server.guild.add_text_channel("news"), server.guild.add_text_channel("gone")
    await server.follow(news, category="nlp")
    await server.follow(gone)
    server.discord.world.delete_channel(gone)
    async with server.database.writing() as connection:
        (_, place) = await destinations.of_guild(connection, server.guild.id)
        await destinations.set_health(
            connection, place.id, status=Status.PAUSED, reason="unknown_channel"
        )
    listed = await server.discord.slash(server.admin, server.office, "unfollow")
    assert listed.ephemeral
    assert f"<#{news.id}> · " in listed.text
    assert "the deleted channel: choose it below" in listed.text
    (menu,) = listed.message.selects
    left = await server.discord.select(
        server.admin, listed.message, menu["custom_id"], [str(gone.id)]
    )
    assert left.updated
    assert "deleted" not in left.text
    assert f"<#{news.id}>" in left.text
    empty = await server.discord.select(
        server.admin, left.message, menu["custom_id"], [str(news.id)]
    )
    assert "nowhere" in empty.text


async def test_resuming_says_how_much_was_missed(server: Server) -> None:
    """`/follow` on a paused channel counts what comes as a digest."""
    news = server.guild.add_text_channel("news")
    await server.follow(news)
    async with server.database.writing() as connection:
        (place,) = await destinations.of_guild(connection, server.guild.id)
        await destinations.set_health(
            connection, place.id, status=Status.PAUSED, reason="missing_access"
        )
    await server.adopt(E1, E2)
    await server.adopt(E1, E2, E3)
    said = await server.follow(news)
    assert "The 2 episodes that were missed follow now" in said
    await server.until(lambda: of_bot(news))
    (message,) = of_bot(news)
    assert E2.title in message.text
    assert E3.title in message.text


async def test_a_deleted_channel_is_told_of_once(server: Server) -> None:
    """After several tries the admins read why announcements stopped and how to resume."""
    news = server.guild.add_text_channel("news")
    await server.follow(news)
    server.discord.world.delete_channel(news)
    async with server.database.writing() as connection:
        (place,) = await destinations.of_guild(connection, server.guild.id)
        await destinations.set_health(connection, place.id, failures=3)
    await server.adopt(E1, E2)
    await server.until(lambda: len(of_bot(server.office)) > 1)
    _, message = of_bot(server.office)
    assert "no longer exists" in message.content
    assert "/follow" in message.content
    assert "/unfollow" in message.content


async def test_nobody_on_discord_is_told_of_a_robot(server: Server) -> None:
    """Why a robot was paused stands in its vendor's words, in the log and the doctor's report."""
    robot = Destination("feishu:1", Kind.FEISHU, 0, datetime.now(UTC))
    admins = Admins(server.bot, command=server.bot.mention_of)
    assert not await admins.tell(robot, reason="feishu 19024: Key Words Not Found")
    assert of_bot(server.office) == []


async def test_leaving_a_server_forgets_it(server: Server) -> None:
    """Nothing about a server is kept once it removed the bot."""
    await server.follow(server.guild.add_text_channel("news"))
    server.discord.world.remove(server.guild)
    subscriptions = (await server.bot.services.announcing()).subscriptions
    async with asyncio.timeout(5):
        while await subscriptions.of_guild(server.guild.id):  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_servers_that_removed_the_absent_bot_are_forgotten(
    server: Server, tmp_path: Path, indexed: Path
) -> None:
    """At the next start; a server that Discord cannot speak for is left until it can."""
    lost = {name: server.discord.world.add_guild(name) for name in ("left", "unsure")}
    async with server.database.writing() as connection:
        for number, guild_id in enumerate((server.guild.id, *(g.id for g in lost.values()))):
            place = NewDestination(
                f"discord:{number}", Kind.TEXT, 1, datetime.now(UTC), guild_id=guild_id
            )
            await destinations.add(connection, place)
    await server.bot.close()
    for guild in lost.values():
        server.discord.world.remove(guild)
    server.discord.faults.answer(403, "GET /guilds/{guild_id}", skip=1)
    async with announcing(server.discord, tmp_path, indexed, server.database) as again:
        subscriptions = (await again.services.announcing()).subscriptions
        kept = [server.guild.id, lost["unsure"].id]
        async with asyncio.timeout(20):
            while await subscriptions.guilds() != kept:  # noqa: ASYNC110
                await asyncio.sleep(0.01)


async def test_a_server_in_an_outage_is_not_forgotten(
    server: Server, tmp_path: Path, indexed: Path
) -> None:
    """Discord names it as unavailable, and nobody needs to ask whether the bot is in it."""
    await server.follow(server.guild.add_text_channel("news"))
    server.discord.gateway.outages.add(server.guild.id)
    await server.bot.close()
    async with announcing(server.discord, tmp_path, indexed, server.database) as again:
        assert again.get_guild(server.guild.id).unavailable
        subscriptions = (await again.services.announcing()).subscriptions
        assert await subscriptions.guilds() == [server.guild.id]
    assert server.discord.traffic.requests("GET /guilds/{guild_id}") == []


def test_following_is_for_servers(server: Server) -> None:
    """Only there is anybody asked for a permission, and only a server's bot announces."""
    for name in ("follow", "unfollow"):
        command = server.bot.tree.get_command(name)
        assert command is not None
        offered = command.to_dict(server.bot.tree)
        assert offered["contexts"] == offered["integration_types"] == [0]
        assert offered["default_member_permissions"] == discord.Permissions.manage_guild.flag


async def test_a_channel_is_followed_from_its_own_server(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though an older registration still offers the commands elsewhere."""
    anywhere = app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True)
    for command in (follow, unfollow):
        monkeypatch.setattr(command, "allowed_contexts", anywhere)
    await server.bot.tree.sync()
    news = server.guild.add_text_channel("news")
    direct = server.discord.world.dm(server.admin)
    for name in ("follow", "unfollow"):
        reply = await server.discord.slash(server.admin, direct, name, channel=news)
        assert reply.text == f"Use this command in the server that <#{news.id}> belongs to."
    assert await (await server.bot.services.announcing()).subscriptions.guilds() == []
