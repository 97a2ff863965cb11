"""The card of `/help`."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.components import Card, container, text
from bot.cards.wording import PLAIN_ACCENT
from bot.i18n import spoken, translator
from index.catalog import Catalog, totals


def help_card(catalog: Catalog, commands: Sequence[tuple[str, str]], *, locale: str) -> Card:
    """What the bot is and what it can do; `commands` are mentions and their descriptions."""
    say = translator(spoken(locale))
    counts = totals(catalog)
    body = say(
        "help.body", episodes=counts.episodes, papers=counts.papers, recorded=counts.recorded
    )
    lines = [f"{mention} {description}" for mention, description in commands]
    parts = [
        text(f"## {say('help.title')}\n{body}\n{say('help.about')}"),
        text("\n".join(lines)),
    ]
    return Card((container(parts, accent=PLAIN_ACCENT),))
