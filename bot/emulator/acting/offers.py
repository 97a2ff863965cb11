"""What Discord's client offers a person: which commands they are shown where."""

from __future__ import annotations

from dataclasses import dataclass

from bot.emulator.errors import Json
from bot.emulator.model import Channel, User
from bot.emulator.permissions import Permission
from bot.emulator.world import World


class NotOfferedError(LookupError):
    """Discord's client would not let this person do this here."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """A command that a person is not shown somewhere.

    ``lacking`` are the permissions they lack for it there, 0 where the place itself rules it out.
    """

    command: Json
    lacking: int


def offered(world: World, user: User, channel: Channel) -> list[Json]:
    """The commands that ``user`` is shown in ``channel``, of every type.

    Decided by installation (guild or account), context and default member permissions.
    """
    return [
        command
        for command in _registered(world, channel)
        if _fits(world, command, user, channel) and not _lacking(command, user, channel)
    ]


def withheld(world: World, user: User, channel: Channel) -> list[Withheld]:
    """The other commands, which ``user`` is not shown in ``channel``, and why."""
    found = []
    for command in _registered(world, channel):
        fits = _fits(world, command, user, channel)
        lacking = _lacking(command, user, channel)
        if lacking or not fits:
            found.append(Withheld(command, lacking if fits else 0))
    return found


def _registered(world: World, channel: Channel) -> list[Json]:
    found = world.commands.all()
    return found if channel.guild is None else found + world.commands.all(channel.guild.id)


def _fits(world: World, command: Json, user: User, channel: Channel) -> bool:
    """Whether the place has the command: by installation and by context."""
    guild = channel.guild
    installs = command.get("integration_types") or [0]
    contexts = command.get("contexts")
    context = world.context_of(channel)
    if guild is None:
        installed = (context == 1 and 0 in installs) or (user.installed and 1 in installs)
    else:
        by_guild = guild.installed and ("guild_id" in command or 0 in installs)
        installed = by_guild or (user.installed and 1 in installs)
    if not installed or (contexts is not None and context not in contexts):
        return False
    return contexts is not None or context == 0 or command.get("dm_permission") is not False


def _lacking(command: Json, user: User, channel: Channel) -> int:
    """The permissions that ``user`` lacks for the command; outside of servers nobody needs any."""
    if channel.guild is None:
        return 0
    wanted = int(Permission.USE_APPLICATION_COMMANDS)
    needed = command.get("default_member_permissions")
    if needed is not None:
        # "0" means administrators only.
        wanted |= int(needed) or int(Permission.ADMINISTRATOR)
    return wanted & ~channel.permissions_of(user)


def find(world: World, user: User, channel: Channel, name: str, kind: int) -> Json:
    """The offered command of this name; raises `NotOfferedError`."""
    for command in offered(world, user, channel):
        if command["name"] == name and command["type"] == kind:
            return command
    raise NotOfferedError(f"{user.name} is not offered the command {name!r} here")
