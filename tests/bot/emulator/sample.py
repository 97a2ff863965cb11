"""A discord.py bot that answers in every way there is."""

from __future__ import annotations

import asyncio
import io
from typing import Any

import discord
from discord import app_commands, ui

from bot.emulator.model import Channel

Press = discord.Interaction["SampleBot"]


class Card(ui.LayoutView):
    """A Components V2 card with a button and a menu."""

    def __init__(self, text: str = "# GAN") -> None:
        super().__init__(timeout=None)
        again: ui.Button[Card] = ui.Button(label="Another", custom_id="again")
        again.callback = self.again  # type: ignore[method-assign]
        slowly: ui.Button[Card] = ui.Button(label="Slowly", custom_id="slowly")
        slowly.callback = self.slowly  # type: ignore[method-assign]
        private: ui.Button[Card] = ui.Button(label="Private", custom_id="private")
        private.callback = self.private  # type: ignore[method-assign]
        later: ui.Button[Card] = ui.Button(label="Later", custom_id="later")
        later.callback = self.later  # type: ignore[method-assign]
        link: ui.Button[Card] = ui.Button(label="Bilibili", url="https://www.bilibili.com/")
        pick: ui.Select[Card] = ui.Select(
            custom_id="pick", options=[discord.SelectOption(label=x, value=x) for x in "ab"]
        )
        pick.callback = self.pick  # type: ignore[method-assign]
        self.add_item(
            ui.Container(
                ui.Section(
                    ui.TextDisplay(text),
                    accessory=ui.Thumbnail("https://example.org/cover.png", description="cover"),
                ),
                ui.Separator(),
                ui.ActionRow(again, slowly, private, later, link),
                ui.ActionRow(pick),
                accent_colour=0x5865F2,
            )
        )

    async def again(self, interaction: Press) -> None:
        """Change the message that was pressed."""
        await interaction.response.edit_message(view=Card("# WGAN"))

    async def slowly(self, interaction: Press) -> None:
        """Change it after a deferral."""
        await interaction.response.defer()
        await interaction.edit_original_response(view=Card("# StyleGAN"))

    async def private(self, interaction: Press) -> None:
        """Answer the presser alone."""
        await interaction.response.send_message("for you", ephemeral=True)

    async def later(self, interaction: Press) -> None:
        """Answer the presser alone, after a deferral that shows nothing."""
        await interaction.response.defer()
        await interaction.followup.send("later, for you", ephemeral=True)

    async def pick(self, interaction: Press) -> None:
        """Answer with a new message."""
        assert interaction.data is not None
        await interaction.response.send_message(f"picked {interaction.data['values'][0]}")  # type: ignore[typeddict-item]


class Ask(ui.Modal, title="Request a paper"):
    """A modal with a text field and a menu."""

    name: ui.Label[Ask] = ui.Label(text="Title", component=ui.TextInput(custom_id="name"))
    area: ui.Label[Ask] = ui.Label(
        text="Area",
        component=ui.Select(
            custom_id="area",
            options=[discord.SelectOption(label=x, value=x) for x in ("cnn", "nlp")],
        ),
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        """Say what was submitted."""
        name: Any = self.name.component
        area: Any = self.area.component
        await interaction.response.send_message(f"{name.value} in {area.values[0]}")


class SampleBot(discord.Client):
    """Registers its commands on start; ``heard`` are the events that reached it."""

    def __init__(self, intents: discord.Intents | None = None, **settings: Any) -> None:
        super().__init__(
            intents=intents or discord.Intents.default(), guild_ready_timeout=0.01, **settings
        )
        self.tree = app_commands.CommandTree(self)
        self.heard: list[str] = []
        self.contents: list[str] = []
        self.resumed = asyncio.Event()
        _add_commands(self.tree)

    async def setup_hook(self) -> None:
        """Register the commands."""
        await self.tree.sync()

    async def on_resumed(self) -> None:
        """Note a resume."""
        self.resumed.set()

    async def on_message(self, message: discord.Message) -> None:
        """Note a message."""
        self.contents.append(message.content)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Note an interaction."""
        assert interaction.data is not None
        self.heard.append(str(interaction.data.get("name") or interaction.data.get("custom_id")))

    async def on_error(self, event: str, *args: Any, **kwargs: Any) -> None:
        """Note an error instead of printing it."""
        self.heard.append(f"error in {event}")


def as_seen(bot: SampleBot, channel: Channel) -> discord.TextChannel:
    """A text channel as the client has it."""
    place = bot.get_channel(channel.id)
    assert isinstance(place, discord.TextChannel)
    return place


def _add_commands(tree: app_commands.CommandTree[SampleBot]) -> None:
    @tree.command(description="Look a paper up")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def paper(interaction: Press, query: str, private: bool = False) -> None:
        await interaction.response.send_message(view=Card(f"# {query}"), ephemeral=private)

    @paper.autocomplete("query")
    async def complete(_: Press, text: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=f"{text}sformer", value="transformer")]

    @tree.command(description="Answer late")
    async def slow(interaction: Press, private: bool = False) -> None:
        await interaction.response.defer(ephemeral=private, thinking=True)
        await interaction.followup.send("first")
        await interaction.followup.send("second", ephemeral=True)

    @tree.command(description="Ask back")
    async def ask(interaction: Press) -> None:
        await interaction.response.send_modal(Ask())

    @tree.command(description="Send, edit and delete")
    async def revise(interaction: Press) -> None:
        await interaction.response.send_message("draft")
        await interaction.edit_original_response(content="final")
        extra = await interaction.followup.send("extra", wait=True)
        await extra.edit(content="changed")
        await extra.delete()
        await interaction.followup.send("done")

    @tree.command(description="Send a picture")
    async def picture(interaction: Press) -> None:
        file = discord.File(io.BytesIO(b"not a picture"), "plot.png", description="a plot")
        embed = discord.Embed(title="Plot").set_image(url="attachment://plot.png")
        await interaction.response.send_message(embed=embed, file=file)

    @tree.command(description="Never answer")
    async def silent(_: Press) -> None:
        return

    @tree.command(description="Look at the asker")
    async def whoami(interaction: Press) -> None:
        permissions = interaction.permissions
        await interaction.response.send_message(
            f"{interaction.locale} {interaction.guild_locale} {permissions.manage_guild}"
            f" {interaction.app_permissions.manage_roles} {interaction.context.guild}"
        )

    @tree.command(description="Options of every kind")
    async def options(
        interaction: Press,
        count: app_commands.Range[int, 1, 25],
        who: discord.Member,
        where: discord.TextChannel,
        role: discord.Role,
        file: discord.Attachment,
    ) -> None:
        data = await file.read()
        await interaction.response.send_message(
            f"{count} {who.name} {where.name} {role.name} {data.decode()}"
        )

    @tree.command(description="For those who manage the server")
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.guild_only()
    async def follow(interaction: Press) -> None:
        await interaction.response.send_message("following")

    group = app_commands.Group(name="list", description="The reading list")

    @group.command(description="Add to it")
    async def add(interaction: Press, query: str) -> None:
        await interaction.response.send_message(f"added {query}")

    tree.add_command(group)

    @tree.context_menu(name="Look up paper")
    async def look_up(interaction: Press, message: discord.Message) -> None:
        await interaction.response.send_message(f"about {message.content}")
