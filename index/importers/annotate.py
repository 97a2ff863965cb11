"""Which episode a note section is about: by name, with order and length as evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from index.folding import fold
from index.importers.document import Document, NoteSection
from index.importers.names import core
from index.reviewed import Reviewed

# Two players round a video's length differently; a note-taker also mistypes a minute.
_SAME_LENGTH = 2


@dataclass(frozen=True, slots=True)
class Subject:
    """An episode as notes may name it; `names` are all titles it has had."""

    id: str
    names: tuple[str, ...]
    date: date | None = None
    seconds: int | None = None


def match_notes(
    sections: Sequence[NoteSection],
    subjects: Sequence[Subject],
    reviewed: Mapping[str, str] | None = None,
) -> dict[int, str]:
    """The episode's id for each section (by its place) that fits one.

    Reviewed headings (folded) come first, then equal names, then equal names without
    stock words, then what order leaves: between two matched neighbours, the one episode of
    the same length, or the one whose title the heading holds.
    """
    matching = _Matching(sections, subjects)
    matching.take({fold(heading): one for heading, one in (reviewed or {}).items()}, fold)
    matching.take(_unambiguous(subjects, fold), fold)
    matching.take(_unambiguous(subjects, core), core)
    matching.between_neighbours()
    return matching.found


def match_document(
    document: Document, subjects: Sequence[Subject], reviewed: Mapping[str, str]
) -> tuple[Sequence[NoteSection], dict[int, str]]:
    """A document's notes, and the episode's id for each that fits one.

    One without tables, none of whose sections fits, may be a single note as a whole.
    """
    matched = match_notes(document.notes, subjects, reviewed)
    if not matched and document.whole:
        whole = match_notes([document.whole], subjects, reviewed)
        if whole:
            return (document.whole,), whole
    return document.notes, matched


def reviewed_headings(reviewed: Reviewed) -> dict[str, str]:
    """The folded headings of notes that reviewed facts give to an episode."""
    return {
        fold(heading): facts.id for facts in reviewed.episodes.values() for heading in facts.notes
    }


def _unambiguous(subjects: Sequence[Subject], key: Callable[[str], str]) -> dict[str, str]:
    """Keys of names that belong to one subject alone."""
    owners: dict[str, set[str]] = {}
    for subject in subjects:
        for name in subject.names:
            owners.setdefault(key(name), set()).add(subject.id)
    return {name: one for name, ids in owners.items() if name and len(ids) == 1 for one in ids}


class _Matching:
    def __init__(self, sections: Sequence[NoteSection], subjects: Sequence[Subject]) -> None:
        self.found: dict[int, str] = {}
        self._sections = sections
        dated = [subject for subject in subjects if subject.date]
        self._in_time = sorted(dated, key=lambda subject: subject.date or date.min)
        self._place = {subject.id: at for at, subject in enumerate(self._in_time)}

    def take(self, owners: Mapping[str, str], key: Callable[[str], str]) -> None:
        """Match the open sections whose key has an owner; two may share one episode."""
        for at, section in enumerate(self._sections):
            owner = owners.get(key(section.title))
            if at not in self.found and owner:
                self.found[at] = owner

    def between_neighbours(self) -> None:
        """Match open sections by the room that their matched neighbours leave in time."""
        for at, section in enumerate(self._sections):
            if at in self.found:
                continue
            fitting = self._fitting(section, self._room(at))
            if len(fitting) == 1:
                self.found[at] = fitting[0].id

    def _room(self, at: int) -> list[Subject]:
        before = next((p for i in range(at - 1, -1, -1) if (p := self._at(i)) is not None), None)
        after = next(
            (p for i in range(at + 1, len(self._sections)) if (p := self._at(i)) is not None), None
        )
        if before is None and after is None:
            return []  # no order to go by
        if before is not None and after is not None and before > after:
            before, after = after, before  # notes may run from new to old as well
        taken = set(self.found.values())
        start = 0 if before is None else before + 1
        return [subject for subject in self._in_time[start:after] if subject.id not in taken]

    def _at(self, section: int) -> int | None:
        return self._place.get(self.found.get(section, ""))

    @staticmethod
    def _fitting(section: NoteSection, room: Sequence[Subject]) -> list[Subject]:
        of_length = [
            subject
            for subject in room
            if section.seconds is not None
            and subject.seconds is not None
            and abs(section.seconds - subject.seconds) <= _SAME_LENGTH
        ]
        if len(of_length) == 1:
            return of_length
        heading = fold(section.title)
        return [s for s in room if any(fold(name) and fold(name) in heading for name in s.names)]
