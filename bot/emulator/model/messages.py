"""Messages with their files."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, IntFlag
from typing import TYPE_CHECKING

from bot.emulator.components.tree import flattened
from bot.emulator.components.types import BUTTON, SELECTS, TEXT
from bot.emulator.errors import Json
from bot.emulator.model.users import User

if TYPE_CHECKING:
    from bot.emulator.model.channels import Channel


class MessageType(IntEnum):
    """Types of messages ("Resources / Message / Message Types")."""

    DEFAULT = 0
    REPLY = 19
    SLASH_ANSWER = 20
    MENU_ANSWER = 23


class MessageFlag(IntFlag):
    """Message flags that mean something to this server."""

    CROSSPOSTED = 1 << 0
    SUPPRESS_EMBEDS = 1 << 2
    HAS_THREAD = 1 << 5
    EPHEMERAL = 1 << 6
    LOADING = 1 << 7
    SUPPRESS_NOTIFICATIONS = 1 << 12
    COMPONENTS_V2 = 1 << 15


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
    type: MessageType = MessageType.DEFAULT
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
        found += [part["content"] for part in self.parts if part["type"] == TEXT]
        return "\n".join(words for words in found if words)

    @property
    def parts(self) -> list[Json]:
        """Every component, in reading order, however deep; accessories after their text."""
        return flattened(self.components)

    @property
    def buttons(self) -> list[Json]:
        """The buttons, in reading order."""
        return [part for part in self.parts if part["type"] == BUTTON]

    @property
    def selects(self) -> list[Json]:
        """The select menus, in reading order."""
        return [part for part in self.parts if part["type"] in SELECTS]
