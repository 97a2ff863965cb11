"""Interactions from both ends: opened by people, answered by the app.

The life of one: created and sent to the app, acknowledged once within three seconds or
failed, then edited and followed up for fifteen minutes ("Interactions / Receiving and
Responding"). Refusals carry Discord's codes 10062, 40060 and 50027.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable

from bot.emulator import errors
from bot.emulator.composing import Upload, apply, compose
from bot.emulator.errors import ApiError, Json
from bot.emulator.interactions import wire
from bot.emulator.interactions.callbacks import callback_of, choices_of, modal_of
from bot.emulator.interactions.interaction import Callback, Interaction, Kind
from bot.emulator.model import Channel, Message, MessageFlag, MessageType, User
from bot.emulator.world import World

TOKEN_LIFE = 15 * 60.0
"""How long, in seconds, an interaction's token is good for edits and follow-ups."""


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
        if source is not None and source.interaction is not None:
            # A component acts for whoever the message was made for.
            owners = source.interaction["authorizing_integration_owners"]
        elif origin is not None:
            owners = origin.owners
        else:
            owners = wire.owners(self._world, user, channel, installs)
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
            owners,
        )
        self._open[interaction.token] = interaction
        self._timers[interaction.id] = self._call_later(
            self._deadline, lambda: self._fail(interaction)
        )
        self._world.emit(
            "INTERACTION_CREATE",
            wire.event(self._world, interaction),
            channel=channel,
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
        callback = callback_of(interaction, body)
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
            interaction.choices = choices_of(data)
        elif callback is Callback.MODAL:
            interaction.modal = modal_of(data)
        self._acknowledge(interaction, callback)
        return wire.response(interaction, callback)

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
        message.type, message.reference = MessageType.REPLY, interaction.original
        interaction.followups.append(self._world.post(message))
        interaction.settled.set()
        return message

    def edit(
        self, interaction: Interaction, message: Message, body: Json, uploads: list[Upload]
    ) -> None:
        """Change one of the interaction's messages."""
        apply(self._world, message, body, uploads)
        # Nothing stood there while it was "thinking…": what comes then is no edit.
        filled = interaction.loading and message is interaction.original
        if message is interaction.original:
            interaction.loading, interaction.edited = False, True
            message.flags &= ~MessageFlag.LOADING
        self._world.touch(message, edited=not filled)
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
            menu = "target_id" in interaction.data
            message.type = MessageType.MENU_ANSWER if menu else MessageType.SLASH_ANSWER
        elif interaction.source is not None:
            message.type, message.reference = MessageType.REPLY, interaction.source
        message.application = self._world.application_id
        message.interaction = wire.metadata(interaction)

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
        while self._open:
            oldest = next(iter(self._open))
            if self._open[oldest].created >= horizon:
                return
            del self._open[oldest]
