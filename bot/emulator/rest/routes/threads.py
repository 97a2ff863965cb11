"""Threads and forum posts."""

from __future__ import annotations

from bot.emulator import errors, payloads
from bot.emulator.composing import compose
from bot.emulator.errors import ApiError, Form, Json, invalid
from bot.emulator.model import REQUIRE_TAG, Channel, ChannelType
from bot.emulator.permissions import Permission
from bot.emulator.rest.routing import Call, Routes, snowflake

routes = Routes()

_ARCHIVE_AFTER = (60, 1440, 4320, 10080)
_MEMBER = "/channels/{channel_id}/thread-members/{user_id}"


@routes.add("POST", "/channels/{channel_id}/threads", status=201)
def start(call: Call) -> Json:
    """Start a forum post, or a thread without a message."""
    channel = call.channel()
    _check_form(call)
    if channel.type is ChannelType.FORUM:
        return _post(call, channel)
    if channel.type not in (ChannelType.TEXT, ChannelType.ANNOUNCEMENT):
        raise ApiError(errors.WRONG_CHANNEL_TYPE)
    kind = ChannelType(call.form.get("type") or ChannelType.PRIVATE_THREAD)
    private = kind is ChannelType.PRIVATE_THREAD
    needed = Permission.CREATE_PRIVATE_THREADS if private else Permission.CREATE_PUBLIC_THREADS
    call.world.require(channel, call.world.bot, needed)
    return payloads.channel(_thread(call, channel, kind=kind))


@routes.add("POST", "/channels/{channel_id}/messages/{message_id}/threads", status=201)
def start_on_message(call: Call) -> Json:
    """Start a thread on a message."""
    channel = call.channel()
    _check_form(call)
    call.world.require(channel, call.world.bot, Permission.CREATE_PUBLIC_THREADS)
    message = call.world.message(channel, call.id("message_id"))
    if message.thread is not None:
        raise ApiError(errors.THREAD_EXISTS)
    thread = call.world.start_thread(
        channel, call.form["name"], owner=call.world.bot, message=message
    )
    call.world.touch(message, edited=False)
    return payloads.channel(thread)


def _check_form(call: Call) -> None:
    form = Form()
    form.length(("name",), call.form.get("name"), 1, 100)
    minutes = call.form.get("auto_archive_duration")
    if minutes is not None and minutes not in _ARCHIVE_AFTER:
        form.add(
            ("auto_archive_duration",),
            "BASE_TYPE_CHOICES",
            f"Value must be one of {_ARCHIVE_AFTER}.",
        )
    form.check()


def _thread(
    call: Call, channel: Channel, *, kind: ChannelType, tags: list[int] | None = None
) -> Channel:
    return call.world.start_thread(
        channel,
        call.form["name"],
        owner=call.world.bot,
        kind=kind,
        tags=tags,
        auto_archive_minutes=call.form.get("auto_archive_duration") or 4320,
    )


def _post(call: Call, forum: Channel) -> Json:
    """A forum post: a thread whose first message has the thread's id."""
    world = call.world
    needed = [Permission.SEND_MESSAGES]
    if call.uploads:
        needed.append(Permission.ATTACH_FILES)
    world.require(forum, world.bot, *needed)
    tags = [snowflake(tag, "applied_tags") for tag in call.form.get("applied_tags") or []]
    known = {tag.id: tag for tag in forum.tags}
    if len(tags) > 5:
        raise invalid(
            ("applied_tags",), "BASE_TYPE_BAD_LENGTH", "Must be between 0 and 5 in length."
        )
    if any(tag not in known for tag in tags):
        raise ApiError(errors.UNKNOWN_TAG)
    if any(known[tag].moderated for tag in tags):
        world.require(forum, world.bot, Permission.MANAGE_THREADS)
    if not tags and forum.flags & REQUIRE_TAG:
        raise ApiError(errors.TAG_REQUIRED)
    if not isinstance(call.form.get("message"), dict):
        raise invalid(("message",), "BASE_TYPE_REQUIRED", "This field is required")
    # Refuse a bad message before anything exists.
    compose(world, forum, world.bot, call.form["message"], call.uploads)
    thread = _thread(call, forum, kind=ChannelType.PUBLIC_THREAD, tags=tags)
    message = compose(world, thread, world.bot, call.form["message"], call.uploads)
    message.id = thread.id
    forum.last_message = thread.id
    world.post(message)
    return payloads.channel(thread) | {"message": payloads.message(message)}


@routes.add("GET", "/guilds/{guild_id}/threads/active")
def active(call: Call) -> Json:
    """The threads of a guild that are not archived."""
    guild, bot = call.world.guild(call.id("guild_id")), call.world.bot
    threads = [
        channel
        for channel in guild.channels.values()
        if channel.thread is not None
        and not channel.thread.archived
        and channel.permissions_of(bot)
    ]
    threads.sort(key=lambda thread: -thread.id)
    return _listing(call, threads) | {"has_more": False}


@routes.add("GET", "/channels/{channel_id}/threads/archived/public")
def archived(call: Call) -> Json:
    """The archived threads of a channel or forum, newest first."""
    parent, world = call.channel(), call.world
    world.require(parent, world.bot, Permission.READ_MESSAGE_HISTORY)
    threads = [
        channel
        for channel in world.channels.values()
        if channel.parent is parent and channel.thread is not None and channel.thread.archived
    ]
    threads.sort(key=lambda thread: -thread.id)
    limit = call.limit(50, 100)
    return _listing(call, threads[:limit]) | {"has_more": len(threads) > limit}


def _listing(call: Call, threads: list[Channel]) -> Json:
    me = call.world.bot.id
    return {
        "threads": [payloads.channel(thread) for thread in threads],
        "members": [
            payloads.thread_member(thread, me)
            for thread in threads
            if thread.thread is not None and me in thread.thread.members
        ],
    }


@routes.add("PUT", "/channels/{channel_id}/thread-members/@me")
def join(call: Call) -> None:
    """Join a thread."""
    thread = call.channel()
    call.world.require(thread, call.world.bot)
    if thread.thread is None:
        raise ApiError(errors.WRONG_CHANNEL_TYPE)
    thread.thread.members.add(call.world.bot.id)


@routes.add("PUT", _MEMBER)
def add_member(call: Call) -> None:
    """Bring someone into a thread."""
    thread, user = call.channel(), call.world.user(call.id("user_id"))
    call.world.require(thread, call.world.bot, Permission.SEND_MESSAGES_IN_THREADS)
    if thread.thread is None:
        raise ApiError(errors.WRONG_CHANNEL_TYPE)
    thread.thread.members.add(user.id)
