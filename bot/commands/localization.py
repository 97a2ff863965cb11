"""Descriptions and choices of commands in the languages Discord may show them in."""

from __future__ import annotations

from collections.abc import Mapping

import discord
from discord import app_commands

from bot.i18n import translator


def said(key: str) -> app_commands.locale_str:
    """A description by its key under `commands` in `locales/`; English stands for the rest."""
    return app_commands.locale_str(translator("en")(f"commands.{key}"), key=f"commands.{key}")


def named(names: Mapping[str, str]) -> app_commands.locale_str:
    """A choice by its name in each of the bot's languages."""
    return app_commands.locale_str(names["en"], names=names)


class CommandTranslator(app_commands.Translator):
    """Fills in Chinese for what `said` and `named` made; other locales fall back to English."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """The text in a locale, or None where English will do."""
        if locale.value not in ("zh-CN", "zh-TW"):
            return None
        if names := string.extras.get("names"):
            return str(names[locale.value])
        if key := string.extras.get("key"):
            return translator(locale.value)(key)
        return None
