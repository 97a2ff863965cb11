"""Reading any document."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from index.importers.document import Document
from index.importers.readme import read

# Pieces that tables, notes and their damage are made of, so that chance finds odd corners.
PIECES = st.sampled_from(
    [
        *("|", "||", "| ", " | ", "\n", "\n\n", "|\n|", "-", "--", ":--:", "| -- | -- |\n"),
        *("| 日期 | 标题 | 时长 | 视频 |", "| 年份 | 名字 | 简介 | 引用 |", "7/8/22", "2017"),
        *(
            "[",
            "]",
            "(",
            ")",
            "[a](b)",
            "![a](b)",
            "[^a]",
            "[^a]: ",
            "[ViT]",
            "<br>",
            "<img src=x>",
        ),
        *("<a name='x'></a>", "<!--", "<![CDATA[", "</a>", "{% include x %}", "{%", "{{ site.x }}"),
        *(
            "## ",
            "# ",
            "```\n",
            "$$",
            "---\n",
            "46:18",
            "51.4 万",
            "✅",
            "\\",
            "`",
            "\t",
            "\r",
            "\x00",
        ),
        *(
            "https://www.bilibili.com/video/BV1rb4y187vD",
            "http://[",
            "https://youtu.be/g_0HtlrLiDo?v",
        ),
    ]
)
DAMAGED = st.lists(PIECES | st.text(max_size=5), max_size=60).map("".join)
CELLS = st.text(
    st.characters(exclude_characters="|\n\r\\", exclude_categories=("Cc", "Cs", "Zl", "Zp")),
    max_size=12,
)


@settings(max_examples=200, deadline=None)
@given(st.text() | DAMAGED)
def test_any_text_gives_a_document(text: str) -> None:
    """Whatever a text holds, reading it gives a document and never raises."""
    document = read(text, source="any.md")
    assert isinstance(document, Document)
    lines = text.count("\n") + text.count("\r") + 1
    assert all(1 <= problem.line <= lines for problem in document.problems)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=1, max_size=6), max_size=8))
def test_no_row_is_dropped_silently(rows: list[list[str]]) -> None:
    """Every line of a table is an episode, or has a problem that names the line."""
    table = ["| 日期 | 标题 | 时长 | 视频 |", "| -- | -- | -- | -- |"]
    table += ["| " + " | ".join(cells) + " |" for cells in rows]
    document = read("\n".join(table), source="table.md")
    told = {row.line for row in document.episodes} | {p.line for p in document.problems}
    rule = {n for n, line in enumerate(table[2:], 3) if not set(line) - set("|-: ") and "-" in line}
    assert told | rule == set(range(3, len(table) + 1)) | rule


def test_relative_addresses_start_from_the_document() -> None:
    """A cover is resolved against the place that the document came from."""
    table = "| 日期 | 标题 | 封面 |\n|--|--|--|\n| 7/8/22 | 甲 | <img src='imgs/a.jpg'> |"
    document = read(table, source="x.md", base="https://mirror.example/deep/README.md")
    assert document.episodes[0].cover == "https://mirror.example/deep/imgs/a.jpg"


def test_defined_references_keep_their_addresses() -> None:
    """A reference that the document defines is a link, one it does not is a plain name."""
    table = (
        "| 年份 | 名字 |\n|--|--|\n| 2020 | [ViT] |\n| 2021 | [MAE] |\n\n"
        "[ViT]: https://arxiv.org/abs/2010.11929\n"
    )
    vit, mae = read(table, source="x.md").papers
    assert (vit.title, vit.url) == ("ViT", "https://arxiv.org/abs/2010.11929")
    assert (mae.title, mae.url) == ("MAE", None)


def test_the_age_of_a_document_is_its_newest_episode() -> None:
    """Neither the order of the rows nor an unreadable date matters to a document's age."""
    table = (
        "| 日期 | 标题 | 时长 |\n|--|--|--|\n"
        "| 1/5/22 | 甲 | 1:00 |\n| 11/14/22 | 乙 | 1:00 |\n| ?/1/23 | 丙 | 1:00 |\n"
    )
    age = read(table, source="x.md").age
    assert age is not None
    assert age.isoformat() == "2022-11-14"
