"""Interactions as JSON: the event for the app, its callback's response, messages' metadata."""

from __future__ import annotations

from bot.emulator import payloads
from bot.emulator.errors import Json
from bot.emulator.interactions.interaction import Callback, Interaction, Kind
from bot.emulator.model import Channel, User
from bot.emulator.permissions import ALL, DIRECT_MESSAGE
from bot.emulator.world import World


def owners(world: World, user: User, channel: Channel, installs: tuple[int, ...]) -> Json:
    """Who installed the app, by those integration types that the command supports."""
    found: Json = {}
    if 0 in installs and channel.guild is not None and channel.guild.installed:
        found["0"] = str(channel.guild.id)
    elif 0 in installs and world.context_of(channel) == 1:
        found["0"] = "0"
    if 1 in installs and user.installed:
        found["1"] = str(user.id)
    return found


def event(world: World, interaction: Interaction) -> Json:
    """An interaction as the app is sent it."""
    channel, user = interaction.channel, interaction.user
    guild = channel.guild
    payload: Json = {
        "id": str(interaction.id),
        "application_id": str(world.application_id),
        "type": int(interaction.kind),
        "token": interaction.token,
        "version": 1,
        "data": interaction.data,
        "channel_id": str(channel.id),
        "channel": payloads.channel(channel),
        "locale": interaction.locale,
        "context": world.context_of(channel),
        "authorizing_integration_owners": interaction.owners,
        "entitlements": [],
        "entitlement_sku_ids": [],
        "attachment_size_limit": 10 * 1024 * 1024,
    }
    if guild is None:
        payload["user"] = payloads.user(user)
        payload["app_permissions"] = str(DIRECT_MESSAGE)
    else:
        bits = channel.permissions_of(user)
        payload |= {
            "guild_id": str(guild.id),
            "guild_locale": guild.locale,
            "guild": {"id": str(guild.id), "locale": guild.locale, "features": []},
            "member": payloads.member(guild.members[user.id]) | {"permissions": str(bits)},
            "app_permissions": str(
                channel.permissions_of(world.bot) if guild.installed else DIRECT_MESSAGE
            ),
        }
        payload["channel"]["permissions"] = str(bits & ALL)
    if interaction.source is not None:
        payload["message"] = payloads.message(interaction.source)
    return payload


def response(interaction: Interaction, callback: Callback) -> Json:
    """The body that ``with_response`` asks for."""
    answer: Json = {"id": str(interaction.id), "type": int(interaction.kind)}
    result: Json = {"interaction": answer}
    message = interaction.original
    if message is not None:
        answer |= {
            "response_message_id": str(message.id),
            "response_message_loading": interaction.loading,
            "response_message_ephemeral": message.ephemeral,
        }
        if callback is not Callback.DEFERRED_UPDATE:
            kind = 4 if callback is Callback.DEFERRED_MESSAGE else int(callback)
            result["resource"] = {"type": kind, "message": payloads.message(message)}
    return result


def metadata(interaction: Interaction) -> Json:
    """What a message says about the interaction that it answers."""
    about: Json = {
        "id": str(interaction.id),
        "type": int(interaction.kind),
        "user": payloads.user(interaction.user),
        "authorizing_integration_owners": interaction.owners,
    }
    if interaction.kind is Kind.COMMAND:
        about |= {
            "name": interaction.data["name"],
            "command_type": interaction.data["type"],
        }
    elif interaction.kind is Kind.COMPONENT and interaction.source is not None:
        about["interacted_message_id"] = str(interaction.source.id)
    elif interaction.kind is Kind.MODAL and interaction.origin is not None:
        about["triggering_interaction_metadata"] = metadata(interaction.origin)
    return about
