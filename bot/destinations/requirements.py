"""What a channel must be and allow before episodes are announced in it."""

from __future__ import annotations

import discord

from bot.places import Kind

Followable = discord.TextChannel | discord.ForumChannel | discord.Thread

# Without the history a row in doubt could not be looked for: Discord then shows an empty one.
_ALWAYS = ("view_channel", "embed_links", "read_message_history")
_SENDING = {
    Kind.TEXT: "send_messages",
    Kind.ANNOUNCEMENT: "send_messages",
    Kind.FORUM: "send_messages",
    Kind.THREAD: "send_messages_in_threads",
}


def kind_of(channel: object) -> Kind | None:
    """What kind of destination a channel is; None where nothing can be announced."""
    match channel:
        case discord.Thread():
            return Kind.THREAD
        case discord.ForumChannel():
            # A media channel is a forum to discord.py, but wants an attachment in each post.
            return None if channel.is_media() else Kind.FORUM
        case discord.TextChannel():
            return Kind.ANNOUNCEMENT if channel.is_news() else Kind.TEXT
        case _:
            return None


def missing(channel: Followable, kind: Kind) -> list[str]:
    """The permissions that the bot lacks there, by discord.py's names of them.

    To post in a forum is to send messages, but server settings call it "create posts".
    """
    allowed = channel.permissions_for(channel.guild.me)
    lacking = [name for name in (*_ALWAYS, _SENDING[kind]) if not getattr(allowed, name)]
    if kind is Kind.FORUM:
        return ["create_posts" if name == "send_messages" else name for name in lacking]
    return lacking


def can_ping(channel: Followable, role: discord.Role) -> bool:
    """Whether a mention of the role there notifies its members."""
    return role.mentionable or channel.permissions_for(channel.guild.me).mention_everyone


def can_grant(guild: discord.Guild, role: discord.Role) -> bool:
    """Whether the bot can give the role to members: it manages roles, and stands above it."""
    return guild.me.guild_permissions.manage_roles and role < guild.me.top_role and not role.managed
