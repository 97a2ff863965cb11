"""What of a document belongs to a catalogue: rows of its tables, notes on its episodes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.fuzz import ratio

from index.catalog import Catalog
from index.folding import fold
from index.importers.annotate import Subject, match_document, reviewed_headings
from index.importers.document import Document
from index.importers.names import without_stock
from index.reviewed import Reviewed

_LATIN = re.compile(r"[a-z0-9]+")
_HAN = re.compile(r"(?=([\u3400-\u9fff]{2}))")
# The share of a title's words that a heading names, and how alike their letters are.
_NAMED, _ALIKE = 0.5, 60.0


@dataclass(frozen=True, slots=True)
class Recognised:
    """Counts of what a document gives; nothing at all makes it false.

    `stray` are the headings that fit no episode, in order.
    """

    episodes: int = 0
    papers: int = 0
    notes: int = 0
    stray: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.episodes or self.papers or self.notes)

    def __str__(self) -> str:
        counts = (
            (self.episodes, "episode"),
            (self.papers, "paper"),
            (self.notes, "note"),
        )
        said = [f"{number} {word}{'s' * (number != 1)}" for number, word in counts if number]
        return ", ".join(said) or "nothing"


def recognise(document: Document, catalog: Catalog, reviewed: Reviewed) -> Recognised:
    """What a document gives, its notes matched with the episodes of a catalogue."""
    subjects = [Subject(e.id, (e.title,), e.date, e.seconds) for e in catalog.episodes]
    sections, matched = match_document(document, subjects, reviewed_headings(reviewed))
    return Recognised(
        episodes=len(document.episodes),
        papers=len(document.papers),
        notes=sum(bool(sections[at].text) for at in matched),
        stray=tuple(s.title for at, s in enumerate(sections) if at not in matched),
    )


def nearest(heading: str, titles: Iterable[str]) -> str | None:
    """The title, if any, that a heading means: `My notes on GAN` → `GAN 论文逐段精读`."""
    wanted, folded = _words(heading), fold(heading)

    def likeness(title: str) -> tuple[float, float]:
        words = _words(title)
        named = sum(map(len, words & wanted)) / (sum(map(len, words)) or 1)
        return named, ratio(folded, fold(title))

    best = max(titles, key=likeness, default=None)
    if best is None:
        return None
    named, alike = likeness(best)
    return best if named >= _NAMED or alike >= _ALIKE else None


def _words(name: str) -> set[str]:
    """Latin words and pairs of Chinese characters, stock words left out."""
    plain = without_stock(unicodedata.normalize("NFKC", name)).casefold()
    return {*_LATIN.findall(plain), *_HAN.findall(plain)}
