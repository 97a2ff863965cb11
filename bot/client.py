"""The discord.py client: no privileged intent, one way for every button, sync on change."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import discord
from discord import app_commands

from bot.commands import COMMANDS, CommandTranslator
from bot.destinations.single_attempt import trace
from bot.failures import answer_failure
from bot.i18n import Translate
from bot.services import Services
from bot.transport import answer_briefly, close_leftovers
from bot.views import HANDLERS
from bot.views.dispatch import dispatch

_log = logging.getLogger(__name__)


class Tree(app_commands.CommandTree["PaperBot"]):
    """The command tree, whose errors are answered like any other."""

    async def on_error(
        self, interaction: discord.Interaction[PaperBot], error: app_commands.AppCommandError, /
    ) -> None:
        """Answer with one sentence and a reference that stands in the log."""
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        await answer_failure(interaction, cause)


class PaperBot(discord.Client):
    """The bot on Discord.

    `services`, what its commands and buttons work with, is set before it goes online;
    `identified` is set each time that Discord has taken it in, and told in which servers it
    is; `connection` ends when the gateway is left for good.
    """

    services: Services
    connection: asyncio.Task[None]

    def __init__(self, *, home: Path) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            http_trace=trace(),
            # discord.py waits until this long after the last server came in. Those that come
            # later are no less there, and nothing here waits for the last of them.
            guild_ready_timeout=0.5,
        )
        self.home = home
        self.identified = asyncio.Event()
        self._command_ids: Mapping[str, int] = {}
        self.tree = Tree(
            self,
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=True
            ),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        )
        for command in COMMANDS:
            self.tree.add_command(command)

    async def setup_hook(self) -> None:
        """Register the commands with Discord where they changed since the last time."""
        await self.tree.set_translator(CommandTranslator())
        await self.sync_if_changed()

    async def sync_if_changed(self) -> bool:
        """Whether the commands had to be sent to Discord.

        What was sent last is remembered by its hash, with the application it was sent for.
        """
        payload: list[dict[str, Any]] = [
            await command.get_translated_payload(self.tree, self.tree.translator)
            if self.tree.translator
            else command.to_dict(self.tree)
            for command in self.tree.get_commands()
        ]
        text = json.dumps([self.application_id, payload], sort_keys=True)
        digest = hashlib.sha256(text.encode()).hexdigest()
        memory = self.home / "commands.sha256"
        if memory.is_file() and memory.read_text(encoding="utf-8").strip() == digest:
            # Somebody may have removed them on Discord's side since.
            known = await self.tree.fetch_commands()
            if {c.name for c in known} == {c.name for c in self.tree.get_commands()}:
                self._command_ids = {command.name: command.id for command in known}
                return False
        sent = await self.tree.sync()
        self._command_ids = {command.name: command.id for command in sent}
        written = memory.with_suffix(".new")
        written.write_text(digest + "\n", encoding="utf-8")
        written.replace(memory)
        _log.info("sent %d commands to Discord", len(payload))
        return True

    def described_commands(
        self, say: Translate, interaction: discord.Interaction[PaperBot]
    ) -> list[tuple[str, str]]:
        """A clickable mention of each slash command that is offered to somebody where they are,
        and what it does, in a language.
        """
        described = []
        for command in self.tree.walk_commands():
            if isinstance(command, app_commands.Command) and _offered(command, interaction):
                name = command.qualified_name
                key = f"commands.{name.replace(' ', '.')}.description"
                described.append((self.mention_of(name), say(key)))
        return described

    def mention_of(self, name: str) -> str:
        """A clickable mention of a command; its name as text before Discord gave it an id."""
        command_id = self._command_ids.get(name.split()[0])
        return f"</{name}:{command_id}>" if command_id else f"`/{name}`"

    async def go_online(self) -> None:
        """Join the gateway and wait until Discord has taken the bot in.

        Raises what ended the connection where that comes first.
        """
        self.connection = asyncio.create_task(self._stay_connected())
        ready = asyncio.create_task(self.identified.wait())
        try:
            await asyncio.wait({self.connection, ready}, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            self.connection.cancel()
            raise
        finally:
            ready.cancel()
        if self.connection.done():
            await self.connection

    async def _stay_connected(self) -> None:
        answer_briefly()
        await self.connect()

    async def close(self) -> None:
        """Leave the gateway, also where a connection to it was just being made."""
        await super().close()
        connection = getattr(self, "connection", None)
        if connection is not None and connection is not asyncio.current_task():
            connection.cancel()
            await asyncio.wait({connection})
        await close_leftovers(self)

    async def on_ready(self) -> None:
        """Discord knows the bot to be online, and has told in which servers."""
        self.identified.set()
        _log.info("online as %s in %d servers", self.user, len(self.guilds))

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Forget a server that removed the bot."""
        announcing = await self.services.announcing()
        await announcing.subscriptions.forget_guild(guild.id)

    async def on_interaction(self, interaction: discord.Interaction[PaperBot]) -> None:
        """Take presses of buttons and menus; the tree has taken the commands."""
        if interaction.type is discord.InteractionType.component:
            await dispatch(interaction, HANDLERS)


def _offered(
    command: app_commands.Command[Any, ..., Any], interaction: discord.Interaction[PaperBot]
) -> bool:
    """Whether Discord offers a command there, unless a server has set it otherwise."""
    root = command.root_parent or command
    needed, contexts = root.default_permissions, root.allowed_contexts
    if interaction.guild_id is None and contexts is not None and contexts.dm_channel is False:
        return False
    return needed is None or interaction.permissions >= needed
