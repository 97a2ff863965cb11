"""What Discord allows in one message, and how text is cut to fit.

The limits are those of https://discord.com/developers/docs/components/reference.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from wcwidth import iter_graphemes, wcswidth

COMPONENTS = 40
CHARACTERS = 4000
BUTTONS_A_ROW = 5
OPTIONS = 25
LABEL = 80
OPTION_TEXT = 100
PLACEHOLDER = 150
DESCRIPTION = 1024
ADDRESS = 512

Component = Mapping[str, Any]


class LimitError(ValueError):
    """A card that Discord would refuse; a fault of ours, never of the user's."""


def size(text: str) -> int:
    """The length of a text as Discord counts it at its strictest, in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def width(text: str) -> int:
    """The columns a text takes: two for a Chinese character, none for a combining mark."""
    return len(text) if text.isascii() else max(wcswidth(text), 0)


@lru_cache(maxsize=4096)
def cut(text: str, columns: int, *, characters: int | None = None) -> str:
    """A text on one line of at most so many columns, ending in `…` where it was cut.

    The cut falls between grapheme clusters, never inside a surrogate pair, an accent or a
    joined emoji. `characters` bounds the length in UTF-16 units as well (as many as columns
    unless told), for text that stacks marks without end.
    """
    room = columns if characters is None else characters
    line = " ".join(text.split())
    if line.isascii() and len(line) <= min(columns, room):
        return line
    kept: list[str] = []
    columns_left, room_left = columns, room
    last_fitting = 0
    for cluster in iter_graphemes(line):
        columns_left -= width(cluster)
        room_left -= size(cluster)
        if columns_left < 0 or room_left < 0:
            return "".join(kept[:last_fitting]).rstrip() + "…"
        kept.append(cluster)
        if columns_left >= 1 and room_left >= 1:
            last_fitting = len(kept)
    return line


def walk(components: Sequence[Component]) -> Iterator[Component]:
    """Every component of a card, nested ones and accessories included."""
    for component in components:
        yield component
        yield from walk(component.get("components", ()))
        if accessory := component.get("accessory"):
            yield from walk((accessory,))


def check(components: Sequence[Component]) -> None:
    """Raise `LimitError` where a message of these components would be refused."""
    everything = list(walk(components))
    if len(everything) > COMPONENTS:
        raise LimitError(f"{len(everything)} components, {COMPONENTS} are allowed")
    characters = sum(size(c["content"]) for c in everything if "content" in c)
    if characters > CHARACTERS:
        raise LimitError(f"{characters} characters of text, {CHARACTERS} are allowed")
    custom_ids = [c["custom_id"] for c in everything if "custom_id" in c]
    if len(set(custom_ids)) < len(custom_ids):
        raise LimitError(f"a custom id stands twice: {sorted(custom_ids)}")
