"""Domain values as the JSON objects of Discord's REST answers and gateway events."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.emulator.errors import Json
from bot.emulator.model import (
    Attachment,
    Channel,
    ChannelType,
    Guild,
    Member,
    Message,
    Role,
    Tag,
    User,
)


def moment(value: datetime) -> str:
    """ISO 8601 in UTC with microseconds, as Discord writes timestamps."""
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def user(value: User) -> Json:
    """A user object."""
    payload: Json = {
        "id": str(value.id),
        "username": value.name,
        "discriminator": "0001" if value.bot else "0",
        "global_name": None if value.bot else value.display_name or value.name,
        "avatar": None,
        "public_flags": 0,
        "flags": 0,
        "primary_guild": None,
    }
    if value.bot:
        payload["bot"] = True
    return payload


def own_user(value: User) -> Json:
    """The user object of ``/users/@me``, with what only its owner sees."""
    return user(value) | {
        "mfa_enabled": False,
        "locale": value.locale,
        "verified": True,
        "email": None,
    }


def role(value: Role) -> Json:
    """A role object."""
    return {
        "id": str(value.id),
        "name": value.name,
        "permissions": str(value.permissions),
        "position": value.position,
        "color": value.color,
        "colors": {"primary_color": value.color, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": value.managed,
        "mentionable": value.mentionable,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }


def member(value: Member, *, with_user: bool = True) -> Json:
    """A guild member object; messages carry it without its user."""
    payload: Json = {
        "avatar": None,
        "banner": None,
        "communication_disabled_until": None,
        "flags": 0,
        "joined_at": moment(value.joined),
        "nick": value.nick,
        "pending": False,
        "premium_since": None,
        "roles": [str(role_id) for role_id in sorted(value.roles)],
        "mute": False,
        "deaf": False,
    }
    if with_user:
        payload["user"] = user(value.user)
    return payload


def tag(value: Tag) -> Json:
    """A forum tag object."""
    return {
        "id": str(value.id),
        "name": value.name,
        "moderated": value.moderated,
        "emoji_id": None,
        "emoji_name": value.emoji,
    }


def channel(value: Channel) -> Json:
    """A channel object: of a guild, a thread or a direct message."""
    payload: Json = {
        "id": str(value.id),
        "type": int(value.type),
        "flags": value.flags,
        "last_message_id": str(value.last_message) if value.last_message else None,
    }
    if value.guild is None:
        payload["recipients"] = [user(recipient) for recipient in value.recipients]
        return payload
    payload |= {
        "guild_id": str(value.guild.id),
        "name": value.name,
        "parent_id": str(value.parent.id) if value.parent else None,
        "rate_limit_per_user": 0,
    }
    if value.thread is not None:
        return payload | _thread(value)
    payload |= {
        "topic": value.topic,
        "position": value.position,
        "nsfw": value.nsfw,
        "permission_overwrites": [
            {"id": str(o.id), "type": o.kind, "allow": str(o.allow), "deny": str(o.deny)}
            for o in value.overwrites.values()
        ],
    }
    if value.type is ChannelType.FORUM:
        payload |= {
            "available_tags": [tag(each) for each in value.tags],
            "default_reaction_emoji": None,
            "default_sort_order": None,
            "default_forum_layout": 0,
        }
    return payload


def _thread(value: Channel) -> Json:
    state = value.thread
    assert state is not None
    payload: Json = {
        "owner_id": str(state.owner),
        "thread_metadata": {
            "archived": state.archived,
            "archive_timestamp": moment(state.created),
            "auto_archive_duration": state.auto_archive_minutes,
            "locked": state.locked,
            "create_timestamp": moment(state.created),
        },
        "message_count": min(state.sent, 2**31),
        "member_count": min(len(state.members), 50),
        "total_message_sent": state.sent,
    }
    if value.parent is not None and value.parent.type is ChannelType.FORUM:
        payload["applied_tags"] = [str(tag_id) for tag_id in state.tags]
    return payload


def thread_member(thread: Channel, user_id: int) -> Json:
    """A thread member object."""
    assert thread.thread is not None
    return {
        "id": str(thread.id),
        "user_id": str(user_id),
        "join_timestamp": moment(thread.thread.created),
        "flags": 0,
    }


def attachment(value: Attachment) -> Json:
    """An attachment object."""
    payload: Json = {
        "id": str(value.id),
        "filename": value.filename,
        "size": len(value.data),
        "url": value.url,
        "proxy_url": value.url,
        "content_type": value.content_type,
    }
    if value.description is not None:
        payload["description"] = value.description
    if value.ephemeral:
        payload["ephemeral"] = True
    return payload


def message(value: Message, *, reference: bool = True) -> Json:
    """A message object, as REST returns it."""
    payload: Json = {
        "id": str(value.id),
        "channel_id": str(value.channel.id),
        "type": value.type,
        "content": value.content,
        "author": user(value.author),
        "timestamp": moment(value.created),
        "edited_timestamp": moment(value.edited) if value.edited else None,
        "tts": value.tts,
        "mention_everyone": value.mention_everyone,
        "mentions": [user(mentioned) for mentioned in value.mentions],
        "mention_roles": [str(role_id) for role_id in value.mention_roles],
        "attachments": [attachment(each) for each in value.attachments],
        "embeds": value.embeds,
        "components": value.components,
        "pinned": value.pinned,
        "flags": value.flags,
    }
    if value.nonce is not None:
        payload["nonce"] = value.nonce
    if value.application is not None:
        payload["application_id"] = str(value.application)
    if value.interaction is not None:
        payload["webhook_id"] = str(value.application)
        payload["interaction_metadata"] = value.interaction
    if value.reactions:
        payload["reactions"] = [reaction(value, emoji) for emoji in value.reactions]
    if value.thread is not None:
        payload["thread"] = channel(value.thread)
    if value.poll is not None:
        payload["poll"] = value.poll
    if value.reference is not None and reference:
        payload["message_reference"] = {
            "type": 0,
            "message_id": str(value.reference.id),
            "channel_id": str(value.reference.channel.id),
        }
        payload["referenced_message"] = message(value.reference, reference=False)
    return payload


def reaction(value: Message, emoji: str) -> Json:
    """A reaction object of one emoji on a message."""
    users = value.reactions[emoji]
    return {
        "emoji": {"id": None, "name": emoji},
        "count": len(users),
        "count_details": {"burst": 0, "normal": len(users)},
        "burst_colors": [],
        "me_burst": False,
        "burst_me": False,
        "me": value.channel.world.bot.id in users,
        "burst_count": 0,
    }


def message_event(value: Message) -> Json:
    """A message as the gateway sends it: with its guild and the author's membership."""
    payload = message(value)
    guild = value.channel.guild
    if guild is not None:
        payload["guild_id"] = str(guild.id)
        if author := guild.members.get(value.author.id):
            payload["member"] = member(author, with_user=False)
    return payload


def guild(value: Guild) -> Json:
    """A guild object, as REST returns it."""
    return {
        "id": str(value.id),
        "name": value.name,
        "icon": None,
        "home_header": None,
        "description": None,
        "splash": None,
        "discovery_splash": None,
        "banner": None,
        "owner_id": str(value.owner.id),
        "application_id": None,
        "region": "us-central",
        "afk_channel_id": None,
        "afk_timeout": 300,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "widget_enabled": False,
        "widget_channel_id": None,
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "max_presences": None,
        "max_members": 500000,
        "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25,
        "vanity_url_code": None,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "premium_progress_bar_enabled": False,
        "premium_progress_bar_enabled_user_updated_at": None,
        "preferred_locale": value.locale,
        "rules_channel_id": None,
        "public_updates_channel_id": None,
        "safety_alerts_channel_id": None,
        "nsfw": False,
        "nsfw_level": 0,
        # Announcement channels and forums come with these.
        "features": ["COMMUNITY", "NEWS"],
        "roles": [role(each) for each in value.roles.values()],
        "emojis": [],
        "stickers": [],
        "incidents_data": None,
        "inventory_settings": None,
        "owner_configured_content_level": 0,
    }


def guild_event(value: Guild, members: list[Member]) -> Json:
    """A guild as ``GUILD_CREATE`` sends it: with channels, threads and known members."""
    me = value.members[value.world.bot.id]
    bot = value.world.bot
    seen = [c for c in value.channels.values() if c.permissions_of(bot)]
    return guild(value) | {
        "joined_at": moment(me.joined),
        "large": False,
        "unavailable": False,
        "member_count": len(value.members),
        "members": [member(each) for each in members],
        "channels": [channel(c) for c in value.channels.values() if not c.is_thread],
        "threads": [channel(c) for c in seen if c.thread is not None and not c.thread.archived],
        "presences": [],
        "voice_states": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }
