"""What the REST server refuses before any route is asked."""

from __future__ import annotations

import aiohttp
import discord
import pytest

from bot.emulator import LocalDiscord
from tests.bot.emulator.sample import SampleBot


async def test_what_is_not_covered_says_so(bot: SampleBot, local: LocalDiscord) -> None:
    """A route that is not covered answers 501 and names itself."""
    with pytest.raises(
        discord.HTTPException, match=r"cannot answer GET .*/voice/regions"
    ) as caught:
        await bot.http.request(discord.http.Route("GET", "/voice/regions"))
    assert caught.value.status == 501


async def test_token_is_needed(local: LocalDiscord) -> None:
    """Requests without the bot's token are answered 401."""
    async with aiohttp.ClientSession() as session:
        url = f"{local.api_url}/users/@me"
        async with session.get(url, headers={"Authorization": "Bot nonsense"}) as response:
            assert response.status == 401
            assert response.headers["Content-Type"] == "application/json"
            assert (await response.json())["message"] == "401: Unauthorized"
