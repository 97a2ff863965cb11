"""Queries that ask for a video rather than a paper: a part, a length, the newest, the short one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.catalog import Catalog, Episode, Paper
from index.search.admission import admits, lengths_of
from index.search.evidence import Evidence, answer_of
from index.search.orders import Order, sort_key
from index.search.parts import part_of
from index.search.query import Query
from index.search.results import UNFILTERED, Filters
from index.text.normalize import fold

OTHER_PART, SAME_PART = 0.6, 1.6
# Only what answers nearly as well as the best is put in another order.
NEARLY = 0.5
_RELATIVE = frozenset({Order.SHORTEST, Order.LONGEST})
_VIDEO = re.compile(r"视频|录像|[这那一]?[期集讲]|\b(?:videos?|episodes?)\b")
_PAPER = re.compile(r"论文|\bpapers?\b")


def wanted_kind(query: Query) -> Filters:
    """The kind of entry that a query without any subject asks for (20 分钟以内的视频)."""
    folded = fold(query.typed)
    if _VIDEO.search(folded):
        return Filters(kind="episode")
    if _PAPER.search(folded):
        return Filters(kind="paper")
    asked = query.loose
    timed = lengths_of(asked) != UNFILTERED or query.order is not None
    timed = timed or asked.first_day is not None or asked.last_day is not None
    return Filters(kind="episode") if timed else Filters()


def prefer(
    pool: list[Evidence], query: Query, lengths: Filters, catalog: Catalog
) -> list[Evidence]:
    """The same answers with the videos first that a query asks for, if it does."""
    if query.part is None and query.order is None and lengths == UNFILTERED:
        return pool
    found = _handed_over(pool, lengths, catalog)
    if query.part is not None:
        _prefer_part(found, query.part, catalog)
    if query.order in _RELATIVE:
        _prefer_relative(found, query.order, catalog)
    elif query.order is not None:
        _reorder(found, query.order, catalog)
    return found


def _handed_over(pool: Sequence[Evidence], lengths: Filters, catalog: Catalog) -> list[Evidence]:
    """Every paper hands over to the episodes that read it alone."""
    found = {e.entry.id: e for e in pool}
    for evidence in pool:
        if not isinstance(evidence.entry, Paper):
            continue
        for episode in catalog.episodes_of(evidence.entry):
            if len(episode.papers) == 1 and admits(lengths, catalog, episode):
                held = found.get(episode.id)
                if held is None or held.score < evidence.score:
                    found[episode.id] = replace(evidence, entry=episode)
        evidence.score *= OTHER_PART
    return list(found.values())


def _prefer_part(found: Sequence[Evidence], part: int, catalog: Catalog) -> None:
    parts = {e.entry.id: part_of(e.entry, catalog) for e in found if isinstance(e.entry, Episode)}
    best = max((e.score for e in found if e.entry.id in parts), default=0.0)
    near = [e.entry.id for e in found if e.entry.id in parts and e.score >= NEARLY * best]
    wanted = max((parts[i] or 0 for i in near), default=0) if part < 0 else part
    for evidence in found:
        if evidence.entry.id in parts:
            same = parts[evidence.entry.id] == wanted
            evidence.score *= SAME_PART if same else OTHER_PART


def _prefer_relative(found: Sequence[Evidence], order: Order, catalog: Catalog) -> None:
    """Of the episodes on one paper the shorter or longer one."""
    place = sort_key(order, catalog)
    groups: dict[str, list[Evidence]] = {}
    for evidence in found:
        if isinstance(evidence.entry, Episode):
            groups.setdefault(answer_of(evidence.entry), []).append(evidence)
    for group in groups.values():
        first = min(group, key=lambda e: place(e.entry))
        for evidence in group if len(group) > 1 else ():
            evidence.score *= SAME_PART if evidence is first else OTHER_PART


def _reorder(found: Sequence[Evidence], order: Order, catalog: Catalog) -> None:
    """Among the episodes that answer nearly as well as the best, the wanted one leads."""
    episodes = [e for e in found if isinstance(e.entry, Episode)]
    best = max((e.score for e in episodes), default=0.0)
    near = [e for e in episodes if e.score >= NEARLY * best]
    place = sort_key(order, catalog)
    ranks = sorted(near, key=lambda e: place(e.entry))
    for rank, evidence in enumerate(ranks):
        evidence.score = best * (SAME_PART + (len(ranks) - rank) / len(ranks))
