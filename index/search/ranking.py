"""From postings to hits: adding up evidence, judging it, and putting it in order.

The engine scores single terms (BM25F); here the scores of a query's parts are added, an
entry for which too little of the query speaks is dropped, and what is left is ordered.
Everything is a pure function of the query, the catalogue and the engine's postings.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from index.catalog import Catalog, Entry, Paper
from index.search import videos
from index.search.admission import admits, lengths_of, merge
from index.search.coverage import gather
from index.search.engine import Engine
from index.search.evidence import Evidence, answer_of
from index.search.fields import BY_NAME, Strength
from index.search.orders import sort_key
from index.search.query import Query
from index.search.results import UNFILTERED, Filters
from index.search.sentences import recollect

# Hits far below the best are related at most: a reader who asked for GAN is not served by
# the tenth paper that mentions one.
FLOOR = 0.28
# The prior changes a score by this much at most: enough to order equals.
PRIOR = 0.01
# What the query sets aside (代替注意力) is hardly meant.
AVOIDED = 0.4


def rank(
    query: Query,
    engine: Engine,
    catalog: Catalog,
    chosen: Filters,
    priors: Mapping[str, float],
) -> list[Evidence]:
    """The entries that answer a query, best first; `priors` are those of all entries.

    Raises `SearchUnavailableError`.
    """
    strict = merge(chosen, query.strict)
    if query.open:
        return browse(query, catalog, strict)
    pool = (recollect if query.sentence else gather)(query.parts, engine, catalog)
    if strict != UNFILTERED:
        pool = [e for e in pool if admits(strict, catalog, e.entry)]
    pool = _loosely(pool, query, catalog)
    for evidence in pool:
        evidence.score *= 1 + PRIOR * priors[evidence.entry.id]
    for lookup in query.avoided:
        postings = dict(engine.match(lookup.field, lookup.term))
        for evidence in pool:
            if evidence.entry.id in postings:
                evidence.score *= AVOIDED
    pool = videos.prefer(pool, query, lengths_of(merge(strict, query.loose)), catalog)
    pool.sort(key=lambda e: (-e.score, e.entry.id))
    best = pool[0].score if pool else 0.0
    return spread([e for e in pool if e.score >= FLOOR * best])


def browse(query: Query, catalog: Catalog, strict: Filters) -> list[Evidence]:
    """What filters or an ordering alone ask for (`year:2021 recorded:no`, 最新的视频)."""
    if merge(query.strict, query.loose) == UNFILTERED and query.order is None:
        return []
    wanted = merge(merge(strict, query.loose), videos.wanted_kind(query))
    admitted = [e for e in catalog.entries.values() if admits(wanted, catalog, e)]
    if query.order is not None:
        place = sort_key(query.order, catalog)
        return [Evidence(e, coverage=1.0) for e in sorted(admitted, key=place)]
    found = [Evidence(e, score=prior(e, catalog), coverage=1.0) for e in admitted]
    found.sort(key=lambda e: (-e.score, e.entry.id))
    return spread(found)


def _loosely(pool: list[Evidence], query: Query, catalog: Catalog) -> list[Evidence]:
    """What passes the filters read out of words.

    They give way where nothing does, and bounds of length where they would drop the very
    entry that was named: the one video on it is longer than the reader hoped.
    """
    if query.loose == UNFILTERED:
        return pool
    kept = [e for e in pool if admits(query.loose, catalog, e.entry)]
    named = any(map(_named, pool)) and not any(map(_named, kept))
    return pool if not kept or (named and query.loose == lengths_of(query.loose)) else kept


def _named(evidence: Evidence) -> bool:
    return any(
        BY_NAME[lookup.field].strength >= Strength.NAME
        for lookups in evidence.found.values()
        for lookup, _ in lookups
    )


def prior(entry: Entry, catalog: Catalog) -> float:
    """Between 0 and 1: how much watched, cited and recent an entry is."""
    episodes = catalog.episodes_of(entry) if isinstance(entry, Paper) else (entry,)
    plays = max((e.plays or 0 for e in episodes), default=0)
    watched = min(1.0, math.log10(1 + plays) / 7)
    cited = min(1.0, math.log10(1 + (entry.citations or 0)) / 6) if isinstance(entry, Paper) else 0
    recorded = 1.0 if any(e.videos for e in episodes) else 0.0
    year = entry.year if isinstance(entry, Paper) else (entry.date.year if entry.date else None)
    recent = min(1.0, max(0.0, ((year or 2010) - 2010) / 20))
    return 0.35 * watched + 0.25 * cited + 0.3 * recorded + 0.1 * recent


def spread(ranked: Sequence[Evidence], within: int = 3) -> list[Evidence]:
    """A paper and the episodes that read it alone are one answer, shown by the better one.

    The others of an answer follow after the first `within` answers, so that they do not
    crowd out what else there is.
    """
    first: list[Evidence] = []
    later: list[Evidence] = []
    seen: set[str] = set()
    for evidence in ranked:
        answer = answer_of(evidence.entry)
        (later if answer in seen else first).append(evidence)
        seen.add(answer)
    tail = sorted([*first[within:], *later], key=lambda e: (-e.score, e.entry.id))
    return [*first[:within], *tail]
