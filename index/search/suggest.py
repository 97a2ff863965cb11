"""Autocomplete: what a half-typed text may become, from memory, in well under a millisecond.

What is called by the text comes first, then, in this order, what has a title, another name or
a word of either that begins so, whose concept, author or category begins so, what sounds so,
what holds the text, and what is spelt much like it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from enum import IntEnum
from functools import cached_property
from typing import NamedTuple

from rapidfuzz import fuzz, process

from index.catalog import Catalog, Entry, Episode, Paper
from index.search.evidence import answer_of
from index.search.identifiers import find
from index.search.labels import label
from index.search.query import Query
from index.search.ranking import prior
from index.search.results import Choice
from index.search.vocabulary import Vocabulary
from index.text.normalize import fold, squash

MOST_CHOICES = 25
_LONGEST = 100
_SCANNED = 400
# A name this like the text may be what a reader without any hit was after.
_SUGGESTED = 80.0


class Tier(IntEnum):
    """How an entry is met by what was typed; a higher one comes first whatever its score."""

    MISSPELT = 0
    INSIDE = 1
    HEARD = 2
    SUBJECT = 3
    WORD = 4
    ALIAS = 5
    TITLE = 6
    WHOLE = 7
    IDENTIFIER = 8


_FIELDS = {
    "name": Tier.TITLE,
    "alias": Tier.ALIAS,
    "topic": Tier.SUBJECT,
    "author": Tier.SUBJECT,
    "category": Tier.SUBJECT,
}
_WORTH = {"name": 1.0, "alias": 0.9, "topic": 0.6, "author": 0.55, "category": 0.5}


class _Start(NamedTuple):
    """A beginning to compare with what was typed, the key it is of, and its best tier."""

    text: str
    key: str
    tier: Tier


class Completer:
    """Completions over one catalogue and vocabulary."""

    def __init__(self, catalog: Catalog, vocabulary: Vocabulary) -> None:
        self._catalog = catalog
        self._vocabulary = vocabulary
        self.priors = {e.id: prior(e, catalog) for e in catalog.entries.values()}

    @cached_property
    def _keys(self) -> list[_Start]:
        """Every key, later words of names, and sounds of keys, in alphabetical order."""
        senses = self._vocabulary.senses
        found = {_Start(key, key, Tier.WHOLE) for key in senses}
        for key, held in senses.items():
            for sense in held:
                if _FIELDS[sense.field] >= Tier.ALIAS:
                    found.update(_Start(rest, key, Tier.WORD) for rest in _later(key, sense.label))
        for sounds in (self._vocabulary.sounds, self._vocabulary.initials):
            for sound, keys in sounds.items():
                found.update(_Start(sound, key, Tier.HEARD) for key in keys if key in senses)
        return sorted(found)

    @cached_property
    def _leads(self) -> Mapping[str, Sequence[tuple[str, Mapping[str, float]]]]:
        """For each key its fields, with the entries that it leads to in each."""
        owners = self._vocabulary.owners
        return {
            key: [(s.field, owners.get(f"{s.field} {s.term}", {})) for s in held]
            for key, held in self._vocabulary.senses.items()
        }

    def prepare(self) -> None:
        """Make the tables that the first completion would wait for."""
        _ = (self._keys, self._leads, self._joined, self._written, self._names)

    def complete(self, text: str, locale: str, limit: int) -> tuple[Choice, ...]:
        """At most `limit` choices, best first."""
        limit = max(0, min(limit, MOST_CHOICES))
        typed = squash(fold(text[:_LONGEST]))
        entries = self._ranked(typed, text) if typed else self._newest()
        chosen: list[Choice] = []
        seen: set[str] = set()
        for entry in entries:
            if len(chosen) == limit:
                break
            name = label(entry, self._catalog, locale)
            if name not in seen:
                seen.add(name)
                chosen.append(Choice(name, entry.id))
        return tuple(chosen)

    def _newest(self) -> Iterator[Entry]:
        dated = [e for e in self._catalog.episodes if e.date]
        yield from sorted(dated, key=lambda e: (e.date, e.id), reverse=True)

    def _ranked(self, typed: str, text: str) -> list[Entry]:
        scores: dict[str, tuple[Tier, float]] = {}
        for key, best, worth in self._matches(typed):
            for field, owners in self._leads[key]:
                tier = min(best, _FIELDS[field])
                if key == typed and tier >= Tier.ALIAS:
                    tier = Tier.WHOLE
                worth_here = worth * _WORTH[field]
                for entry_id, share in owners.items():
                    gain = (tier, worth_here * share)
                    if entry_id not in scores or gain > scores[entry_id]:
                        scores[entry_id] = gain
        for identifier in find(text[:_LONGEST]).identifiers:
            for entry_id in self._vocabulary.owners.get(f"ident {identifier.term}", {}):
                scores[entry_id] = (Tier.IDENTIFIER, 1.0)
        return self._ordered(scores)

    def _matches(self, typed: str) -> Iterator[tuple[str, Tier, float]]:
        """Keys that a text may become, the best tier each allows, and how much is typed."""
        keys = self._keys
        at, found = bisect_left(keys, (typed,)), 0
        while at < len(keys) and keys[at].text.startswith(typed) and found < _SCANNED:
            begun, key, tier = keys[at]
            yield key, tier, len(typed) / len(begun)
            at, found = at + 1, found + 1
        if len(typed) >= 2 and found < MOST_CHOICES:
            yield from self._inside(typed)
        if len(typed) >= 4 and not found:
            yield from self._misspelt(typed)

    def _inside(self, typed: str) -> Iterator[tuple[str, Tier, float]]:
        """Keys that hold a text, found in one string of all keys."""
        keys, found = self._joined, 0
        at = keys.find(typed)
        while at >= 0 and found < _SCANNED:
            end = keys.index("\n", at)
            key = keys[keys.rfind("\n", 0, at) + 1 : end]
            yield key, Tier.INSIDE, len(typed) / len(key)
            at, found = keys.find(typed, end), found + 1

    @cached_property
    def _joined(self) -> str:
        return "".join(f"{key}\n" for key in self._vocabulary.senses)

    def _misspelt(self, typed: str) -> Iterator[tuple[str, Tier, float]]:
        """Keys with a beginning like the text, with its first letter."""
        first, last = (bisect_left(self._written, c) for c in (typed[0], chr(ord(typed[0]) + 1)))
        heads: dict[str, list[str]] = {}
        for key in self._written[first:last]:
            heads.setdefault(key[: len(typed) + 1], []).append(key)
        near = process.extract(typed, heads.keys(), scorer=fuzz.ratio, score_cutoff=72.0, limit=10)
        for head, ratio, _ in near:
            for key in heads[head]:
                yield key, Tier.MISSPELT, ratio / 100

    @cached_property
    def _written(self) -> list[str]:
        """Every key, in alphabetical order."""
        return sorted(self._vocabulary.senses)

    def _ordered(self, scores: Mapping[str, tuple[Tier, float]]) -> list[Entry]:
        """By tier and score, then by prior; a paper before the episodes that read it alone."""
        entries = [self._catalog.entries[i] for i in scores if i in self._catalog.entries]
        entries.sort(
            key=lambda e: (
                -scores[e.id][0],
                -round(scores[e.id][1], 2),
                not isinstance(e, Paper),
                -self.priors[e.id],
                e.id,
            )
        )
        papers = {e.id for e in entries if isinstance(e, Paper)}
        single = [e for e in entries if isinstance(e, Paper) or answer_of(e) not in papers]
        doubles = [e for e in entries if isinstance(e, Episode) and answer_of(e) in papers]
        return [*single, *doubles]

    def suggestion(self, typed: str, query: Query) -> str | None:
        """A name so like a text that found nothing that the reader may have meant it."""
        text = squash(fold(typed[:_LONGEST]))
        if len(text) < 4 or any(text == d for d in query.dropped):
            return None
        found = process.extractOne(
            text, self._names.keys(), scorer=fuzz.ratio, score_cutoff=_SUGGESTED
        )
        return self._names[found[0]] if found else None

    @cached_property
    def _names(self) -> Mapping[str, str]:
        return {squash(fold(e.title)): e.title for e in self._catalog.entries.values()}


def _later(key: str, label: str) -> Iterator[str]:
    """What follows the first word, and the second, of a name: `transformer` of Swin ..."""
    words = fold(label).replace("-", " ").split()
    if squash("".join(words)) == key:
        for at in range(1, len(words)):
            if rest := squash("".join(words[at:])):
                yield rest
