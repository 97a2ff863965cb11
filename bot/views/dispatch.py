"""The one way every press of a button or menu takes.

discord.py's own `DynamicItem` also keeps its state in the custom id, but stays silent on an
unknown one, on one that is missing from the message, and when a callback fails, and rebuilds
the whole message's view for each press. Here a custom id is decoded, its kind looked up, and
whatever goes wrong is answered.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord

from bot.custom_id import StaleError, State, decode
from bot.failures import answer_failure
from index.catalog import Catalog, Entry

if TYPE_CHECKING:
    from bot.client import PaperBot


@dataclass(frozen=True, slots=True)
class Press:
    """A press: its interaction, the state of its custom id, and what a menu chose."""

    interaction: discord.Interaction[PaperBot]
    state: State
    values: tuple[str, ...] = ()

    @property
    def locale(self) -> str:
        """The presser's locale."""
        return self.interaction.locale.value

    @property
    def catalog(self) -> Catalog:
        """The catalogue as it is now."""
        return self.interaction.client.services.library.catalog

    def argument(self, position: int) -> str:
        """An argument of the custom id. Raises `StaleError` where it has none there."""
        if position >= len(self.state.arguments):
            raise StaleError(f"{self.state} lacks argument {position}")
        return self.state.arguments[position]

    def number(self, position: int) -> int:
        """An argument that is a whole number. Raises `StaleError` where it is not."""
        text = self.argument(position)
        if not (text.isascii() and text.isdigit() and len(text) <= 9):
            raise StaleError(f"{text!r} is no number")
        return int(text)

    def entry(self, entry_id: str) -> Entry:
        """The entry of an id. Raises `StaleError` where the catalogue no longer has it."""
        entry = self.catalog.get(entry_id)
        if entry is None:
            raise StaleError(f"{entry_id!r} is not in the catalogue")
        return entry


Handler = Callable[[Press], Awaitable[None]]


async def dispatch(
    interaction: discord.Interaction[PaperBot], handlers: Mapping[str, Handler]
) -> None:
    """Answer a press by the handler of its kind; an unknown one no longer applies."""
    data: Any = interaction.data or {}
    try:
        state = decode(str(data.get("custom_id", "")))
        handler = handlers.get(state.kind)
        if handler is None:
            raise StaleError(data["custom_id"])
        await handler(Press(interaction, state, tuple(data.get("values", ()))))
    except Exception as error:
        await answer_failure(interaction, error)
