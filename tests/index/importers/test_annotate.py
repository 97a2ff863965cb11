"""Which episode a note section is about."""

from __future__ import annotations

import datetime as dt

from index.importers.annotate import Subject, match_notes
from index.importers.document import NoteSection

EPISODES = [
    Subject("read", ("如何读论文",), dt.date(2021, 10, 6), 399),
    Subject("alexnet-1", ("9年后重读奠基作：AlexNet",), dt.date(2021, 10, 14), 1199),
    Subject("alexnet-2", ("AlexNet 论文逐段精读",), dt.date(2021, 10, 15), 3321),
    Subject("vit", ("ViT 逐段精读",), dt.date(2021, 11, 29), 4290),
    Subject("two-stream", ("Two-Stream 逐段精读",), dt.date(2022, 2, 24), 3177),
    Subject("gpt", ("GPT, GPT-2, GPT-3 精读",), dt.date(2022, 3, 3), 5398),
    Subject("later", ("以后的一期",), dt.date(2022, 5, 5), 3178),
]


def matched(*sections: tuple[str, int | None], reviewed: dict[str, str] | None = None) -> list[str]:
    """The episode of each section, `?` where none fits."""
    notes = [NoteSection(at, title, seconds) for at, (title, seconds) in enumerate(sections, 1)]
    found = match_notes(notes, EPISODES, reviewed)
    return [found.get(at, "?") for at in range(len(notes))]


def test_names_match_without_stock_words() -> None:
    """The name of what is read is enough, however the title is dressed."""
    assert matched(("ViT 论文逐段精读", None), ("GPT，GPT-2，GPT-3 论文精读", 5399)) == [
        "vit",
        "gpt",
    ]


def test_order_and_length_match_what_names_do_not() -> None:
    """Between two matched neighbours the one episode of the same length is meant."""
    sections = [("ViT 论文精读", 4291), ("双流网络论文逐段精读", 3177), ("GPT, GPT-2, GPT-3", 5399)]
    assert matched(*sections) == ["vit", "two-stream", "gpt"]
    assert matched(*reversed(sections)) == ["gpt", "two-stream", "vit"]


def test_a_mistyped_length_leaves_the_name() -> None:
    """Where no length agrees, a heading that holds the one title left is enough."""
    found = matched(
        ("如何读论文", 399),
        ("9 年后重读奠基作：AlexNet【上】", 1139),
        ("9 年后重读奠基作：AlexNet【下】", 3321),
        ("ViT 论文逐段精读", 4291),
    )
    assert found == ["read", "alexnet-1", "alexnet-2", "vit"]


def test_length_alone_is_no_evidence() -> None:
    """A section of the right length in the wrong place, or alone, matches nothing."""
    assert matched(("双流网络", 3177)) == ["?"]
    assert matched(("如何读论文", 399), ("双流网络", 3177), ("ViT", 4291)) == ["read", "?", "vit"]


def test_the_reviewed_file_comes_first() -> None:
    """A heading that was reviewed goes where it says, against name and length."""
    assert matched(("ViT 逐段精读", 4290), reviewed={"vit逐段精读": "later"}) == ["later"]


def test_no_sections_match_nothing() -> None:
    """Empty notes are no error."""
    assert matched() == []
