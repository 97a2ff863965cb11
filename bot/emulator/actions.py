"""What people do: type commands, press buttons, choose, submit, write messages.

Each action comes twice: ``start_…`` sends the interaction and returns it at once, the plain
name also waits for the app's answer and returns it as a `Reply`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from bot.emulator import payloads
from bot.emulator.commands import CHAT_INPUT, MESSAGE, USER
from bot.emulator.component_tree import flattened
from bot.emulator.errors import Json
from bot.emulator.interaction import Callback, Interaction, Kind
from bot.emulator.interactions import Interactions
from bot.emulator.invocation import NotOfferedError, find, offered, slash_data, target_data
from bot.emulator.model import Channel, Message, Role, User
from bot.emulator.world import World

_USERS, _ROLES, _MENTIONABLES, _CHANNELS = 5, 6, 7, 8


class Reply:
    """The app's answer to one interaction, as far as it has come."""

    def __init__(self, interaction: Interaction) -> None:
        self.interaction = interaction

    @property
    def failed(self) -> bool:
        """Whether the person saw "This interaction failed"."""
        return self.interaction.failed

    @property
    def message(self) -> Message:
        """The answer: the original response, or the message that was updated.

        A press that was deferred without "thinking…" may be answered by a follow-up alone,
        which then is the answer. Fails where no message came.
        """
        if self._deferred_update and self.followups and not self.interaction.edited:
            return self.followups[0]
        assert self.interaction.original is not None, f"no message came: {self!r}"
        return self.interaction.original

    @property
    def ephemeral(self) -> bool:
        """Whether only the person sees the answer."""
        return self.message.ephemeral

    @property
    def updated(self) -> bool:
        """Whether the answer changed the message that was pressed, instead of a new one."""
        return self.interaction.source is not None and self.message is self.interaction.source

    @property
    def _deferred_update(self) -> bool:
        return self.interaction.callback is Callback.DEFERRED_UPDATE

    @property
    def followups(self) -> list[Message]:
        """The further messages, in order."""
        return self.interaction.followups

    @property
    def modal(self) -> Json:
        """The modal that was opened, with ``title`` and ``components``; fails without one."""
        assert self.interaction.modal is not None, f"no modal came: {self!r}"
        return self.interaction.modal

    @property
    def choices(self) -> list[Json]:
        """The autocomplete choices, each with ``name`` and ``value``."""
        return self.interaction.choices or []

    @property
    def took(self) -> float:
        """Seconds until the acknowledgement, by the world's clock; infinite without one."""
        answered = self.interaction.answered
        return float("inf") if answered is None else answered - self.interaction.created

    @property
    def text(self) -> str:
        """All words of the answer."""
        return self.message.text

    def __repr__(self) -> str:
        callback = self.interaction.callback
        outcome = "failed" if self.failed else callback.name.lower() if callback else "waiting"
        return f"<Reply to {self.interaction.kind.name.lower()} {outcome}>"


class Actions:
    """What people can do in ``world``; `bot.emulator.LocalDiscord` offers it."""

    world: World
    interactions: Interactions
    timeout: float
    """How long, in seconds, to wait for an answer that was deferred."""

    async def wait(self, interaction: Interaction, *, settle: bool = True) -> Reply:
        """Wait until ``interaction`` is answered or failed.

        A deferral counts as an answer only without ``settle``; with it, the first edit or
        follow-up does. Raises ``TimeoutError`` where none comes in time.
        """
        event = interaction.settled if settle else interaction.acknowledged
        await asyncio.wait_for(event.wait(), self.timeout)
        return Reply(interaction)

    def offered(self, user: User, channel: Channel) -> list[Json]:
        """The commands that ``user`` is shown in ``channel``."""
        self._enter(user, channel)
        return offered(self.world, user, channel)

    def start_slash(
        self, user: User, channel: Channel, command: str, options: Mapping[str, Any]
    ) -> Interaction:
        """Send a slash command; subcommands follow its name, as in ``"list add"``.

        Raises `NotOfferedError` or ``ValueError`` for what Discord's client would not send.
        """
        self._enter(user, channel)
        name, *path = command.removeprefix("/").split()
        found = find(self.world, user, channel, name, CHAT_INPUT)
        data = slash_data(self.world, found, path, options, channel=channel)
        return self._create(Kind.COMMAND, user, channel, data, command=found)

    async def slash(self, user: User, channel: Channel, command: str, /, **options: Any) -> Reply:
        """Send a slash command and wait for its answer."""
        return await self.wait(self.start_slash(user, channel, command, options))

    def start_autocomplete(
        self,
        user: User,
        channel: Channel,
        command: str,
        focused: str,
        options: Mapping[str, Any],
    ) -> Interaction:
        """Ask for choices for the option ``focused``, which ``options`` holds as typed."""
        self._enter(user, channel)
        name, *path = command.removeprefix("/").split()
        found = find(self.world, user, channel, name, CHAT_INPUT)
        values = {focused: ""} | dict(options)
        data = slash_data(self.world, found, path, values, channel=channel, focused=focused)
        return self._create(Kind.AUTOCOMPLETE, user, channel, data, command=found)

    async def autocomplete(
        self, user: User, channel: Channel, command: str, /, *, focused: str, **options: Any
    ) -> list[Json]:
        """The choices for the option ``focused``; none where the app failed."""
        started = self.start_autocomplete(user, channel, command, focused, options)
        return (await self.wait(started)).choices

    def start_menu(
        self, user: User, target: Message | User, name: str, channel: Channel | None = None
    ) -> Interaction:
        """Use a message or user command on ``target``."""
        if isinstance(target, Message):
            where, kind = target.channel, MESSAGE
            group, payload = "messages", payloads.message(target)
        else:
            assert channel is not None, "a user command needs a channel"
            where, kind, group, payload = channel, USER, "users", payloads.user(target)
        self._enter(user, where)
        found = find(self.world, user, where, name, kind)
        data = target_data(self.world, found, target.id, group, payload)
        return self._create(Kind.COMMAND, user, where, data, command=found)

    async def menu(
        self, user: User, target: Message | User, name: str, channel: Channel | None = None
    ) -> Reply:
        """Use a message or user command and wait for its answer."""
        return await self.wait(self.start_menu(user, target, name, channel))

    def start_press(
        self, user: User, message: Message, custom_id: str, *, forged: bool = False
    ) -> Interaction:
        """Press a button.

        Raises `NotOfferedError` where there is none, or a disabled one, unless ``forged``, as a
        modified client or a message from an older version of the app may do.
        """
        part = _part(user, message, custom_id, forged=forged) or {"type": 2, "id": 1}
        data = {"custom_id": custom_id, "component_type": 2, "id": part["id"]}
        return self._use(user, message, data)

    async def press(
        self, user: User, message: Message, custom_id: str, *, forged: bool = False
    ) -> Reply:
        """Press a button and wait for the answer."""
        return await self.wait(self.start_press(user, message, custom_id, forged=forged))

    def start_select(
        self,
        user: User,
        message: Message,
        custom_id: str,
        values: list[Any],
        *,
        forged: bool = False,
    ) -> Interaction:
        """Choose in a select menu: strings, or users, roles and channels.

        Raises `NotOfferedError` for a menu or values that are not there, unless ``forged``.
        """
        part = _part(user, message, custom_id, forged=forged) or {"type": 3, "id": 1}
        if part["type"] == 3 and not forged:
            options = {option["value"] for option in part["options"]}
            low, high = part["min_values"], part["max_values"]
            if not set(values) <= options or not low <= len(values) <= high:
                raise NotOfferedError(f"{values} cannot be chosen in {custom_id!r}")
        data: Json = {"custom_id": custom_id, "component_type": part["type"], "id": part["id"]}
        data["values"] = [each if isinstance(each, str) else str(each.id) for each in values]
        resolved: Json = {}
        for each in values:
            if isinstance(each, User):
                resolved.setdefault("users", {})[str(each.id)] = payloads.user(each)
            elif isinstance(each, Role):
                resolved.setdefault("roles", {})[str(each.id)] = payloads.role(each)
            elif isinstance(each, Channel):
                resolved.setdefault("channels", {})[str(each.id)] = payloads.channel(each)
        if resolved:
            data["resolved"] = resolved
        return self._use(user, message, data)

    async def select(
        self,
        user: User,
        message: Message,
        custom_id: str,
        values: list[Any],
        *,
        forged: bool = False,
    ) -> Reply:
        """Choose in a select menu and wait for the answer."""
        started = self.start_select(user, message, custom_id, values, forged=forged)
        return await self.wait(started)

    def start_submit(self, opened: Interaction, values: Mapping[str, Any]) -> Interaction:
        """Submit the modal that ``opened`` was answered with.

        ``values`` are by custom id: text, or a list of a select's values; what is left out
        keeps its preset. Raises `NotOfferedError` for a custom id that is not there.
        """
        modal = opened.modal
        assert modal is not None, "no modal was opened"
        known = {part.get("custom_id") for part in flattened(modal["components"])}
        if unknown := set(values) - known:
            raise NotOfferedError(f"the modal has no {', '.join(sorted(unknown))}")
        parts = [_filled(part, values) for part in modal["components"]]
        data = {"custom_id": modal["custom_id"], "components": parts}
        return self.interactions.create(
            Kind.MODAL, opened.user, opened.channel, data, source=opened.source, origin=opened
        )

    async def submit(self, reply: Reply, values: Mapping[str, Any]) -> Reply:
        """Submit the modal that ``reply`` opened and wait for the answer."""
        return await self.wait(self.start_submit(reply.interaction, values))

    def say(self, user: User, channel: Channel, content: str) -> Message:
        """Write a message."""
        self._enter(user, channel)
        message = Message(self.world.new_id(), channel, user, content, self.world.now())
        return self.world.post(message)

    def _enter(self, user: User, channel: Channel) -> None:
        if channel.guild is not None and user.id not in channel.guild.members:
            channel.guild.add_member(user)

    def _use(self, user: User, message: Message, data: Json) -> Interaction:
        self._enter(user, message.channel)
        return self.interactions.create(Kind.COMPONENT, user, message.channel, data, source=message)

    def _create(
        self, kind: Kind, user: User, channel: Channel, data: Json, *, command: Json
    ) -> Interaction:
        installs = tuple(command.get("integration_types") or (0,))
        return self.interactions.create(kind, user, channel, data, installs=installs)


def _part(user: User, message: Message, custom_id: str, *, forged: bool) -> Json | None:
    for part in message.parts:
        if part.get("custom_id") == custom_id and (forged or not part.get("disabled")):
            return part
    if forged:
        return None
    raise NotOfferedError(f"{user.name} finds no component {custom_id!r} to use")


def _filled(part: Json, values: Mapping[str, Any]) -> Json:
    filled: Json = {"type": part["type"], "id": part["id"]}
    if "components" in part:
        filled["components"] = [_filled(each, values) for each in part["components"]]
    elif "component" in part:
        filled["component"] = _filled(part["component"], values)
    elif "custom_id" in part:
        custom_id = part["custom_id"]
        filled["custom_id"] = custom_id
        if part["type"] == 4:
            filled["value"] = values.get(custom_id, part.get("value", ""))
        elif part["type"] in (21, 23):
            preset = False if part["type"] == 23 else None
            filled["value"] = values.get(custom_id, preset)
        else:
            chosen = [o["value"] for o in part.get("options", []) if o.get("default")]
            filled["values"] = list(values.get(custom_id, chosen))
    return filled
