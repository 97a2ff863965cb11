"""The REST routes, by topic; `ROUTES` is all of them."""

from __future__ import annotations

from bot.emulator.rest.routes import (
    applications,
    channels,
    guilds,
    interactions,
    messages,
    threads,
    users,
)

ROUTES = (
    *users.routes.all,
    *applications.routes.all,
    *channels.routes.all,
    *messages.routes.all,
    *threads.routes.all,
    *guilds.routes.all,
    *interactions.routes.all,
)

__all__ = ["ROUTES"]
