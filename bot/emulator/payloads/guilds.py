"""Guild, role and member objects ("Resources / Guild")."""

from __future__ import annotations

from bot.emulator.errors import Json
from bot.emulator.model import Guild, Member, Role
from bot.emulator.payloads.channels import channel
from bot.emulator.payloads.moments import moment
from bot.emulator.payloads.users import user


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
