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
NEIGHBOUR, SAID, MENTIONED = 0.6, 0.8, 0.6
# For each concept or name of the query that an entry does not stand under.
UNMET = 0.6
LONG_WORD = 4
ROUNDING = 1e-9
# Beside more foreign words than this share, a name this short (`yolo`) proves nothing.
FOREIGN, BRIEF_NAME = 0.3, 4

_SUBJECTS = frozenset({"name", "alias", "topic", "category"})


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
    candidates = _candidates(parts, looks, total)
    found: dict[str, Evidence] = {}
    for index, held in enumerate(looks):
        for lookup, postings, strength, required in held:
            for entry_id in postings.keys() & candidates:
                evidence = found.get(entry_id)
                if evidence is None:
                    evidence = found[entry_id] = Evidence(catalog.entries[entry_id])
                worth = postings[entry_id] * lookup.boost
                evidence.found.setdefault(index, []).append((lookup, worth))
                if strength > evidence.strongest:
                    evidence.strongest = strength
                if required < evidence.required:
                    evidence.required = required
    return [evidence for evidence in found.values() if _answers(evidence, parts, total)]


def _answers(evidence: Evidence, parts: Sequence[Part], total: float) -> bool:
    """Whether enough speaks for an entry; what does is added up where it is."""
    telling = 0
    for index, held in evidence.found.items():
        part = parts[index]
        evidence.coverage += part.weight / total * _share(part, held)
        telling += part.kind not in {Kind.GENERIC, Kind.PHRASE}
    # One word in passing is no answer.
    passing = evidence.strongest is Strength.MENTION and telling < 2
    if passing or evidence.coverage < evidence.required or _lost(evidence, parts, total):
        return False
    said = sum(_spoken(held) for held in evidence.found.values())
    # Answering the whole query beats answering half of it twice.
    evidence.score = said * (0.3 + 0.7 * evidence.coverage) * UNMET ** _unmet(evidence, parts)
    return True


def _unmet(evidence: Evidence, parts: Sequence[Part]) -> int:
    """How many of a query's names and concepts an entry has nothing to do with: CLIP itself
    is no answer to `clip 检索`, which names a paper on both.
    """
    unmet = 0
    for index, part in enumerate(parts):
        if part.words and any(x.field in _SUBJECTS for x in part.lookups):
            held = evidence.found.get(index, ())
            # The neighbours of a name are its family, those of a concept merely near it.
            family = part.kind is Kind.NAME
            unmet += not any(x.field in _SUBJECTS and (family or not x.neighbour) for x, _ in held)
    return unmet


def _spoken(held: Sequence[tuple[Lookup, float]]) -> float:
    """What is said for an entry by one part of a query.

    It counts ever less the more it is: an entry that answers two parts well is better than
    one that answers one of them best. Neighbours of a concept say nothing of what stands
    under the concept itself, whose order is its own.
    """
    about = any(x.field == "topic" and not x.neighbour for x, _ in held)
    return math.sqrt(sum(worth for x, worth in held if not (about and x.neighbour)))


def _lost(evidence: Evidence, parts: Sequence[Part], total: float) -> bool:
    """Whether an entry was found by nothing but a name that means other things, too, among
    words from outside of the field: `moco coffee`, 变形金刚玩具.
    """
    named = [part for i, part in enumerate(parts) if i in evidence.found and part.lookups]
    if not all(p.everyday or _brief(p) or p.kind in {Kind.GENERIC, Kind.PHRASE} for p in named):
        return False
    strange = sum(
        part.weight
        for index, part in enumerate(parts)
        if index not in evidence.found
        and (part.kind is Kind.UNKNOWN or (part.kind is Kind.WORD and part.everyday))
    )
    return strange > FOREIGN * (strange + evidence.coverage * total)


def _brief(part: Part) -> bool:
    return part.kind is Kind.NAME and len(part.text) <= BRIEF_NAME and part.text.isascii()


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


def _candidates(parts: Sequence[Part], looks: Sequence[Sequence[_Look]], total: float) -> set[str]:
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
    said = {x.term for x, _ in lookups if strength_of(x) is Strength.TEXT and not x.neighbour}
    passing = {x.term for x, _ in lookups if strength_of(x) is Strength.MENTION} - said
    near = NEIGHBOUR if any(x.neighbour for x, _ in lookups) else 0.0
    return max(near, (SAID * len(said) + MENTIONED * len(passing)) / len(part.words))


def strength_of(lookup: Lookup) -> Strength:
    """How much a match of a lookup says."""
    if lookup.neighbour:
        return Strength.TEXT
    if lookup.field == "notes" and len(lookup.term) >= LONG_WORD and has_cjk(lookup.term):
        # Four characters in a word (单侧抑制) are hardly said in passing.
        return Strength.TEXT
    return BY_NAME[lookup.field].strength
