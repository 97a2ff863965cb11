"""Guilds with their roles and members."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from bot.emulator import permissions
from bot.emulator.model.channels import REQUIRE_TAG, Channel, ChannelType, Tag
from bot.emulator.model.users import User

if TYPE_CHECKING:
    from bot.emulator.world import World


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
class Member:
    """A user in a guild with the ids of their roles (without ``@everyone``)."""

    user: User
    joined: datetime
    roles: set[int] = field(default_factory=set)
    nick: str | None = None


@dataclass(eq=False, slots=True)
class Guild:
    """A server: channels, roles and members; a handle, whose ``add_…`` are done by its world.

    ``installed`` says that the app was added.
    """

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
        flags = REQUIRE_TAG if require_tag else 0
        return self.world.add_channel(
            self, ChannelType.FORUM, name, tags=made, flags=flags, **settings
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
