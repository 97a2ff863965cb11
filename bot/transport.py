"""Where Discord is, and what is asked of it: the only place that touches discord.py's insides.

discord.py has no setting for the address of Discord. A local one, as in the playground and
in tests, needs both its REST address and its gateway changed. Nor has it one for what comes
back when an interaction is answered.
"""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import aiohttp
import discord
from discord.gateway import KeepAliveHandler
from discord.http import MultipartParameters, Route
from discord.webhook.async_ import AsyncWebhookAdapter, async_context
from yarl import URL

DISCORD_API = "https://discord.com/api/v10"

_BEAT_SECONDS = 5.0

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


async def close_leftovers(client: discord.Client) -> None:
    """Close the connections that a closed client left behind, and end their threads.

    discord.py closes the connection that a client has, not one that it was just making: a
    client that is closed in the seconds before it identifies again leaves the thread of that
    connection, which finds its event loop closed at the next heartbeat.
    """
    beating = [
        thread
        for thread in threading.enumerate()
        if isinstance(thread, KeepAliveHandler) and thread.ws._connection is client._connection
    ]
    for thread in beating:
        await thread.ws.close()
        # One that is in the middle of a heartbeat waits for this very loop.
        await asyncio.to_thread(thread.join, _BEAT_SECONDS)


class BriefAdapter(AsyncWebhookAdapter):
    """Answers interactions without asking for the message that came of it.

    discord.py asks Discord to send each answer back and makes a `Message` of it: a sixth of
    the processor time of an answer, for a value that nothing here reads. What was answered is
    known, and later changes go by the interaction's token.
    """

    async def create_interaction_response(  # type: ignore[override]
        self,
        interaction_id: int,
        token: str,
        *,
        session: aiohttp.ClientSession,
        proxy: str | None = None,
        proxy_auth: aiohttp.BasicAuth | None = None,
        params: MultipartParameters,
    ) -> dict[str, Any]:
        """Send the answer; gives what discord.py reads of the reply: the interaction's id."""
        route = Route(
            "POST",
            "/interactions/{webhook_id}/{webhook_token}/callback",
            webhook_id=interaction_id,
            webhook_token=token,
        )
        await self.request(
            route,
            session=session,
            proxy=proxy,
            proxy_auth=proxy_auth,
            payload=params.payload,
            multipart=params.multipart,
            files=params.files,
        )
        return {"interaction": {"id": interaction_id}}


def answer_briefly() -> None:
    """Have the interactions of this task, and of those it starts, answered so."""
    async_context.set(BriefAdapter())  # type: ignore[no-untyped-call]
