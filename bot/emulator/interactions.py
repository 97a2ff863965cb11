"""Interactions from both ends: opened by people, answered by the app.

The life of one: created and sent to the app, acknowledged once within three seconds or
failed, then edited and followed up for fifteen minutes ("Interactions / Receiving and
Responding"). Refusals carry Discord's codes 10062, 40060 and 50027.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from bot.emulator import components, errors, payloads
from bot.emulator.errors import ApiError, Form, Json, invalid
from bot.emulator.messages import Upload, apply, compose
from bot.emulator.model import Channel, ChannelType, Message, MessageFlag, User
from bot.emulator.permissions import ALL, DIRECT_MESSAGE
from bot.emulator.world import World

TOKEN_LIFE = 15 * 60.0
"""How long, in seconds, an interaction's token is good for edits and follow-ups."""


class Kind(IntEnum):
    """Interaction types."""

    PING = 1
    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL = 5


class Callback(IntEnum):
    """Interaction callback types."""

    PONG = 1
    MESSAGE = 4
    DEFERRED_MESSAGE = 5
    DEFERRED_UPDATE = 6
    UPDATE = 7
    AUTOCOMPLETE = 8
    MODAL = 9


_REPLY, _SLASH_ANSWER, _MENU_ANSWER = 19, 20, 23
"""Message types of answers."""

_ON_MESSAGES = frozenset({Callback.DEFERRED_UPDATE, Callback.UPDATE})


@dataclass(eq=False, slots=True)
class Interaction:
    """One interaction and what became of it. Times are the world's clock, in seconds."""

    id: int
    token: str
    kind: Kind
    user: User
    channel: Channel
    data: Json
    locale: str
    created: float
    source: Message | None = None
    origin: Interaction | None = None
    callback: Callback | None = None
    answered: float | None = None
    failed: bool = False
    original: Message | None = None
    loading: bool = False
    followups: list[Message] = field(default_factory=list)
    modal: Json | None = None
    choices: list[Json] | None = None
    acknowledged: asyncio.Event = field(default_factory=asyncio.Event)
    settled: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once there is something to see: an answer, or the failure."""


class Interactions:
    """The open interactions of a world.

    ``deadline`` is how long, in seconds, the app has to acknowledge; ``call_later`` is the
    event loop's, which a test may replace.
    """

    def __init__(
        self,
        world: World,
        *,
        deadline: float = 3.0,
        call_later: Callable[[float, Callable[[], None]], asyncio.TimerHandle],
    ) -> None:
        self._world = world
        self._deadline = deadline
        self._call_later = call_later
        self._open: dict[str, Interaction] = {}
        self._timers: dict[int, asyncio.TimerHandle] = {}

    def create(
        self,
        kind: Kind,
        user: User,
        channel: Channel,
        data: Json,
        *,
        source: Message | None = None,
        origin: Interaction | None = None,
        installs: tuple[int, ...] = (0, 1),
    ) -> Interaction:
        """Open an interaction and send it to the app.

        ``source`` is the message whose component was used, ``origin`` the interaction that
        opened a modal, ``installs`` the integration types the command supports.
        """
        self._forget_expired()
        interaction = Interaction(
            self._world.new_id(),
            secrets.token_urlsafe(48),
            kind,
            user,
            channel,
            data,
            user.locale,
            self._world.clock(),
            source,
            origin,
        )
        self._open[interaction.token] = interaction
        self._timers[interaction.id] = self._call_later(
            self._deadline, lambda: self._fail(interaction)
        )
        self._world.emit(
            "INTERACTION_CREATE", self._payload(interaction, installs), channel=channel
        )
        return interaction

    def close(self) -> None:
        """Stop waiting for answers."""
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()

    def respond(self, interaction_id: int, token: str, body: Json, uploads: list[Upload]) -> Json:
        """The app's one acknowledgement; returns the body of ``with_response``."""
        interaction = self._open.get(token)
        if interaction is None or interaction.id != interaction_id or interaction.failed:
            raise ApiError(errors.UNKNOWN_INTERACTION)
        if interaction.callback is not None:
            raise ApiError(errors.ALREADY_ACKNOWLEDGED)
        callback = _callback_of(interaction, body)
        data: Json = body.get("data") or {}
        if callback is Callback.MESSAGE:
            self._show(
                interaction,
                compose(
                    self._world,
                    interaction.channel,
                    self._world.bot,
                    data,
                    uploads,
                    audience=interaction.user,
                ),
            )
        elif callback is Callback.DEFERRED_MESSAGE:
            self._think(interaction, data)
        elif callback is Callback.UPDATE:
            assert interaction.source is not None
            apply(self._world, interaction.source, data, uploads)
            interaction.original = interaction.source
        elif callback is Callback.DEFERRED_UPDATE:
            interaction.original = interaction.source
        elif callback is Callback.AUTOCOMPLETE:
            interaction.choices = _choices(data)
        elif callback is Callback.MODAL:
            interaction.modal = _modal(data)
        self._acknowledge(interaction, callback)
        return self._response(interaction, callback)

    def by_token(self, token: str) -> Interaction:
        """The interaction a webhook token belongs to; raises 50027 once it has expired."""
        interaction = self._open.get(token)
        if interaction is None:
            raise ApiError(errors.UNKNOWN_WEBHOOK)
        if self._world.clock() - interaction.created > TOKEN_LIFE:
            raise ApiError(errors.TOKEN_EXPIRED)
        if interaction.callback is None:
            # Before the acknowledgement there is no webhook to speak through.
            raise ApiError(errors.UNKNOWN_WEBHOOK)
        return interaction

    def message(self, interaction: Interaction, which: str) -> Message:
        """``@original`` or one of the follow-ups; raises 10008 Unknown Message."""
        found = interaction.original
        if which != "@original":
            mine = [interaction.original, *interaction.followups]
            found = next((m for m in mine if m is not None and str(m.id) == which), None)
        if found is None or found.id not in found.channel.messages:
            raise ApiError(errors.UNKNOWN_MESSAGE)
        return found

    def follow_up(self, interaction: Interaction, body: Json, uploads: list[Upload]) -> Message:
        """Send a further message; after a deferral the first one takes its place."""
        if interaction.loading and interaction.original is not None:
            self.edit(interaction, interaction.original, body, uploads)
            return interaction.original
        message = compose(
            self._world,
            interaction.channel,
            self._world.bot,
            body,
            uploads,
            audience=interaction.user,
        )
        self._sign(interaction, message)
        message.type, message.reference = _REPLY, interaction.original
        interaction.followups.append(self._world.post(message))
        interaction.settled.set()
        return message

    def edit(
        self, interaction: Interaction, message: Message, body: Json, uploads: list[Upload]
    ) -> None:
        """Change one of the interaction's messages."""
        if interaction.loading and message is interaction.original:
            message.flags |= int(body.get("flags") or 0) & MessageFlag.COMPONENTS_V2
        apply(self._world, message, body, uploads)
        if message is interaction.original:
            interaction.loading = False
            message.flags &= ~MessageFlag.LOADING
        self._world.touch(message)
        interaction.settled.set()

    def delete(self, interaction: Interaction, message: Message) -> None:
        """Delete one of the interaction's messages."""
        self._world.delete(message)
        interaction.loading = False
        interaction.settled.set()

    def _show(self, interaction: Interaction, message: Message) -> None:
        self._sign(interaction, message)
        interaction.original = self._world.post(message)

    def _think(self, interaction: Interaction, data: Json) -> None:
        message = Message(
            self._world.new_id(), interaction.channel, self._world.bot, "", self._world.now()
        )
        message.flags = MessageFlag.LOADING
        if int(data.get("flags") or 0) & MessageFlag.EPHEMERAL:
            message.flags |= MessageFlag.EPHEMERAL
            message.audience = interaction.user
        interaction.loading = True
        self._show(interaction, message)

    def _sign(self, interaction: Interaction, message: Message) -> None:
        if interaction.kind is Kind.COMMAND:
            message.type = _MENU_ANSWER if "target_id" in interaction.data else _SLASH_ANSWER
        elif interaction.source is not None:
            message.type, message.reference = _REPLY, interaction.source
        message.application = self._world.application_id
        message.interaction = _metadata(interaction)

    def _acknowledge(self, interaction: Interaction, callback: Callback) -> None:
        interaction.callback = callback
        interaction.answered = self._world.clock()
        if timer := self._timers.pop(interaction.id, None):
            timer.cancel()
        number = {"id": str(interaction.id)}

        def tell(kind: str, payload: Json) -> None:
            self._world.emit(kind, payload, channel=interaction.channel, audience=interaction.user)

        if callback is Callback.UPDATE:
            assert interaction.source is not None
            self._world.touch(interaction.source)
        elif callback is Callback.AUTOCOMPLETE:
            tell(
                "APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE",
                number | {"choices": interaction.choices},
            )
        elif callback is Callback.MODAL:
            assert interaction.modal is not None
            tell("INTERACTION_MODAL_CREATE", number | interaction.modal)
        if callback is not Callback.AUTOCOMPLETE:
            tell("INTERACTION_SUCCESS", number)
        interaction.acknowledged.set()
        if callback not in (Callback.DEFERRED_MESSAGE, Callback.DEFERRED_UPDATE):
            interaction.settled.set()

    def _fail(self, interaction: Interaction) -> None:
        self._timers.pop(interaction.id, None)
        interaction.failed = True
        interaction.acknowledged.set()
        interaction.settled.set()
        self._world.emit(
            "INTERACTION_FAILURE",
            {"id": str(interaction.id), "reason_code": 1},
            channel=interaction.channel,
            audience=interaction.user,
        )

    def _forget_expired(self) -> None:
        horizon = self._world.clock() - 2 * TOKEN_LIFE
        for token, interaction in list(self._open.items()):
            if interaction.created >= horizon:
                break  # In order of creation, so the rest is younger.
            del self._open[token]

    def _response(self, interaction: Interaction, callback: Callback) -> Json:
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

    def _payload(self, interaction: Interaction, installs: tuple[int, ...]) -> Json:
        world, channel, user = self._world, interaction.channel, interaction.user
        guild = channel.guild
        context = 2
        if guild is not None:
            context = 0
        elif channel.type is ChannelType.DM and world.bot in channel.recipients:
            context = 1
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
            "context": context,
            "entitlements": [],
            "entitlement_sku_ids": [],
            "attachment_size_limit": 10 * 1024 * 1024,
        }
        owners: Json = {}
        if guild is not None and guild.installed and 0 in installs:
            owners["0"] = str(guild.id)
        elif context == 1 and 0 in installs:
            owners["0"] = "0"
        if user.installed and 1 in installs:
            owners["1"] = str(user.id)
        payload["authorizing_integration_owners"] = owners
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


def _callback_of(interaction: Interaction, body: Json) -> Callback:
    try:
        callback = Callback(int(body.get("type", 0)))
    except (TypeError, ValueError):
        raise invalid(
            ("type",), "BASE_TYPE_CHOICES", "Value must be one of (1, 4, 5, 6, 7, 8, 9)."
        ) from None
    fits = {
        Kind.COMMAND: callback not in _ON_MESSAGES | {Callback.AUTOCOMPLETE},
        Kind.COMPONENT: callback is not Callback.AUTOCOMPLETE,
        Kind.AUTOCOMPLETE: callback is Callback.AUTOCOMPLETE,
        Kind.MODAL: callback not in (Callback.AUTOCOMPLETE, Callback.MODAL)
        and (interaction.source is not None or callback not in _ON_MESSAGES),
        Kind.PING: callback is Callback.PONG,
    }
    if not fits[interaction.kind] or (
        callback is Callback.PONG and interaction.kind is not Kind.PING
    ):
        raise invalid(
            ("type",),
            "INTERACTION_CALLBACK_TYPE_INVALID",
            "This callback type does not fit the interaction",
        )
    return callback


def _choices(data: Json) -> list[Json]:
    form = Form()
    choices = data.get("choices")
    if form.count(("data", "choices"), choices, 0, 25):
        assert isinstance(choices, list)
        for index, choice in enumerate(choices):
            here = ("data", "choices", index)
            form.length((*here, "name"), choice.get("name"), 1, 100)
            if isinstance(choice.get("value"), str):
                form.length((*here, "value"), choice["value"], 1, 100)
    form.check()
    return list(choices or [])


def _modal(data: Json) -> Json:
    form = Form()
    form.length(("data", "title"), data.get("title"), 1, 45)
    form.length(("data", "custom_id"), data.get("custom_id"), 1, 100)
    parts: Any = components.normalise(
        form,
        data.get("components"),
        mode="modal",
        resolve=lambda url: {"url": url},
        path=("data", "components"),
    )
    form.check()
    return {"custom_id": data["custom_id"], "title": data["title"], "components": parts}


def _metadata(interaction: Interaction) -> Json:
    metadata: Json = {
        "id": str(interaction.id),
        "type": int(interaction.kind),
        "user": payloads.user(interaction.user),
        "authorizing_integration_owners": {},
    }
    if interaction.kind is Kind.COMMAND:
        metadata |= {
            "name": interaction.data["name"],
            "command_type": interaction.data["type"],
        }
    elif interaction.kind is Kind.COMPONENT and interaction.source is not None:
        metadata["interacted_message_id"] = str(interaction.source.id)
    elif interaction.kind is Kind.MODAL and interaction.origin is not None:
        metadata["triggering_interaction_metadata"] = _metadata(interaction.origin)
    return metadata
