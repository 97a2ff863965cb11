"""Cards that list entries."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cards.limits import walk
from bot.cards.lists import recent_card, similar_card
from bot.custom_id import decode
from index.catalog import Catalog
from index.data import shipped_catalog
from index.search.results import Hit
from tests.bot.cards.strategies import NASTY, catalogs


def test_the_newest_come_first() -> None:
    """The list begins with the newest episode and shows date, length and links."""
    catalog = shipped_catalog()
    text = recent_card(catalog, count=3, page=0, locale="zh-CN", owner=1).text
    places = [text.index(episode.title) for episode in catalog.episodes[:3]]
    assert places == sorted(places)
    assert catalog.episodes[3].title not in text
    assert catalog.episodes[0].date is not None
    assert catalog.episodes[0].date.isoformat() in text
    assert catalog.episodes[0].videos[0].url in text


def test_a_long_list_has_pages() -> None:
    """Twelve episodes take three pages; the first cannot go back, the last not on."""
    catalog = shipped_catalog()
    for page, ends in enumerate([(True, False), (False, False), (False, True)]):
        card = recent_card(catalog, count=12, page=page, locale="en", owner=1)
        assert f"Page {page + 1} of 3" in card.text
        turns = [
            c
            for c in walk(card.components)
            if "custom_id" in c and decode(c["custom_id"]).kind == "recent"
        ]
        assert tuple(turn.get("disabled", False) for turn in turns) == ends


def test_a_page_that_is_gone_is_the_last() -> None:
    """A page number beyond the end shows the last page."""
    catalog = shipped_catalog()
    last = recent_card(catalog, count=7, page=1, locale="en", owner=1)
    assert recent_card(catalog, count=7, page=99, locale="en", owner=1) == last


def test_nothing_similar_says_so() -> None:
    """An entry without neighbours gets a sentence and a way back."""
    catalog = shipped_catalog()
    card = similar_card(catalog, catalog.papers[0], [], locale="en", owner=1)
    assert catalog.papers[0].title in card.text
    assert [decode(c["custom_id"]).kind for c in walk(card.components) if "custom_id" in c] == [
        "show"
    ]


@given(catalogs(), st.integers(1, 25), NASTY)
@settings(max_examples=40, deadline=None)
def test_no_list_breaks_discords_limits(catalog: Catalog, count: int, detail: str) -> None:
    """However long, marked up or stacked its texts are, a list is never refused."""
    recent_card(catalog, count=count, page=0, locale="zh-CN", owner=2**63)
    hits = [Hit(paper, 1.0, ("concept",), detail) for paper in catalog.papers[:10]]
    similar_card(catalog, catalog.episodes[0], hits, locale="zh-CN", owner=2**63)
