"""What is different between two catalogues, entry by entry and field by field; pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from index.catalog import Catalog, Entry, Episode, Link, Paper, Video

# What the counter services give: numbers with the day they were seen, and what comes along.
_SERVED = frozenset(
    {"plays", "plays_seen", "citations", "citations_seen", "abstract", "tldr", "authors"}
)
# Follow from other fields, or name the same thing twice.
_DERIVED = frozenset({"id", "recorded", "episodes"})


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of an entry, before and after."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class EntryChange:
    """An entry that both catalogues have; `old.id` differs from `new.id` after a redirect."""

    old: Entry
    new: Entry
    fields: tuple[FieldChange, ...]

    @property
    def counters_only(self) -> bool:
        """Whether nothing moved but what the counter services give."""
        return self.old.id == self.new.id and all(f.field in _SERVED for f in self.fields)


@dataclass(frozen=True, slots=True)
class Diff:
    """Entries that came, changed and went, each in the order of its catalogue."""

    added: tuple[Entry, ...] = ()
    changed: tuple[EntryChange, ...] = ()
    withdrawn: tuple[Entry, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.withdrawn)

    @property
    def summary(self) -> str:
        """One line for logs and records."""
        episodes = sum(isinstance(entry, Episode) for entry in self.added)
        counted = sum(change.counters_only for change in self.changed)
        parts = [
            (episodes, "new episode"),
            (len(self.added) - episodes, "new paper"),
            (len(self.changed) - counted, "changed entry"),
            (counted, "refreshed counter"),
            (len(self.withdrawn), "withdrawn entry"),
        ]
        said = [f"{number} {_plural(word, number)}" for number, word in parts if number]
        return ", ".join(said) or "nothing new"


def diff(old: Catalog, new: Catalog) -> Diff:
    """The difference; an entry whose id was redirected is the same entry, changed."""
    names = {old_id: new_id for old_id, new_id in new.redirects.items() if old_id in old.entries}
    came_from = {
        new_id: old_id
        for old_id, new_id in names.items()
        if new_id in new.entries and new_id not in old.entries
    }
    added: list[Entry] = []
    changed: list[EntryChange] = []
    for entry in _all(new):
        before = old.entries.get(came_from.get(entry.id, entry.id))
        if before is None or type(before) is not type(entry):
            added.append(entry)
        elif moved := tuple(_moved(before, entry)):
            changed.append(EntryChange(before, entry, moved))
    gone = set(old.entries) - set(new.entries) - set(came_from.values())
    # Two old entries may have become one; then the other is not withdrawn but merged.
    gone -= {old_id for old_id, new_id in names.items() if new_id in new.entries}
    withdrawn = tuple(entry for entry in _all(old) if entry.id in gone)
    return Diff(tuple(added), tuple(changed), withdrawn)


def _all(catalog: Catalog) -> tuple[Entry, ...]:
    return (*catalog.episodes, *catalog.papers)


def _moved(old: Entry, new: Entry) -> Iterator[FieldChange]:
    for each in fields(new):
        if each.name in _DERIVED and not (each.name == "id" and old.id != new.id):
            continue
        before, after = getattr(old, each.name), getattr(new, each.name)
        if before != after:
            yield FieldChange(each.name, before, after)


def to_json(difference: Diff) -> dict[str, Any]:
    """A difference as `paperbot sync --json` prints it."""
    return {
        "added": [_named(entry) for entry in difference.added],
        "changed": [
            _named(change.new)
            | {
                "fields": {
                    f.field: {"old": plain(f.old), "new": plain(f.new)} for f in change.fields
                }
            }
            for change in difference.changed
        ],
        "withdrawn": [_named(entry) for entry in difference.withdrawn],
    }


def plain(value: Any) -> Any:
    """A field's value in JSON's terms."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Video):
        return {"platform": value.platform.value, "url": value.url}
    if isinstance(value, Link):
        return {"title": value.title, "url": value.url}
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    return value


def _named(entry: Entry) -> dict[str, str]:
    kind = "paper" if isinstance(entry, Paper) else "episode"
    return {"id": entry.id, "kind": kind, "title": entry.title}


def _plural(word: str, number: int) -> str:
    if number == 1:
        return word
    return word[:-1] + "ies" if word.endswith("y") else word + "s"
