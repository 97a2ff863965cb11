"""Presses that turn a page or draw again."""

from __future__ import annotations

from bot.cards.lists import recent_card
from bot.cards.suggestion import suggestion_card
from bot.custom_id import StaleError, State, encode
from bot.services.suggesting import Wish, suggest
from bot.views.dispatch import Press
from bot.views.reply import update
from index.catalog import Entry
from index.categories import find

_TRUTH = {None: "", True: "1", False: "0"}
_FALSEHOOD = {text: value for value, text in _TRUTH.items()}


async def show_recent(press: Press) -> None:
    """Show another page of the newest episodes."""
    owner = press.state.owner
    card = recent_card(
        press.catalog,
        count=press.number(0),
        page=press.number(1),
        locale=press.locale,
        owner=owner,
    )
    await update(press.interaction, card, owner=owner)


async def show_another(press: Press) -> None:
    """Draw another suggestion for the same wish."""
    owner, wish = press.state.owner, wished(press)
    services = press.interaction.client.services
    entry = suggest(press.catalog, wish, services.random, besides={press.argument(3)})
    card = suggestion_card(
        press.catalog,
        entry,
        again=another_id(wish, entry, owner),
        locale=press.locale,
        owner=owner,
    )
    await update(press.interaction, card, owner=owner)


def another_id(wish: Wish, shown: Entry | None, owner: int) -> str:
    """The custom id of a button that draws again for a wish, something else than is shown."""
    category = find(wish.category) if wish.category else None
    arguments = (
        category.id if category else "",
        _TRUTH[wish.recorded],
        "" if wish.max_minutes is None else str(wish.max_minutes),
        shown.id if shown else "",
    )
    return encode(State("random", owner, arguments))


def wished(press: Press) -> Wish:
    """The wish in a custom id. Raises `StaleError` where a category or value is gone."""
    category_id, recorded = press.argument(0), press.argument(1)
    category = find(category_id) if category_id else None
    if (category_id and category is None) or recorded not in _FALSEHOOD:
        raise StaleError(f"no such wish: {press.state}")
    return Wish(
        category=category.name if category else None,
        recorded=_FALSEHOOD[recorded],
        max_minutes=press.number(2) if press.argument(2) else None,
    )
