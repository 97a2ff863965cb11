"""What a search answers: hits, why they rank where they do, and their JSON."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from index.catalog import Catalog, Entry, Episode, Paper, videos_json


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a search beside its words; None leaves a side open.

    `category` is upstream's name of one (`生成模型`); `max_seconds` and `min_seconds` bound
    the length of an episode; `first_day` and `last_day` are those between which one appeared;
    `kind` is `paper` or `episode`.
    """

    category: str | None = None
    year_from: int | None = None
    year_to: int | None = None
    recorded: bool | None = None
    min_seconds: int | None = None
    max_seconds: int | None = None
    kind: str | None = None
    first_day: date | None = None
    last_day: date | None = None


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
    nothing was found, else None. `notice` names a malformed filter (`year:abc`) or is empty;
    `unmet` is what the query asks for in words where nothing on its subject is so
    (半小时以内的 transformer), and the hits are what comes closest.
    """

    query: str
    hits: tuple[Hit, ...] = ()
    total: int = 0
    suggestion: str | None = None
    corrected: str | None = None
    notice: str = ""
    unmet: Filters = UNFILTERED
    took_ms: float = 0.0


# Conditions in English, for terminals and JSON; cards word them by locale.
_WORDED = {
    "dated": "from {when}",
    "between": "from {first} to {last}",
    "since": "since {first}",
    "until": "until {last}",
    "shorter": "at most {most} minutes",
    "longer": "at least {least} minutes",
    "length": "{least} to {most} minutes",
    "recorded": "with a recording",
    "unrecorded": "without a recording",
}


def conditions(held: Filters) -> Iterator[tuple[str, dict[str, object]]]:
    """What a query asks of dates, length and recording: the name of each wish and its values."""
    first, last = held.year_from or held.first_day, held.year_to or held.last_day
    if first and last:
        when = _month(first, last) or (first if first == last else None)
        yield ("dated", {"when": when}) if when else ("between", {"first": first, "last": last})
    elif first:
        yield "since", {"first": first}
    elif last:
        yield "until", {"last": last}
    least, most = ((s and round(s / 60)) for s in (held.min_seconds, held.max_seconds))
    if least is not None or most is not None:
        name = "longer" if most is None else "shorter" if least is None else "length"
        yield name, {"least": least, "most": most}
    if held.recorded is not None:
        yield "recorded" if held.recorded else "unrecorded", {}


def _month(first: date | int, last: date | int) -> str:
    """`2021-10` for the days from the first of October to its last, else empty."""
    if isinstance(first, int) or isinstance(last, int) or first.day != 1:
        return ""
    end = first.replace(day=monthrange(first.year, first.month)[1])
    return f"{first:%Y-%m}" if last == end else ""


def unfulfilled(results: Results) -> str:
    """What was asked for in words and is not to be had, in English, or empty."""
    said = [_WORDED[name].format(**values) for name, values in conditions(results.unmet)]
    return f"none found: {', '.join(said)}" if said else ""


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
        "notice": "; ".join(filter(None, (results.notice, unfulfilled(results)))) or None,
        "results": [hit_json(catalog, hit) for hit in results.hits],
    }


def choices_json(text: str, choices: Sequence[Choice]) -> dict[str, Any]:
    """What `paperbot complete --json` prints."""
    return {"text": text, "choices": [{"name": c.name, "value": c.value} for c in choices]}
