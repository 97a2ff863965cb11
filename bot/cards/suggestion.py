"""The card of `/random`: one suggestion, and a button for another."""

from __future__ import annotations

from bot.cards.components import Card, Style, button
from bot.cards.entry import entry_card
from bot.cards.nothing import message_card
from bot.i18n import spoken, translator
from index.catalog import Catalog, Entry


def suggestion_card(
    catalog: Catalog, entry: Entry | None, *, again: str, locale: str, owner: int
) -> Card:
    """A suggestion whose button `again`, a custom id, draws another; or that nothing fits."""
    if entry is None:
        return message_card("nothing.random", locale=locale)
    label = translator(spoken(locale))("card.another")
    another = button(label, again, style=Style.PRIMARY)
    return entry_card(catalog, entry, locale=locale, owner=owner, extra=[another])
