"""What a reader means: the value that understanding a typed text results in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from index.search.orders import Order
from index.search.results import UNFILTERED, Filters


class Kind(StrEnum):
    """What a part of a query is."""

    IDENTIFIER = "identifier"
    NAME = "name"
    CONCEPT = "concept"
    WORD = "word"
    GENERIC = "generic"
    PHRASE = "phrase"
    UNKNOWN = "unknown"


class Lookup(NamedTuple):
    """One term to look up in one field; `boost` multiplies what the engine scores.

    `why` and `detail` are those of a hit that it finds. A `neighbour` is a concept beside
    the one that was named.
    """

    field: str
    term: str
    boost: float
    why: str
    detail: str = ""
    neighbour: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the query with one meaning, and where to look for it.

    `weight` is its share of what the reader said, in Chinese characters. `everyday` marks
    a name that is also an ordinary word (`zero`, `clip`), which alone proves little.
    `words` are those of a name.
    """

    text: str
    kind: Kind
    weight: float
    lookups: tuple[Lookup, ...] = ()
    everyday: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """A stretch that was read as something else; `why` is `corrected` or `pinyin`."""

    typed: str
    read: str
    why: str


@dataclass(frozen=True, slots=True)
class Query:
    """A typed text, understood.

    `strict` filters always hold, `loose` ones give way where they leave nothing; `part`
    is the wanted part of a series, -1 the last one, `order` the wanted ordering.
    `avoided` find what the reader set aside. `dropped` are the fillers that fell away. `corrected`
    is the text as read, where that differs from the typed. `notice` names what was
    malformed. `rest` is what identifiers and filters left to read, as it was typed; the parts
    of a `sentence` are its words one by one.
    """

    typed: str
    parts: tuple[Part, ...] = ()
    strict: Filters = UNFILTERED
    loose: Filters = UNFILTERED
    part: int | None = None
    order: Order | None = None
    avoided: tuple[Lookup, ...] = ()
    corrections: tuple[Correction, ...] = ()
    dropped: tuple[str, ...] = ()
    corrected: str | None = None
    notice: str = ""
    rest: str = ""
    sentence: bool = False

    @property
    def open(self) -> bool:
        """Whether it names no subject: filters and an ordering alone decide."""
        return all(part.kind in {Kind.GENERIC, Kind.PHRASE} for part in self.parts)
