"""The reviewed files."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.data import DataError, read
from index.reviewed import load_reviewed


@pytest.mark.parametrize(
    ("papers", "episodes", "reason"),
    [
        ("[[paper]", "", "papers.toml is not valid TOML"),
        ("paper = 1", "", r"papers\.toml: entries are written as"),
        ("[[paper]]\nid = 'x'", "", "papers.toml, x: id and names are required"),
        ("[[paper]]\nid = 'x'\nnames = 'X'", "", "x: names is a list of texts"),
        ("", "[[episode]]\nid = 'BV1'\ncategory = '电影'", "episodes.toml, BV1"),
        ("", "[[episode]]\nid = 'BV1'\nlinks = [{ title = 'x' }]", "a link has a title and a url"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, papers: str, episodes: str, reason: str) -> None:
    """A mistake in a reviewed file is one sentence with the file and the entry."""
    (tmp_path / "categories.toml").write_text(read("categories.toml"), encoding="utf-8")
    (tmp_path / "papers.toml").write_text(papers, encoding="utf-8")
    (tmp_path / "episodes.toml").write_text(episodes, encoding="utf-8")
    with pytest.raises(DataError, match=reason):
        load_reviewed(tmp_path)


def test_categories_are_named_as_upstream_names_them() -> None:
    """An id or another spelling in a reviewed file becomes the canonical name."""
    reviewed = load_reviewed()
    assert reviewed.category_name("计算机视觉-GAN") == "生成模型"
    assert reviewed.category_name("新的一类") == "新的一类"
    assert {"科研方法", "多模态学习"} <= {facts.category for facts in reviewed.episodes.values()}
