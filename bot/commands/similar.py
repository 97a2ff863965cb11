"""`/similar`: what to read next to a paper or an episode."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.autocomplete import complete_query
from bot.cards.answer import answer_card
from bot.cards.lists import similar_card
from bot.cards.nothing import message_card
from bot.commands.localization import said
from bot.services.searching import LONGEST, look_up, unanswerable
from bot.views.reply import answer, in_time

if TYPE_CHECKING:
    from bot.client import PaperBot


@app_commands.command(name="similar", description=said("similar.description"))
@app_commands.describe(query=said("similar.query"), private=said("similar.private"))
@app_commands.autocomplete(query=complete_query)
async def similar(
    interaction: discord.Interaction[PaperBot], query: str, private: bool = False
) -> None:
    """Answer with the entries nearest to what the query finds."""
    library, locale = interaction.client.services.library, interaction.locale.value
    if problem := unanswerable(query):
        card = message_card(f"nothing.{problem}", locale=locale, count=len(query), limit=LONGEST)
        return await answer(interaction, card, private=private)
    owner = interaction.user.id
    found = await in_time(interaction, look_up(library, query, limit=1), private=private)
    if found.best is None:
        card = answer_card(library.catalog, found.results, locale=locale, owner=owner)
    else:
        entry = found.best.entry
        hits = await library.similar(entry.id)
        card = similar_card(library.catalog, entry, hits, locale=locale, owner=owner)
    return await answer(interaction, card, private=private)
