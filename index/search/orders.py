"""Orderings that a query asks for in words: the newest, the most watched, the shorter one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import StrEnum

from index.catalog import Catalog, Entry, Paper


class Order(StrEnum):
    """How answers to a query, or everything it admits, should be put in order."""

    NEWEST = "newest"
    OLDEST = "oldest"
    POPULAR = "most watched"
    SHORTEST = "shortest"
    LONGEST = "longest"


_ONE = r"(?:那[个期集版条]|一?[个期集版条]|视频)"
_SAID = {
    Order.POPULAR: r"(?:播放|观看)(?:量|次数|数)?最[多高](?:的)?|(?:看的人|人看)最多的?|最多人看的?"
    r"|最(?:火|热门?|受欢迎)的?|热门的?"
    r"|\b(?:most (?:watched|viewed|popular|played)|popular|trending)\b",
    Order.NEWEST: r"最新(?:一[期集])?的?|最近(?:更新)?的?|\b(?:latest|newest|most recent)\b",
    Order.OLDEST: r"最早的?|最老的?|\b(?:oldest|earliest)\b",
    Order.SHORTEST: rf"最短的?{_ONE}?|短(?:一?点)?的{_ONE}|短(?:一?点)?的?版(?:本)?|短一?点的"
    r"|\b(?:the )?short(?:est|er(?! than))(?: (?:one|version|video|episode))?\b"
    r"|\bshort (?:one|version)\b",
    Order.LONGEST: rf"最长的?{_ONE}?|长(?:一?点)?的{_ONE}|长(?:一?点)?的?版(?:本)?|长一?点的"
    r"|\b(?:the )?long(?:est|er(?! than))(?: (?:one|version|video|episode))?\b"
    r"|\blong (?:one|version)\b",
}
_PATTERNS = tuple((order, re.compile(said)) for order, said in _SAID.items())


def find(folded: str) -> Iterator[tuple[Order, re.Match[str]]]:
    """Each place where a folded text asks for an order."""
    for order, pattern in _PATTERNS:
        for match in pattern.finditer(folded):
            yield order, match


def sort_key(order: Order, catalog: Catalog) -> Callable[[Entry], tuple[float, str]]:
    """The key by which an order sorts entries; what is not known comes last."""
    measure, sign = {
        Order.NEWEST: (_day, -1),
        Order.OLDEST: (_day, 1),
        Order.POPULAR: (_plays, -1),
        Order.SHORTEST: (_seconds, 1),
        Order.LONGEST: (_seconds, -1),
    }[order]

    def place(entry: Entry) -> tuple[float, str]:
        value = measure(entry, catalog)
        return (float("inf") if value is None else sign * value), entry.id

    return place


def _day(entry: Entry, _: Catalog) -> float | None:
    if isinstance(entry, Paper):
        return entry.year * 366.0 if entry.year else None
    return float(entry.date.toordinal()) if entry.date else None


def _plays(entry: Entry, catalog: Catalog) -> float | None:
    episodes = catalog.episodes_of(entry) if isinstance(entry, Paper) else (entry,)
    return max((e.plays for e in episodes if e.plays is not None), default=None)


def _seconds(entry: Entry, _: Catalog) -> float | None:
    return None if isinstance(entry, Paper) else entry.seconds
