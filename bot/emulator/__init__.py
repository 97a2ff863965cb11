"""A local Discord: REST v10 and gateway on loopback, for trying the bot and testing it.

Knows nothing of the bot that connects to it. `LocalDiscord` is the door; ``README.md``
beside this file lists what is covered.
"""

from __future__ import annotations

from bot.emulator.acting.actions import Actions
from bot.emulator.acting.offers import NotOfferedError
from bot.emulator.acting.reply import Reply
from bot.emulator.changes import Change
from bot.emulator.composing import Upload
from bot.emulator.errors import ApiError
from bot.emulator.interactions.interaction import Interaction
from bot.emulator.local import LocalDiscord
from bot.emulator.model import Channel, Guild, Member, Message, Role, User
from bot.emulator.permissions import Permission
from bot.emulator.rest.openapi import Violation
from bot.emulator.world import World

__all__ = [
    "Actions",
    "ApiError",
    "Change",
    "Channel",
    "Guild",
    "Interaction",
    "LocalDiscord",
    "Member",
    "Message",
    "NotOfferedError",
    "Permission",
    "Reply",
    "Role",
    "Upload",
    "User",
    "Violation",
    "World",
]
