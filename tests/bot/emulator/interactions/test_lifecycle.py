"""Interactions answered in every way, and the errors of those answered wrongly."""

from __future__ import annotations

import aiohttp
import discord
import pytest

from bot.emulator import LocalDiscord, NotOfferedError, Permission
from bot.emulator.interactions.interaction import Kind
from bot.emulator.model import Channel, MessageFlag, User
from tests.bot.emulator.conftest import Clock
from tests.bot.emulator.sample import SampleBot
from tests.bot.emulator.waiting import until


async def test_slash_command_is_answered_with_a_card(
    bot: SampleBot, local: LocalDiscord, channel: Channel, reader: User
) -> None:
    """A slash command's answer is a message in the channel, with its components."""
    reply = await local.slash(reader, channel, "paper", query="GAN")
    assert reply.text == "# GAN"
    assert [button["label"] for button in reply.message.buttons] == [
        "Another",
        "Slowly",
        "Private",
        "Later",
        "Bilibili",
    ]
    assert reply.message.flags == MessageFlag.COMPONENTS_V2
    assert channel.visible_messages(reader) == [reply.message]
    assert 0 <= reply.took < 3
    assert not reply.ephemeral


async def test_autocomplete_offers_choices(
    bot: SampleBot, local: LocalDiscord, channel: Channel, reader: User
) -> None:
    """Autocomplete gives the app what was typed and returns its choices."""
    choices = await local.autocomplete(reader, channel, "paper", focused="query", query="tran")
    assert [(each["name"], each["value"]) for each in choices] == [("transformer", "transformer")]


async def test_button_changes_its_message(
    bot: SampleBot, local: LocalDiscord, channel: Channel, reader: User
) -> None:
    """A press answered with an update changes the message that was pressed."""
    card = (await local.slash(reader, channel, "paper", query="GAN")).message
    reply = await local.press(reader, card, "again")
    assert reply.updated
    assert card.text == "# WGAN"
    assert card.edited is not None


async def test_button_changes_its_message_after_a_deferral(
    bot: SampleBot, local: LocalDiscord, channel: Channel, reader: User
) -> None:
    """A deferred update is waited for until the message has changed."""
    card = (await local.slash(reader, channel, "paper", query="GAN")).message
    await local.press(reader, card, "slowly")
    assert card.text == "# StyleGAN"


async def test_follow_up_alone_answers_a_deferred_press(
    bot: SampleBot, local: LocalDiscord, channel: Channel, reader: User
) -> None:
    """A press that is deferred and then followed up leaves its message as it is."""
    card = (await local.slash(reader, channel, "paper", query="GAN")).message
    reply = await local.press(reader, card, "later")
    assert reply.text == "later, for you"
    assert reply.ephemeral
    assert not reply.updated
    assert card.edited is None


async def test_private_answer_is_seen_by_one(
    bot: SampleBot, local: LocalDiscord, channel: Channel, reader: User
) -> None:
    """An ephemeral answer is seen by its reader alone and cannot be fetched."""
    other = local.world.add_user("other")
    card = (await local.slash(reader, channel, "paper", query="GAN")).message
    reply = await local.press(other, card, "private")
    assert reply.ephemeral
    assert reply.message in channel.visible_messages(other)
    assert reply.message not in channel.visible_messages(reader)
    seen = bot.get_partial_messageable(channel.id)
    with pytest.raises(discord.NotFound) as caught:
        await seen.fetch_message(reply.message.id)
    assert caught.value.code == 10008


async def test_select_sends_the_choice(
    bot: SampleBot, local: LocalDiscord, channel: Channel, reader: User
) -> None:
    """A menu's choice reaches the app, whose new message refers to the card."""
    card = (await local.slash(reader, channel, "paper", query="GAN")).message
    reply = await local.select(reader, card, "pick", ["b"])
    assert reply.text == "picked b"
    assert reply.message.reference is card
    with pytest.raises(NotOfferedError):
        await local.select(reader, card, "pick", ["c"])


async def test_modal_is_opened_and_submitted(
    bot: SampleBot, local: LocalDiscord, channel: Channel, reader: User
) -> None:
    """A modal opens, and what is filled in reaches the app."""
    opened = await local.slash(reader, channel, "ask")
    assert opened.modal["title"] == "Request a paper"
    reply = await local.submit(opened, {"name": "Mamba", "area": ["nlp"]})
    assert reply.text == "Mamba in nlp"


async def test_follow_up_replaces_thinking(
    bot: SampleBot, local: LocalDiscord, channel: Channel, reader: User
) -> None:
    """The first follow-up takes the place of "thinking…", the second is a message of its own."""
    changes: list[tuple[str, int]] = []
    local.world.observe(
        lambda change: (
            changes.append((change.kind, change.payload["flags"]))
            if change.kind.startswith("MESSAGE")
            else None
        )
    )
    reply = await local.slash(reader, channel, "slow")
    await until(lambda: len(changes) == 3)
    assert reply.text == "first"
    assert changes == [
        ("MESSAGE_CREATE", MessageFlag.LOADING),
        ("MESSAGE_UPDATE", 0),
        ("MESSAGE_CREATE", MessageFlag.EPHEMERAL),
    ]
    [followup] = reply.followups
    assert followup.content == "second"
    assert followup.ephemeral


async def test_deferral_decides_who_sees_the_answer(
    bot: SampleBot, local: LocalDiscord, channel: Channel, reader: User
) -> None:
    """A private deferral makes the answer private, whatever the follow-up says."""
    reply = await local.slash(reader, channel, "slow", private=True)
    assert reply.text == "first"
    assert reply.ephemeral


async def test_what_fills_a_deferral_is_no_edit(
    bot: SampleBot, local: LocalDiscord, channel: Channel, reader: User
) -> None:
    """The answer that takes the place of “thinking…” is not marked as edited; a later one is."""
    reply = await local.slash(reader, channel, "slow")
    assert reply.text == "first"
    assert reply.message.edited is None
    local.interactions.edit(reply.interaction, reply.message, {"content": "corrected"}, [])
    assert reply.message.edited is not None


async def test_answers_are_edited_and_deleted(
    bot: SampleBot, local: LocalDiscord, channel: Channel, reader: User
) -> None:
    """Originals and follow-ups can be edited and deleted by their token."""
    reply = await local.slash(reader, channel, "revise")
    await until(lambda: [m.content for m in channel.visible_messages(reader)] == ["final", "done"])
    assert reply.text == "final"


async def test_files_are_served_back(
    bot: SampleBot, local: LocalDiscord, channel: Channel, reader: User
) -> None:
    """An uploaded file has an address that serves it, in the embed that shows it too."""
    reply = await local.slash(reader, channel, "picture")
    [attachment] = reply.message.attachments
    assert reply.message.embeds[0]["image"]["url"] == attachment.url
    assert attachment.description == "a plot"
    async with aiohttp.ClientSession() as session, session.get(attachment.url) as response:
        assert await response.read() == b"not a picture"
        assert response.headers["Content-Type"] == "image/png"


async def test_interaction_tells_about_the_asker(
    bot: SampleBot, local: LocalDiscord, channel: Channel, reader: User
) -> None:
    """Locales, permissions of both sides and the context come with the interaction."""
    assert channel.guild is not None
    manager = local.world.add_user("manager", locale="en-US")
    channel.guild.add_member(manager, channel.guild.add_role("manager", Permission.MANAGE_GUILD))
    assert (await local.slash(reader, channel, "whoami")).text == "zh-CN zh-CN False False True"
    assert (await local.slash(manager, channel, "whoami")).text == "en-US zh-CN True False True"


async def test_commands_work_where_the_bot_is_not(
    bot: SampleBot, local: LocalDiscord, reader: User
) -> None:
    """An app added to an account answers in direct messages and in foreign guilds."""
    reader.installed = True
    foreign = local.world.add_guild("Foreign", installed=False).add_text_channel("general")
    for place in (local.world.dm(reader), foreign, local.world.private(reader, local.world.owner)):
        assert (await local.slash(reader, place, "paper", query="GAN")).text == "# GAN"


async def test_unanswered_interaction_fails() -> None:
    """What is not acknowledged in time fails, and an answer after that is refused."""
    async with LocalDiscord(deadline=0.02) as local:
        channel = local.world.add_guild("Readers").add_text_channel("general")
        reader = local.world.add_user("reader")
        channel.guild and channel.guild.add_member(reader)
        failures: list[str] = []
        local.world.observe(lambda change: failures.append(change.kind))
        data = {"custom_id": "x", "component_type": 2}
        message = local.say(reader, channel, "x")
        opened = local.interactions.create(Kind.COMPONENT, reader, channel, data, source=message)
        reply = await local.wait(opened)
        assert reply.failed
        assert reply.took == float("inf")
        assert "INTERACTION_FAILURE" in failures
        assert await _callback(local, opened.id, opened.token) == (404, 10062)


async def _callback(local: LocalDiscord, number: int, token: str, kind: int = 4) -> tuple[int, int]:
    url = f"{local.api_url}/interactions/{number}/{token}/callback"
    body = {"type": kind, "data": {"content": "hello"}}
    async with aiohttp.ClientSession() as session, session.post(url, json=body) as response:
        answer = await response.json() if response.status != 204 else {"code": 0}
        return response.status, answer["code"]


async def test_second_acknowledgement_is_refused(
    local: LocalDiscord, channel: Channel, reader: User
) -> None:
    """An interaction is acknowledged once; the second attempt is answered 40060."""
    opened = local.start_press(reader, local.say(reader, channel, "x"), "x", forged=True)
    assert await _callback(local, opened.id, opened.token) == (204, 0)
    assert await _callback(local, opened.id, opened.token) == (400, 40060)
    assert await _callback(local, opened.id, "made-up") == (404, 10062)


async def test_callback_has_to_fit_the_interaction(
    local: LocalDiscord, channel: Channel, reader: User
) -> None:
    """Autocomplete choices are no answer to a button."""
    opened = local.start_press(reader, local.say(reader, channel, "x"), "x", forged=True)
    assert await _callback(local, opened.id, opened.token, kind=8) == (400, 50035)
    local.violations.clear()


async def test_token_expires(
    bot: SampleBot, local: LocalDiscord, channel: Channel, reader: User, clock: Clock
) -> None:
    """A quarter of an hour after the interaction its token edits nothing more."""
    reply = await local.slash(reader, channel, "paper", query="GAN")
    hook = discord.Webhook.partial(
        local.world.application_id,
        reply.interaction.token,
        session=bot.http._HTTPClient__session,  # type: ignore[attr-defined]
    )
    edited = await hook.edit_message(reply.message.id, view=_text("later"))
    assert edited.id == reply.message.id
    clock.ahead = 15 * 60 + 1
    with pytest.raises(discord.HTTPException) as caught:
        await hook.edit_message(reply.message.id, view=_text("too late"))
    assert caught.value.code == 50027


def _text(words: str) -> discord.ui.LayoutView:
    view = discord.ui.LayoutView()
    view.add_item(discord.ui.TextDisplay(words))
    return view
