"""What Discord's client offers a person: which commands they are shown where."""

from __future__ import annotations

from bot.emulator.errors import Json
from bot.emulator.model import Channel, User
from bot.emulator.permissions import Permission
from bot.emulator.world import World


class NotOfferedError(LookupError):
    """Discord's client would not let this person do this here."""


def offered(world: World, user: User, channel: Channel) -> list[Json]:
    """The commands that ``user`` is shown in ``channel``, of every type.

    Decided by installation (guild or account), context and default member permissions.
    """
    guild = channel.guild
    found = list(world.commands.all())
    if guild is not None:
        found += world.commands.all(guild.id)
    return [command for command in found if _fits(world, command, user, channel)]


def _fits(world: World, command: Json, user: User, channel: Channel) -> bool:
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
    if contexts is None and context != 0 and command.get("dm_permission") is False:
        return False
    if guild is None:
        return True
    bits = channel.permissions_of(user)
    needed = command.get("default_member_permissions")
    if needed is not None:
        # "0" means administrators only.
        wanted = int(needed) or int(Permission.ADMINISTRATOR)
        if bits & wanted != wanted:
            return False
    return bool(bits & Permission.USE_APPLICATION_COMMANDS)


def find(world: World, user: User, channel: Channel, name: str, kind: int) -> Json:
    """The offered command of this name; raises `NotOfferedError`."""
    for command in offered(world, user, channel):
        if command["name"] == name and command["type"] == kind:
            return command
    raise NotOfferedError(f"{user.name} is not offered the command {name!r} here")
