"""Discord's permission bits and how roles and overwrites combine.

Source: "Topics / Permissions" of Discord's documentation, whose overwrite algorithm
`in_channel` follows step by step.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import IntFlag
from typing import Protocol


class Permission(IntFlag):
    """The bits this server knows by name; others are carried along unread."""

    KICK_MEMBERS = 1 << 1
    BAN_MEMBERS = 1 << 2
    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    USE_EXTERNAL_EMOJIS = 1 << 18
    MANAGE_ROLES = 1 << 28
    MANAGE_WEBHOOKS = 1 << 29
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    CREATE_PRIVATE_THREADS = 1 << 36
    SEND_MESSAGES_IN_THREADS = 1 << 38
    SEND_POLLS = 1 << 49
    USE_EXTERNAL_APPS = 1 << 50
    PIN_MESSAGES = 1 << 51


ALL = (1 << 53) - 1

MEMBER = (
    Permission.ADD_REACTIONS
    | Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.USE_EXTERNAL_EMOJIS
    | Permission.USE_APPLICATION_COMMANDS
    | Permission.CREATE_PUBLIC_THREADS
    | Permission.CREATE_PRIVATE_THREADS
    | Permission.SEND_MESSAGES_IN_THREADS
    | Permission.SEND_POLLS
    | Permission.USE_EXTERNAL_APPS
)
"""What ``@everyone`` may do in a new server."""

# Plain numbers, since operations on IntFlag are slow Python and every event asks.
_ADMINISTRATOR = int(Permission.ADMINISTRATOR)
_VIEW = int(Permission.VIEW_CHANNEL)
_SEND = int(Permission.SEND_MESSAGES)
_SENT_ALONG = int(Permission.MENTION_EVERYONE | Permission.ATTACH_FILES | Permission.EMBED_LINKS)

DIRECT_MESSAGE = int(
    Permission.ADD_REACTIONS
    | Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.MENTION_EVERYONE
    | Permission.USE_EXTERNAL_EMOJIS
)
"""What both sides may do in a direct message, where no role decides."""


class HasMask(Protocol):
    """Anything that allows and denies: a channel's overwrite."""

    allow: int
    deny: int


def in_guild(everyone: int, roles: Iterable[int], *, owner: bool) -> int:
    """The bits of a member from ``@everyone`` and their own roles; owners have all."""
    if owner:
        return ALL
    bits = everyone
    for role in roles:
        bits |= role
    return ALL if bits & _ADMINISTRATOR else bits


def in_channel(
    base: int, overwrites: Mapping[int, HasMask], *, everyone: int, roles: Iterable[int], user: int
) -> int:
    """The bits in a channel: ``@everyone``'s overwrite, the roles' together, the member's.

    ``everyone`` is the id of the guild's default role (the guild's own id), ``roles`` the
    ids of the member's roles, ``user`` the member's id.
    """
    if base & _ADMINISTRATOR:
        return ALL
    bits = base
    if overwrite := overwrites.get(everyone):
        bits = bits & ~overwrite.deny | overwrite.allow
    allow = deny = 0
    for role in roles:
        if overwrite := overwrites.get(role):
            allow |= overwrite.allow
            deny |= overwrite.deny
    bits = bits & ~deny | allow
    if overwrite := overwrites.get(user):
        bits = bits & ~overwrite.deny | overwrite.allow
    if not bits & _VIEW:
        return 0
    if not bits & _SEND:
        # Implicit denial: without sending, what is sent along means nothing.
        bits &= ~_SENT_ALONG
    return bits
