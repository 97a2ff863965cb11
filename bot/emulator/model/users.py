"""Users: people and the bot."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(eq=False, slots=True)
class User:
    """A person or a bot. ``installed`` says that they added the app to their account."""

    id: int
    name: str
    locale: str = "en-US"
    bot: bool = False
    display_name: str | None = None
    installed: bool = False
    accepts_dms: bool = True
