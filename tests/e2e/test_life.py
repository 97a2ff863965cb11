"""Starting, stopping, restarting, and what happens when something is wrong."""

from __future__ import annotations

import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import running
from bot.client import PaperBot
from bot.config import load_settings
from bot.custom_id import State, encode
from bot.emulator import LocalDiscord
from bot.errors import UsageProblemError
from index.search.results import SearchUnavailableError
from tests.e2e.conftest import Room, environment, links, local_discord, offered, open_room, settings
from tests.e2e.program import ended, online, outcome, paperbot


async def test_a_process_answers_and_ends(home: Path) -> None:
    """As a process it answers each command once; SIGTERM ends it with exit code 0."""
    async with local_discord() as discord:
        room = open_room(discord)
        async with paperbot("run", **environment(discord, home)) as process:
            await online(discord, process)
            card = await room.slash("paper", query="GAN")
            assert "BV1rb4y187vD" in links(card)["B站"]
            assert "对比学习" in (await room.slash("paper", query="MoCov2")).text
            assert "Attention" in (await room.slash("paper", query="1706.03762")).text
            assert len((await room.slash("recent", count=3)).text.splitlines()) >= 10
            assert links(await room.slash("random", max_minutes=20))
            choices = await discord.autocomplete(
                room.reader, room.channel, "paper", focused="query", query="tra"
            )
            assert choices
            chosen = await room.choose(card, offered(card)[0])
            assert chosen.updated
            process.send_signal(signal.SIGTERM)
            errors = await ended(process)
            assert process.returncode == 0
            assert discord.token not in errors


async def test_old_buttons_work_after_a_restart(home: Path) -> None:
    """A card's button and menu do the same for a bot that never saw the card."""
    async with local_discord() as discord:
        room = open_room(discord)
        async with running(settings(discord, home)):
            card = await room.slash("paper", query="GPT")
            page = await room.slash("recent", count=12)
        async with running(settings(discord, home)):
            assert (await room.choose(card, offered(card)[0])).updated
            assert (await room.press(page, "recent")).updated
            listed = await room.press(card, "similar")
            assert listed.updated


async def test_commands_are_sent_once(home: Path) -> None:
    """A second start with the same commands and the same application sends none."""
    (home / "commands.sha256").unlink(missing_ok=True)
    async with local_discord() as discord:
        for _ in range(2):
            async with running(settings(discord, home)):
                pass
        sent = [r for r in discord.traffic.requests() if r.name.startswith("PUT ")]
        assert len(sent) == 1


@pytest.fixture
async def room_and_bot(home: Path) -> AsyncIterator[tuple[Room, PaperBot]]:
    """A bot of this test's own, to be broken."""
    async with local_discord() as discord, running(settings(discord, home)) as bot:
        yield open_room(discord), bot


async def test_presses_that_no_longer_apply(room_and_bot: tuple[Room, PaperBot]) -> None:
    """Unknown, malformed and outdated custom ids are answered, privately."""
    room, _ = room_and_bot
    card = await room.slash("paper", query="GAN")
    stale = [
        "1:nosuch::gan",
        "0:similar::gan",
        "similar",
        "💥" * 30,
        encode(State("similar", room.reader.id, ("no-such-paper",))),
        encode(State("similar", room.reader.id)),
        encode(State("recent", room.reader.id, ("x", "y"))),
        encode(State("random", room.reader.id, ("no-category", "", "", ""))),
    ]
    for each in stale:
        reply = await room.discord.press(room.reader, card.message, each, forged=True)
        assert reply.ephemeral, each
        assert "失效" in reply.text, each


async def test_errors_are_answered_and_logged(
    room_and_bot: tuple[Room, PaperBot], caplog: pytest.LogCaptureFixture
) -> None:
    """Behind a command and behind a button, an error has a reference that stands in the log."""
    room, bot = room_and_bot
    card = await room.slash("paper", query="GAN")

    class Broken:
        """A library that fails in a way nobody foresaw."""

        def __getattr__(self, name: str) -> object:
            raise RuntimeError(f"no {name} today")

    whole, bot.services.library = bot.services.library, Broken()  # type: ignore[assignment]
    try:
        for reply in (
            await room.slash("paper", query="GAN"),
            await room.press(card, "similar"),
        ):
            assert reply.ephemeral
            assert "出了点问题" in reply.text
            reference = reply.text.split("`")[1]
            assert f"[{reference}]" in caplog.text
            assert "no " in caplog.text
    finally:
        bot.services.library = whole


async def test_unavailable_is_not_nothing(room_and_bot: tuple[Room, PaperBot]) -> None:
    """A search engine that cannot answer is told from a query without an answer."""
    room, bot = room_and_bot

    class Down:
        """A library whose engine is away."""

        def resolve(self, text: str) -> None:
            """Nothing has this name."""

        async def search(self, query: str, **options: object) -> None:
            """Fail as the engine does."""
            raise SearchUnavailableError("engine away")

    whole, bot.services.library = bot.services.library, Down()  # type: ignore[assignment]
    try:
        assert "现在无法搜索" in (await room.slash("paper", query="GAN")).text
    finally:
        bot.services.library = whole


async def test_a_wrong_token_is_said(tmp_path: Path) -> None:
    """Discord's refusal of the token is one sentence and exit code 2."""
    async with LocalDiscord() as discord:
        variables = environment(discord, tmp_path) | {"DISCORD_TOKEN": "wrong"}
        code, errors = await outcome(variables, "run")
    assert code == 2
    assert errors.startswith("paperbot: Discord does not accept this DISCORD_TOKEN")
    assert len(errors.splitlines()) == 1


async def test_no_token_is_said(tmp_path: Path) -> None:
    """Without a token `run` says how to get one, and that the playground needs none."""
    code, errors = await outcome({"DISCORD_TOKEN": "", "PAPERBOT_HOME": str(tmp_path)}, "run")
    assert code == 2
    assert "https://discord.com/developers/applications" in errors
    assert "paperbot try" in errors
    assert len(errors.splitlines()) == 1


async def test_no_discord_is_said(tmp_path: Path) -> None:
    """A Discord that cannot be reached is one sentence and exit code 1."""
    async with LocalDiscord() as discord:
        variables = environment(discord, tmp_path)
    code, errors = await outcome(variables, "run")
    assert code == 1
    assert errors.splitlines()[-1].startswith("paperbot: Discord cannot be reached")
    assert "Traceback" not in errors


async def test_a_home_that_is_no_directory_is_said(tmp_path: Path) -> None:
    """Where state cannot be written, one sentence names the place and the setting."""
    (tmp_path / "home").write_text("in the way")
    settings = load_settings({"DISCORD_TOKEN": "x", "PAPERBOT_HOME": str(tmp_path / "home")})
    with pytest.raises(UsageProblemError, match="PAPERBOT_HOME"):
        async with running(settings):
            pass


async def test_a_damaged_index_is_rebuilt(home: Path, tmp_path: Path) -> None:
    """Garbage in the index directory costs a rebuild, not the start."""
    async with local_discord() as discord:
        async with running(settings(discord, tmp_path)):
            pass
        damaged = 0
        for path in (tmp_path / "index").rglob("*"):
            if path.is_file():
                path.write_bytes(b"garbage")
                damaged += 1
        assert damaged
        async with running(settings(discord, tmp_path)):
            assert "## GAN" in (await open_room(discord).slash("paper", query="GAN")).text
