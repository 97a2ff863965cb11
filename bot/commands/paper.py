"""`/paper`: find a paper or an episode."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.autocomplete import complete_query
from bot.cards.answer import answer_card
from bot.cards.nothing import message_card
from bot.commands.localization import said
from bot.commands.options import category_choices, upstream_name
from bot.services.searching import LONGEST, look_up, unanswerable
from bot.views.reply import answer, in_time
from index.search.results import Filters

if TYPE_CHECKING:
    from bot.client import PaperBot


@app_commands.command(name="paper", description=said("paper.description"))
@app_commands.describe(
    query=said("paper.query"),
    category=said("paper.category"),
    year=said("paper.year"),
    recorded=said("paper.recorded"),
    private=said("paper.private"),
)
@app_commands.choices(category=category_choices())
@app_commands.autocomplete(query=complete_query)
async def paper(
    interaction: discord.Interaction[PaperBot],
    query: str,
    category: str | None = None,
    year: int | None = None,
    recorded: bool | None = None,
    private: bool = False,
) -> None:
    """Answer with the best hit as a card, other hits to choose from."""
    library, locale = interaction.client.services.library, interaction.locale.value
    if problem := unanswerable(query):
        card = message_card(f"nothing.{problem}", locale=locale, count=len(query), limit=LONGEST)
        return await answer(interaction, card, private=private)
    filters = Filters(upstream_name(category), year_from=year, year_to=year, recorded=recorded)
    found = await in_time(interaction, look_up(library, query, filters), private=private)
    card = answer_card(
        library.catalog,
        found.results,
        listed=found.listed,
        unrecorded=found.unrecorded,
        locale=locale,
        owner=interaction.user.id,
    )
    return await answer(interaction, card, private=private)
