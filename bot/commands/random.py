"""`/random`: one reading suggestion."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.cards.suggestion import suggestion_card
from bot.commands.localization import said
from bot.commands.options import category_choices, upstream_name
from bot.services.suggesting import Wish, suggest
from bot.views.browsing import another_id
from bot.views.reply import answer

if TYPE_CHECKING:
    from bot.client import PaperBot


@app_commands.command(name="random", description=said("random.description"))
@app_commands.describe(
    category=said("random.category"),
    recorded=said("random.recorded"),
    max_minutes=said("random.max_minutes"),
    private=said("random.private"),
)
@app_commands.choices(category=category_choices())
async def random(
    interaction: discord.Interaction[PaperBot],
    category: str | None = None,
    recorded: bool | None = None,
    max_minutes: app_commands.Range[int, 1, 1440] | None = None,
    private: bool = False,
) -> None:
    """Answer with an entry that fits, and a button for another."""
    services, owner = interaction.client.services, interaction.user.id
    catalog = services.library.catalog
    wish = Wish(upstream_name(category), recorded, max_minutes)
    entry = suggest(catalog, wish, services.random)
    card = suggestion_card(
        catalog,
        entry,
        again=another_id(wish, entry, owner),
        locale=interaction.locale.value,
        owner=owner,
    )
    await answer(interaction, card, private=private)
