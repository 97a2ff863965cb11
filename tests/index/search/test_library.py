"""The library: opening, adopting a newer catalogue, similar entries."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import replace
from pathlib import Path

from index.catalog import Catalog
from index.data import shipped_catalog
from index.search.library import Library, open_library, prepare_index, resume_library


def smaller(catalog: Catalog, drop: str) -> Catalog:
    """The catalogue without one unrecorded paper."""
    papers = tuple(p for p in catalog.papers if p.id != drop)
    return replace(catalog, papers=papers)


async def test_adopting_searches_the_newer_catalogue(tmp_path: Path) -> None:
    """After `adopt` the new catalogue answers and nobody waits for its dictionary, searches
    during it are answered, and the old index is gone."""
    newer = shipped_catalog()
    drop = next(p.id for p in newer.papers if not p.recorded)
    title = newer.entries[drop].title
    library = await open_library(tmp_path, smaller(newer, drop))
    before = library.generation
    adopting = asyncio.create_task(library.adopt(newer))
    while not adopting.done():
        assert (await library.search("gan")).hits
        await asyncio.sleep(0.02)
    await adopting
    assert library.generation != before
    assert library.reader.analyzer.tokenizer.ready
    assert (await library.search(title)).hits[0].entry.id == drop
    kept = [p.name for p in (tmp_path / "index").iterdir() if p.is_dir()]
    assert kept == [library.generation]
    library.close()


async def test_what_answered_last_is_resumed(tmp_path: Path) -> None:
    """An index that was only prepared is none; an adopted one answers at the next start."""
    newer = shipped_catalog()
    older = smaller(newer, next(p.id for p in newer.papers if not p.recorded))
    await prepare_index(tmp_path, older)
    assert await resume_library(tmp_path) is None
    (await open_library(tmp_path, older, warm=False)).close()
    await prepare_index(tmp_path, newer)
    first = await resume_library(tmp_path)
    assert first is not None
    assert first.catalog == older
    await first.adopt(newer)
    first.close()
    second = await resume_library(tmp_path)
    assert second is not None
    assert (await second.search("对比学习")).hits
    assert second.catalog == newer
    second.close()


async def test_similar_leaves_out_the_entry_itself(library: Library) -> None:
    """What to read next to ViT is neither ViT nor its own episode."""
    hits = await library.similar("vit", limit=5)
    assert len(hits) == 5
    assert all(hit.entry.id != "vit" for hit in hits)
    assert all(getattr(hit.entry, "papers", ()) != ("vit",) for hit in hits)


async def test_similar_to_an_unknown_id_is_nothing(library: Library) -> None:
    """An id that is not there has no neighbours."""
    assert await library.similar("no-such-paper") == ()


def everything(home: Path) -> list[Path]:
    """A directory and all that is in it."""
    return sorted((home, *home.rglob("*")))


async def test_a_ready_index_opens_in_a_home_that_refuses_writes(tmp_path: Path) -> None:
    """Nothing is written but a cache, and that cannot be: Latin and Chinese are answered."""
    catalog = shipped_catalog()
    (await open_library(tmp_path, catalog, warm=False)).close()
    shutil.rmtree(tmp_path / "cache", ignore_errors=True)
    # A file in its place refuses even a superuser.
    (tmp_path / "cache").touch()
    places = everything(tmp_path)
    for place in places:
        place.chmod(0o555 if place.is_dir() else 0o444)
    try:
        library = await open_library(tmp_path, catalog, warm=False)
        for query in ("gan", "对比学习"):
            assert (await library.search(query)).hits
        library.close()
        assert everything(tmp_path) == places
    finally:
        for place in places:
            place.chmod(0o755)
