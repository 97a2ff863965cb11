"""Cards for queries without an answer."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.cards.limits import walk
from bot.cards.nothing import nothing_card
from bot.custom_id import decode
from index.catalog import Catalog, Paper
from tests.bot.cards.strategies import NASTY

PAPER = Paper(id="resnext", title="ResNeXt")
EMPTY = Catalog()


def kinds(card_components: object) -> list[str]:
    """What the buttons of a card do."""
    return [
        decode(c["custom_id"]).kind
        for c in walk(card_components)  # type: ignore[arg-type]
        if "custom_id" in c
    ]


def test_a_paper_nobody_listed() -> None:
    """A query that nothing answers says so, and offers only what is always there."""
    card = nothing_card(EMPTY, "红烧肉", locale="en", owner=1)
    assert "Nothing found for “红烧肉”" in card.text
    assert "Nothing in the catalogue matches this." in card.text
    assert kinds(card.components) == ["recent", "random"]


def test_a_listed_paper_without_recording() -> None:
    """A paper that only lacks a video is told from one that is not listed."""
    card = nothing_card(EMPTY, "resnext", locale="en", owner=1, listed=PAPER, unrecorded=True)
    assert "**ResNeXt** is on the list, but has no recording yet." in card.text
    assert kinds(card.components) == ["show"]


def test_the_nearest_is_a_button() -> None:
    """A better query can be read and pressed."""
    card = nothing_card(EMPTY, "gna", locale="en", owner=1, suggestion="GAN")
    assert "Did you mean “GAN”?" in card.text
    assert kinds(card.components) == ["try"]


@given(NASTY, st.none() | NASTY, NASTY, NASTY)
def test_no_query_breaks_discords_limits(
    query: str, suggestion: str | None, notice: str, title: str
) -> None:
    """Whatever was typed, the card fits and echoes no markup."""
    listed = replace(PAPER, title=title)
    nothing_card(
        EMPTY,
        query,
        locale="zh-CN",
        owner=2**63,
        suggestion=suggestion,
        notice=notice,
        listed=listed,
    )
