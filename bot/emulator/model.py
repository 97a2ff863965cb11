"""What exists in the local Discord: users, guilds, channels, roles and messages.

Plain values with identity; `bot.emulator.world.World` creates and changes them and tells
observers. Ids are snowflakes as integers here, as strings in JSON.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, IntFlag
from typing import TYPE_CHECKING

from bot.emulator import permissions
from bot.emulator.component_tree import flattened
from bot.emulator.errors import Json

if TYPE_CHECKING:
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


class MessageFlag(IntFlag):
    """Message flags that mean something to this server."""

    CROSSPOSTED = 1 << 0
    IS_CROSSPOST = 1 << 1
    SUPPRESS_EMBEDS = 1 << 2
    HAS_THREAD = 1 << 5
    EPHEMERAL = 1 << 6
    LOADING = 1 << 7
    SUPPRESS_NOTIFICATIONS = 1 << 12
    COMPONENTS_V2 = 1 << 15


@dataclass(eq=False, slots=True)
class User:
    """A person or a bot. ``installed`` says that they added the app to their account."""

    id: int
    name: str
    locale: str = "en-US"
    bot: bool = False
    display_name: str | None = None
    installed: bool = False
    accepts_dms: bool = True


@dataclass(eq=False, slots=True)
class Role:
    """A role of a guild; the one with the guild's own id is ``@everyone``."""

    id: int
    name: str
    permissions: int = 0
    position: int = 1
    color: int = 0
    mentionable: bool = False
    managed: bool = False


@dataclass(eq=False, slots=True)
class Overwrite:
    """A channel's exception for a role (``kind`` 0) or a member (``kind`` 1)."""

    id: int
    kind: int
    allow: int = 0
    deny: int = 0


@dataclass(eq=False, slots=True)
class Member:
    """A user in a guild with the ids of their roles (without ``@everyone``)."""

    user: User
    joined: datetime
    roles: set[int] = field(default_factory=set)
    nick: str | None = None


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
    """A place for messages; ``messages`` is in order of their ids."""

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


@dataclass(eq=False, slots=True)
class Guild:
    """A server: channels, roles and members. ``installed`` says that the app was added."""

    id: int
    name: str
    owner: User
    world: World = field(repr=False)
    locale: str = "en-US"
    installed: bool = True
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict, repr=False)
    channels: dict[int, Channel] = field(default_factory=dict, repr=False)

    @property
    def everyone(self) -> Role:
        """The role that every member has."""
        return self.roles[self.id]

    def permissions_of(self, user: User) -> int:
        """The guild-wide permission bits of ``user``; 0 for strangers."""
        member = self.members.get(user.id)
        if member is None:
            return 0
        return permissions.in_guild(
            self.everyone.permissions,
            (self.roles[role].permissions for role in member.roles),
            owner=user is self.owner,
        )

    def rank_of(self, user: User) -> int:
        """The position of the highest role of ``user``, 0 for ``@everyone`` alone."""
        member = self.members[user.id]
        return max((self.roles[role].position for role in member.roles), default=0)

    def add_text_channel(self, name: str, **settings: object) -> Channel:
        """Create a text channel; ``settings`` as for `World.add_channel`."""
        return self.world.add_channel(self, ChannelType.TEXT, name, **settings)

    def add_announcement_channel(self, name: str, **settings: object) -> Channel:
        """Create an announcement channel, whose messages can be crossposted."""
        return self.world.add_channel(self, ChannelType.ANNOUNCEMENT, name, **settings)

    def add_forum(
        self,
        name: str,
        *,
        tags: tuple[str, ...] = (),
        require_tag: bool = False,
        **settings: object,
    ) -> Channel:
        """Create a forum with tags of these names; ``require_tag`` makes posts carry one."""
        made = [Tag(self.world.new_id(), tag) for tag in tags]
        return self.world.add_channel(
            self, ChannelType.FORUM, name, tags=made, flags=1 << 4 if require_tag else 0, **settings
        )

    def add_role(
        self,
        name: str,
        permissions: int = 0,
        *,
        mentionable: bool = False,
        position: int = 1,
    ) -> Role:
        """Create a role, below the others (1) unless ``position`` says where."""
        return self.world.add_role(
            self, name, permissions, mentionable=mentionable, position=position
        )

    def add_member(self, user: User, *roles: Role) -> Member:
        """Make ``user`` a member with ``roles``, or give a member these roles as well."""
        return self.world.add_member(self, user, *roles)


@dataclass(eq=False, slots=True)
class Attachment:
    """A file at Discord: its bytes and the address they are served from."""

    id: int
    filename: str
    data: bytes
    content_type: str
    url: str
    description: str | None = None
    ephemeral: bool = False


@dataclass(eq=False, slots=True)
class Message:
    """A message; ``audience`` is the one user who sees an ephemeral one, else None.

    ``embeds`` and ``components`` are JSON as Discord returns it. ``pings`` are the ids of
    users and roles notified, after allowed mentions.
    """

    id: int
    channel: Channel
    author: User
    content: str
    created: datetime
    type: int = 0
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    flags: int = 0
    edited: datetime | None = None
    nonce: str | int | None = None
    pinned: bool = False
    tts: bool = False
    mentions: list[User] = field(default_factory=list)
    mention_roles: list[int] = field(default_factory=list)
    mention_everyone: bool = False
    reference: Message | None = None
    interaction: Json | None = None
    application: int | None = None
    audience: User | None = None
    thread: Channel | None = None
    poll: Json | None = None
    reactions: dict[str, set[int]] = field(default_factory=dict)

    @property
    def ephemeral(self) -> bool:
        """Whether only one user sees it."""
        return bool(self.flags & MessageFlag.EPHEMERAL)

    @property
    def text(self) -> str:
        """All its words: content, embeds and text displays, one block a line."""
        found = [self.content]
        for embed in self.embeds:
            found += [embed.get("title", ""), embed.get("description", "")]
            for entry in embed.get("fields", []):
                found += [entry["name"], entry["value"]]
        found += [part["content"] for part in self.parts if part["type"] == 10]
        return "\n".join(words for words in found if words)

    @property
    def parts(self) -> list[Json]:
        """Every component, in reading order, however deep; accessories after their text."""
        return flattened(self.components)

    @property
    def buttons(self) -> list[Json]:
        """The buttons, in reading order."""
        return [part for part in self.parts if part["type"] == 2]

    @property
    def selects(self) -> list[Json]:
        """The select menus, in reading order."""
        return [part for part in self.parts if part["type"] in (3, 5, 6, 7, 8)]

    @property
    def jump_url(self) -> str:
        """The address of the message in Discord's own client."""
        guild = self.channel.guild.id if self.channel.guild else "@me"
        return f"https://discord.com/channels/{guild}/{self.channel.id}/{self.id}"
