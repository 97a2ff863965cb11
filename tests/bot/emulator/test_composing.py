"""What a message may hold, and how edits change it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.emulator import ApiError, World
from bot.emulator.composing import apply, compose
from bot.emulator.model import Channel, Message, MessageFlag

V2 = int(MessageFlag.COMPONENTS_V2)
CARD = [{"type": 10, "content": "# GAN"}]


@pytest.fixture
def world() -> World:
    """A world without a server."""
    return World()


@pytest.fixture
def place(world: World) -> Channel:
    """A text channel."""
    return world.add_guild("Readers").add_text_channel("general")


def _made(world: World, place: Channel, **body: Any) -> Message:
    return compose(world, place, world.bot, body, [])


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({"content": "x" * 2001}, 50035, "content"),
        ({"content": " \n "}, 50006, None),
        ({}, 50006, None),
        ({"embeds": [{"title": "x" * 257}]}, 50035, "embeds"),
        ({"embeds": [{"description": "x" * 4000}, {"description": "x" * 2001}]}, 50035, "embeds"),
        ({"embeds": [{"title": "x"}] * 11}, 50035, "embeds"),
        ({"flags": V2, "components": CARD, "content": "x"}, 50035, "content"),
        ({"flags": V2, "components": CARD, "embeds": [{"title": "x"}]}, 50035, "embeds"),
        ({"flags": V2, "components": []}, 50006, None),
        ({"components": CARD}, 50035, "components"),
    ],
)
def test_messages_that_discord_refuses(
    world: World, place: Channel, body: dict[str, Any], code: int, field: str | None
) -> None:
    """A body over a limit is refused with Discord's code and the place."""
    with pytest.raises(ApiError) as caught:
        _made(world, place, **body)
    assert caught.value.failure.code == code
    assert field is None or field in (caught.value.errors or {})


def test_message_that_turns_to_a_card_lets_go_of_its_words(world: World, place: Channel) -> None:
    """An edit to Components V2 has to clear content and embeds; the flag then stays."""
    message = _made(world, place, content="words")
    with pytest.raises(ApiError):
        apply(world, message, {"flags": V2, "components": CARD}, [])
    assert message.content == "words"
    assert not message.flags
    apply(world, message, {"flags": V2, "components": CARD, "content": None}, [])
    assert message.text == "# GAN"
    apply(world, message, {"flags": 0, "components": [{"type": 10, "content": "# VAE"}]}, [])
    assert message.flags == V2


def test_edit_leaves_alone_what_it_does_not_name(world: World, place: Channel) -> None:
    """An edit changes the fields it has."""
    message = _made(world, place, content="words", embeds=[{"title": "title"}])
    apply(world, message, {"content": "other"}, [])
    assert message.text == "other\ntitle"
    apply(world, message, {"embeds": []}, [])
    assert message.text == "other"


def test_ephemeral_flag_needs_an_interaction(world: World, place: Channel) -> None:
    """Outside of interactions nobody can be answered alone."""
    message = _made(world, place, content="x", flags=int(MessageFlag.EPHEMERAL))
    assert not message.ephemeral
    assert message.audience is None
