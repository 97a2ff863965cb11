"""The categories and their names."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.categories import find, load_categories
from index.data import DataError


def test_ids_and_names_are_unmistakable() -> None:
    """No two categories share an id or a name in any language."""
    categories = load_categories()
    assert len({category.id for category in categories}) == len(categories) == 13
    assert all(category.id.isascii() for category in categories)
    for category in categories:
        for name in (category.id, *category.names, category.zh_tw, category.en):
            assert find(name) is category


@pytest.mark.parametrize(
    ("written", "expected"),
    [("计算机视觉-CNN", "cnn"), (" 计算机视觉 － cnn ", "cnn"), ("NLP", "nlp"), ("电影", None)],
)
def test_find(written: str, expected: str | None) -> None:
    """A category is found by id or name whatever the spacing, width and case."""
    found = find(written)
    assert (found.id if found else None) == expected


def test_labels_follow_the_language() -> None:
    """Readers of simplified Chinese see upstream's name, others their own language's."""
    video = find("video")
    assert video is not None
    assert [video.label(locale) for locale in ("zh-CN", "zh-TW", "en", "fr")] == [
        "计算机视觉 - 视频理解",
        "電腦視覺 - 影片理解",
        "Computer vision: Video understanding",
        "Computer vision: Video understanding",
    ]


@pytest.mark.parametrize("text", ["[[category]", "[[category]]\nid = 'x'", ""])
def test_a_damaged_file_is_one_sentence(tmp_path: Path, text: str) -> None:
    """A file that is no list of categories names itself and what to do."""
    (tmp_path / "categories.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"categories\.toml is damaged"):
        load_categories(tmp_path)
