"""What an app may register, and what becomes of a command registered again."""

from __future__ import annotations

import discord
import pytest

from bot.emulator import LocalDiscord
from tests.bot.emulator.sample import SampleBot

COMMANDS = "PUT /applications/{application_id}/commands"


async def test_commands_keep_their_ids_when_synced_again(
    bot: SampleBot, local: LocalDiscord
) -> None:
    """An unchanged command stays the same command when it is registered again."""
    before = {command["name"]: command for command in local.world.commands.all()}
    await bot.tree.sync()
    after = {command["name"]: command for command in local.world.commands.all()}
    assert before == after
    assert len(local.traffic.requests(COMMANDS)) == 2
    assert {"paper", "list", "Look up paper"} <= set(after)


async def test_bad_commands_are_refused(bot: SampleBot, local: LocalDiscord) -> None:
    """A command without a description is refused with the place of the fault."""
    with pytest.raises(discord.HTTPException) as caught:
        await bot.http.upsert_global_command(
            bot.application_id or 0, {"name": "Bad Name", "description": "x" * 101, "type": 1}
        )
    assert caught.value.code == 50035
    assert "Must be 100 or fewer in length" in str(caught.value)
    local.violations.clear()
