"""What there is in the local Discord, by id, and who is told when it changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import quote

from bot.emulator import errors
from bot.emulator.changes import Change, Observer
from bot.emulator.errors import ApiError, Json
from bot.emulator.model import Attachment, Channel, ChannelType, Guild, Message, User
from bot.emulator.permissions import Permission
from bot.emulator.snowflake import SnowflakeSource


class Registry:
    """Everything by id; look-ups fail as Discord does. ``clock`` gives Unix time."""

    bot: User

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self.new_id = SnowflakeSource(clock)
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.attachments: dict[int, Attachment] = {}
        self.cdn_url = "http://127.0.0.1"
        self._observers: list[Observer] = []

    def now(self) -> datetime:
        """The current moment by the world's clock."""
        return datetime.fromtimestamp(self.clock(), UTC)

    def observe(self, observer: Observer) -> Callable[[], None]:
        """Call ``observer`` with every `Change` from now on; the result ends it."""
        self._observers.append(observer)
        return lambda: self._observers.remove(observer)

    def emit(
        self,
        kind: str,
        payload: Json,
        *,
        guild: Guild | None = None,
        channel: Channel | None = None,
        audience: User | None = None,
    ) -> None:
        """Tell the observers that something happened."""
        if channel is not None and guild is None:
            guild = channel.guild
        change = Change(kind, payload, guild, channel, audience)
        for observer in tuple(self._observers):
            observer(change)

    def context_of(self, channel: Channel) -> int:
        """The interaction context: 0 in guilds, 1 with the bot alone, 2 among people."""
        if channel.guild is not None:
            return 0
        return 1 if channel.type is ChannelType.DM and self.bot in channel.recipients else 2

    def channel(self, channel_id: int) -> Channel:
        """The channel with this id; raises 10003 Unknown Channel."""
        try:
            return self.channels[channel_id]
        except KeyError:
            raise ApiError(errors.UNKNOWN_CHANNEL) from None

    def guild(self, guild_id: int) -> Guild:
        """The guild with this id; raises 10004 Unknown Guild."""
        try:
            return self.guilds[guild_id]
        except KeyError:
            raise ApiError(errors.UNKNOWN_GUILD) from None

    def user(self, user_id: int) -> User:
        """The user with this id; raises 10013 Unknown User."""
        try:
            return self.users[user_id]
        except KeyError:
            raise ApiError(errors.UNKNOWN_USER) from None

    def message(self, channel: Channel, message_id: int) -> Message:
        """The message with this id, never an ephemeral one; raises 10008 Unknown Message."""
        message = channel.messages.get(message_id)
        if message is None or message.audience is not None:
            raise ApiError(errors.UNKNOWN_MESSAGE)
        return message

    def attachment_url(self, channel: Channel, attachment_id: int, filename: str) -> str:
        """Where a file that was sent in ``channel`` is served from."""
        return f"{self.cdn_url}/attachments/{channel.id}/{attachment_id}/{quote(filename)}"

    def require(self, channel: Channel, user: User, *needed: Permission) -> None:
        """Raise 50001 where ``user`` cannot see ``channel``, 50013 where a bit is missing."""
        bits = channel.permissions_of(user)
        if not bits & Permission.VIEW_CHANNEL:
            raise ApiError(errors.MISSING_ACCESS)
        if any(not bits & bit for bit in needed):
            raise ApiError(errors.MISSING_PERMISSIONS)
