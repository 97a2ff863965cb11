"""What can be wrong with the state; every message is one sentence for the operator."""

from __future__ import annotations

from bot.errors import PaperbotError


class StateError(PaperbotError):
    """The state cannot be used; the message says why and what to do."""


class WrongDatabaseAddressError(StateError):
    """The configured address is none of a database that can be used."""

    exit_code = 2


class DatabaseUnavailableError(StateError):
    """The database cannot be reached, opened or written."""


class NewerDatabaseError(StateError):
    """The database was migrated by a newer program than this one."""


class StaleAdoptionError(StateError):
    """Another process adopted a catalogue since ours was compared; compare again."""


def damaged(place: str, said: str) -> str:
    """The sentence for a SQLite file that is damaged, with what SQLite says of it."""
    return (
        f"the database at {place} cannot be used: {said}; put a backup in its place, or move it"
        " away to begin anew, which forgets who follows and what was announced"
    )
