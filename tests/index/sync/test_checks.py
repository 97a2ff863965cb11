"""Which documents are believed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.catalog import Platform, Video
from index.importers.document import Document, EpisodeRow, NoteSection, PaperRow, Problem
from index.sync.checks import refusal as refusal_of
from index.sync.reading import Reading

VIDEO = Video(Platform.BILIBILI, "https://www.bilibili.com/video/BV1aaaaaaaaa")


def document(episodes: int = 50, papers: int = 80, notes: int = 12, problems: int = 1) -> Document:
    """A document with so many rows, papers in categories of ten."""
    return Document(
        source="README.md",
        episodes=tuple(EpisodeRow(n, f"e{n}", videos=(VIDEO,)) for n in range(episodes)),
        papers=tuple(PaperRow(n, f"p{n}", category=f"c{n // 10}") for n in range(papers)),
        notes=tuple(NoteSection(n, f"n{n}", text="text") for n in range(notes)),
        problems=tuple(Problem("README.md", n, f"odd {n}") for n in range(problems)),
    )


def refusal(new: Document, last: Document | None) -> str:
    """The judgment on documents whose texts end alike."""
    return refusal_of(Reading("text\n", new), Reading("text\n", last) if last else None)


GOOD = document()


@pytest.mark.parametrize(
    "new",
    [
        GOOD,
        document(episodes=51, papers=82),
        document(episodes=48),
        document(papers=79),
        document(notes=11, problems=0),
        replace(GOOD, problems=(Problem("README.md", 99, "odd 0"),)),
    ],
    ids=["same", "grown", "two episodes gone", "a paper gone", "a note gone", "same problem moved"],
)
def test_an_ordinary_edit_is_believed(new: Document) -> None:
    """Rows come and go one by one."""
    assert refusal(new, GOOD) == ""


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        (document(episodes=0), "its table of episodes is gone"),
        (document(papers=0), "its tables of papers are gone"),
        (document(episodes=40), "it shrank from 50 to 40 episodes"),
        (document(papers=60), "it shrank from 80 to 60 papers"),
        (document(papers=74), "lost tables"),
        (document(notes=2), "it shrank from 12 to 2 notes"),
        (document(problems=2), "2 unreadable places, 1 before (new: line 1, odd 1)"),
    ],
)
def test_damage_is_refused_with_a_reason(new: Document, reason: str) -> None:
    """What shrank a lot, lost its tables or reads worse is refused, and the reason says which."""
    if reason == "lost tables":
        new = replace(
            new, papers=new.papers[:70] + tuple(replace(p, category="c0") for p in new.papers[70:])
        )
    assert reason in refusal(new, GOOD)


def test_a_lost_column_is_damage() -> None:
    """Episodes that all lost their videos are not believed."""
    bare = replace(GOOD, episodes=tuple(replace(row, videos=()) for row in GOOD.episodes))
    assert "50 to 0 episodes with a video" in refusal(bare, GOOD)


def test_the_first_document_is_judged_alone() -> None:
    """Without an earlier one a small document is fine, an empty or unreadable one is not."""
    assert refusal(document(1, 0, 0), None) == ""
    assert "no table" in refusal(document(0, 0, 0), None)
    assert "unreadable places" in refusal(document(1, 0, 0, problems=5), None)


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("# a\n| row | ha", True),
        ("# a\n| row", True),
        ("# a\n| row | half |", False),
        ("# a\n| row | other", False),
        ("# a\n", False),
    ],
)
def test_a_line_that_breaks_off_is_damage(text: str, *, refused: bool) -> None:
    """An end that is the beginning of an earlier line was cut, an edited one was not."""
    last = Reading("# a\n| row | half |\n", GOOD)
    assert bool(refusal_of(Reading(text, GOOD), last)) is refused


def test_a_missing_end_is_damage() -> None:
    """The last two rows do not go together by themselves; the last one alone may."""
    ordered = document(episodes=0, papers=80)
    assert refusal(replace(ordered, papers=ordered.papers[:-1]), ordered) == ""
    cut = replace(ordered, papers=ordered.papers[:-2])
    assert refusal(cut, ordered) == "its end is missing: p78, p79"
    elsewhere = replace(ordered, papers=ordered.papers[2:])
    assert refusal(elsewhere, ordered) == ""
