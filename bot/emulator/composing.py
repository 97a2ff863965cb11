"""From request bodies to messages: what Discord accepts, and how edits apply."""

from __future__ import annotations

import mimetypes
import re
from dataclasses import dataclass
from functools import partial
from typing import Any

from bot.emulator import errors
from bot.emulator.components.checking import normalise
from bot.emulator.errors import ApiError, Form, Json
from bot.emulator.model import Attachment, Channel, Message, MessageFlag, User
from bot.emulator.permissions import Permission
from bot.emulator.world import World

MAX_CONTENT = 2000
MAX_EMBED_TEXT = 6000

_SETTABLE = (
    MessageFlag.SUPPRESS_EMBEDS
    | MessageFlag.SUPPRESS_NOTIFICATIONS
    | MessageFlag.COMPONENTS_V2
    | MessageFlag.EPHEMERAL
)
_LEGACY_FIELDS = ("content", "embeds", "sticker_ids", "poll")
_USER = re.compile(r"<@!?(\d+)>")
_ROLE = re.compile(r"<@&(\d+)>")
_EVERYONE = re.compile(r"@(everyone|here)\b")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of a multipart request: ``key`` is the number in ``files[key]``."""

    key: str
    filename: str
    content_type: str
    data: bytes


def compose(
    world: World,
    channel: Channel,
    author: User,
    body: Json,
    uploads: list[Upload],
    *,
    audience: User | None = None,
) -> Message:
    """A new message from ``body``, checked but not yet posted.

    ``audience`` is who sees it when it is ephemeral. Raises `ApiError` as Discord would:
    50035 for a malformed body, 50006 for an empty one.
    """
    message = Message(world.new_id(), channel, author, "", world.now())
    message.flags = int(body.get("flags") or 0) & _SETTABLE
    if audience is None:
        # Outside of interactions the flag means nothing.
        message.flags &= ~MessageFlag.EPHEMERAL
    if message.flags & MessageFlag.EPHEMERAL:
        message.audience = audience
    message.tts = bool(body.get("tts"))
    message.nonce = body.get("nonce")
    apply(world, message, body, uploads)
    return message


def apply(world: World, message: Message, body: Json, uploads: list[Upload]) -> None:
    """Write the fields of ``body`` into ``message``; absent ones stay as they are.

    Nothing is written when the body is refused.
    """
    form = Form()
    flags = message.flags | (int(body.get("flags") or 0) & MessageFlag.COMPONENTS_V2)
    v2 = bool(flags & MessageFlag.COMPONENTS_V2)
    if v2:
        for key in _LEGACY_FIELDS:
            if body.get(key):
                _refuse_legacy(form, key)
    content = message.content
    if "content" in body:
        content = body["content"] or ""
        form.length(("content",), content, 0, MAX_CONTENT)
        # Discord trims what surrounds a message.
        content = content.strip() if isinstance(content, str) else ""
    attachments = _attachments(world, message, body, uploads)
    by_name = {attachment.filename: attachment for attachment in attachments}
    embeds = message.embeds
    if "embeds" in body:
        embeds = _embeds(form, body["embeds"] or [], by_name)
    parts = message.components
    if "components" in body:
        parts = normalise(
            form,
            body["components"] or [],
            mode="v2" if v2 else "legacy",
            resolve=partial(_media_item, world, by_name),
        )
    if v2 and not message.flags & MessageFlag.COMPONENTS_V2 and not form.problems:
        # A message that turns to Components V2 has to let go of what it had.
        for key, left in (("content", content), ("embeds", embeds)):
            if left:
                _refuse_legacy(form, key)
    form.check()
    if not (content or embeds or parts or attachments or body.get("poll")):
        raise ApiError(errors.EMPTY_MESSAGE)
    message.content, message.embeds, message.components = content, embeds, parts
    message.attachments, message.flags = attachments, flags
    if body.get("poll"):
        message.poll = body["poll"]
    _mention(world, message, body.get("allowed_mentions"))


def _refuse_legacy(form: Form, key: str) -> None:
    form.add(
        (key,),
        "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
        f"The '{key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2",
    )


def _attachments(
    world: World, message: Message, body: Json, uploads: list[Upload]
) -> list[Attachment]:
    described = {str(each.get("id")): each for each in body.get("attachments") or []}
    kept = message.attachments
    if "attachments" in body:
        kept = [attachment for attachment in kept if str(attachment.id) in described]
    made = []
    for upload in uploads:
        details = described.get(upload.key, {})
        number = world.new_id()
        filename = details.get("filename") or upload.filename
        content_type = upload.content_type
        if content_type == "application/octet-stream":
            content_type = mimetypes.guess_type(filename)[0] or content_type
        made.append(
            Attachment(
                number,
                filename,
                upload.data,
                content_type,
                world.attachment_url(message.channel, number, filename),
                details.get("description"),
                ephemeral=message.audience is not None,
            )
        )
    return kept + made


def _media_item(world: World, by_name: dict[str, Attachment], url: str) -> Json:
    """An unfurled media item; raises ``KeyError`` for a file that is not attached."""
    number = str(world.new_id())
    if not url.startswith("attachment://"):
        return {"id": number, "url": url, "proxy_url": url}
    found = by_name[url.removeprefix("attachment://")]
    return {
        "id": number,
        "url": found.url,
        "proxy_url": found.url,
        "content_type": found.content_type,
        "attachment_id": str(found.id),
        "name": found.filename,
        "size": len(found.data),
    }


def _embeds(form: Form, embeds: list[Json], by_name: dict[str, Attachment]) -> list[Json]:
    form.count(("embeds",), embeds, 0, 10)
    total = 0
    made = []
    for index, embed in enumerate(embeds):
        for key, most in (("title", 256), ("description", 4096)):
            if embed.get(key) is not None:
                form.length(("embeds", index, key), embed[key], 0, most)
                total += len(str(embed[key]))
        fields = embed.get("fields") or []
        form.count(("embeds", index, "fields"), fields, 0, 25)
        for number, entry in enumerate(fields):
            for key, most in (("name", 256), ("value", 1024)):
                form.length(("embeds", index, "fields", number, key), entry.get(key), 1, most)
                total += len(str(entry.get(key)))
        for key, word, most in (("footer", "text", 2048), ("author", "name", 256)):
            if embed.get(key):
                form.length(("embeds", index, key, word), embed[key].get(word), 0, most)
                total += len(str(embed[key].get(word)))
        made.append({"type": "rich"} | _unfurled(embed, by_name))
    if total > MAX_EMBED_TEXT:
        form.add(("embeds",), "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000")
    return made


def _unfurled(embed: Json, by_name: dict[str, Attachment]) -> Json:
    made = {key: value for key, value in embed.items() if value is not None}
    for key in ("image", "thumbnail"):
        if key in made:
            url = made[key]["url"]
            found = by_name.get(url.removeprefix("attachment://"))
            url = found.url if found and url.startswith("attachment://") else url
            made[key] = {"url": url, "proxy_url": url, "width": 0, "height": 0, "flags": 0}
    return made


def _mention(world: World, message: Message, allowed: Any) -> None:
    """Set who the message notifies: what it names, as far as ``allowed`` mentions permit."""
    text = message.text
    parse = {"users", "roles", "everyone"}
    users: set[int] = set()
    roles: set[int] = set()
    if allowed is not None:
        parse = set(allowed.get("parse") or ())
        users = {int(each) for each in allowed.get("users") or ()}
        roles = {int(each) for each in allowed.get("roles") or ()}
    named = dict.fromkeys(int(each) for each in _USER.findall(text))
    message.mentions = [
        world.users[each]
        for each in named
        if each in world.users and ("users" in parse or each in users)
    ]
    guild = message.channel.guild
    message.mention_roles = []
    message.mention_everyone = False
    if guild is None:
        return
    everyone = bool(message.channel.permissions_of(message.author) & Permission.MENTION_EVERYONE)
    message.mention_roles = [
        each
        for each in dict.fromkeys(int(found) for found in _ROLE.findall(text))
        if each in guild.roles
        and ("roles" in parse or each in roles)
        and (everyone or guild.roles[each].mentionable)
    ]
    message.mention_everyone = everyone and "everyone" in parse and bool(_EVERYONE.search(text))
