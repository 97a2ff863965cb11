"""Which entries enough of a query speaks for, and how much.

The scores of a query's parts are added; an entry needs the more of the query on its side,
the less its strongest match says. A pure function of the query, the catalogue and the
engine's postings.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from index.catalog import Catalog
from index.search.engine import Engine
from index.search.evidence import Evidence
from index.search.fields import BY_NAME, Strength
from index.search.query import Kind, Lookup, Part
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
LONG_WORD = 4
ROUNDING = 1e-9


class _Look(NamedTuple):
    """A lookup with its postings, what a match of it says, and the coverage that requires."""

    lookup: Lookup
    postings: Mapping[str, float]
    strength: Strength
    required: float


def gather(parts: Sequence[Part], engine: Engine, catalog: Catalog) -> list[Evidence]:
    """The entries for which enough of the query speaks, with their scores and coverage."""
    looks = [_looks(part, engine) for part in parts]
    total = sum(part.weight for part in parts) or 1.0
    found = []
    for entry_id in _candidates(parts, looks, total):
        evidence = Evidence(catalog.entries[entry_id])
        strongest, required, telling = Strength.MENTION, math.inf, 0
        for index, part in enumerate(parts):
            held = []
            for lookup, postings, strength, needed in looks[index]:
                score = postings.get(entry_id)
                if score is not None:
                    held.append((lookup, score * lookup.boost))
                    evidence.score += score * lookup.boost
                    strongest, required = max(strongest, strength), min(required, needed)
            if held:
                evidence.found[index] = held
                evidence.coverage += part.weight / total * _share(part, held)
                telling += part.kind not in {Kind.GENERIC, Kind.PHRASE}
        # One word in passing is no answer.
        if evidence.coverage >= required and (strongest > Strength.MENTION or telling > 1):
            # Answering the whole query beats answering half of it twice.
            evidence.score *= 0.3 + 0.7 * evidence.coverage
            found.append(evidence)
    return found


def _looks(part: Part, engine: Engine) -> list[_Look]:
    found = []
    for lookup in part.lookups:
        postings = engine.match(lookup.field, lookup.term)
        if postings:
            found.append(_Look(lookup, postings, *_proof(part, lookup)))
    return found


def _proof(part: Part, lookup: Lookup) -> tuple[Strength, float]:
    """What a match of a part says, and what share of the query must be covered with it."""
    if part.kind is Kind.GENERIC:
        return Strength.MENTION, math.inf
    if part.kind is Kind.WORD and part.everyday:
        # `class` is a word of the field, too; only a name that holds it may answer.
        strength = Strength.TEXT if lookup.field == "title" else Strength.MENTION
    else:
        strength = strength_of(lookup)
    if strength is Strength.NAME and part.everyday:
        return strength, REQUIRED_EVERYDAY
    return strength, REQUIRED[strength]


def _candidates(
    parts: Sequence[Part], looks: Sequence[Sequence[_Look]], total: float
) -> set[str]:
    """The entries that may be covered enough, seen without counting: all that names find,
    and all that the rarer parts find.

    The commonest parts are left out as long as together they weigh less than any other
    match requires: an entry that only they find cannot answer. So of `networks for
    proteins` in ten thousand papers those on networks alone are never looked at.
    """
    named = REQUIRED[Strength.NAME]
    found: set[str] = set()
    for held in looks:
        for look in held:
            if look.required <= named:
                found.update(look.postings)
    common, least = 0.0, REQUIRED[Strength.TOPIC]
    sizes = {index: sum(len(x.postings) for x in held) for index, held in enumerate(looks)}
    for index in sorted(sizes, key=lambda i: -sizes[i]):
        if (common + parts[index].weight) / total < least - ROUNDING:
            common += parts[index].weight
        else:
            for look in looks[index]:
                found.update(look.postings)
    return found


def _share(part: Part, lookups: Sequence[tuple[Lookup, float]]) -> float:
    """How much of a part an entry answers.

    The neighbour of a concept answers in part, and so does `object` for `object tracking`.
    """
    if not part.words or any(BY_NAME[x.field].keyed and not x.neighbour for x, _ in lookups):
        return 1.0
    said = {x.term for x, _ in lookups if not x.neighbour}
    near = NEIGHBOUR if any(x.neighbour for x, _ in lookups) else 0.0
    return max(near, SAID * len(said) / len(part.words))


def strength_of(lookup: Lookup) -> Strength:
    """How much a match of a lookup says."""
    if lookup.neighbour:
        return Strength.TEXT
    if lookup.field == "notes" and len(lookup.term) >= LONG_WORD and has_cjk(lookup.term):
        # Four characters in a word (单侧抑制) are hardly said in passing.
        return Strength.TEXT
    return BY_NAME[lookup.field].strength
