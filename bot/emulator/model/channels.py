"""Channels of every kind, forums and threads included, and who may do what in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import TYPE_CHECKING

from bot.emulator import permissions
from bot.emulator.model.users import User

if TYPE_CHECKING:
    from bot.emulator.model.guilds import Guild, Role
    from bot.emulator.model.messages import Message
    from bot.emulator.world import World


class ChannelType(IntEnum):
    """Kinds of channels ("Resources / Channel / Channel Types")."""

    TEXT = 0
    DM = 1
    GROUP_DM = 3
    CATEGORY = 4
    ANNOUNCEMENT = 5
    ANNOUNCEMENT_THREAD = 10
    PUBLIC_THREAD = 11
    PRIVATE_THREAD = 12
    FORUM = 15


THREADS = frozenset(
    {ChannelType.ANNOUNCEMENT_THREAD, ChannelType.PUBLIC_THREAD, ChannelType.PRIVATE_THREAD}
)
WRITABLE = THREADS | {
    ChannelType.TEXT,
    ChannelType.DM,
    ChannelType.GROUP_DM,
    ChannelType.ANNOUNCEMENT,
}

REQUIRE_TAG = 1 << 4
"""The flag of a forum whose posts have to carry a tag."""


@dataclass(eq=False, slots=True)
class Overwrite:
    """A channel's exception for a role (``kind`` 0) or a member (``kind`` 1)."""

    id: int
    kind: int
    allow: int = 0
    deny: int = 0


@dataclass(eq=False, slots=True)
class Tag:
    """A tag of a forum; ``moderated`` ones are for people who may manage threads."""

    id: int
    name: str
    moderated: bool = False
    emoji: str | None = None


@dataclass(eq=False, slots=True)
class ThreadState:
    """What only a thread has. ``members`` are the ids of those who joined it."""

    owner: int
    created: datetime
    archived: bool = False
    locked: bool = False
    auto_archive_minutes: int = 4320
    tags: list[int] = field(default_factory=list)
    members: set[int] = field(default_factory=set)
    sent: int = 0


@dataclass(eq=False, slots=True)
class Channel:
    """A place for messages, which are in order of their ids.

    A handle: ``allow`` and ``deny`` are done by its world.
    """

    id: int
    type: ChannelType
    world: World = field(repr=False)
    guild: Guild | None = field(default=None, repr=False)
    name: str = ""
    topic: str | None = None
    position: int = 0
    nsfw: bool = False
    flags: int = 0
    parent: Channel | None = field(default=None, repr=False)
    overwrites: dict[int, Overwrite] = field(default_factory=dict)
    recipients: list[User] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    thread: ThreadState | None = None
    messages: dict[int, Message] = field(default_factory=dict, repr=False)
    last_message: int | None = None

    @property
    def is_thread(self) -> bool:
        """Whether this is a thread or a forum post."""
        return self.type in THREADS

    def permissions_of(self, user: User) -> int:
        """The permission bits of ``user`` here; 0 for strangers."""
        if self.guild is None:
            return permissions.DIRECT_MESSAGE if user in self.recipients or user.bot else 0
        member = self.guild.members.get(user.id)
        if member is None:
            return 0
        ruling = self.parent if self.is_thread and self.parent is not None else self
        return permissions.in_channel(
            self.guild.permissions_of(user),
            ruling.overwrites,
            everyone=self.guild.id,
            roles=member.roles,
            user=user.id,
        )

    def visible_messages(self, user: User) -> list[Message]:
        """The messages ``user`` sees here, oldest first, with their own ephemeral ones."""
        return [m for m in self.messages.values() if m.audience in (None, user)]

    def allow(self, who: Role | User, bits: int) -> None:
        """Let ``who`` do here what ``bits`` say, whatever the guild says."""
        self.world.overwrite(self, who, allow=int(bits))

    def deny(self, who: Role | User, bits: int) -> None:
        """Forbid ``who`` to do here what ``bits`` say."""
        self.world.overwrite(self, who, deny=int(bits))
