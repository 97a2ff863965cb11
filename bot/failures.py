"""What a user is told when something fails, the same behind a command and behind a button."""

from __future__ import annotations

import logging
import secrets
from typing import Any

import discord

from bot.custom_id import StaleError
from bot.i18n import translator
from bot.views.reply import whisper
from index.search.results import SearchUnavailableError

_log = logging.getLogger(__name__)


async def answer_failure(interaction: discord.Interaction[Any], error: BaseException) -> None:
    """Say one sentence in the user's language, with a reference that stands in the log."""
    translate = translator(interaction.locale.value)
    if isinstance(error, StaleError):
        _log.info("a press that no longer applies: %s", error)
        text = translate("error.stale")
    else:
        reference = secrets.token_hex(4)
        _log.error("[%s] %s failed", reference, _name(interaction), exc_info=error)
        kind = "unavailable" if isinstance(error, SearchUnavailableError) else "unexpected"
        text = translate(f"error.{kind}", reference=reference)
    try:
        await whisper(interaction, text)
    except discord.HTTPException as failure:
        # The interaction is too old or already answered: there is nobody left to tell.
        _log.warning("could not tell the user: %s", failure)


def _name(interaction: discord.Interaction[Any]) -> str:
    data: Any = interaction.data or {}
    return str(data.get("name") or data.get("custom_id") or interaction.type.name)
