"""The catalogue made of the documents it was first made of, where those are at hand."""

from __future__ import annotations

import datetime as dt
import os
import re
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from index.catalog import Catalog, Episode, Platform, dump, totals
from index.data import read as read_data
from index.data import shipped_catalog
from index.folding import fold
from index.importers.document import Document
from index.importers.join import Joined, join
from index.importers.readme import read
from index.reviewed import load_reviewed
from index.urls import arxiv_id, bilibili_id

PLACE = os.environ.get("PAPERBOT_TEST_SEEDS", "")
pytestmark = pytest.mark.skipif(not PLACE, reason="PAPERBOT_TEST_SEEDS names no directory")


@cache
def documents() -> tuple[Document, ...]:
    """All documents, by name."""
    paths = sorted(Path(PLACE).glob("*.txt"))
    return tuple(read(p.read_text(encoding="utf-8"), source=p.name) for p in paths)


@cache
def joined() -> Joined:
    """What they make."""
    return join(documents(), load_reviewed())


def catalog() -> Catalog:
    """The catalogue they make."""
    return joined().catalog


def episode(title: str) -> Episode:
    """The one episode whose title begins like this."""
    (found,) = [e for e in catalog().episodes if e.title.startswith(title)]
    return found


def test_the_shipped_catalogue_is_what_the_documents_make() -> None:
    """Rebuilt, the shipped file is the same byte for byte."""
    assert dump(catalog()) == read_data("catalog.json")


def test_the_order_of_documents_does_not_matter() -> None:
    """Ages decide, not the order in which files are named."""
    assert dump(join(documents()[::-1], load_reviewed()).catalog) == dump(catalog())


def test_nothing_of_the_documents_is_unreadable() -> None:
    """All rows of all tables are read; what is left are contradictions between them."""
    assert [problem for document in documents() for problem in document.problems] == []
    assert [len(document.episodes) for document in documents()] == [38, 54, 0]
    assert [len(document.papers) for document in documents()] == [67, 89, 9]


def test_totals() -> None:
    """54 episodes and 89 papers, of which 58 are recorded as upstream marks them."""
    found = totals(catalog())
    assert (found.episodes, found.papers, found.recorded) == (54, 89, 58)
    newest = max(documents(), key=lambda document: document.age or dt.date.min)
    marks = {fold(row.title): row.recorded for row in newest.papers}
    assert {fold(p.title): p.recorded for p in catalog().papers} == marks


def test_video_links_survive() -> None:
    """Of 36 episodes with a Bilibili link in the older table, each keeps all its platforms."""
    older = documents()[0]
    linked = [row for row in older.episodes if row.videos]
    counts = Counter(len(row.videos) for row in linked)
    assert counts == {3: 18, 2: 9, 1: 9}
    for row in linked:
        (number,) = filter(None, (bilibili_id(video.url) for video in row.videos))
        kept = catalog().entries[number]
        assert isinstance(kept, Episode)
        assert {v.platform for v in kept.videos} == {v.platform for v in row.videos}


def test_contradictions_are_reported() -> None:
    """The doubtful places of the documents are named, and nothing else is."""
    reasons = [problem.reason for problem in joined().problems]
    for wanted in ("1pvxufGRuW4", "2022-07-15, but 2022-07-08", "“GPipe” is not marked recorded"):
        assert any(wanted in reason for reason in reasons), wanted
    assert len(reasons) == 6


def test_the_gan_episode() -> None:
    """Fields of several sources meet in one episode."""
    gan = episode("GAN")
    assert (str(gan.date), gan.seconds, gan.plays) == ("2021-11-09", 2776, 203_000)
    assert str(gan.plays_seen) == "2022-07-08"
    assert [v.platform for v in gan.videos] == list(Platform)
    assert "模式塌缩" in gan.notes
    assert "JS 散度" in gan.notes
    assert "{%" not in gan.notes
    assert "\n46:18" not in gan.notes
    assert gan.papers == ("gan",)


def test_unknown_stays_unknown() -> None:
    """A counter of `0 万` and an empty cell are no number; 16 episodes have no cover."""
    assert episode("跟读者建立联系").plays is None
    assert episode("如何讲好故事").plays is None
    assert str(episode("如何讲好故事").date) == "2022-07-15"
    assert sum(e.cover is None for e in catalog().episodes) == 16


def test_notes_of_twelve_videos() -> None:
    """Twelve sections have text, all sections fit an episode, and none made one."""
    sections = [section for document in documents() for section in document.notes]
    assert (len(sections), sum(bool(section.text) for section in sections)) == (53, 12)
    assert sum(bool(e.notes) for e in catalog().episodes) == 12
    assert "单侧抑制" in episode("AlexNet 论文").notes
    assert not any("notes on no known episode" in p.reason for p in joined().problems)


def test_the_footnotes_of_the_transformer_episode() -> None:
    """What the video mentions becomes links, and is no part of the title."""
    transformer = episode("Transformer")
    assert transformer.title == "Transformer 逐段精读"
    assert [arxiv_id(link.url) for link in transformer.links] == [
        "2108.07258",
        "1911.07013",
        "2103.03404",
    ]


def words(text: str) -> list[str]:
    """The words of a title as Semantic Scholar's addresses have them."""
    apart = unicodedata.normalize("NFKD", unquote(text).casefold())
    return re.findall(r"[a-z0-9]+", "".join(c for c in apart if not unicodedata.combining(c)))


def in_order(parts: list[str], whole: list[str]) -> bool:
    """Whether all parts stand in the whole, in their order."""
    rest = iter(whole)
    return all(part in rest for part in parts)


def test_facts_agree_with_the_documents() -> None:
    """Full titles and authors fit the 59 slugs of the documents, arXiv ids their 53 links."""
    by_name = {fold(name): f for f in load_reviewed().papers for name in f.names}
    slugs, links = {}, {}
    for document in documents():
        for row in document.papers:
            parts = urlsplit(row.s2_url or "").path.split("/")
            if len(parts) > 3:
                slugs[by_name[fold(row.title)].id] = parts[2]
            if row.url and arxiv_id(row.url):
                links[by_name[fold(row.title)].id] = arxiv_id(row.url)
    assert (len(slugs), len(links)) == (59, 53)
    facts = {f.id: f for f in load_reviewed().papers}
    assert {one: facts[one].arxiv for one in links} == links
    for one, slug in slugs.items():
        author = [word for name in facts[one].authors[:2] for word in words(name)]
        known = words(facts[one].full_title) + author
        assert in_order([w for w in words(slug) if w not in author], known), (one, slug)
        assert set(words(slug)) & set(words(facts[one].authors[0])), (one, slug)


def test_the_documents_tell_the_shipped_catalogue_nothing_new() -> None:
    """Followed again over the shipped catalogue, they leave it as it is."""
    shipped = shipped_catalog()
    for document in documents():
        again = join([document], load_reviewed(), base=shipped, previous=shipped)
        assert again.catalog == shipped, document.source
