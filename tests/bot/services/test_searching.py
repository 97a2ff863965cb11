"""From what a reader typed to the answer, or why there is none."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.services.searching import LONGEST, Unanswerable, look_up, unanswerable
from index.data import shipped_catalog
from index.search.library import Library, open_library
from index.search.results import Filters

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def library(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Library]:
    """The shipped catalogue's library."""
    home = tmp_path_factory.mktemp("home")
    opened = await open_library(home, shipped_catalog(), warm=False)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("", Unanswerable.EMPTY),
        (" \u3000\n", Unanswerable.EMPTY),
        ("\x00\x01", Unanswerable.CONTROL),
        ("\u202e\u200b", Unanswerable.CONTROL),
        ("a" * (LONGEST + 1), Unanswerable.LONG),
        ("a" * LONGEST, None),
        ("*", None),
        ("论文", None),
    ],
)
async def test_what_cannot_be_searched_for(query: str, problem: Unanswerable | None) -> None:
    """Empty, invisible and endless queries are told apart from searchable ones."""
    assert unanswerable(query) == problem


async def test_an_id_leads_to_its_entry(library: Library) -> None:
    """What autocomplete gave, an id or its label as text, comes first."""
    choice = library.complete("tra")[0]
    for query in (choice.value, choice.name):
        best = (await look_up(library, query)).best
        assert best is not None
        assert best.entry.id == choice.value


async def test_a_filter_narrows(library: Library) -> None:
    """Hits of a category and a year are of that category and year."""
    filters = Filters(category="生成模型", year_from=2014, year_to=2014)
    found = await look_up(library, "生成模型", filters)
    assert [hit.entry.id for hit in found.results.hits] == ["gan"]
    assert found.listed is None


async def test_what_filters_leave_out_is_named(library: Library) -> None:
    """A name that is known, but outside the filters, is told from one that is not."""
    left_out = await look_up(library, "GAN", Filters(year_from=1999, year_to=1999))
    assert left_out.listed is not None
    assert left_out.listed.id == "gan"
    assert not left_out.unrecorded
    unknown = await look_up(library, "红烧肉", Filters(year_from=1999, year_to=1999))
    assert unknown.listed is None
    assert unknown.best is None


async def test_a_listed_paper_without_a_video(library: Library) -> None:
    """Where a recording is asked for, a paper that has none is named."""
    found = await look_up(library, "yolo", Filters(recorded=True))
    assert found.unrecorded
    assert found.listed is not None
    assert found.listed.id == "yolo"
