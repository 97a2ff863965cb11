"""Sending cards: once per interaction, without pinging anyone, privately where asked."""

from __future__ import annotations

from typing import Any

import discord

from bot.cards.components import Card

NOBODY = discord.AllowedMentions.none()


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


async def update(interaction: discord.Interaction[Any], card: Card, *, owner: int) -> None:
    """Answer a press: its owner sees the message change, anyone else gets a private copy."""
    if interaction.user.id == owner:
        await interaction.response.edit_message(view=CardView(card), allowed_mentions=NOBODY)
    else:
        await answer(interaction, card, private=True)


async def whisper(interaction: discord.Interaction[Any], text: str) -> None:
    """Tell the user alone one sentence, whatever was answered before."""
    if interaction.response.is_done():
        await interaction.followup.send(text, ephemeral=True, allowed_mentions=NOBODY)
    else:
        await interaction.response.send_message(text, ephemeral=True, allowed_mentions=NOBODY)
