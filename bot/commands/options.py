"""Options that several commands share."""

from __future__ import annotations

from discord import app_commands

from bot.commands.localization import named
from index.categories import find, load_categories


def category_choices() -> list[app_commands.Choice[str]]:
    """The categories by their stable ids, named in the user's language."""
    return [
        app_commands.Choice(
            name=named({locale: category.label(locale) for locale in ("zh-CN", "zh-TW", "en")}),
            value=category.id,
        )
        for category in load_categories()
    ]


def upstream_name(category_id: str | None) -> str | None:
    """Upstream's name of a category, as the catalogue's entries and `Filters` hold it."""
    category = find(category_id) if category_id else None
    return category.name if category else None
