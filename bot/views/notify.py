"""The "notify me" button below an announcement: gives and takes the role it mentions."""

from __future__ import annotations

import discord

from bot.custom_id import StaleError
from bot.i18n import translator
from bot.views.dispatch import Press
from bot.views.reply import in_time, whisper


async def toggle_role(press: Press) -> None:
    """Give the presser the role, or take it back.

    Only a role that a follow of this server names now is given out; an old button of
    another no longer applies.
    """
    interaction = press.interaction
    role_id, member = _role_id(press), interaction.user
    if not isinstance(member, discord.Member):
        raise StaleError("roles belong to servers")
    waiting = interaction.client.services.announcing()
    announcing = await in_time(interaction, waiting, private=True)
    if not await announcing.subscriptions.offers(member.guild.id, role_id):
        raise StaleError(f"role {role_id} is not offered")
    say, role = translator(press.locale), discord.Object(role_id)
    had = member.get_role(role_id) is not None
    if not interaction.response.is_done():
        await interaction.response.defer(ephemeral=True, thinking=True)
    try:
        await (member.remove_roles(role) if had else member.add_roles(role))
        text = say("notify.off" if had else "notify.on", role=f"<@&{role_id}>")
    except (discord.Forbidden, discord.NotFound):
        text = say("notify.failed", role=f"<@&{role_id}>")
    await whisper(interaction, text)


def _role_id(press: Press) -> int:
    text = press.argument(0)
    if not (text.isascii() and text.isdigit() and len(text) <= 20):
        raise StaleError(f"{text!r} is no role")
    return int(text)
