"""Autocomplete of the `query` options: never an error, never late."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

if TYPE_CHECKING:
    from bot.client import PaperBot


async def complete_query(
    interaction: discord.Interaction[PaperBot], current: str
) -> list[app_commands.Choice[str]]:
    """What a reader may mean by what they typed so far; the value is an entry's id."""
    library = interaction.client.services.library
    choices = library.complete(current, locale=interaction.locale.value)
    return [app_commands.Choice(name=choice.name, value=choice.value) for choice in choices]
