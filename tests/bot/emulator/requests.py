"""Requests without a client library, to see status and headers as they are."""

from __future__ import annotations

from typing import Any

import aiohttp

from bot.emulator import LocalDiscord
from bot.emulator.model import Channel


async def send(
    local: LocalDiscord, channel: Channel, **body: Any
) -> tuple[int, dict[str, str], Any]:
    """Send a message; returns status, headers and the answer."""
    headers = {"Authorization": f"Bot {local.token}"}
    url = f"{local.api_url}/channels/{channel.id}/messages"
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.post(url, json=body) as response,
    ):
        return response.status, dict(response.headers), await response.json()
