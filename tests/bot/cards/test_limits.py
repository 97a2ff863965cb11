"""What Discord allows in a message, and how text is cut to fit."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import iter_graphemes

from bot.cards.components import Card, button, row, text
from bot.cards.limits import LimitError, cut, size, width


@given(st.text(max_size=200), st.integers(2, 40))
def test_a_cut_text_fits(written: str, columns: int) -> None:
    """A cut text takes no more columns and units than it was given, on one line."""
    line = cut(written, columns)
    assert width(line) <= columns
    assert size(line) <= columns
    assert "\n" not in line


@given(st.text(alphabet="ab 中文é" + "\u0301🇨🇳👩\u200d👧", max_size=60), st.integers(2, 30))
def test_a_cut_falls_between_characters(written: str, columns: int) -> None:
    """What stays of a cut text is whole: a prefix that ends where a cluster ends."""
    line = cut(written, columns)
    whole = " ".join(written.split())
    if line != whole:
        assert line.endswith("…")
        kept = line[:-1]
        assert whole.startswith(kept)
        ends = {0}
        for cluster in iter_graphemes(whole):
            ends.add(max(ends) + len(cluster))
        assert len(kept) in ends


def test_chinese_counts_double() -> None:
    """Six columns hold two Chinese characters and the mark of the cut, or six Latin letters."""
    assert cut("论文精读系列", 6) == "论文…"
    assert cut("论文精", 6) == "论文精"
    assert cut("abcdef", 6) == "abcdef"
    assert cut("abcdefg", 6) == "abcde…"


def test_a_chinese_paragraph_is_not_cut_away_whole() -> None:
    """A text without spaces keeps as much as fits."""
    assert width(cut("深度学习" * 100, 50)) >= 48


def test_an_accent_stays_with_its_letter() -> None:
    """A combining mark is never left out of, or left alone after, its letter."""
    written = unicodedata.normalize("NFD", "éééééé")
    assert cut(written, 4, characters=20) == unicodedata.normalize("NFD", "ééé") + "…"


def test_too_many_components_are_refused() -> None:
    """Forty-one components are one too many."""
    with pytest.raises(LimitError, match="41 components"):
        Card(tuple(text("x") for _ in range(41)))


def test_too_much_text_is_refused() -> None:
    """All texts of a card together may have 4,000 characters."""
    with pytest.raises(LimitError, match="4001 characters"):
        Card((text("x" * 2000), text("x" * 2001)))


def test_a_doubled_custom_id_is_refused() -> None:
    """Two buttons of one message never share a custom id."""
    with pytest.raises(LimitError, match="twice"):
        Card((row([button("a", "1:x:"), button("b", "1:x:")]),))
