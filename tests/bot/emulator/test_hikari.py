"""Another author's client on the local Discord: it reads Discord's documents its own way."""

from __future__ import annotations

import hikari

from bot.emulator import LocalDiscord
from bot.emulator.model import Channel, MessageFlag, User


async def test_hikari_answers_a_command_and_a_button(
    local: LocalDiscord, channel: Channel, reader: User
) -> None:
    """hikari logs in, registers a command and answers a slash command and a press on it."""
    bot = hikari.GatewayBot(
        local.token,
        rest_url=local.api_url,
        banner=None,
        logs=None,
        suppress_optimization_warning=True,
    )

    async def register(_: hikari.StartedEvent) -> None:
        me = bot.get_me()
        assert me is not None
        command = bot.rest.slash_command_builder("paper", "Look a paper up")
        command.add_option(
            hikari.CommandOption(
                type=hikari.OptionType.STRING, name="query", description="What", is_required=True
            )
        )
        await bot.rest.set_application_commands(me.id, [command])

    async def answer(event: hikari.InteractionCreateEvent) -> None:
        interaction = event.interaction
        if isinstance(interaction, hikari.CommandInteraction):
            assert interaction.options is not None
            row = bot.rest.build_message_action_row()
            row.add_interactive_button(hikari.ButtonStyle.PRIMARY, "more", label="More")
            await interaction.create_initial_response(
                hikari.ResponseType.MESSAGE_CREATE,
                f"about {interaction.options[0].value}",
                component=row,
            )
        elif isinstance(interaction, hikari.ComponentInteraction):
            await interaction.create_initial_response(
                hikari.ResponseType.DEFERRED_MESSAGE_CREATE, flags=hikari.MessageFlag.EPHEMERAL
            )
            await interaction.edit_initial_response(f"more of {interaction.custom_id}")

    bot.event_manager.subscribe(hikari.StartedEvent, register)
    bot.event_manager.subscribe(hikari.InteractionCreateEvent, answer)
    await bot.start(check_for_updates=False)
    try:
        await local.registered("paper")
        reply = await local.slash(reader, channel, "paper", query="GAN")
        assert reply.text == "about GAN"
        pressed = await local.press(reader, reply.message, "more")
        assert pressed.text == "more of more"
        assert pressed.message.flags & MessageFlag.EPHEMERAL
    finally:
        await bot.close()
