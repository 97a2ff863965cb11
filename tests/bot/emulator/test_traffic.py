"""The log of what went over the wire."""

from __future__ import annotations

from bot.emulator import LocalDiscord
from bot.emulator.model import Channel, User
from tests.bot.emulator.sample import SampleBot


async def test_traffic_is_logged_without_tokens(
    bot: SampleBot, local: LocalDiscord, channel: Channel, reader: User
) -> None:
    """The log names requests and events, and holds neither the bot's token nor others."""
    reply = await local.slash(reader, channel, "paper", query="GAN")
    names = [entry.name for entry in local.traffic.entries]
    assert {"IDENTIFY", "INTERACTION_CREATE"} <= set(names)
    assert "POST /interactions/{interaction_id}/{interaction_token}/callback" in names
    everything = repr(list(local.traffic.entries))
    assert local.token not in everything
    assert reply.interaction.token not in everything
