"""What to read next to an entry: by shared concepts, category, words and links."""

from __future__ import annotations

import math

from index.catalog import Catalog, Entry, Episode, Paper
from index.search.evidence import answer_of
from index.search.ranking import prior
from index.search.results import Hit
from index.search.vocabulary import Vocabulary

# A shared concept says most, a category that both are of the same corner, an author little:
# who read on CLIP is not after what else its authors did. An author counts in each of the
# ways to write the name.
WORTH = {"topic": 1.0, "category": 0.8, "author": 0.05}
OUTWARD = 0.15
SAME_EPISODE = 3.0


def similar(entry: Entry, catalog: Catalog, vocabulary: Vocabulary, limit: int) -> tuple[Hit, ...]:
    """The entries nearest to one, best first, itself and its own episodes left out."""
    scores: dict[str, float] = {}
    details: dict[str, tuple[float, str]] = {}
    for term, owners in vocabulary.owners.items():
        field, _, key = term.partition(" ")
        if field in WORTH and entry.id in owners:
            rarity = math.log(1 + len(catalog.entries) / len(owners))
            rarity *= OUTWARD if field == "topic" and key in vocabulary.outward else 1.0
            for other, weight in owners.items():
                gain = rarity * WORTH[field] * weight * owners[entry.id]
                scores[other] = scores.get(other, 0.0) + gain
                details[other] = max(details.get(other, (0.0, "")), (gain, field))
    for other in _linked(entry, catalog):
        scores[other] = scores.get(other, 0.0) + SAME_EPISODE
    own = answer_of(entry)
    best: dict[str, Hit] = {}
    for other, score in scores.items():
        candidate = catalog.entries[other]
        if answer_of(candidate) == own or other == entry.id:
            continue
        total = score * (1 + 0.1 * prior(candidate, catalog))
        why = {"topic": "concept"}.get(details.get(other, (0, ""))[1], "category")
        hit = Hit(candidate, total, (why,))
        held = best.get(answer_of(candidate))
        if held is None or _better(hit, held):
            best[answer_of(candidate)] = hit
    return tuple(sorted(best.values(), key=lambda h: (-h.score, h.entry.id))[:limit])


def _better(hit: Hit, held: Hit) -> bool:
    """A paper stands for its episodes."""
    if isinstance(hit.entry, Paper) != isinstance(held.entry, Paper):
        return isinstance(hit.entry, Paper)
    return hit.score > held.score


def _linked(entry: Entry, catalog: Catalog) -> set[str]:
    """The papers that share an episode with it, and the episodes that share a paper."""
    if isinstance(entry, Episode):
        papers = catalog.papers_of(entry)
        return {p.id for p in papers} | {e for p in papers for e in p.episodes}
    episodes = catalog.episodes_of(entry)
    return {e.id for e in episodes} | {p for e in episodes for p in e.papers}
