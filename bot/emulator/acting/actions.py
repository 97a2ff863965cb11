"""What people do: type commands, press buttons, choose, submit, write messages.

Each action comes twice: ``start_…`` sends the interaction and returns it at once, the plain
name also waits for the app's answer and returns it as a `Reply`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from bot.emulator import payloads
from bot.emulator.acting.command_data import slash_data, target_data
from bot.emulator.acting.component_data import button_data, modal_data, select_data
from bot.emulator.acting.offers import Withheld, find, offered, withheld
from bot.emulator.acting.reply import Reply
from bot.emulator.commands import CHAT_INPUT, MESSAGE, USER
from bot.emulator.errors import Json
from bot.emulator.interactions.interaction import Interaction, Kind
from bot.emulator.interactions.lifecycle import Interactions
from bot.emulator.model import Channel, Message, User
from bot.emulator.world import World


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

    def withheld(self, user: User, channel: Channel) -> list[Withheld]:
        """The commands that ``user`` is not shown in ``channel``, and why."""
        self._enter(user, channel)
        return withheld(self.world, user, channel)

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
        return self._use(user, message, button_data(user, message, custom_id, forged=forged))

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
        data = select_data(user, message, custom_id, values, forged=forged)
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
        assert opened.modal is not None, "no modal was opened"
        data = modal_data(opened.modal, values)
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
