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
from index.search.fields import BY_NAME, FIELDS, Strength
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

_NAMES = frozenset({"name", "alias"})
_SUBJECTS = _NAMES | {"topic", "category"}
_KEYED = frozenset(spec.name for spec in FIELDS if spec.keyed)
_ASIDE = frozenset({Kind.GENERIC, Kind.PHRASE})


class _Look(NamedTuple):
    """A lookup with its postings, what a match of it says, and the coverage that requires."""

    lookup: Lookup
    postings: Mapping[str, float]
    strength: Strength
    required: float


class _Asked(NamedTuple):
    """What is the same for every entry: the parts, their shares of the query, which of them
    are subjects (and whether by name), whether any may be foreign to the field.
    """

    parts: Sequence[Part]
    total: float
    shares: Sequence[float]
    subjects: Sequence[tuple[int, bool]]
    foreign: bool


def _asked(parts: Sequence[Part]) -> _Asked:
    total = sum(part.weight for part in parts) or 1.0
    return _Asked(
        parts,
        total,
        [part.weight / total for part in parts],
        [
            (index, part.kind is Kind.NAME)
            for index, part in enumerate(parts)
            if part.words and any(x.field in _SUBJECTS for x in part.lookups)
        ],
        any(map(_strange, parts)),
    )


def gather(parts: Sequence[Part], engine: Engine, catalog: Catalog) -> list[Evidence]:
    """The entries for which enough of the query speaks, with their scores and coverage."""
    several = sum(part.kind is Kind.NAME for part in parts) > 1
    looks = [_looks(part, engine, several=several) for part in parts]
    if several and not any(map(_strange, parts)):
        looks = [[_meant(look) for look in held] for held in looks]
    asked = _asked(parts)
    candidates = _candidates(parts, looks, asked.total)
    found: dict[str, Evidence] = {}
    for index, held in enumerate(looks):
        for lookup, postings, strength, required in held:
            boost = lookup.boost
            for entry_id in postings.keys() & candidates:
                evidence = found.get(entry_id)
                if evidence is None:
                    evidence = found[entry_id] = Evidence(catalog.entries[entry_id])
                said = (lookup, postings[entry_id] * boost)
                if index in evidence.found:
                    evidence.found[index].append(said)
                else:
                    evidence.found[index] = [said]
                if strength > evidence.strongest:
                    evidence.strongest = strength
                if required < evidence.required:
                    evidence.required = required
    return [evidence for evidence in found.values() if _answers(evidence, asked)]


def _answers(evidence: Evidence, asked: _Asked) -> bool:
    """Whether enough speaks for an entry; what does is added up where it is."""
    found = evidence.found
    # Most entries are let go here, before anything is weighed.
    if sum(asked.shares[index] for index in found) < evidence.required:
        return False
    for index, held in found.items():
        evidence.coverage += asked.shares[index] * _share(asked.parts[index], held)
    if evidence.coverage < evidence.required:
        return False
    # One word in passing is no answer.
    passing = evidence.strongest is Strength.MENTION
    if passing and sum(asked.parts[index].kind not in _ASIDE for index in found) < 2:
        return False
    if asked.foreign and _lost(evidence, asked.parts, asked.total):
        return False
    said = sum(map(_spoken, found.values()))
    # Answering the whole query beats answering half of it twice.
    evidence.score = said * (0.3 + 0.7 * evidence.coverage) * UNMET ** _unmet(evidence, asked)
    return True


def _unmet(evidence: Evidence, asked: _Asked) -> int:
    """How many of a query's names and concepts an entry has nothing to do with: CLIP itself
    is no answer to `clip 检索`, which names a paper on both.
    """
    unmet = 0
    for index, family in asked.subjects:
        # The neighbours of a name are its family, those of a concept merely near it.
        for x, _ in evidence.found.get(index, ()):
            if x.field in _SUBJECTS and (family or not x.neighbour):
                break
        else:
            unmet += 1
    return unmet


def _spoken(held: Sequence[tuple[Lookup, float]]) -> float:
    """What is said for an entry by one part of a query.

    It counts ever less the more it is: an entry that answers two parts well is better than
    one that answers one of them best. Neighbours of a concept say nothing of what stands
    under the concept itself, whose order is its own.
    """
    about, own, beside = False, 0.0, 0.0
    for x, worth in held:
        if x.neighbour:
            beside += worth
        else:
            own += worth
            about = about or x.field == "topic"
    return math.sqrt(own if about else own + beside)


def _strange(part: Part) -> bool:
    """Whether a part may be from outside of the field."""
    return part.kind is Kind.UNKNOWN or (part.kind is Kind.WORD and part.everyday)


def _lost(evidence: Evidence, parts: Sequence[Part], total: float) -> bool:
    """Whether an entry was found by nothing but a name that means other things, too, among
    words from outside of the field: `moco coffee`, 变形金刚玩具.
    """
    named = [part for i, part in enumerate(parts) if i in evidence.found and part.lookups]
    if not all(p.everyday or _brief(p) or p.kind in _ASIDE for p in named):
        return False
    strange = sum(
        part.weight
        for index, part in enumerate(parts)
        if index not in evidence.found and _strange(part)
    )
    return strange > FOREIGN * (strange + evidence.coverage * total)


def _brief(part: Part) -> bool:
    return part.kind is Kind.NAME and len(part.text) <= BRIEF_NAME and part.text.isascii()


def _looks(part: Part, engine: Engine, *, several: bool) -> list[_Look]:
    """The lookups of a part that find anything; `several` names are asked for."""
    found = []
    for lookup in part.lookups:
        if several and lookup.neighbour and lookup.field in _NAMES:
            # Both are meant, not what followed on one of them: MoCo 和 SimCLR.
            continue
        postings = engine.match(lookup.field, lookup.term)
        if postings:
            found.append(_Look(lookup, postings, *_proof(part, lookup)))
    return found


def _meant(look: _Look) -> _Look:
    """A lookup among several names and nothing foreign (`gan bert`): none is a mere word."""
    named = look.strength is Strength.NAME
    return look._replace(required=REQUIRED[Strength.NAME]) if named else look


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
    if not part.words:
        return 1.0
    near = 0.0
    said: set[str] = set()
    passing: set[str] = set()
    for lookup, _ in lookups:
        if lookup.neighbour:
            near = NEIGHBOUR
        elif lookup.field in _KEYED:
            return 1.0
        else:
            (said if strength_of(lookup) is Strength.TEXT else passing).add(lookup.term)
    worth = SAID * len(said) + MENTIONED * len(passing - said)
    return max(near, worth / len(part.words))


def strength_of(lookup: Lookup) -> Strength:
    """How much a match of a lookup says."""
    if lookup.neighbour:
        return Strength.TEXT
    if lookup.field == "notes" and len(lookup.term) >= LONG_WORD and has_cjk(lookup.term):
        # Four characters in a word (单侧抑制) are hardly said in passing.
        return Strength.TEXT
    return BY_NAME[lookup.field].strength
