"""Members of a family: by number words, after the name that began them, and names side by side."""

from __future__ import annotations

import pytest

from index.search import versions
from index.search.reader import Reader
from index.search.results import Filters

ANY = Filters()


def ids(reader: Reader, text: str) -> list[str]:
    """The ids of the hits."""
    return [hit.entry.id for hit in reader.search(text, ANY, 10).hits]


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("gpt two", "gpt-2"),
        ("gpt-three", "gpt-3"),
        ("GPT二", "gpt-2"),
        ("gpt 三 的论文", "gpt-3"),
        ("alphafold two", "alphafold-2"),
        ("dall e two", "dall-e-2"),
        ("MoCo Three explained", "mocov3"),
    ],
)
def test_a_number_word_after_a_name_is_a_version(reader: Reader, text: str, entry: str) -> None:
    """A number may be written as a word of either language."""
    assert ids(reader, text)[0] == entry


def test_each_number_word_is_read() -> None:
    """Two names with a number each are two members."""
    known = {"gpt", "gpt2", "gpt3"}
    assert versions.respell("gpt two vs gpt three", known) == "gpt2 vs gpt3"


@pytest.mark.parametrize(
    "text", ["gpt 三篇论文", "yolo one stage", "two stream", "gpt two papers", "bert two", "三 gpt"]
)
def test_what_is_counted_is_no_version(text: str) -> None:
    """A number of other things, or after what has no such member, stays as it was typed."""
    known = {"gpt", "gpt2", "gpt3", "yolo", "yolov1", "yolov2", "bert", "twostream"}
    assert versions.respell(text, known) == text


@pytest.mark.parametrize(
    ("text", "first", "later"),
    [
        ("alphafold", "alphafold", "alphafold-2"),
        ("alpha fold", "alphafold", "alphafold-2"),
        ("alphafolld", "alphafold", "alphafold-2"),
        ("yolo", "yolo", "yolov2"),
        ("stylegan", "stylegan", "stylegan2"),
    ],
)
def test_later_members_follow_the_first(reader: Reader, text: str, first: str, later: str) -> None:
    """A name that begins others finds its own entry first, then theirs."""
    found = ids(reader, text)
    assert found[0] == first
    assert later in found[1:3]


def test_family_does_not_stand_between_two_names(reader: Reader) -> None:
    """Who compares two papers is shown both before what followed on one of them."""
    found = ids(reader, "MoCo和SimCLR有什么区别")
    assert set(found[:2]) == {"mocov1", "simclrv1"}
    assert not {"mocov2", "mocov3", "simclrv2"} & set(found[:3])


@pytest.mark.parametrize("text", ["gan bert", "GAN 和 BERT", "bert gan 论文"])
def test_two_names_ask_for_both(reader: Reader, text: str) -> None:
    """Names that are everyday words, too, are meant where nothing foreign stands beside them."""
    assert set(ids(reader, text)[:2]) == {"gan", "bert"}


def test_two_names_among_foreign_words_prove_nothing(reader: Reader) -> None:
    """Beside what is not of the field everyday words are everyday words."""
    assert ids(reader, "bert and zero went to the bakery") == []
