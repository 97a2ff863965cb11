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

from bot.failures import answer_failure
from bot.views.custom_id import StaleError, State, decode

if TYPE_CHECKING:
    from bot.client import PaperBot


@dataclass(frozen=True, slots=True)
class Press:
    """A press: its interaction, the state of its custom id, and what a menu chose."""

    interaction: discord.Interaction[PaperBot]
    state: State
    values: tuple[str, ...] = ()


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
    except Exception as error:  # noqa: BLE001
        await answer_failure(interaction, error)
