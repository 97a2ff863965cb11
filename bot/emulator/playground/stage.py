"""The Discord server that a newcomer finds: its channels and the two people they can be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.emulator.model import Guild, User
from bot.emulator.permissions import MEMBER, Permission
from bot.emulator.world import World

# What the invitation link of a bot that announces and hands out a role asks for.
BOT_PERMISSIONS = (
    MEMBER | Permission.MANAGE_MESSAGES | Permission.MANAGE_ROLES | Permission.MANAGE_THREADS
)


@dataclass(frozen=True, slots=True)
class Stage:
    """The server shown, and who a visitor can be, the first one at first."""

    guild: Guild
    people: list[User]


def set_stage(world: World, *, locale: str = "zh-CN", tags: Sequence[str] = ()) -> Stage:
    """Build the server: two text channels, a forum for announcements, a member, an admin.

    `locale` is the language the server prefers, `tags` are the forum's.
    """
    guild = world.add_guild(
        "论文精读 · Readers", locale=locale, bot_permissions=int(BOT_PERMISSIONS)
    )
    member = world.add_user("mia", display_name="Mia", installed=True)
    world.add_member(guild, member)
    admin = world.admin("adam", guild, display_name="Adam", installed=True)
    world.add_role(guild, "Readers", mentionable=True, position=1)
    guild.add_text_channel("general", topic="输入 / 试试 · Type / to try")
    guild.add_text_channel("reading-room", topic="论文讨论 · Papers and talk")
    guild.add_forum("announcements", tags=tuple(tags), topic="/follow")
    people = [member, admin]
    for user in people:
        world.dm(user)
    return Stage(guild, people)
