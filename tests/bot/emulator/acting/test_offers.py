"""Which commands people are shown where."""

from __future__ import annotations

import pytest

from bot.emulator import LocalDiscord, NotOfferedError
from bot.emulator.model import Channel, User
from bot.emulator.permissions import Permission
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


def test_contexts_keep_a_command_out_of_direct_messages(
    local: LocalDiscord, channel: Channel, reader: User
) -> None:
    """A command for servers alone is neither shown nor accepted in direct messages."""
    [command] = local.world.commands.overwrite(
        [{"name": "follow", "description": "Follows", "contexts": [0]}]
    )
    private = local.world.dm(reader)
    assert local.offered(reader, channel) == [command]
    assert local.offered(reader, private) == []
    assert [(each.command, each.lacking) for each in local.withheld(reader, private)] == [
        (command, 0)
    ]
    with pytest.raises(NotOfferedError):
        local.start_slash(reader, private, "follow", {})


def test_administrators_alone(local: LocalDiscord, channel: Channel, reader: User) -> None:
    """Default permissions of 0 leave a command to administrators, and are named so."""
    local.world.commands.overwrite(
        [{"name": "reset", "description": "Resets", "default_member_permissions": "0"}]
    )
    assert channel.guild is not None
    admin = local.world.admin("admin", channel.guild)
    assert local.withheld(admin, channel) == []
    [withheld] = local.withheld(reader, channel)
    assert withheld.lacking == Permission.ADMINISTRATOR
