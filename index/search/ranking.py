"""From postings to hits: adding up evidence, judging it, and putting it in order.

The engine scores single terms (BM25F); here the scores of a query's parts are added, an
entry for which too little of the query speaks is dropped, and what is left is ordered.
Everything is a pure function of the query, the catalogue and the engine's postings.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from index.catalog import Catalog, Entry, Episode, Paper
from index.search import filters
from index.search.engine import Engine
from index.search.fields import BY_NAME, Strength
from index.search.parts import part_of
from index.search.query import Kind, Lookup, Part, Query
from index.search.results import Filters
from index.text.normalize import has_cjk

# What share of the query must speak for an entry, by the strongest way it matched. A name
# stands out of a long sentence; `zero` in `zero sugar` does not, nor a word of the notes.
REQUIRED = {
    Strength.IDENTIFIER: 0.0,
    Strength.NAME: 0.25,
    Strength.TOPIC: 0.55,
    Strength.TEXT: 0.6,
    Strength.MENTION: 0.7,
}
REQUIRED_EVERYDAY = 0.55
NEIGHBOUR, SAID = 0.6, 0.8
# Hits far below the best are related at most: a reader who asked for GAN is not served by
# the tenth paper that mentions one.
FLOOR = 0.08
# The prior changes a score by this much at most: enough to order equals.
PRIOR = 0.01
OTHER_PART, SAME_PART = 0.6, 1.6
LONG_WORD = 4


@dataclass(slots=True)
class Evidence:
    """What speaks for an entry: per part of the query, the lookups that found it."""

    entry: Entry
    found: dict[int, list[tuple[Lookup, float]]] = field(default_factory=dict)
    score: float = 0.0
    coverage: float = 0.0

    def by_worth(self) -> list[tuple[Lookup, float]]:
        """Every lookup that found it, most telling first."""
        every = [pair for held in self.found.values() for pair in held]
        return sorted(every, key=lambda pair: -pair[1])


def rank(query: Query, engine: Engine, catalog: Catalog, chosen: Filters) -> list[Evidence]:
    """The entries that answer a query, best first. Raises `SearchUnavailableError`."""
    strict = filters.merge(chosen, query.strict)
    if not query.parts:
        return browse(query, catalog, strict)
    pool = [e for e in gather(query.parts, engine, catalog) if _answers(e, query.parts)]
    pool = [e for e in pool if filters.admits(strict, catalog, e.entry)]
    pool = _loosely(pool, query, catalog)
    for evidence in pool:
        evidence.score *= 1 + PRIOR * prior(evidence.entry, catalog)
    lengths = filters.merge(_lengths(strict), _lengths(query.loose))
    if query.part is not None or lengths != Filters():
        pool = _as_videos(pool, query.part, lengths, catalog)
    pool.sort(key=lambda e: (-e.score, e.entry.id))
    best = pool[0].score if pool else 0.0
    return spread([e for e in pool if e.score >= FLOOR * best])


def _lengths(asked: Filters) -> Filters:
    return Filters(min_seconds=asked.min_seconds, max_seconds=asked.max_seconds)


def gather(parts: Sequence[Part], engine: Engine, catalog: Catalog) -> list[Evidence]:
    """Everything that any part of the query finds, with its score and coverage."""
    found: dict[str, Evidence] = {}
    asked: dict[tuple[str, str], Sequence[tuple[str, float]]] = {}
    for index, part in enumerate(parts):
        for lookup in part.lookups:
            place = (lookup.field, lookup.term)
            if place not in asked:
                asked[place] = engine.match(*place)
            for entry_id, score in asked[place]:
                evidence = found.get(entry_id)
                if evidence is None:
                    evidence = found[entry_id] = Evidence(catalog.entries[entry_id])
                worth = score * lookup.boost
                evidence.found.setdefault(index, []).append((lookup, worth))
                evidence.score += worth
    total = sum(part.weight for part in parts) or 1.0
    for evidence in found.values():
        shares = (parts[i].weight * _share(parts[i], held) for i, held in evidence.found.items())
        evidence.coverage = sum(shares) / total
        # Answering the whole query beats answering half of it twice.
        evidence.score *= 0.3 + 0.7 * evidence.coverage
    return list(found.values())


def _share(part: Part, lookups: Sequence[tuple[Lookup, float]]) -> float:
    """How much of a part an entry answers.

    The neighbour of a concept answers in part, and so does `object` for `object tracking`.
    """
    if not part.words or any(BY_NAME[x.field].keyed and not x.neighbour for x, _ in lookups):
        return 1.0
    said = {x.term for x, _ in lookups if not x.neighbour}
    near = NEIGHBOUR if any(x.neighbour for x, _ in lookups) else 0.0
    return max(near, SAID * len(said) / len(part.words))


def _answers(evidence: Evidence, parts: Sequence[Part]) -> bool:
    """Whether enough of the query speaks for an entry, as its strongest match requires."""
    strongest, required, telling = Strength.MENTION, math.inf, 0
    for index, lookups in evidence.found.items():
        kind = parts[index].kind
        telling += kind not in {Kind.GENERIC, Kind.PHRASE}
        if kind is Kind.GENERIC:
            continue
        for lookup, _ in lookups:
            strength = strength_of(lookup)
            if parts[index].kind is Kind.WORD and parts[index].everyday:
                # `class` is a word of the field, too; only a name that holds it may answer.
                strength = Strength.TEXT if lookup.field == "title" else Strength.MENTION
            needed = REQUIRED[strength]
            if strength is Strength.NAME and parts[index].everyday:
                needed = REQUIRED_EVERYDAY
            required = min(required, needed)
            strongest = max(strongest, strength)
    if strongest is Strength.MENTION and telling < 2:
        # One word in passing is no answer.
        return False
    return evidence.coverage >= required


def strength_of(lookup: Lookup) -> Strength:
    """How much a match of a lookup says."""
    if lookup.neighbour:
        return Strength.TEXT
    if lookup.field == "notes" and len(lookup.term) >= LONG_WORD and has_cjk(lookup.term):
        # Four characters in a word (单侧抑制) are hardly said in passing.
        return Strength.TEXT
    return BY_NAME[lookup.field].strength


def _loosely(pool: list[Evidence], query: Query, catalog: Catalog) -> list[Evidence]:
    """What passes the filters read out of words.

    They give way where nothing does, and bounds of length where they would drop the very
    entry that was named: the one video on it is longer than the reader hoped.
    """
    kept = [e for e in pool if filters.admits(query.loose, catalog, e.entry)]
    named = any(map(_named, pool)) and not any(map(_named, kept))
    return pool if not kept or (named and query.loose == _lengths(query.loose)) else kept


def _named(evidence: Evidence) -> bool:
    return any(
        BY_NAME[lookup.field].strength >= Strength.NAME
        for lookups in evidence.found.values()
        for lookup, _ in lookups
    )


def _as_videos(
    pool: Sequence[Evidence], part: int | None, lengths: Filters, catalog: Catalog
) -> list[Evidence]:
    """Who asks for a part or a length asks for a video: a paper hands over to its episodes."""
    found = {e.entry.id: e for e in pool}
    for evidence in pool:
        if not isinstance(evidence.entry, Paper):
            continue
        for episode in catalog.episodes_of(evidence.entry):
            if len(episode.papers) == 1 and filters.admits(lengths, catalog, episode):
                held = found.get(episode.id)
                if held is None or held.score < evidence.score:
                    found[episode.id] = replace(evidence, entry=episode)
        evidence.score *= OTHER_PART
    for evidence in found.values():
        if part is not None and isinstance(evidence.entry, Episode):
            same = part_of(evidence.entry, catalog) == part
            evidence.score *= SAME_PART if same else OTHER_PART
    return list(found.values())


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


def browse(query: Query, catalog: Catalog, strict: Filters) -> list[Evidence]:
    """What filters alone ask for (`year:2021 recorded:no`), newest and best known first."""
    if filters.merge(query.strict, query.loose) == Filters():
        return []
    wanted = filters.merge(strict, query.loose)
    admitted = [e for e in catalog.entries.values() if filters.admits(wanted, catalog, e)]
    found = [Evidence(e, score=prior(e, catalog), coverage=1.0) for e in admitted]
    found.sort(key=lambda e: (-e.score, e.entry.id))
    return spread(found)


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


def answer_of(entry: Entry) -> str:
    """What an entry is an answer about: its paper, where it reads one alone, else itself."""
    if isinstance(entry, Episode) and len(entry.papers) == 1:
        return entry.papers[0]
    return entry.id
