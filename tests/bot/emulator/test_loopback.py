"""What a browser on the same machine cannot reach."""

from __future__ import annotations

import aiohttp
import pytest

from bot.emulator import LocalDiscord


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Host": "evil.example"}, 403),
        ({"Host": "127.0.0.1.evil.example"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
    ],
)
async def test_foreign_hosts_and_origins_are_refused(
    local: LocalDiscord, headers: dict[str, str], status: int
) -> None:
    """DNS rebinding and scripts of other sites are answered 403."""
    url = f"{local.api_url}/users/@me"
    headers = {"Authorization": f"Bot {local.token}"} | headers
    async with aiohttp.ClientSession() as session, session.get(url, headers=headers) as response:
        assert response.status == status


async def test_own_origin_is_welcome(local: LocalDiscord) -> None:
    """A page that this server serves may ask it."""
    headers = {"Authorization": f"Bot {local.token}", "Origin": local.url}
    url = f"{local.api_url}/users/@me"
    async with aiohttp.ClientSession() as session, session.get(url, headers=headers) as response:
        assert response.status == 200


async def test_gateway_refuses_foreign_origins(local: LocalDiscord) -> None:
    """Another site's script cannot open the gateway either."""
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
            await session.ws_connect(local.gateway_url, origin="http://evil.example")
    assert caught.value.status == 403


async def test_it_listens_on_loopback_alone(local: LocalDiscord) -> None:
    """Its addresses are on 127.0.0.1."""
    assert local.url.startswith("http://127.0.0.1:")
    assert local.api_url == f"{local.url}/api/v10"
    assert local.gateway_url == f"{local.url.replace('http', 'ws')}/gateway"
