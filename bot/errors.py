"""Problems that end a command, said in one sentence to the person who started it."""

from __future__ import annotations


class PaperbotError(Exception):
    """A known problem: `str()` is one sentence for people, `exit_code` what the process ends with.

    1 is a problem found on the way, 2 wrong usage or configuration.
    """

    exit_code = 1


class UsageProblemError(PaperbotError):
    """The command, a setting or the token is wrong, and the message says how to right it."""

    exit_code = 2
