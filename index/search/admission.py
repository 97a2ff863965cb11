"""Which entries pass filters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from index.catalog import Catalog, Entry, Episode, Paper
from index.search.results import UNFILTERED, Filters


def admits(filters: Filters, catalog: Catalog, entry: Entry) -> bool:
    """Whether an entry passes; a paper is as long as any one of its episodes."""
    if filters == UNFILTERED:
        return True
    episodes = catalog.episodes_of(entry) if isinstance(entry, Paper) else (entry,)
    year = _year_of(entry)
    checks = (
        filters.kind is None or (filters.kind == "paper") == isinstance(entry, Paper),
        filters.category is None or filters.category in catalog.categories_of(entry),
        filters.recorded is None or filters.recorded == any(e.videos for e in episodes),
        filters.year_from is None or (year is not None and year >= filters.year_from),
        filters.year_to is None or (year is not None and year <= filters.year_to),
        filters.min_seconds is None
        or any(e.seconds is not None and e.seconds >= filters.min_seconds for e in episodes),
        filters.max_seconds is None
        or any(e.seconds is not None and e.seconds <= filters.max_seconds for e in episodes),
        (filters.first_day is None and filters.last_day is None)
        or any(_between(e.date, filters.first_day, filters.last_day) for e in episodes),
    )
    return all(checks)


def _between(day: date | None, first: date | None, last: date | None) -> bool:
    return day is not None and (first or day) <= day <= (last or day)


def _year_of(entry: Entry) -> int | None:
    if isinstance(entry, Episode):
        return entry.date.year if entry.date else None
    return entry.year


def merge(first: Filters, second: Filters) -> Filters:
    """Both filters at once; where they disagree the first holds."""
    if second == UNFILTERED:
        return first
    return Filters(
        *(
            getattr(first, name) if getattr(first, name) is not None else getattr(second, name)
            for name in Filters.__dataclass_fields__
        )
    )


def lengths_of(asked: Filters) -> Filters:
    """The bounds of length alone."""
    return Filters(min_seconds=asked.min_seconds, max_seconds=asked.max_seconds)


def fulfils(asked: Filters, catalog: Catalog, entry: Entry) -> bool:
    """Whether an entry is what was asked for; a video has the year of its paper, too.

    2017 年的 transformer is met by the video on it, though that is of 2021.
    """
    years = Filters(year_from=asked.year_from, year_to=asked.year_to)
    read = catalog.papers_of(entry) if isinstance(entry, Episode) else ()
    return admits(replace(asked, year_from=None, year_to=None), catalog, entry) and any(
        admits(years, catalog, dated) for dated in (entry, *read)
    )
