"""Where Discord is: the only place that touches discord.py's constants.

discord.py has no setting for the address of Discord. A local one, as in the playground and
in tests, needs both its REST address and its gateway changed.
"""

from __future__ import annotations

from typing import Any

import discord
from discord.http import Route
from yarl import URL

DISCORD_API = "https://discord.com/api/v10"

# The bot never speaks in a voice channel: what that would need is nothing to warn about.
discord.VoiceClient.warn_nacl = False
discord.VoiceClient.warn_dave = False


def aim(client: discord.Client, *, api: str | None, gateway: str | None) -> None:
    """Point a client at another Discord; None keeps Discord's own.

    `api` holds the version (`http://127.0.0.1:8080/api/v10`) and is shared by all clients
    of the process, because discord.py keeps it on a class. `gateway` holds for this
    client's first connection, every shard and every resume: they all pass through
    `ws_connect`, whatever address READY or `/gateway/bot` named.
    """
    Route.BASE = api or DISCORD_API
    if gateway is None:
        return
    connect = client.http.ws_connect

    async def connect_here(url: str, **options: Any) -> Any:
        return await connect(str(URL(gateway).with_query(URL(url).query)), **options)

    client.http.ws_connect = connect_here  # type: ignore[method-assign]
