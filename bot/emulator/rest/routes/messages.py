"""Messages of channels: sending, reading, editing, deleting, publishing, reactions."""

from __future__ import annotations

from bot.emulator import errors, payloads
from bot.emulator.composing import apply, compose
from bot.emulator.errors import ApiError, Json, invalid
from bot.emulator.model import WRITABLE, Channel, ChannelType, Message, MessageFlag, MessageType
from bot.emulator.permissions import Permission
from bot.emulator.rest.routing import Call, Routes, snowflake

routes = Routes()

_ALL = "/channels/{channel_id}/messages"
_ONE = _ALL + "/{message_id}"
_REACTION = _ONE + "/reactions/{emoji_name}/@me"


@routes.add("POST", _ALL)
def create(call: Call) -> Json:
    """Send a message; an enforced nonce returns the one that was sent before."""
    world, channel, body = call.world, call.channel(), call.form
    _require_sending(call, channel)
    nonce = body.get("nonce")
    if isinstance(nonce, str) and len(nonce) > 25:
        raise invalid(("nonce",), "NONCE_TYPE_TOO_LONG", "Nonce must be 25 or fewer in length.")
    if nonce and body.get("enforce_nonce"):
        before = world.nonces.find(world.bot, nonce)
        if before is not None:
            return payloads.message(before)
    message = compose(world, channel, world.bot, body, call.uploads)
    if channel.guild and not channel.permissions_of(world.bot) & Permission.EMBED_LINKS:
        # Discord posts the rest and says nothing.
        message.embeds = []
    if reference := body.get("message_reference"):
        message.reference = _referenced(call, channel, reference)
        message.type = MessageType.REPLY
    world.post(message)
    if nonce:
        world.nonces.remember(message)
    return payloads.message(message)


def _require_sending(call: Call, channel: Channel) -> None:
    """Raise as Discord does unless the bot may send messages in ``channel``."""
    world = call.world
    if channel.guild is None:
        partner = next((user for user in channel.recipients if user is not world.bot), None)
        if world.bot not in channel.recipients:
            raise ApiError(errors.MISSING_ACCESS)
        if partner is not None and not partner.accepts_dms:
            raise ApiError(errors.USER_UNREACHABLE)
        return
    needed = [Permission.SEND_MESSAGES]
    if channel.is_thread:
        needed = [Permission.SEND_MESSAGES_IN_THREADS]
    if call.uploads:
        needed.append(Permission.ATTACH_FILES)
    world.require(channel, world.bot, *needed)
    if channel.type not in WRITABLE:
        raise ApiError(errors.NOT_TEXT_CHANNEL)
    if channel.thread is not None and channel.thread.locked:
        bits = channel.permissions_of(world.bot)
        if not bits & Permission.MANAGE_THREADS:
            raise ApiError(errors.THREAD_ARCHIVED)


def _referenced(call: Call, channel: Channel, reference: Json) -> Message | None:
    number = snowflake(reference.get("message_id"), "message_id")
    found = channel.messages.get(number)
    if found is None and reference.get("fail_if_not_exists", True):
        raise invalid(("message_reference",), "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
    call.world.require(channel, call.world.bot, Permission.READ_MESSAGE_HISTORY)
    return found


@routes.add("GET", _ALL)
def history(call: Call) -> list[Json]:
    """Messages, newest first: before, after or around an id, 50 unless ``limit`` says."""
    world, channel = call.world, call.channel()
    world.require(channel, world.bot)
    if not channel.permissions_of(world.bot) & Permission.READ_MESSAGE_HISTORY:
        return []
    limit = call.limit(50, 100)
    found = [m for m in channel.messages.values() if m.audience is None]
    found.sort(key=lambda message: message.id)
    if "before" in call.query:
        border = snowflake(call.query["before"], "before")
        found = [m for m in found if m.id < border][-limit:]
    elif "after" in call.query:
        border = snowflake(call.query["after"], "after")
        found = [m for m in found if m.id > border][:limit]
    elif "around" in call.query:
        border = snowflake(call.query["around"], "around")
        older = [m for m in found if m.id < border][-(limit // 2) :]
        newer = [m for m in found if m.id >= border][: limit - len(older)]
        found = older + newer
    else:
        found = found[-limit:]
    return [payloads.message(message) for message in reversed(found)]


def _message(call: Call) -> Message:
    channel = call.channel()
    call.world.require(channel, call.world.bot)
    return call.world.message(channel, call.id("message_id"))


@routes.add("GET", _ONE)
def get(call: Call) -> Json:
    """One message."""
    message = _message(call)
    call.world.require(message.channel, call.world.bot, Permission.READ_MESSAGE_HISTORY)
    return payloads.message(message)


@routes.add("PATCH", _ONE)
def edit(call: Call) -> Json:
    """Change one of the bot's messages."""
    message = _message(call)
    if message.author is not call.world.bot:
        raise ApiError(errors.NOT_AUTHOR)
    thread = message.channel.thread
    if thread is not None and thread.archived:
        raise ApiError(errors.THREAD_ARCHIVED)
    apply(call.world, message, call.form, call.uploads)
    call.world.touch(message)
    return payloads.message(message)


@routes.add("DELETE", _ONE)
def delete(call: Call) -> None:
    """Delete a message; those of others need Manage Messages."""
    message = _message(call)
    if message.author is not call.world.bot:
        call.world.require(message.channel, call.world.bot, Permission.MANAGE_MESSAGES)
    call.world.delete(message)


@routes.add("POST", _ONE + "/crosspost")
def crosspost(call: Call) -> Json:
    """Publish a message of an announcement channel to the channels that follow it."""
    message = _message(call)
    if message.channel.type is not ChannelType.ANNOUNCEMENT:
        raise ApiError(errors.WRONG_CHANNEL_TYPE)
    own = message.author is call.world.bot
    needed = Permission.SEND_MESSAGES if own else Permission.MANAGE_MESSAGES
    call.world.require(message.channel, call.world.bot, needed)
    if message.flags & MessageFlag.CROSSPOSTED:
        raise ApiError(errors.ALREADY_CROSSPOSTED)
    message.flags |= MessageFlag.CROSSPOSTED
    call.world.touch(message, edited=False)
    return payloads.message(message)


@routes.add("PUT", _REACTION)
def react(call: Call) -> None:
    """React to a message."""
    message = _message(call)
    call.world.require(
        message.channel,
        call.world.bot,
        Permission.READ_MESSAGE_HISTORY,
        Permission.ADD_REACTIONS,
    )
    message.reactions.setdefault(call.path["emoji_name"], set()).add(call.world.bot.id)
    _tell_of_reaction(call, message, "MESSAGE_REACTION_ADD")


@routes.add("DELETE", _REACTION)
def unreact(call: Call) -> None:
    """Take the bot's reaction back."""
    message = _message(call)
    emoji = call.path["emoji_name"]
    users = message.reactions.get(emoji, set())
    users.discard(call.world.bot.id)
    if not users:
        message.reactions.pop(emoji, None)
    _tell_of_reaction(call, message, "MESSAGE_REACTION_REMOVE")


def _tell_of_reaction(call: Call, message: Message, kind: str) -> None:
    payload = {
        "user_id": str(call.world.bot.id),
        "channel_id": str(message.channel.id),
        "message_id": str(message.id),
        "emoji": {"id": None, "name": call.path["emoji_name"]},
        "burst": False,
        "type": 0,
    }
    if message.channel.guild is not None:
        payload["guild_id"] = str(message.channel.guild.id)
    call.world.emit(kind, payload, channel=message.channel)
