"""The reviewed files: what no document says about papers and episodes, read from `data/`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable
from typing import Any

from index.catalog import Link
from index.categories import Category, find, load_categories
from index.data import DataError, read


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """What is known of a paper: its fixed id, the publication's title and authors.

    `names` are the catalogue's own names for it; `arxiv` a bare identifier; `url` a page to
    read it at, for the papers that no document links; `formerly` ids that it once had.
    """

    id: str
    names: tuple[str, ...]
    full_title: str = ""
    authors: tuple[str, ...] = ()
    arxiv: str | None = None
    url: str | None = None
    formerly: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EpisodeFacts:
    """What is known of an episode beside its row.

    `covers` are the papers it reads that its title does not name, `category` the canonical
    name of one where its papers do not tell, `links` pages it is about, `notes` the headings
    under which a note-taker writes about it.
    """

    id: str
    covers: tuple[str, ...] = ()
    category: str = ""
    links: tuple[Link, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reviewed:
    """All reviewed facts together; an empty one knows nothing and lets everything join."""

    papers: tuple[PaperFacts, ...] = ()
    episodes: Mapping[str, EpisodeFacts] = field(default_factory=dict)
    categories: tuple[Category, ...] = ()

    def category_name(self, heading: str) -> str:
        """The canonical spelling of a category's heading; an unknown one stays as it is."""
        category = find(heading, self.categories)
        return category.name if category else heading


def load_reviewed(under: Traversable | None = None) -> Reviewed:
    """The shipped reviewed files. Raises `DataError` that names the file and the entry."""
    categories = load_categories(under)
    return Reviewed(
        papers=tuple(_paper(raw) for raw in _entries("papers.toml", "paper", under)),
        episodes={
            facts.id: facts
            for raw in _entries("episodes.toml", "episode", under)
            for facts in [_episode(raw, categories)]
        },
        categories=categories,
    )


def _entries(name: str, table: str, under: Traversable | None) -> list[dict[str, Any]]:
    try:
        found = tomllib.loads(read(name, under)).get(table, [])
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"data/{name} is not valid TOML: {error}") from error
    if not isinstance(found, list) or not all(isinstance(raw, dict) for raw in found):
        raise DataError(f"data/{name}: entries are written as [[{table}]]")
    return found


def _texts(raw: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    values = raw.get(key, [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise DataError(f"{where}: {key} is a list of texts")
    return tuple(values)


def _paper(raw: Mapping[str, Any]) -> PaperFacts:
    where = f"data/papers.toml, {raw.get('id', 'an entry without id')}"
    names = _texts(raw, "names", where)
    if not raw.get("id") or not names:
        raise DataError(f"{where}: id and names are required")
    return PaperFacts(
        id=str(raw["id"]),
        names=names,
        full_title=str(raw.get("full_title", "")),
        authors=_texts(raw, "authors", where),
        arxiv=raw.get("arxiv"),
        url=raw.get("url"),
        formerly=_texts(raw, "formerly", where),
    )


def _episode(raw: Mapping[str, Any], categories: tuple[Category, ...]) -> EpisodeFacts:
    where = f"data/episodes.toml, {raw.get('id', 'an entry without id')}"
    category = find(raw["category"], categories) if "category" in raw else None
    if "id" not in raw or ("category" in raw and category is None):
        raise DataError(f"{where}: it needs an id, and its category must be a known one")
    links = raw.get("links", [])
    if not all({"title", "url"} <= link.keys() for link in links):
        raise DataError(f"{where}: a link has a title and a url")
    return EpisodeFacts(
        id=str(raw["id"]),
        covers=_texts(raw, "covers", where),
        category=category.name if category else "",
        links=tuple(Link(link["title"], link["url"]) for link in links),
        notes=_texts(raw, "notes", where),
    )
