"""How roles and overwrites combine."""

from __future__ import annotations

from bot.emulator import Permission, World
from bot.emulator.permissions import ALL

VIEW, SEND, EMBED = Permission.VIEW_CHANNEL, Permission.SEND_MESSAGES, Permission.EMBED_LINKS


def test_overwrites_go_from_everyone_over_roles_to_the_member() -> None:
    """The member's own overwrite wins over their roles', those over everyone's."""
    world = World()
    guild = world.add_guild("Readers")
    channel = guild.add_text_channel("general")
    reader = world.add_user("reader")
    role = guild.add_role("role")
    guild.add_member(reader, role)
    assert channel.permissions_of(reader) & SEND
    channel.deny(guild.everyone, SEND)
    assert not channel.permissions_of(reader) & SEND
    channel.allow(role, SEND)
    assert channel.permissions_of(reader) & SEND
    channel.deny(reader, SEND)
    assert not channel.permissions_of(reader) & (SEND | EMBED)
    channel.deny(reader, VIEW)
    assert channel.permissions_of(reader) == 0


def test_owner_and_administrators_may_everything() -> None:
    """No overwrite holds against the owner or an administrator; strangers have nothing."""
    world = World()
    guild = world.add_guild("Readers")
    channel = guild.add_text_channel("general")
    channel.deny(guild.everyone, VIEW)
    assert channel.permissions_of(guild.owner) == ALL
    assert channel.permissions_of(world.admin("admin", guild)) == ALL
    assert channel.permissions_of(world.add_user("stranger")) == 0


def test_threads_follow_their_parent() -> None:
    """Who cannot see a channel cannot see its threads."""
    world = World()
    guild = world.add_guild("Readers")
    channel = guild.add_text_channel("general")
    thread = world.start_thread(channel, "talk")
    channel.deny(world.bot, VIEW)
    assert thread.permissions_of(world.bot) == 0
