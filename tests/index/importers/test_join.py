"""Many sources made into one catalogue."""

from __future__ import annotations

import datetime as dt
from itertools import permutations

import pytest

from index.catalog import Catalog, Episode, Paper
from index.data import shipped_catalog
from index.importers.document import Document, NoteSection
from index.importers.join import Joined, join
from index.importers.readme import read
from index.reviewed import EpisodeFacts, PaperFacts, Reviewed, load_reviewed

NOTHING = Reviewed()
BV = "https://www.bilibili.com/video/BV{:010d}"


def episodes(*rows: str, source: str = "new.md", more: str = "") -> Document:
    """A document of episodes; a row is `date|title|cover|length|video|plays`."""
    table = ["|日期|标题|封面|时长|视频|播放数|", "|-|-|-|-|-|-|", *(f"|{row}|" for row in rows)]
    return read("\n".join([*table, "", more]), source=source)


def papers(*rows: str, category: str = "生成模型", source: str = "new.md") -> Document:
    """A document of papers; a row is `recorded|year|name|summary|citations`."""
    table = ["|已录制|年份|名字|简介|引用|", "|-|-|-|-|-|", *(f"|{row}|" for row in rows)]
    return read("\n".join([f"## {category}", *table]), source=source)


def together(*documents: Document, source: str = "new.md") -> Document:
    """Several tables as one document."""
    return Document(
        source=source,
        episodes=tuple(row for d in documents for row in d.episodes),
        papers=tuple(row for d in documents for row in d.papers),
        anchors={name: h for d in documents for name, h in d.anchors.items()},
    )


def video(number: int) -> str:
    """A Bilibili link."""
    return f"[B站]({BV.format(number)})"


def bv(number: int) -> str:
    """A Bilibili id."""
    return f"BV{number:010d}"


def reasons(joined: Joined) -> str:
    """All problems as one text."""
    return "\n".join(map(str, joined.problems))


def test_the_same_video_is_the_same_episode() -> None:
    """Two rows of one Bilibili video are one episode, under the newer document's title."""
    old = episodes(f"1/1/22|GAN精读||1:00|{video(1)}, [YouTube](https://youtu.be/g_0HtlrLiDo)|3 万")
    new = episodes(f"1/1/22|GAN 逐段精读||1:01|{video(1)}|", f"2/1/22|乙||1:00|{video(2)}|")
    (_, gan) = join([new, old], NOTHING).catalog.episodes
    assert (gan.id, gan.title, gan.seconds) == (bv(1), "GAN 逐段精读", 61)
    assert [v.platform.value for v in gan.videos] == ["bilibili", "youtube"]


def test_the_same_name_is_the_same_episode() -> None:
    """A row without a video joins by its name, whatever its spacing and width."""
    old = episodes("1/1/22|讲好故事【艺术·三】|<img src='a.jpg'>|1:00||")
    new = episodes(f"1/8/22|讲好故事 【艺术· 三】||1:00|{video(1)}|")
    joined = join([old, new], NOTHING)
    (episode,) = joined.catalog.episodes
    assert (episode.id, episode.date) == (bv(1), dt.date(2022, 1, 8))
    assert episode.cover is not None
    assert "2022-01-01 in" in reasons(joined)


def test_two_videos_of_one_name_stay_two_episodes() -> None:
    """A name is no identity against two videos with two dates."""
    old = episodes(f"1/1/22|答疑||1:00|{video(1)}|")
    new = episodes(f"2/1/22|答疑||1:30|{video(2)}|")
    assert {e.id for e in join([old, new], NOTHING).catalog.episodes} == {bv(1), bv(2)}


def test_order_of_documents_does_not_matter() -> None:
    """Ages decide, so any order of the same documents makes the same catalogue."""
    documents = [
        episodes(f"1/1/22|甲||1:00|{video(1)}|1 万", source="a.md"),
        episodes(f"2/1/22|甲 新||1:00|{video(1)}|", source="b.md"),
        papers("✅|2014|[GAN](https://arxiv.org/abs/1406.2661)|旧|1", source="c.md"),
    ]
    made = {join(order, NOTHING).catalog.hash for order in permutations(documents)}
    assert len(made) == 1


def test_absence_deletes_nothing() -> None:
    """What a newer document does not list, an older one still gives."""
    old = together(
        episodes(f"1/1/22|甲||1:00|{video(1)}|"), papers("|2014|[GAN](https://a.example/gan)|旧|7")
    )
    new = together(episodes(f"2/1/22|乙||1:00|{video(2)}|"), papers("|2014|[GAN]||"))
    catalog = join([old, new], NOTHING).catalog
    assert [e.id for e in catalog.episodes] == [bv(2), bv(1)]
    (gan,) = catalog.papers
    assert (gan.summary, gan.citations, gan.url) == ("旧", 7, "https://a.example/gan")
    assert gan.citations_seen == dt.date(2022, 1, 1)


def test_a_counter_is_as_old_as_its_document() -> None:
    """The latest reading wins, even against a newer catalogue with an older reading."""
    base = Catalog(
        episodes=(
            Episode(bv(1), "甲", dt.date(2022, 1, 1), plays=10, plays_seen=dt.date(2021, 1, 1)),
            Episode(bv(2), "乙", dt.date(2023, 1, 1)),
        )
    )
    document = episodes(f"1/1/22|甲||1:00|{video(1)}|2 万", "6/1/22|丙||1:00||")
    joined = join([document], NOTHING, base=base)
    found = joined.catalog.entries[bv(1)]
    assert isinstance(found, Episode)
    assert (found.plays, found.plays_seen) == (20_000, dt.date(2022, 6, 1))


def test_a_shared_youtube_video_joins_nothing_and_is_reported() -> None:
    """Upstream gave one YouTube video to two episodes; they stay two, and it is said."""
    youtube = "[YouTube](https://youtu.be/1pvxufGRuW4)"
    joined = join(
        [episodes(f"1/2/22|MoCo||1:00|{video(1)} {youtube}|", f"1/1/22|综述||1:00|{youtube}|")],
        NOTHING,
    )
    assert len(joined.catalog.episodes) == 2
    assert "1pvxufGRuW4" in reasons(joined)


def test_a_copied_link_is_taken_back() -> None:
    """A new row typed over a copy of an old one does not swallow the old episode."""
    base = join([episodes(f"1/1/22|旧的一期||1:00|{video(1)}|")], NOTHING).catalog
    wrong = episodes(f"2/1/22|新的一期||2:00|{video(1)}|", f"1/1/22|旧的一期||1:00|{video(1)}|")
    joined = join([wrong], NOTHING, base=base, previous=base)
    new, old = joined.catalog.episodes
    assert (new.title, new.videos, old.id) == ("新的一期", (), bv(1))
    assert "has the Bilibili video of “旧的一期”" in reasons(joined)
    right = episodes(f"2/1/22|新的一期||2:00|{video(2)}|", f"1/1/22|旧的一期||1:00|{video(1)}|")
    later = join([right], NOTHING, base=base, previous=joined.catalog).catalog
    assert later.get(new.id) == later.entries[bv(2)]


@pytest.mark.parametrize("title", ["新的一期", "新的一期 论文精读"])
def test_a_video_that_comes_late_keeps_the_old_id_alive(title: str) -> None:
    """An id given before there was a link redirects to the Bilibili id, renamed or not."""
    first = join([episodes("2/1/22|新的一期||2:00||")], NOTHING).catalog
    (early,) = first.episodes
    assert early.id.startswith("ep-")
    second = join([episodes(f"2/1/22|{title}||2:00|{video(2)}|")], NOTHING, previous=first).catalog
    assert [e.id for e in second.episodes] == [bv(2)]
    assert second.redirects == {early.id: bv(2)}
    third = join([episodes(f"2/1/22|{title}||2:00|{video(2)}|")], NOTHING, previous=second).catalog
    assert third == second


def test_a_renamed_paper_keeps_its_id() -> None:
    """The link tells that `CentorNet` and `CenterNet` are one paper; the first id stays."""
    link = "(https://arxiv.org/pdf/1904.07850.pdf)"
    first = join([papers(f"|2019|[CentorNet]{link}||")], NOTHING).catalog
    second = join([papers(f"|2019|[CenterNet]{link}||")], NOTHING, previous=first).catalog
    (paper,) = second.papers
    assert (paper.id, paper.title, paper.arxiv) == ("centornet", "CenterNet", "1904.07850")


def test_a_reviewed_id_redirects_the_one_before() -> None:
    """When the reviewed file names a paper, the id it had by itself leads there."""
    first = join([papers("|2021|[图神经网络介绍]||")], NOTHING).catalog
    (before,) = first.papers
    facts = PaperFacts("gnn-intro", ("图神经网络介绍",), formerly=("gnn",))
    second = join([papers("|2021|[图神经网络介绍]||")], Reviewed((facts,)), previous=first).catalog
    assert second.redirects == {before.id: "gnn-intro", "gnn": "gnn-intro"}


def test_unknown_papers_get_ids_that_do_not_collide() -> None:
    """Names that make one slug, and papers that share a name, get ids of their own."""
    document = papers(
        "|2016|[YOLO v2](https://arxiv.org/abs/1612.08242)||",
        "|2017|[YOLO-v2](https://arxiv.org/abs/1701.00001)||",
        "|2018|[YOLO v.2](https://arxiv.org/abs/1801.00001)||",
    )
    ids = [paper.id for paper in join([document], NOTHING).catalog.papers]
    assert ids == ["yolo-v2", "yolo-v2-2017", "yolo-v-2"]


def test_papers_and_episodes_find_each_other() -> None:
    """By link, by name, by a category's anchor and by the reviewed file; closest first."""
    document = together(
        episodes(
            f"1/4/22|串讲（上）||1:00|{video(4)}|",
            f"1/3/22|[对比学习](#contrastive)综述||1:00|{video(3)}|",
            f"1/2/22|[我们的 MoCo](http://arxiv.org/pdf/1911.05722.pdf) 精读||1:00|{video(2)}|",
            f"1/1/22|[GPT], [GPT-2] 精读||1:00|{video(1)}|",
            more="<a name='contrastive'></a>\n\n## 对比学习",
        ),
        papers(
            "✅|2019|[MoCov1](https://arxiv.org/abs/1911.05722v3)||",
            "✅|2020|[MoCov2]||",
            "|2030|[还没讲的]||",
            category="对比学习",
        ),
        papers("✅|2018|[GPT]||", "✅|2019|[GPT-2]||", "✅|2014|[C3D]||", category="别的"),
    )
    reviewed = Reviewed(episodes={bv(4): EpisodeFacts(bv(4), covers=("c3d", "unlisted"))})
    joined = join([document], reviewed)
    found = {paper.id: paper.episodes for paper in joined.catalog.papers}
    assert found == {
        "mocov1": (bv(2), bv(3)),
        "mocov2": (bv(3),),
        "p-" + found_digest("还没讲的"): (),
        "gpt": (bv(1),),
        "gpt-2": (bv(1),),
        "c3d": (bv(4),),
    }
    assert joined.problems == ()


def found_digest(name: str) -> str:
    """The digest in the id of a name without Latin letters."""
    from index.importers.names import digest

    return digest(name)


def test_recorded_marks_that_contradict_the_episodes_are_reported() -> None:
    """What a row says of being recorded is checked against the episodes, never believed."""
    document = together(
        episodes(f"1/1/22|[GAN] 逐段精读||1:00|{video(1)}|"),
        papers("|2014|[GAN]||", "✅|2015|[DCGAN]||"),
    )
    joined = join([document], NOTHING)
    assert [paper.recorded for paper in joined.catalog.papers] == [True, False]
    assert "“GAN” is not marked recorded" in reasons(joined)
    assert "“DCGAN” is marked recorded, but no episode" in reasons(joined)


def test_a_copied_paper_link_is_taken_back() -> None:
    """Two names in one table with one address are two papers, and it is said."""
    link = "(https://arxiv.org/abs/1406.2661)"
    joined = join([papers(f"|2014|[GAN]{link}||", f"|2015|[DCGAN]{link}||")], NOTHING)
    assert [(p.id, p.arxiv) for p in joined.catalog.papers] == [
        ("gan", "1406.2661"),
        ("dcgan", None),
    ]
    assert "has the address of “GAN”" in reasons(joined)


def test_notes_join_and_never_create_an_episode() -> None:
    """A section goes to its episode; one that fits none is a problem."""
    notes = read("## GAN 论文逐段精读\n判别器\n\n## 菜谱\n红烧肉\n", source="notes.md")
    joined = join([episodes(f"1/1/22|[GAN] 逐段精读||1:00|{video(1)}|"), notes], NOTHING)
    (gan,) = joined.catalog.episodes
    assert gan.notes == "判别器"
    assert "“菜谱”" in reasons(joined)


def test_a_whole_document_can_be_one_note() -> None:
    """A reader's file whose title names an episode is its note, headings and all."""
    notes = read("# GAN 论文逐段精读\n\n## 损失\nJS 散度\n\n## 训练\n难\n", source="gan.md")
    joined = join([episodes(f"1/1/22|[GAN] 逐段精读||1:00|{video(1)}|"), notes], NOTHING)
    assert joined.catalog.episodes[0].notes == "## 损失\nJS 散度\n\n## 训练\n难"
    assert joined.problems == ()


def test_the_notes_of_the_newest_source_win() -> None:
    """Notes taken in today replace those of an older source, and only theirs."""
    old = Document(
        "blog.md", notes=(NoteSection(1, "甲", None, "旧"), NoteSection(2, "乙", None, "旧"))
    )
    own = Document("own.md", notes=(NoteSection(1, "甲", None, "新"),), seen=dt.date(2026, 1, 1))
    rows = episodes(f"1/2/22|甲||1:00|{video(1)}|", f"1/1/22|乙||1:00|{video(2)}|")
    catalog = join([own, rows, old], NOTHING).catalog
    assert [episode.notes for episode in catalog.episodes] == ["新", "旧"]


def test_a_catalogue_joined_alone_is_itself() -> None:
    """An earlier catalogue taken as the only source comes out as it was."""
    document = together(
        episodes(
            f"1/2/22|[GAN](https://arxiv.org/abs/1406.2661)|<img src='a.jpg'>|1:00|{video(1)}|1 万",
            f"1/1/22|[书](https://book.example) 与研究||1:00|{video(2)}|",
        ),
        papers("✅|2014|[GAN]|开创|28558", "|2015|[DCGAN]||"),
    )
    catalog = join([document], NOTHING).catalog
    assert join([], NOTHING, base=catalog).catalog == catalog
    assert join([document], NOTHING, base=catalog, previous=catalog).catalog == catalog


def test_what_only_the_catalogue_in_use_has_is_gone() -> None:
    """An entry that every source took back is not kept alive by its id alone."""
    previous = Catalog(
        episodes=(Episode(bv(9), "撤下的"),),
        papers=(Paper("gone", "Gone"), Paper("gan", "GAN", abstract="摘要", tldr="一句")),
    )
    catalog = join([papers("|2014|[GAN]||")], NOTHING, previous=previous).catalog
    (gan,) = catalog.papers
    assert (catalog.episodes, gan.abstract, gan.tldr) == ((), "摘要", "一句")


def test_a_title_that_begins_with_a_papers_name_reads_it() -> None:
    """A series over one paper belongs to it, though only one of its rows has the link."""
    document = together(
        episodes(
            f"8/13/24|Llama 3.1论文精读 · 3. 模型||1:00|{video(3)}|",
            f"8/05/24|[Llama 3.1论文精读 · 2. 数据](https://arxiv.org/pdf/2407.21783)||1:00|{video(2)}|",
            f"8/01/24|Llama 3.1 之外||1:00|{video(1)}|",
        ),
        papers("✅|2024|[Llama 3.1](https://arxiv.org/pdf/2407.21783)||"),
    )
    (llama,) = join([document], NOTHING).catalog.papers
    assert (llama.id, llama.episodes) == ("llama-3-1", (bv(2), bv(3)))


def test_the_shipped_catalogue_is_stable() -> None:
    """Taken alone as a source, or under a document that says less, it does not change."""
    shipped, reviewed = shipped_catalog(), load_reviewed()
    assert join([], reviewed, base=shipped).catalog == shipped
    (gan,) = [episode for episode in shipped.episodes if episode.papers == ("gan",)]
    row = f"11/9/21|{gan.title}||46:16|[B站]({gan.videos[0].url})|"
    old = episodes(row, source="old.md")
    assert join([old], reviewed, base=shipped, previous=shipped).catalog == shipped


def test_an_address_of_another_known_paper_is_taken_back() -> None:
    """A row whose name and link lead to two papers goes by its name, and it is said."""
    reviewed = Reviewed(
        (PaperFacts("gan", ("GAN",), arxiv="1406.2661"), PaperFacts("gpt", ("GPT",)))
    )
    wrong = papers("|2018|[GPT](https://arxiv.org/abs/1406.2661)||")
    joined = join([wrong], reviewed)
    assert [(paper.id, paper.url) for paper in joined.catalog.papers] == [("gpt", None)]
    assert "“GPT” has the address of “GAN”: arxiv:1406.2661" in reasons(joined)


def test_a_reviewed_address_names_the_paper() -> None:
    """A row under an unknown name is the reviewed paper that its link leads to."""
    reviewed = Reviewed((PaperFacts("gan", ("GAN",), arxiv="1406.2661"),))
    row = papers("|2014|[生成对抗网络](https://arxiv.org/pdf/1406.2661v1)||", source="a.md")
    (paper,) = join([row, papers("|2014|[GAN]||", source="b.md")], reviewed).catalog.papers
    assert paper.id == "gan"


def test_two_papers_of_one_name_share_no_facts() -> None:
    """Of two that are told apart by year and address, the reviewed one alone has the facts."""
    reviewed = Reviewed((PaperFacts("gan", ("GAN",), "Generative Nets", arxiv="1406.2661"),))
    document = papers(
        "|2014|[GAN](https://arxiv.org/abs/1406.2661)||",
        "|2020|[GAN](https://arxiv.org/abs/2005.14165)||",
    )
    first = join([document], reviewed).catalog
    assert [(p.id, p.full_title) for p in first.papers] == [
        ("gan", "Generative Nets"),
        ("gan-2020", ""),
    ]
    assert join([document], reviewed, previous=first).catalog == first
