"""Presses that lead from one entry to another."""

from __future__ import annotations

import discord

from bot.cards.answer import answer_card
from bot.cards.entry import entry_card
from bot.cards.lists import similar_card
from bot.custom_id import StaleError
from bot.services.searching import look_up
from bot.views.dispatch import Press
from bot.views.reply import update
from index.catalog import Entry


async def show_chosen(press: Press) -> None:
    """Show what was chosen in a menu; what was shown before takes its place there."""
    if not press.values:
        raise StaleError("a menu without a choice")
    chosen = press.entry(press.values[0])
    before = press.state.arguments[:1]
    others = _entries(press, (*before, *_offered(press)), besides=chosen)
    owner = press.state.owner
    card = entry_card(press.catalog, chosen, locale=press.locale, owner=owner, others=others)
    await update(press.interaction, card, owner=owner)


async def show_entry(press: Press) -> None:
    """Show the card of the entry a button names."""
    entry, owner = press.entry(press.argument(0)), press.state.owner
    card = entry_card(press.catalog, entry, locale=press.locale, owner=owner)
    await update(press.interaction, card, owner=owner)


async def show_similar(press: Press) -> None:
    """Show what to read next to the entry a button names."""
    entry, owner = press.entry(press.argument(0)), press.state.owner
    hits = await press.interaction.client.services.library.similar(entry.id)
    card = similar_card(press.catalog, entry, hits, locale=press.locale, owner=owner)
    await update(press.interaction, card, owner=owner)


async def search_again(press: Press) -> None:
    """Search for the suggestion a button names."""
    query, owner = press.argument(0), press.state.owner
    found = await look_up(press.interaction.client.services.library, query)
    card = answer_card(press.catalog, found.results, locale=press.locale, owner=owner)
    await update(press.interaction, card, owner=owner)


def _offered(press: Press) -> tuple[str, ...]:
    """The values of the menu that was used, as its message holds them."""
    message = press.interaction.message
    rows: list[object] = list(message.components) if message else []
    while rows:
        component = rows.pop()
        rows += getattr(component, "children", ())
        if isinstance(component, discord.SelectMenu) and component.custom_id == _custom_id(press):
            return tuple(option.value for option in component.options)
    return ()


def _custom_id(press: Press) -> str:
    data = press.interaction.data
    return str(data.get("custom_id", "")) if data else ""


def _entries(press: Press, ids: tuple[str, ...], *, besides: Entry) -> list[Entry]:
    found = (press.catalog.get(entry_id) for entry_id in dict.fromkeys(ids))
    return [entry for entry in found if entry is not None and entry.id != besides.id]
