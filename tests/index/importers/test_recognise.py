"""What of a document is recognised, and which title a heading means."""

from __future__ import annotations

import pytest

from index.data import shipped_catalog
from index.importers.readme import read
from index.importers.recognise import nearest, recognise
from index.reviewed import load_reviewed

TABLES = """
| 日期 | 标题 | 时长 | 视频 |
|--|--|--|--|
| 2/3/26 | Mamba 精读 | 10:01 | [B站](https://www.bilibili.com/video/BV1Mambaxxxx) |

## 生成模型

| 已录制 | 年份 | 名字 |
|--|--|--|
| | 2014 | GAN |
| | 2017 | WGAN |
"""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TABLES, "1 episode, 2 papers"),
        ("## GAN 论文逐段精读\n\n一。\n\n## BERT 精读\n\n二。\n\n## 别的\n", "2 notes"),
        ("## GAN 论文逐段精读\n", "nothing"),
        ("# Install\n\npip install it\n", "nothing"),
        ("", "nothing"),
    ],
)
def test_what_a_document_gives(text: str, said: str) -> None:
    """Rows of tables and notes with text on known episodes count; all else is nothing."""
    found = recognise(read(text, source="x.md"), shipped_catalog(), load_reviewed())
    assert (str(found), bool(found)) == (said, said != "nothing")


def test_headings_that_fit_nothing_are_kept() -> None:
    """They can be named to whoever wrote them."""
    document = read("## GAN 精读\n\n一。\n\n## 别的\n\n二。\n", source="x.md")
    assert recognise(document, shipped_catalog(), load_reviewed()).stray == ("别的",)


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("My notes on GAN", "GAN 逐段精读"),
        ("关于 BERT 的笔记", "BERT 逐段精读"),
        ("Run it in your server", None),
        ("Shopping", None),
        ("", None),
    ],
)
def test_a_heading_means_the_title_it_names(heading: str, title: str | None) -> None:
    """What shares most of a title's own words, or looks like it, is suggested; else nothing."""
    titles = [episode.title for episode in shipped_catalog().episodes]
    assert nearest(heading, titles) == title


def test_without_titles_there_is_no_suggestion() -> None:
    """An empty catalogue has nothing to suggest."""
    assert nearest("GAN", []) is None
