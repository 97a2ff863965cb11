"""`/help`: what the bot can do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.cards.help import help_card
from bot.commands.localization import said
from bot.i18n import translator
from bot.views.reply import answer

if TYPE_CHECKING:
    from bot.client import PaperBot


@app_commands.command(name="help", description=said("help.description"))
async def help_command(interaction: discord.Interaction[PaperBot]) -> None:
    """Answer the user alone with what each command does."""
    client = interaction.client
    card = help_card(
        client.services.library.catalog,
        client.described_commands(translator(interaction.locale.value), interaction),
        locale=interaction.locale.value,
    )
    await answer(interaction, card, private=True)
