"""Which commands people are shown where."""

from __future__ import annotations

from bot.emulator import LocalDiscord
from bot.emulator.model import Channel, User
from tests.bot.emulator.sample import SampleBot


async def test_commands_are_offered_by_context_and_permission(
    bot: SampleBot, local: LocalDiscord, channel: Channel, reader: User
) -> None:
    """People are shown the commands that fit the place and what they may do."""
    guild = channel.guild
    assert guild is not None
    admin = local.world.admin("admin", guild)
    stranger = local.world.add_user("stranger", installed=True)
    elsewhere = local.world.add_guild("Elsewhere", installed=False).add_text_channel("general")

    def names(user: User, place: Channel) -> set[str]:
        return {command["name"] for command in local.offered(user, place)}

    assert "follow" in names(admin, channel)
    assert "follow" not in names(reader, channel)
    assert "follow" not in names(reader, local.world.dm(reader))
    assert "paper" in names(reader, local.world.dm(reader))
    assert names(reader, elsewhere) == set()
    assert names(stranger, elsewhere) == {"paper"}
    assert names(stranger, local.world.private(stranger, reader)) == {"paper"}
