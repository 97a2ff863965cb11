"""The card of a paper or episode."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings

from bot.cards.components import Card, Kind, button
from bot.cards.entry import entry_card
from bot.cards.footer import Reason
from bot.cards.limits import walk
from bot.custom_id import decode
from index.catalog import Catalog, Episode, Paper, Platform, Video
from index.data import shipped_catalog
from index.search.results import Filters, Hit, Snippet
from tests.bot.cards.strategies import NASTY, catalogs

READER = 10**18

GAN = Paper(
    id="gan",
    title="GAN",
    full_title="Generative Adversarial Nets",
    authors=("Ian Goodfellow", "Jean Pouget-Abadie", "Mehdi Mirza", "Bing Xu"),
    year=2014,
    category="生成模型",
    summary="生成模型的开创工作",
    url="https://example.org/gan.pdf",
    citations=28558,
    recorded=True,
    episodes=("BV1",),
)
READING = Episode(
    id="BV1",
    title="GAN 逐段精读",
    date=date(2021, 11, 9),
    seconds=2776,
    cover="https://example.org/gan.jpg",
    plays=514_000,
    plays_seen=date(2022, 7, 1),
    videos=(
        Video(Platform.BILIBILI, "https://example.org/b"),
        Video(Platform.ZHIHU, "https://example.org/z"),
        Video(Platform.YOUTUBE, "https://example.org/y"),
    ),
    papers=("gan",),
)
SMALL = Catalog(episodes=(READING,), papers=(GAN,))


def links(card: Card) -> dict[str, str]:
    """The labels and addresses of a card's link buttons."""
    return {c["label"]: c["url"] for c in walk(card.components) if "url" in c}


def test_a_paper_shows_what_is_known() -> None:
    """Title, full title, authors, year, category, counters, length and date stand on the card."""
    text = entry_card(SMALL, GAN, locale="zh-CN", owner=READER).text
    for known in (
        "## GAN",
        "Generative Adversarial Nets",
        "Ian Goodfellow, Jean Pouget-Abadie, Mehdi Mirza 等",
        "2014",
        "生成模型",
        "28,558 引用",
        "生成模型的开创工作",
        "2021-11-09",
        "46 分钟",
        "51.4 万播放（截至 2022-07）",
    ):
        assert known in text


def test_words_follow_the_reader() -> None:
    """The same card in English and in traditional Chinese."""
    english = entry_card(SMALL, GAN, locale="en-GB", owner=READER).text
    assert "514K plays (as of 2022-07)" in english
    assert "Generative models" in english
    assert "51.4 萬播放" in entry_card(SMALL, GAN, locale="zh-TW", owner=READER).text


def test_every_platform_and_the_paper_have_a_link() -> None:
    """One labelled link button per platform and one to the paper."""
    assert links(entry_card(SMALL, GAN, locale="zh-CN", owner=READER)) == {
        "B站": "https://example.org/b",
        "知乎": "https://example.org/z",
        "YouTube": "https://example.org/y",
        "论文": "https://example.org/gan.pdf",
    }


def test_the_cover_is_described() -> None:
    """The thumbnail has words for those who cannot see it; without a cover there is none."""
    card = entry_card(SMALL, GAN, locale="en", owner=READER)
    pictures = [c for c in walk(card.components) if c["type"] == Kind.THUMBNAIL]
    assert [p["description"] for p in pictures] == ["Cover of “GAN”"]
    bare = Catalog(episodes=(replace(READING, cover=None),), papers=(GAN,))
    card = entry_card(bare, GAN, locale="en", owner=READER)
    assert not [c for c in walk(card.components) if c["type"] == Kind.THUMBNAIL]


def test_a_paper_without_a_recording_says_so() -> None:
    """A listed paper that nobody has read yet is told from one with a video."""
    waiting = replace(GAN, recorded=False, episodes=())
    card = entry_card(Catalog(papers=(waiting,)), waiting, locale="en", owner=READER)
    assert "not recorded yet" in card.text


def test_a_paper_read_twice_names_each_episode() -> None:
    """The links of each episode stand under its own title."""
    catalog = shipped_catalog()
    alexnet = catalog.get("alexnet")
    assert isinstance(alexnet, Paper)
    card = entry_card(catalog, alexnet, locale="zh-CN", owner=READER)
    titles = [episode.title for episode in catalog.episodes_of(alexnet)]
    assert len(titles) == 2
    assert all(title in card.text for title in titles)
    labels = [c["label"] for c in walk(card.components) if "url" in c]
    assert labels.count("B站") == 2


def test_buttons_carry_their_owner() -> None:
    """Whose press may change the message stands in each custom id."""
    card = entry_card(SMALL, GAN, locale="en", owner=READER, others=[READING])
    states = [decode(c["custom_id"]) for c in walk(card.components) if "custom_id" in c]
    assert {s.kind for s in states} == {"similar", "pick"}
    assert {s.owner for s in states} == {READER}


def test_the_footer_says_why() -> None:
    """A hit in the notes shows where, with the words that matched in bold."""
    snippet = Snippet("训练时会出现 $p_g$ **模式塌缩** 的现象", marks=((15, 19),))
    reason = Reason(Hit(READING, 3.0, ("notes",), snippet=snippet))
    text = entry_card(SMALL, READING, locale="zh-CN", owner=READER, reason=reason).text
    assert "-# 你找的可能是 **GAN 逐段精读** · 在笔记中找到" in text
    assert "> 训练时会出现 p\\_g **模式塌缩** 的现象" in text


def test_a_correction_is_named() -> None:
    """A corrected query is shown as it was read."""
    reason = Reason(Hit(GAN, 3.0, ("corrected", "title")), corrected="transformer")
    text = entry_card(SMALL, GAN, locale="en", owner=READER, reason=reason).text
    assert "Searched for “transformer”" in text


@pytest.mark.parametrize(
    ("locale", "unmet", "said"),
    [
        ("zh-CN", Filters(max_seconds=1800), "没有符合“30 分钟以内”的，这是最接近的"),
        ("zh-TW", Filters(min_seconds=1800, max_seconds=3600), "沒有符合「30 到 60 分鐘」的"),
        ("en", Filters(min_seconds=5400), "No match for “at least 90 min”; this comes closest"),
        ("en", Filters(year_to=2014, recorded=False), "“until 2014, not recorded yet”"),
        ("zh-CN", Filters(year_from=2021, year_to=2021, recorded=True), "“2021、有视频”"),
        ("zh-CN", Filters(year_from=2020, year_to=2021), "“2020 至 2021”"),
        ("zh-TW", Filters(year_from=2022), "「2022 起」"),
        (
            "en",
            Filters(first_day=date(2021, 10, 1), last_day=date(2021, 10, 31)),
            "“from 2021-10”",
        ),
    ],
)
def test_a_wish_that_gave_way_is_named(locale: str, unmet: Filters, said: str) -> None:
    """What was asked for and is not to be had stands in the small print, even under a name."""
    reason = Reason(Hit(GAN, 9.0, ("title",)), unmet=unmet)
    text = entry_card(SMALL, GAN, locale=locale, owner=READER, reason=reason).text
    assert said in text[text.index("-#") :]


@pytest.mark.parametrize(
    ("why", "detail"), [("alias", "gan"), ("concept", "GAN"), ("alias", "Adversarial Nets")]
)
def test_a_heading_is_not_repeated(why: str, detail: str) -> None:
    """Small print never says that GAN is also known as GAN."""
    reason = Reason(Hit(GAN, 9.0, (why,), detail=detail))
    assert "-#" not in entry_card(SMALL, GAN, locale="en", owner=READER, reason=reason).text


def test_another_name_is_said() -> None:
    """An alias that does not stand on the card is why it is shown."""
    reason = Reason(Hit(GAN, 9.0, ("alias",), detail="生成对抗网络"))
    text = entry_card(SMALL, GAN, locale="zh-CN", owner=READER, reason=reason).text
    assert text.endswith("-# 又名“生成对抗网络”")


@pytest.mark.parametrize(
    ("locale", "english", "said"),
    [
        ("zh-CN", "mode collapse", "与“模式崩溃”有关"),
        ("zh-TW", "mode collapse", "與「mode collapse」有關"),
        ("en", "mode collapse", "About “mode collapse”"),
        ("en", "", "Topic matched"),
    ],
)
def test_a_concept_is_named_as_the_reader_reads(locale: str, english: str, said: str) -> None:
    """Its Chinese name says nothing to readers of English; without another none is shown."""
    reason = Reason(Hit(GAN, 9.0, ("concept",), detail="模式崩溃", detail_en=english))
    assert said in entry_card(SMALL, GAN, locale=locale, owner=READER, reason=reason).text


def test_a_description_is_a_guess() -> None:
    """What was found by what is told of it is offered as what the reader may mean."""
    reason = Reason(Hit(GAN, 3.0, ("gist",)))
    text = entry_card(SMALL, GAN, locale="en", owner=READER, reason=reason).text
    assert "-# You may be looking for **GAN** · Fits the description" in text


def test_one_video_has_one_row_of_buttons() -> None:
    """Three platforms, the paper and what is similar fit side by side; a sixth does not."""
    card = entry_card(SMALL, GAN, locale="en", owner=READER)
    assert [len(c["components"]) for c in walk(card.components) if c["type"] == Kind.ROW] == [5]
    further = button("Another", "1:random:1")
    card = entry_card(SMALL, GAN, locale="en", owner=READER, extra=[further])
    assert [len(c["components"]) for c in walk(card.components) if c["type"] == Kind.ROW] == [3, 3]


def test_a_name_needs_no_explanation() -> None:
    """A hit by its title has no small print, whatever else matched."""
    for why in (("title",), ("title", "alias", "concept"), ("title", "full_title")):
        reason = Reason(Hit(GAN, 9.0, why, detail="生成对抗网络"))
        assert "-#" not in entry_card(SMALL, GAN, locale="en", owner=READER, reason=reason).text


@pytest.mark.parametrize("locale", ["zh-CN", "zh-TW", "en"])
def test_every_shipped_entry_has_a_card(locale: str) -> None:
    """Each paper and episode of the catalogue fits, with ten others on offer."""
    catalog = shipped_catalog()
    for entry in (*catalog.papers, *catalog.episodes):
        card = entry_card(catalog, entry, locale=locale, owner=READER, others=catalog.papers[:10])
        assert entry.title.split()[0].strip("*")[:3] in card.text


@given(catalogs(), NASTY, NASTY)
@settings(max_examples=40, deadline=None)
def test_no_entry_breaks_discords_limits(catalog: Catalog, note: str, detail: str) -> None:
    """However long, marked up or stacked its texts are, a card is never refused."""
    others = [*catalog.papers[1:], *catalog.episodes]
    snippet = Snippet(note, ((0, len(note) // 2),))
    for entry in (catalog.papers[0], catalog.episodes[0]):
        hit = Hit(entry, 1.0, ("notes",), detail, snippet)
        reason = Reason(hit, corrected=detail, notice=detail)
        card = entry_card(catalog, entry, locale="zh-CN", owner=2**63, others=others, reason=reason)
        for component in walk(card.components):
            assert len(component.get("label", "")) <= 80
            assert len(component.get("options", ())) <= 25
            if component["type"] == Kind.TEXT:
                assert component["content"]
