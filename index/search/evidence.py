"""What speaks for an entry as an answer to a query."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from index.catalog import Entry, Episode
from index.search.fields import Strength
from index.search.query import Lookup


@dataclass(slots=True)
class Evidence:
    """What speaks for an entry: per part of the query, the lookups that found it.

    `strongest` is what its most telling match says, `required` the coverage it needs.
    """

    entry: Entry
    found: dict[int, list[tuple[Lookup, float]]] = field(default_factory=dict)
    score: float = 0.0
    coverage: float = 0.0
    strongest: Strength = Strength.MENTION
    required: float = math.inf

    def by_worth(self) -> list[tuple[Lookup, float]]:
        """Every lookup that found it, most telling first."""
        every = [pair for held in self.found.values() for pair in held]
        return sorted(every, key=lambda pair: -pair[1])


def answer_of(entry: Entry) -> str:
    """What an entry is an answer about: its paper, where it reads one alone, else itself."""
    if isinstance(entry, Episode) and len(entry.papers) == 1:
        return entry.papers[0]
    return entry.id
