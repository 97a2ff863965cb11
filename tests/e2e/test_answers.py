"""What readers get to see: each command on the real bot, answered once and in time."""

import pytest

from bot.client import PaperBot
from bot.emulator import LocalDiscord
from index.catalog import Catalog
from tests.e2e.conftest import Room, links, offered

pytestmark = [pytest.mark.usefixtures("bot"), pytest.mark.asyncio(loop_scope="module")]


async def test_paper_by_name(room: Room) -> None:
    """`/paper GAN` shows the paper with a link per platform and one to the paper."""
    reply = await room.slash("paper", query="GAN")
    assert "## GAN" in reply.text
    assert "Generative Adversarial" in reply.text
    assert list(links(reply)) == ["B站", "知乎", "YouTube", "论文"]
    assert "BV1rb4y187vD" in links(reply)["B站"]
    assert not reply.ephemeral


async def test_paper_of_a_survey(room: Room) -> None:
    """`/paper MoCov2` leads to the survey that reads it."""
    reply = await room.slash("paper", query="MoCov2")
    assert "MoCov2" in reply.text
    assert "对比学习" in reply.text
    assert "bilibili" in links(reply)["B站"]


async def test_paper_by_arxiv_id(room: Room) -> None:
    """An arXiv id finds its paper."""
    reply = await room.slash("paper", query="1706.03762")
    assert "Attention" in reply.text


async def test_private_answers_only_the_user(room: Room) -> None:
    """With `private` nobody else sees the answer."""
    for command, options in (("paper", {"query": "GAN"}), ("recent", {}), ("random", {})):
        reply = await room.slash(command, private=True, **options)
        assert reply.ephemeral


async def test_autocomplete_gives_ids(room: Room, catalog: Catalog) -> None:
    """Choices hold ids; picking one, or sending its label as text, finds the same entry."""
    choices = await room.discord.autocomplete(
        room.reader, room.channel, "paper", focused="query", query="tra"
    )
    assert 0 < len(choices) <= 25
    first = catalog.get(choices[0]["value"])
    assert first is not None
    for typed in (choices[0]["value"], choices[0]["name"]):
        reply = await room.slash("paper", query=typed)
        assert f"## {first.title}" in reply.text


async def test_another_hit_can_be_chosen(room: Room) -> None:
    """A choice in the menu changes the card; the one shown before takes its place."""
    reply = await room.slash("paper", query="GPT")
    before = offered(reply)
    assert before
    chosen = await room.choose(reply, before[0])
    assert chosen.updated
    assert before[0] not in offered(chosen)
    assert len(offered(chosen)) == len(before)


async def test_a_strangers_press_changes_nothing(room: Room) -> None:
    """Someone else's press is answered privately, in their language; the message stays."""
    reply = await room.slash("paper", query="GPT")
    text = reply.text
    copy = await room.choose(reply, offered(reply)[0], user=room.stranger)
    assert copy.ephemeral
    assert not copy.updated
    assert reply.text == text
    again = await room.discord.press(
        room.stranger,
        copy.message,
        next(p["custom_id"] for p in copy.message.parts if "similar" in p.get("custom_id", "")),
    )
    assert again.ephemeral


async def test_recent_lists_the_newest(room: Room, catalog: Catalog) -> None:
    """`/recent count:3` lists three episodes with date, length and links."""
    reply = await room.slash("recent", count=3)
    for episode in catalog.episodes[:3]:
        assert episode.title in reply.text
        assert str(episode.date) in reply.text
        assert episode.videos[0].url in reply.text
    assert catalog.episodes[3].title not in reply.text


async def test_recent_turns_its_pages(room: Room, catalog: Catalog) -> None:
    """Of twelve episodes the sixth stands on the second page."""
    reply = await room.slash("recent", count=12)
    assert catalog.episodes[5].title not in reply.text
    turned = await room.press(reply, "recent")
    assert turned.updated
    assert catalog.episodes[5].title in turned.text


async def test_random_keeps_to_its_limits(room: Room, catalog: Catalog) -> None:
    """Every suggestion for twenty minutes is read in episodes of at most twenty minutes."""
    reply = await room.slash("random", max_minutes=20)
    for _ in range(3):
        shown = [
            e for e in catalog.episodes if any(e.videos[0].url == u for u in links(reply).values())
        ]
        assert shown
        assert all(e.seconds is not None and e.seconds <= 1200 for e in shown)
        reply = await room.press(reply, "random")


async def test_random_of_a_category(room: Room, catalog: Catalog) -> None:
    """A category is chosen by its id."""
    reply = await room.slash("random", category="generative")
    titles = [p.title for p in catalog.papers if p.category == "生成模型"]
    assert any(f"## {title}" in reply.text for title in titles)


async def test_similar_by_command_and_button(room: Room) -> None:
    """`/similar` and the button on a card lead to the same list, and back."""
    listed = await room.slash("similar", query="ViT")
    card = await room.slash("paper", query="ViT")
    pressed = await room.press(card, "similar")
    assert pressed.text == listed.text
    back = await room.press(pressed, "show")
    assert "## ViT" in back.text


async def test_filters_narrow(room: Room) -> None:
    """A year that does not fit says what there is without it."""
    reply = await room.slash("paper", query="GAN", year=1999)
    assert "没有找到" in reply.text
    shown = await room.press(reply, "show")
    assert "## GAN" in shown.text


async def test_listed_but_not_recorded(room: Room, catalog: Catalog) -> None:
    """A paper without a video is told from one that is not listed."""
    waiting = next(p for p in catalog.papers if not p.recorded)
    reply = await room.slash("paper", query=waiting.id, recorded=True)
    assert "还没有录制" in reply.text
    assert "尚未录制" in (await room.press(reply, "show")).text
    assert waiting.title in reply.text
    absent = await room.slash("paper", query="红烧肉")
    assert "没有找到“红烧肉”" in absent.text
    assert "还没有录制" not in absent.text
    assert "## 最新视频" in (await room.press(absent, "recent")).text


@pytest.mark.parametrize(
    "query",
    [
        " ",
        "\u200b",
        "\x00\x01",
        "**|| @everyone <@1> `",
        "(" * 3000,
        "a" * 6000,
        "\u202egan",
        "*",
        "🙂",
    ],
)
async def test_odd_queries_get_a_clear_answer(room: Room, query: str) -> None:
    """Empty, endless, invisible and marked-up input is answered, and pings nobody."""
    reply = await room.slash("paper", query=query)
    assert reply.text.strip()
    assert "@everyone" not in reply.text


async def test_help_lists_what_somebody_may_use(
    room: Room, discord: LocalDiscord, bot: PaperBot
) -> None:
    """Each command as something to click, but for those that Discord does not offer there."""
    admin = discord.world.admin("helped", room.channel.guild)
    every = {command.name for command in bot.tree.get_commands()}
    managing = {"follow", "unfollow"}
    for user, channel, wanted in (
        (admin, room.channel, every),
        (room.reader, room.channel, every - managing),
        (admin, discord.world.dm(admin), every - managing),
    ):
        text = (await discord.slash(user, channel, "help")).text
        assert {name for name in every if f"</{name}:" in text} == wanted


async def test_the_users_language(room: Room, discord: LocalDiscord) -> None:
    """Replies follow the user: traditional Chinese, English, and English for the rest."""
    for locale, words in (("zh-TW", "分鐘"), ("en-GB", " min"), ("fr", " min")):
        user = discord.world.add_user(f"user-{locale}", locale=locale)
        reply = await discord.slash(user, room.channel, "paper", query="GAN")
        assert words in reply.text


async def test_it_works_in_a_direct_message(room: Room, discord: LocalDiscord) -> None:
    """The same command answers in a conversation with the bot."""
    channel = discord.world.dm(room.reader)
    reply = await discord.slash(room.reader, channel, "paper", query="GAN")
    assert "## GAN" in reply.text
