"""What people can do, and what Discord's client would not let them."""

from __future__ import annotations

import pytest

from bot.emulator import LocalDiscord, NotOfferedError, Upload
from bot.emulator.model import Channel, User
from tests.bot.emulator.sample import SampleBot
from tests.bot.emulator.waiting import until


async def test_only_what_is_there_can_be_pressed(
    bot: SampleBot, local: LocalDiscord, channel: Channel, reader: User
) -> None:
    """A custom id that the message lacks needs a forged press, which fails unanswered."""
    card = (await local.slash(reader, channel, "paper", query="GAN")).message
    with pytest.raises(NotOfferedError):
        await local.press(reader, card, "no-such-button")
    started = local.start_press(reader, card, "no-such-button", forged=True)
    await until(lambda: "no-such-button" in bot.heard)
    assert started.callback is None


async def test_options_of_every_kind_arrive(
    bot: SampleBot, local: LocalDiscord, channel: Channel, reader: User
) -> None:
    """Numbers, people, channels, roles and files reach the command as what they are."""
    assert channel.guild is not None
    role = channel.guild.add_role("reader")
    upload = Upload("0", "notes.txt", "text/plain", "笔记".encode())
    channel.guild.add_member(reader)
    reply = await local.slash(
        reader, channel, "options", count=3, who=reader, where=channel, role=role, file=upload
    )
    assert reply.text == "3 reader general reader 笔记"
    with pytest.raises(ValueError, match="more than 25"):
        await local.slash(reader, channel, "options", count=26)
    with pytest.raises(ValueError, match="needs the option query"):
        await local.slash(reader, channel, "paper")


async def test_subcommands_and_menus(
    bot: SampleBot, local: LocalDiscord, channel: Channel, reader: User
) -> None:
    """Subcommands are reached by their path, message commands through a message."""
    assert (await local.slash(reader, channel, "list add", query="GAN")).text == "added GAN"
    said = local.say(reader, channel, "1706.03762")
    assert (await local.menu(reader, said, "Look up paper")).text == "about 1706.03762"
    with pytest.raises(NotOfferedError):
        await local.slash(reader, channel, "list burn")
