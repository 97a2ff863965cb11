"""Problems that end a command, said in one sentence to the person who started it."""

from __future__ import annotations

WITHOUT_LOGIN = (
    "DISCORD_TOKEN is not set: make an application at https://discord.com/developers/applications,"
    " reset the token on its Bot page and put it into the environment or a .env file;"
    " `paperbot try` needs none."
)
LOGIN_REFUSED = (
    "Discord does not accept this DISCORD_TOKEN: copy it anew from the application's Bot page"
    " at https://discord.com/developers/applications."
)


class PaperbotError(Exception):
    """A known problem: `str()` is one sentence for people, `exit_code` what the process ends with.

    1 is a problem found on the way, 2 wrong usage or configuration.
    """

    exit_code = 1


class UsageProblemError(PaperbotError):
    """The command, a setting or the token is wrong, and the message says how to right it."""

    exit_code = 2
