"""The catalogue's values, their JSON, and the catalogue that is shipped."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest

from index.catalog import (
    Catalog,
    CatalogError,
    Episode,
    Link,
    Paper,
    Platform,
    Video,
    dump,
    load,
    to_json,
    totals,
)
from index.categories import find
from index.data import shipped_catalog
from index.reviewed import load_reviewed

SMALL = Catalog(
    episodes=(
        Episode(
            id="BV1rb4y187vD",
            title="GAN 逐段精读",
            date=dt.date(2021, 11, 9),
            seconds=2776,
            cover="https://a.example/gan.jpg",
            plays=203_000,
            plays_seen=dt.date(2022, 7, 8),
            videos=(Video(Platform.BILIBILI, "https://www.bilibili.com/video/BV1rb4y187vD/"),),
            papers=("gan",),
            links=(Link("讲义", "https://a.example/"),),
            notes="模式塌缩\n$$x$$",
        ),
        Episode(id="ep-1", title="如何读论文", category="科研方法"),
    ),
    papers=(
        Paper(
            id="gan",
            title="GAN",
            full_title="Generative Adversarial Nets",
            authors=("Ian J. Goodfellow",),
            year=2014,
            category="生成模型",
            recorded=True,
            citations=0,
            citations_seen=dt.date(2022, 7, 8),
            episodes=("BV1rb4y187vD",),
        ),
        Paper(id="dcgan", title="DCGAN"),
    ),
    redirects={"old": "gan"},
)


def test_json_comes_back_as_it_went() -> None:
    """A catalogue read from its own text is the same, and so is its hash."""
    assert load(dump(SMALL)) == SMALL
    assert load(dump(SMALL)).hash == SMALL.hash


def test_an_id_that_was_renamed_still_finds_its_entry() -> None:
    """Redirects are followed, unknown ids find nothing."""
    assert SMALL.get("old") is SMALL.papers[0]
    assert SMALL.get("nothing") is None


def test_unknown_is_null_and_zero_is_zero() -> None:
    """JSON tells what is unknown from what is nothing."""
    shown = to_json(SMALL)
    assert shown["papers"][0]["citations"] == 0
    assert shown["papers"][1]["citations"] is None
    assert shown["episodes"][1]["date"] is None


@pytest.mark.parametrize(
    ("episodes", "papers", "reason"),
    [
        ((Episode("a", "A"), Episode("a", "B")), (), "ids stand twice: a"),
        ((Episode("a", "A"),), (Paper("a", "B"),), "ids stand twice: a"),
        ((Episode("e", "E", papers=("p",)),), (Paper("p", "P"),), "disagree"),
        ((Episode("e", "E"),), (Paper("p", "P", recorded=True),), "recorded disagrees"),
    ],
)
def test_broken_catalogues_are_refused(
    episodes: tuple[Episode, ...], papers: tuple[Paper, ...], reason: str
) -> None:
    """Doubled ids and joins that point one way or nowhere never become a catalogue."""
    with pytest.raises(CatalogError, match=reason):
        Catalog(episodes=episodes, papers=papers)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"episodes": [{}], "papers": []}', "\x00"])
def test_other_text_is_refused(text: str) -> None:
    """Text that is no catalogue raises the catalogue's own error."""
    with pytest.raises(CatalogError):
        load(text)


def test_a_category_comes_from_the_entry_or_its_papers() -> None:
    """An episode is in the categories of what it reads, else in its own."""
    gan, how_to = SMALL.episodes
    assert SMALL.categories_of(gan) == ("生成模型",)
    assert SMALL.categories_of(how_to) == ("科研方法",)


def test_the_shipped_totals() -> None:
    """The shipped catalogue has upstream's 54 episodes and 89 papers, 58 of them recorded."""
    found = totals(shipped_catalog())
    assert (found.episodes, found.papers, found.recorded) == (54, 89, 58)


def test_every_shipped_paper_can_be_read_and_cited() -> None:
    """Full title, author, year, a known category and an address: no paper lacks one."""
    for paper in shipped_catalog().papers:
        assert paper.full_title, paper.id
        assert paper.authors, paper.id
        assert paper.year, paper.id
        assert find(paper.category), paper.id
        assert paper.url, paper.id
        assert paper.url.startswith(("https://", "http://"))
        assert re.fullmatch(r"[a-z0-9-]+", paper.id)


def test_shipped_identifiers_belong_to_one_paper() -> None:
    """No two papers share an arXiv id or a Semantic Scholar id, and each looks like one."""
    papers = shipped_catalog().papers
    arxiv = [paper.arxiv for paper in papers if paper.arxiv]
    s2 = [paper.s2_id for paper in papers if paper.s2_id]
    assert len(set(arxiv)) == len(arxiv)
    assert len(set(s2)) == len(s2)
    assert all(re.fullmatch(r"\d{4}\.\d{4,5}", one) for one in arxiv)
    assert all(re.fullmatch(r"[0-9a-f]{40}", one) for one in s2)


def test_arxiv_ids_are_not_newer_than_their_papers() -> None:
    """A preprint appears in its paper's year or close to it; a slip of a digit would not."""
    for paper in shipped_catalog().papers:
        if paper.arxiv and paper.year:
            assert abs(2000 + int(paper.arxiv[:2]) - paper.year) <= 1, paper.id


def test_every_shipped_episode_can_be_watched_and_found() -> None:
    """Each has a Bilibili video, a date and a category; newest first; covers are absolute."""
    catalog = shipped_catalog()
    for episode in catalog.episodes:
        assert episode.videos[0].platform is Platform.BILIBILI
        assert episode.id in episode.videos[0].url
        assert catalog.categories_of(episode), episode.title
        assert all(find(name) for name in catalog.categories_of(episode))
        assert episode.cover is None or episode.cover.startswith("https://")
        assert episode.date
    dates = [str(episode.date) for episode in catalog.episodes]
    assert dates == sorted(dates, reverse=True)


def test_surveys_lead_to_their_papers() -> None:
    """A paper that only a survey reads has the survey's video; its own reading comes first."""
    catalog = shipped_catalog()
    papers = {paper.id: paper for paper in catalog.papers}
    titles = {one: [e.title for e in catalog.episodes_of(paper)] for one, paper in papers.items()}
    assert titles["mocov2"] == ["对比学习 论文综述"]
    assert titles["mocov1"] == ["MoCo 逐段精读", "对比学习 论文综述"]
    assert titles["i3d"][0] == "I3D 论文精读"
    assert titles["clip"] == ["CLIP 逐段精读"]
    assert titles["vilt"] == ["ViLT 论文精读"]
    for one in ("lseg", "groupvit", "vild", "glip", "clipasso", "clip4clip", "actionclip"):
        assert titles[one], one
        assert all(title.startswith("CLIP 改进工作串讲") for title in titles[one])


def test_reviewed_facts_are_all_used() -> None:
    """Every reviewed paper and episode is in the catalogue: none is left over from a typo."""
    catalog, reviewed = shipped_catalog(), load_reviewed()
    assert {facts.id for facts in reviewed.papers} == {paper.id for paper in catalog.papers}
    assert reviewed.episodes.keys() <= {episode.id for episode in catalog.episodes}
    known = {paper.id for paper in catalog.papers}
    assert all(set(facts.covers) <= known for facts in reviewed.episodes.values())


def test_the_file_is_reviewable() -> None:
    """The shipped file has one field a line and ends with a line end, for a readable diff."""
    text = dump(shipped_catalog())
    assert text.endswith("\n")
    assert len(text.splitlines()) > 2000
    assert json.loads(text).keys() >= {"episodes", "papers"}
