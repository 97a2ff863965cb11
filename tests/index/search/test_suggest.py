"""Autocomplete: what it offers, and that it always answers within Discord's limits."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.search.library import LOCALES, Library


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("tra", "transformer"),
        ("gpt", "gpt-3"),
        ("r cnn", "r-cnn"),
        ("tushenjing", "gnn-intro"),
        ("图神经", "gnn-intro"),
        ("transfro", "transformer"),
        ("对抗", "gan"),
    ],
)
def test_beginnings_are_completed(library: Library, typed: str, wanted: str) -> None:
    """A beginning, a sound, a concept or a slip is among the first choices."""
    assert wanted in [choice.value for choice in library.complete(typed)[:8]]


def test_what_begins_so_comes_before_who_is_called_so(library: Library) -> None:
    """`tran` begins Transformer and words of other names; Tran, an author, comes after them."""
    offered = [choice.value for choice in library.complete("tran")]
    begun = ["transformer", "swin-transformer", "vit"]
    by_tran = [offered.index(entry) for entry in ("c3d", "r2-1d")]
    assert offered[0] == "transformer"
    assert max(map(offered.index, begun)) < min(by_tran)


def test_a_title_comes_before_another_name(library: Library) -> None:
    """Titles that begin as typed go before entries that only another name of theirs begins so."""
    titles = [library.catalog.entries[c.value].title.lower() for c in library.complete("clip")]
    begun = [title.startswith("clip") for title in titles if "精读" not in title]
    assert begun == sorted(begun, reverse=True)
    assert sum(begun) >= 4


def test_the_whole_name_comes_first(library: Library) -> None:
    """A name typed in full goes before longer ones that begin so."""
    for name, entry in (("clip", "clip"), ("alphafold", "alphafold"), ("moco", "mocov1")):
        assert library.complete(name)[0].value == entry


def test_an_empty_box_offers_the_newest(library: Library) -> None:
    """Nothing typed: the newest episodes, newest first."""
    offered = [library.catalog.get(choice.value) for choice in library.complete("")]
    days = [entry.date for entry in offered]  # type: ignore[union-attr]
    assert len(days) == 25
    assert days == sorted(days, reverse=True)  # type: ignore[type-var]


@settings(deadline=None)
@given(text=st.text(max_size=150), locale=st.sampled_from([*LOCALES, "fr"]))
def test_choices_keep_to_the_limits(library: Library, text: str, locale: str) -> None:
    """At most 25 choices with names of 1 to 100 characters, none twice, all resolvable."""
    choices = library.complete(text, locale=locale)
    assert len(choices) <= 25
    assert len({choice.name for choice in choices}) == len(choices)
    for choice in choices:
        assert 0 < len(choice.name) <= 100
        assert library.resolve(choice.value) is not None


def test_a_label_resolves(library: Library) -> None:
    """A client that sends the label in place of the value gets the same entry."""
    for choice in library.complete("gan"):
        assert library.resolve(choice.name) == library.catalog.get(choice.value)


def test_what_is_no_label_does_not_resolve(library: Library) -> None:
    """Free text is for search."""
    assert library.resolve("gan 的论文") is None
