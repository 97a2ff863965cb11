"""Joins of documents that chance wrote."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from index.catalog import dump as text_of
from index.catalog import load
from index.importers.document import Document
from index.importers.join import join
from index.importers.readme import read
from index.reviewed import EpisodeFacts, PaperFacts, Reviewed

REVIEWED = Reviewed(
    papers=(PaperFacts("gan", ("GAN", "对抗网络"), arxiv="1406.2661", formerly=("gans",)),),
    episodes={"BV0000000001": EpisodeFacts("BV0000000001", covers=("gan", "nothing"))},
)
# Few of each, so that rows meet: same names, same links, same days, in every combination.
NAMES = st.sampled_from(["GAN", "gan", "对抗网络", "GPT", "GPT-2", "ep 1", "?", "·", "上", "GAN 2"])
LINKS = st.sampled_from(
    [
        "",
        "https://arxiv.org/abs/1406.2661",
        "https://arxiv.org/abs/2005.14165",
        "#a",
        "https://x.y/",
    ]
)
DAYS = st.sampled_from(["", "1/1/22", "2/1/22", "3/1/23", "?"])
LENGTHS = st.sampled_from(["", "1:00", "46:16"])
VIDEOS = st.sampled_from(["", "BV0000000001", "BV0000000002", "BV0000000003"])


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A document with episodes, papers and notes on the same few things."""
    lines = ["|日期|标题|时长|视频|", "|-|-|-|-|"]
    for _ in range(draw(st.integers(0, 4))):
        title = f"[{draw(NAMES)}]({draw(LINKS)}) {draw(NAMES)}"
        video = draw(VIDEOS)
        link = f"[B站](https://www.bilibili.com/video/{video})" if video else ""
        lines.append(f"|{draw(DAYS)}|{title}|{draw(LENGTHS)}|{link}|")
    lines += ["", "<a name='a'></a>", "## 生成模型", "|已录制|年份|名字|", "|-|-|-|"]
    for _ in range(draw(st.integers(0, 4))):
        mark, year = draw(st.sampled_from(["", "✅"])), draw(st.sampled_from(["", "2014", "2020"]))
        lines.append(f"|{mark}|{year}|[{draw(NAMES)}]({draw(LINKS)})|")
    for _ in range(draw(st.integers(0, 2))):
        lines += [f"## {draw(NAMES)} {draw(LENGTHS)}", "文字"]
    return read("\n".join(lines), source=draw(st.sampled_from(["a.md", "b.md"])))


@settings(max_examples=60, deadline=None)
@given(st.lists(documents(), max_size=3), documents())
def test_any_documents_make_a_catalogue_whose_ids_last(old: list[Document], new: Document) -> None:
    """Whatever documents say, they join; every id of before still finds the same or is gone."""
    before = join(old, REVIEWED).catalog
    after = join([*old, new], REVIEWED, previous=before).catalog
    assert load(text_of(after)) == after
    for entry in before.entries:
        found = after.get(entry)
        assert found is not None
        assert after.redirects.get(entry, entry) == found.id
