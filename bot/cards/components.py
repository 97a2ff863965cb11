"""Cards and what they are made of: Discord's Components V2, as the values that are sent.

discord.py's item classes say the same, and cost more than searching does: each item builds
a component object, and the view around them keeps locks and futures for presses that are
routed otherwise here. See https://discord.com/developers/docs/components/reference for the
fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from bot.cards import limits
from bot.cards.limits import Component, cut

Option = Mapping[str, str]


class Kind(IntEnum):
    """Discord's numbers of component types."""

    ROW = 1
    BUTTON = 2
    STRING_SELECT = 3
    SECTION = 9
    TEXT = 10
    THUMBNAIL = 11
    GALLERY = 12
    SEPARATOR = 14
    CONTAINER = 17


class Style(IntEnum):
    """Discord's numbers of button styles."""

    PRIMARY = 1
    SECONDARY = 2
    LINK = 5


@dataclass(frozen=True, slots=True)
class Card:
    """What one message shows. Raises `LimitError` where Discord would refuse it."""

    components: tuple[Component, ...]

    def __post_init__(self) -> None:
        limits.check(self.components)

    @property
    def text(self) -> str:
        """All text of the card, one block a line, as a screen reader would meet it."""
        return "\n".join(c["content"] for c in limits.walk(self.components) if "content" in c)


def text(content: str) -> Component:
    """A block of Markdown."""
    return {"type": Kind.TEXT, "content": content}


def thumbnail(address: str, description: str) -> Component:
    """A small picture beside a section, with what it shows in words."""
    return {
        "type": Kind.THUMBNAIL,
        "media": {"url": address},
        "description": cut(description, limits.DESCRIPTION),
    }


def section(content: str, accessory: Component) -> Component:
    """Text with a thumbnail or a button beside it."""
    return {"type": Kind.SECTION, "components": [text(content)], "accessory": accessory}


def separator() -> Component:
    """A thin line."""
    return {"type": Kind.SEPARATOR, "divider": True, "spacing": 1}


def container(parts: Iterable[Component], *, accent: int | None = None) -> Component:
    """A framed block; `accent` is the colour of its edge, 0xRRGGBB."""
    return {"type": Kind.CONTAINER, "components": list(parts), "accent_color": accent}


def link(label: str, address: str) -> Component:
    """A button that opens a page."""
    return {
        "type": Kind.BUTTON,
        "style": Style.LINK,
        "label": cut(label, limits.LABEL),
        "url": address,
    }


def button(
    label: str, custom_id: str, *, style: Style = Style.SECONDARY, disabled: bool = False
) -> Component:
    """A button that comes back to the bot."""
    shown = {
        "type": Kind.BUTTON,
        "style": style,
        "label": cut(label, limits.LABEL),
        "custom_id": custom_id,
    }
    return shown | {"disabled": True} if disabled else shown


def row(items: Sequence[Component]) -> Component:
    """Up to five buttons side by side, or one menu."""
    return {"type": Kind.ROW, "components": list(items[: limits.BUTTONS_A_ROW])}


def option(label: str, value: str, description: str = "") -> Option:
    """One entry of a menu."""
    shown = {"label": cut(label, limits.OPTION_TEXT), "value": value}
    return shown | ({"description": cut(description, limits.OPTION_TEXT)} if description else {})


def menu(placeholder: str, custom_id: str, options: Sequence[Option]) -> Component:
    """A row with a menu of up to 25 options with distinct values."""
    select = {
        "type": Kind.STRING_SELECT,
        "custom_id": custom_id,
        "placeholder": cut(placeholder, limits.PLACEHOLDER),
        "options": list(options[: limits.OPTIONS]),
    }
    return row([select])
