"""Domain values as the JSON objects of Discord's REST answers and gateway events."""

from bot.emulator.payloads.channels import channel, thread_member
from bot.emulator.payloads.guilds import guild, guild_event, member, role
from bot.emulator.payloads.messages import attachment, message, message_event
from bot.emulator.payloads.users import own_user, user

__all__ = [
    "attachment",
    "channel",
    "guild",
    "guild_event",
    "member",
    "message",
    "message_event",
    "own_user",
    "role",
    "thread_member",
    "user",
]
