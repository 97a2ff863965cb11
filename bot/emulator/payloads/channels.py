"""Channel and thread objects ("Resources / Channel")."""

from __future__ import annotations

from bot.emulator.errors import Json
from bot.emulator.model import Channel, ChannelType, Tag
from bot.emulator.payloads.moments import moment
from bot.emulator.payloads.users import user


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
