"""Message objects with their attachments and reactions ("Resources / Message")."""

from __future__ import annotations

from bot.emulator.errors import Json
from bot.emulator.model import Attachment, Message
from bot.emulator.payloads.channels import channel
from bot.emulator.payloads.guilds import member
from bot.emulator.payloads.moments import moment
from bot.emulator.payloads.users import user


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
        "type": int(value.type),
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
