"""What a search answers: hits, why they rank where they do, and their JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from index.catalog import Catalog, Entry, Episode, Paper, videos_json


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a search beside its words; None leaves a side open.

    `category` is upstream's name of one (`生成模型`); `max_seconds` and `min_seconds` bound
    the length of an episode; `kind` is `paper` or `episode`.
    """

    category: str | None = None
    year_from: int | None = None
    year_to: int | None = None
    recorded: bool | None = None
    min_seconds: int | None = None
    max_seconds: int | None = None
    kind: str | None = None


UNFILTERED = Filters()


@dataclass(frozen=True, slots=True)
class Snippet:
    """Text around a match, cut at sensible borders; `marks` are (start, end) of the hits."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer.

    `why` names what matched, most telling first, from a closed vocabulary:
    `id`, `link`, `title`, `alias`, `full_title`, `author`, `concept`, `summary`,
    `category`, `gist`, `notes`, `corrected`, `pinyin`, `filter`. `detail` says it for people
    (the concept's name, the corrected word), in the catalogue's own words, or is empty;
    `detail_en` says it in English where it is a concept that has an English name.
    """

    entry: Entry
    score: float
    why: tuple[str, ...] = ()
    detail: str = ""
    snippet: Snippet | None = None
    detail_en: str = ""


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to a query, best first; `total` counts what `hits` was cut from.

    `corrected` is the reading that was searched where it differs from what was typed
    (a typo, pinyin), else None. `suggestion` is a better query for a reader to try when
    nothing was found, else None. `notice` names a malformed filter (`year:abc`) or is empty.
    """

    query: str
    hits: tuple[Hit, ...] = ()
    total: int = 0
    suggestion: str | None = None
    corrected: str | None = None
    notice: str = ""
    took_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class Choice:
    """One autocomplete entry: `value` is an id, `name` a label of at most 100 characters."""

    name: str
    value: str


class SearchUnavailableError(Exception):
    """The engine cannot answer now; this is not the same as nothing found."""


def hit_json(catalog: Catalog, hit: Hit) -> dict[str, Any]:
    """A hit as the contract prints it; an episode carries the fields it has."""
    entry = hit.entry
    shared = {
        "id": entry.id,
        "kind": "paper" if isinstance(entry, Paper) else "episode",
        "title": entry.title,
        "score": round(hit.score, 3),
        "why": list(hit.why),
        "detail": hit.detail,
        "snippet": hit.snippet.text if hit.snippet else None,
    }
    if isinstance(entry, Paper):
        return shared | {
            "year": entry.year,
            "category": entry.category,
            "summary": entry.summary,
            "url": entry.url,
            "recorded": entry.recorded,
            "citations": entry.citations,
            "videos": videos_json(catalog.episodes_of(entry)),
        }
    return shared | _episode_fields(catalog, entry)


def _episode_fields(catalog: Catalog, episode: Episode) -> dict[str, Any]:
    return {
        "year": episode.date.year if episode.date else None,
        "category": next(iter(catalog.categories_of(episode)), ""),
        "summary": "",
        "url": episode.videos[0].url if episode.videos else None,
        "recorded": bool(episode.videos),
        "citations": None,
        "videos": videos_json((episode,)),
    }


def results_json(catalog: Catalog, results: Results) -> dict[str, Any]:
    """An answer as `paperbot search --json` prints it."""
    return {
        "query": results.query,
        "took_ms": round(results.took_ms, 3),
        "suggestion": results.suggestion,
        "corrected": results.corrected,
        "notice": results.notice or None,
        "results": [hit_json(catalog, hit) for hit in results.hits],
    }


def choices_json(text: str, choices: Sequence[Choice]) -> dict[str, Any]:
    """What `paperbot complete --json` prints."""
    return {"text": text, "choices": [{"name": c.name, "value": c.value} for c in choices]}
