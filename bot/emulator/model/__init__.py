"""What exists in the local Discord: users, guilds, channels, roles and messages.

Plain values with identity; `bot.emulator.world.World` creates and changes them and tells
observers. Ids are snowflakes as integers here, as strings in JSON.
"""

from bot.emulator.model.channels import (
    REQUIRE_TAG,
    WRITABLE,
    Channel,
    ChannelType,
    Overwrite,
    Tag,
    ThreadState,
)
from bot.emulator.model.guilds import Guild, Member, Role
from bot.emulator.model.messages import Attachment, Message, MessageFlag, MessageType
from bot.emulator.model.users import User

__all__ = [
    "REQUIRE_TAG",
    "WRITABLE",
    "Attachment",
    "Channel",
    "ChannelType",
    "Guild",
    "Member",
    "Message",
    "MessageFlag",
    "MessageType",
    "Overwrite",
    "Role",
    "Tag",
    "ThreadState",
    "User",
]
