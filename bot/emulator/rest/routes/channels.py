"""Channels themselves: reading, changing, deleting, typing."""

from __future__ import annotations

from typing import Any

from bot.emulator import errors, payloads
from bot.emulator.errors import ApiError, Form, Json
from bot.emulator.model import Channel, Overwrite, Tag
from bot.emulator.permissions import Permission
from bot.emulator.rest.routing import Call, Routes, snowflake

routes = Routes()

_ONE = "/channels/{channel_id}"
_RULE = _ONE + "/permissions/{overwrite_id}"


@routes.add("GET", _ONE)
def get(call: Call) -> Json:
    """One channel or thread."""
    channel = call.channel()
    call.world.require(channel, call.world.bot)
    return payloads.channel(channel)


@routes.add("PATCH", _ONE)
def edit(call: Call) -> Json:
    """Change a channel or thread."""
    channel = call.channel()
    world, body = call.world, call.form
    changes = _thread_changes(call, channel) if channel.is_thread else _changes(call, channel)
    form = Form()
    if "name" in body:
        form.length(("name",), body["name"], 1, 100)
        form.check()
        changes["name"] = body["name"]
    world.update_channel(channel, **changes)
    return payloads.channel(channel)


def _changes(call: Call, channel: Channel) -> dict[str, Any]:
    world, body = call.world, call.form
    world.require(channel, world.bot, Permission.MANAGE_CHANNELS)
    changes: dict[str, Any] = {
        key: body[key] for key in ("topic", "nsfw", "position", "flags") if key in body
    }
    if "available_tags" in body:
        changes["tags"] = [
            Tag(
                snowflake(tag.get("id") or world.new_id(), "id"),
                tag["name"],
                bool(tag.get("moderated")),
                tag.get("emoji_name"),
            )
            for tag in body["available_tags"]
        ]
    return changes


def _thread_changes(call: Call, channel: Channel) -> dict[str, Any]:
    world, body, state = call.world, call.form, channel.thread
    assert state is not None
    mine = state.owner == world.bot.id
    unarchiving = set(body) <= {"archived"} and not body.get("archived") and not state.locked
    if state.archived and body.get("archived", True):
        raise ApiError(errors.THREAD_ARCHIVED)
    if "locked" in body or not (mine or unarchiving):
        world.require(channel, world.bot, Permission.MANAGE_THREADS)
    else:
        world.require(channel, world.bot)
    changes: dict[str, Any] = {key: body[key] for key in ("archived", "locked") if key in body}
    if "auto_archive_duration" in body:
        changes["auto_archive_minutes"] = body["auto_archive_duration"]
    if "applied_tags" in body:
        changes["tags"] = [snowflake(tag, "applied_tags") for tag in body["applied_tags"]]
    return changes


@routes.add("DELETE", _ONE)
def delete(call: Call) -> Json:
    """Delete a channel or thread."""
    channel = call.channel()
    if channel.guild is not None:
        needed = Permission.MANAGE_THREADS if channel.is_thread else Permission.MANAGE_CHANNELS
        call.world.require(channel, call.world.bot, needed)
        call.world.delete_channel(channel)
    return payloads.channel(channel)


@routes.add("POST", _ONE + "/typing")
def typing(call: Call) -> None:
    """Show that the bot is typing."""
    channel, world = call.channel(), call.world
    world.require(channel, world.bot)
    payload: Json = {
        "channel_id": str(channel.id),
        "user_id": str(world.bot.id),
        "timestamp": int(world.clock()),
    }
    if channel.guild is not None:
        payload["guild_id"] = str(channel.guild.id)
    world.emit("TYPING_START", payload, channel=channel)


@routes.add("PUT", _RULE)
def set_rule(call: Call) -> None:
    """Set a channel's overwrite for a role or member."""
    channel, number = call.channel(), call.id("overwrite_id")
    call.world.require(channel, call.world.bot, Permission.MANAGE_ROLES)
    channel.overwrites[number] = Overwrite(
        number,
        int(call.form.get("type", 0)),
        int(call.form.get("allow") or 0),
        int(call.form.get("deny") or 0),
    )
    call.world.update_channel(channel)


@routes.add("DELETE", _RULE)
def delete_rule(call: Call) -> None:
    """Drop a channel's overwrite."""
    channel = call.channel()
    call.world.require(channel, call.world.bot, Permission.MANAGE_ROLES)
    channel.overwrites.pop(call.id("overwrite_id"), None)
    call.world.update_channel(channel)
