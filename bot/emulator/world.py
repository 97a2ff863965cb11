"""The state of the local Discord, and the one place that changes it.

Pure: no sockets and no tasks; the clock is a parameter. Every change is told to the
observers as a `Change`: the gateway turns it into events for the bot, a page may draw it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from bot.emulator import payloads
from bot.emulator.commands import Commands
from bot.emulator.model import (
    Channel,
    ChannelType,
    Guild,
    Member,
    Message,
    MessageFlag,
    Overwrite,
    Role,
    ThreadState,
    User,
)
from bot.emulator.nonces import NonceMemory
from bot.emulator.permissions import MEMBER, Permission
from bot.emulator.registry import Registry


class World(Registry):
    """Users, guilds, channels, messages and commands of one local Discord.

    ``clock`` gives Unix time in seconds. ``nonce_memory`` is how long, in seconds, an
    enforced nonce is remembered ("the past few minutes" in Discord's documentation).
    """

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.time,
        bot_name: str = "paperbot",
        nonce_memory: float = 180.0,
    ) -> None:
        super().__init__(clock)
        self.nonces = NonceMemory(clock, nonce_memory)
        self.bot = User(self.new_id(), bot_name, bot=True)
        self.users[self.bot.id] = self.bot
        # Since 2016 an application and its bot share one id.
        self.application_id = self.bot.id
        self.owner = self.add_user("owner")
        self.commands = Commands(self.application_id, self.new_id)

    # Users and guilds

    def add_user(
        self,
        name: str,
        *,
        locale: str = "en-US",
        display_name: str | None = None,
        installed: bool = False,
    ) -> User:
        """Create a person; ``installed`` means that they added the app to their account."""
        user = User(
            self.new_id(), name, locale=locale, display_name=display_name, installed=installed
        )
        self.users[user.id] = user
        return user

    def admin(self, name: str, guild: Guild, **details: Any) -> User:
        """A new person who may do everything in ``guild``."""
        user = self.add_user(name, **details)
        role = next((r for r in guild.roles.values() if r.name == "Administrator"), None)
        role = role or self.add_role(guild, "Administrator", Permission.ADMINISTRATOR)
        self.add_member(guild, user, role)
        return user

    def add_guild(
        self,
        name: str,
        *,
        owner: User | None = None,
        locale: str = "en-US",
        installed: bool = True,
        bot_permissions: int = int(MEMBER),
    ) -> Guild:
        """Create a guild; the bot joins it with ``bot_permissions`` unless not ``installed``."""
        guild = Guild(self.new_id(), name, owner or self.owner, self, locale, installed=False)
        guild.roles[guild.id] = Role(guild.id, "@everyone", int(MEMBER), position=0)
        self.guilds[guild.id] = guild
        self.add_member(guild, guild.owner)
        if installed:
            self.install(guild, bot_permissions)
        return guild

    def install(self, guild: Guild, permissions: int = int(MEMBER)) -> None:
        """Add the app to ``guild``: the bot joins with a managed role of its own."""
        guild.installed = True
        role = Role(self.new_id(), self.bot.name, int(permissions), len(guild.roles), managed=True)
        guild.roles[role.id] = role
        member = guild.members[self.bot.id] = Member(self.bot, self.now(), {role.id})
        self.emit("GUILD_CREATE", payloads.guild_event(guild, [member]), guild=guild)

    def remove(self, guild: Guild) -> None:
        """Throw the app out of ``guild``."""
        self.emit("GUILD_DELETE", {"id": str(guild.id)}, guild=guild)
        guild.installed = False
        member = guild.members.pop(self.bot.id)
        for role_id in member.roles:
            del guild.roles[role_id]

    def set_locale(self, guild: Guild, locale: str) -> None:
        """Set the language that ``guild`` prefers (Server Settings, Overview)."""
        if guild.locale != locale:
            guild.locale = locale
            self.emit("GUILD_UPDATE", payloads.guild(guild), guild=guild)

    def add_member(self, guild: Guild, user: User, *roles: Role) -> Member:
        """Make ``user`` a member with ``roles``, or give a member these roles as well."""
        member = guild.members.get(user.id)
        kind = "GUILD_MEMBER_UPDATE"
        if member is None:
            kind = "GUILD_MEMBER_ADD"
            member = guild.members[user.id] = Member(user, self.now())
        member.roles |= {role.id for role in roles}
        self._tell_of_member(kind, guild, member)
        return member

    def take_role(self, guild: Guild, user: User, role: Role) -> None:
        """Take ``role`` from a member."""
        member = guild.members[user.id]
        member.roles.discard(role.id)
        self._tell_of_member("GUILD_MEMBER_UPDATE", guild, member)

    def _tell_of_member(self, kind: str, guild: Guild, member: Member) -> None:
        payload = payloads.member(member) | {"guild_id": str(guild.id)}
        self.emit(kind, payload, guild=guild)

    def add_role(
        self,
        guild: Guild,
        name: str,
        permissions: int = 0,
        *,
        mentionable: bool = False,
        position: int = 1,
    ) -> Role:
        """Create a role, below the others (1) unless ``position`` says where."""
        for other in guild.roles.values():
            if other.position >= position:
                other.position += 1
        role = Role(self.new_id(), name, int(permissions), position, mentionable=mentionable)
        guild.roles[role.id] = role
        self._tell_of_role("GUILD_ROLE_CREATE", guild, role)
        return role

    def _tell_of_role(self, kind: str, guild: Guild, role: Role) -> None:
        payload = {"guild_id": str(guild.id), "role": payloads.role(role)}
        self.emit(kind, payload, guild=guild)

    def delete_role(self, guild: Guild, role: Role) -> None:
        """Delete ``role`` and take it from everyone."""
        for member in guild.members.values():
            member.roles.discard(role.id)
        del guild.roles[role.id]
        payload = {"guild_id": str(guild.id), "role_id": str(role.id)}
        self.emit("GUILD_ROLE_DELETE", payload, guild=guild)

    # Channels

    def add_channel(self, guild: Guild, kind: ChannelType, name: str, **settings: Any) -> Channel:
        """Create a channel in ``guild``; ``settings`` are attributes of `Channel`."""
        channel = Channel(
            self.new_id(), kind, self, guild, name, position=len(guild.channels), **settings
        )
        guild.channels[channel.id] = self.channels[channel.id] = channel
        self.emit("CHANNEL_CREATE", payloads.channel(channel), channel=channel)
        return channel

    def dm(self, user: User) -> Channel:
        """The direct messages between the bot and ``user``, opened where needed."""
        for channel in self.channels.values():
            if channel.type is ChannelType.DM and set(channel.recipients) == {user, self.bot}:
                return channel
        return self.private(user, self.bot)

    def private(self, *users: User) -> Channel:
        """New direct messages between these users: two of them, or a group."""
        kind = ChannelType.DM if len(users) == 2 else ChannelType.GROUP_DM
        channel = Channel(self.new_id(), kind, self, recipients=list(users))
        self.channels[channel.id] = channel
        return channel

    def update_channel(self, channel: Channel, **changes: Any) -> None:
        """Set attributes of ``channel``, or of its thread state."""
        for name, value in changes.items():
            holder = channel.thread if hasattr(channel.thread, name) else channel
            setattr(holder, name, value)
        kind = "THREAD_UPDATE" if channel.is_thread else "CHANNEL_UPDATE"
        self.emit(kind, payloads.channel(channel), channel=channel)

    def overwrite(
        self, channel: Channel, who: Role | User, *, allow: int = 0, deny: int = 0
    ) -> None:
        """Make an exception for ``who`` in ``channel``, on top of the ones there are."""
        kind = 0 if isinstance(who, Role) else 1
        rule = channel.overwrites.setdefault(who.id, Overwrite(who.id, kind))
        rule.allow = rule.allow & ~deny | allow
        rule.deny = rule.deny & ~allow | deny
        self.update_channel(channel)

    def delete_channel(self, channel: Channel) -> None:
        """Delete ``channel`` with its threads."""
        for other in [c for c in self.channels.values() if c.parent is channel and c.is_thread]:
            self.delete_channel(other)
        del self.channels[channel.id]
        if channel.guild is not None:
            del channel.guild.channels[channel.id]
        kind = "THREAD_DELETE" if channel.is_thread else "CHANNEL_DELETE"
        self.emit(kind, payloads.channel(channel), channel=channel)

    def start_thread(
        self,
        parent: Channel,
        name: str,
        *,
        owner: User | None = None,
        kind: ChannelType | None = None,
        message: Message | None = None,
        tags: list[int] | None = None,
        auto_archive_minutes: int = 4320,
    ) -> Channel:
        """Start a thread in ``parent``, on a message where one is given."""
        assert parent.guild is not None
        if kind is None:
            announces = parent.type is ChannelType.ANNOUNCEMENT
            kind = ChannelType.ANNOUNCEMENT_THREAD if announces else ChannelType.PUBLIC_THREAD
        owner = owner or self.owner
        # A thread on a message has the message's id; it can have only one.
        number = message.id if message else self.new_id()
        state = ThreadState(
            owner.id,
            self.now(),
            auto_archive_minutes=auto_archive_minutes,
            tags=tags or [],
            members={owner.id},
        )
        thread = Channel(number, kind, self, parent.guild, name, parent=parent, thread=state)
        parent.guild.channels[number] = self.channels[number] = thread
        if message is not None:
            message.thread = thread
            message.flags |= MessageFlag.HAS_THREAD
        payload = payloads.channel(thread) | {"newly_created": True}
        self.emit("THREAD_CREATE", payload, channel=thread)
        return thread

    # Messages

    def post(self, message: Message) -> Message:
        """Put ``message`` where it belongs and tell everyone who sees it."""
        channel = message.channel
        channel.messages[message.id] = message
        if message.audience is None:
            channel.last_message = message.id
            if channel.thread is not None:
                channel.thread.sent += 1
                channel.thread.members.add(message.author.id)
                if channel.thread.archived:
                    self.update_channel(channel, archived=False)
        self._tell_of_message("MESSAGE_CREATE", message)
        return message

    def touch(self, message: Message, *, edited: bool = True) -> None:
        """Tell everyone that ``message`` has changed."""
        if edited:
            message.edited = self.now()
        self._tell_of_message("MESSAGE_UPDATE", message)

    def _tell_of_message(self, kind: str, message: Message) -> None:
        self.attachments |= {each.id: each for each in message.attachments}
        payload = payloads.message_event(message)
        self.emit(kind, payload, channel=message.channel, audience=message.audience)

    def delete(self, message: Message) -> None:
        """Delete ``message``."""
        channel = message.channel
        channel.messages.pop(message.id, None)
        payload = {"id": str(message.id), "channel_id": str(channel.id)}
        if channel.guild is not None:
            payload["guild_id"] = str(channel.guild.id)
        self.emit("MESSAGE_DELETE", payload, channel=channel, audience=message.audience)
