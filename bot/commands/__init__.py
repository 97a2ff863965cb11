"""The slash commands, one module each.

A command parses what Discord sent, asks a service, renders a card and sends it. It finds
the services at `interaction.client.services`, and is listed here once.
"""

from __future__ import annotations

from typing import Any

from discord import app_commands

from bot.commands.follow import follow, unfollow
from bot.commands.help import help_command
from bot.commands.localization import CommandTranslator
from bot.commands.paper import paper
from bot.commands.random import random
from bot.commands.recent import recent
from bot.commands.similar import similar

COMMANDS: tuple[app_commands.Command[Any, ..., Any] | app_commands.Group, ...] = (
    paper,
    recent,
    random,
    similar,
    follow,
    unfollow,
    help_command,
)

__all__ = ["COMMANDS", "CommandTranslator"]
