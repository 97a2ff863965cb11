"""What exists in the local Discord: users, guilds, channels, roles and messages.

They have identity, and `bot.emulator.world.World` alone creates and changes them and tells
observers. Users, roles, members and messages are plain values. A `Guild` and a `Channel`
are handles as well: each knows its world and passes on to it what reads best from there
(``guild.add_role``, ``channel.deny``). Ids are snowflakes as integers here, as strings in JSON.
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
