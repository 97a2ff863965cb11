"""Sending cards: once per interaction, without pinging anyone, privately where asked."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any, TypeVar

import discord

from bot.cards.components import Card

NOBODY = discord.AllowedMentions.none()

T = TypeVar("T")

# Discord gives up an interaction after 3 seconds; this leaves time for the way there.
PATIENCE = 1.5


class CardView(discord.ui.LayoutView):
    """A card in the shape discord.py sends.

    It is finished from the start: a press finds its meaning in the custom id, so
    discord.py need not remember the message, for as long as the process lives, to route it.
    """

    def __init__(self, card: Card) -> None:
        super().__init__(timeout=None)
        self._card = card
        self.stop()

    def to_components(self) -> list[dict[str, Any]]:
        """The card's own components."""
        return [dict(component) for component in self._card.components]

    def has_components_v2(self) -> bool:
        """Cards are made of Components V2 only."""
        return True


async def answer(
    interaction: discord.Interaction[Any], card: Card, *, private: bool = False
) -> None:
    """Answer an interaction with a card, or follow up where it was deferred."""
    view = CardView(card)
    if interaction.response.is_done():
        await interaction.followup.send(view=view, ephemeral=private, allowed_mentions=NOBODY)
    else:
        await interaction.response.send_message(
            view=view, ephemeral=private, allowed_mentions=NOBODY
        )


async def in_time(
    interaction: discord.Interaction[Any],
    work: Awaitable[T],
    *,
    private: bool = False,
    changes: bool = False,
) -> T:
    """The result of some work, for which Discord is asked to wait where it takes long.

    The first Chinese query after a start waits for the dictionary, seconds on a busy machine,
    and what is followed for the database. A press that `changes` its message shows no waiting.
    """
    task = asyncio.ensure_future(work)
    try:
        await asyncio.wait({task}, timeout=PATIENCE)
        if not task.done():
            await interaction.response.defer(ephemeral=private, thinking=not changes)
        return await task
    finally:
        task.cancel()


async def update(interaction: discord.Interaction[Any], card: Card, *, owner: int) -> None:
    """Answer a press: its owner sees the message change, anyone else gets a private copy."""
    if interaction.user.id != owner:
        await answer(interaction, card, private=True)
    elif interaction.response.is_done():
        await interaction.edit_original_response(view=CardView(card), allowed_mentions=NOBODY)
    else:
        await interaction.response.edit_message(view=CardView(card), allowed_mentions=NOBODY)


async def whisper(interaction: discord.Interaction[Any], text: str) -> None:
    """Tell the user alone one sentence, whatever was answered before."""
    if interaction.response.is_done():
        await interaction.followup.send(text, ephemeral=True, allowed_mentions=NOBODY)
    else:
        await interaction.response.send_message(text, ephemeral=True, allowed_mentions=NOBODY)
