"""Half-remembered sentences: which entry a description tells of, where nothing was named.

`把黑白照片里的轮廓变成一张彩色照片` holds no name and no term of the field, so the rules for
those find nothing to hold on to. Its words are looked up one by one in all that is told of an
entry, each weighed by how much it says; enough of what was said must be told of one entry. A
pure function of the query's words, the catalogue and the engine's postings.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.catalog import Catalog
from index.search.engine import Engine
from index.search.evidence import Evidence, answer_of
from index.search.fields import Strength
from index.search.query import Lookup, Part

# Where it is told, and how much a word there says of an entry. Names say no more than the
# rest here: a sentence in which one counts is answered by the name.
TOLD = {
    "gist": 1.0,
    "summary": 1.0,
    "title": 0.8,
    "full_title": 0.8,
    "glossary": 0.6,
    "notes": 0.6,
}
# Fewer words tell nothing that a name or a concept would not.
FEWEST = 2
# What must be told of an entry: the worth of the words, each its rarity in the catalogue by how
# much it says at all, times the share of the sentence that they make up. Less answers one in
# eight of half-remembered sentences more, and one in a hundred about anything else, too.
ENOUGH = 6.0
# Less is enough where all that was said is told, and of no more entries than these; one of the
# words must then say so much.
WHOLE, FEW, RARE = 0.99, 2, 0.8


def recollect(parts: Sequence[Part], engine: Engine, catalog: Catalog) -> list[Evidence]:
    """The entries of which enough of a sentence is told, with their scores and coverage."""
    total = sum(part.weight for part in parts) or 1.0
    found: dict[str, Evidence] = {}
    for index, part in enumerate(parts):
        for entry_id, said in _told(part, engine).items():
            evidence = found.setdefault(entry_id, Evidence(catalog.entries[entry_id]))
            evidence.found[index] = [said]
    for evidence in found.values():
        worth = said_of = 0.0
        for index, ((lookup, score),) in evidence.found.items():
            part = parts[index]
            worth += part.weight * score
            said_of += part.weight * _share(lookup, part)
        evidence.strongest = Strength.TEXT
        evidence.coverage = said_of / total
        evidence.score = worth * evidence.coverage
    enough = [e for e in found.values() if len(e.found) >= FEWEST and e.score >= ENOUGH]
    return enough or _whole(found.values(), parts)


def _whole(found: Iterable[Evidence], parts: Sequence[Part]) -> list[Evidence]:
    """What all of a text leads to, be it a word: 刺猬 is said of one entry, and hardly anywhere."""
    whole = [evidence for evidence in found if evidence.coverage >= WHOLE]
    few = len({answer_of(evidence.entry) for evidence in whole}) <= FEW
    return whole if few and max(part.weight for part in parts) >= RARE else []


def _told(part: Part, engine: Engine) -> dict[str, tuple[Lookup, float]]:
    """The strongest match of a word in each entry that it is told of."""
    best: dict[str, tuple[Lookup, float]] = {}
    for lookup in part.lookups:
        boost = lookup.boost * _share(lookup, part)
        for entry_id, score in engine.match(lookup.field, lookup.term).items():
            worth = score * boost
            if entry_id not in best or worth > best[entry_id][1]:
                best[entry_id] = (lookup, worth)
    return best


def _share(lookup: Lookup, part: Part) -> float:
    """How much of a word a match of it is: 部分 is but half of 组成部分."""
    return min(1.0, len(lookup.term) / len(part.text))
