"""`/recent`: the newest episodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.cards.lists import recent_card
from bot.commands.localization import said
from bot.views.reply import answer

if TYPE_CHECKING:
    from bot.client import PaperBot


@app_commands.command(name="recent", description=said("recent.description"))
@app_commands.describe(count=said("recent.count"), private=said("recent.private"))
async def recent(
    interaction: discord.Interaction[PaperBot],
    count: app_commands.Range[int, 1, 25] = 5,
    private: bool = False,
) -> None:
    """Answer with the first page of the newest episodes."""
    card = recent_card(
        interaction.client.services.library.catalog,
        count=count,
        page=0,
        locale=interaction.locale.value,
        owner=interaction.user.id,
    )
    await answer(interaction, card, private=private)
