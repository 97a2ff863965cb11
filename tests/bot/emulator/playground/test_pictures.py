"""Pictures of messages, and what stands in for those that cannot be had."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.emulator import LocalDiscord
from bot.emulator.composing import Upload, compose
from bot.emulator.playground.pictures import (
    RETRY_AFTER,
    Pictures,
    addresses,
    is_public,
    placeholder,
)

COVER = "https://covers.example.org/gan.jpg"


class Web:
    """A web of one answer, or none; counts what it was asked for."""

    def __init__(self, kind: str | None = None, data: bytes = b"") -> None:
        self.kind = kind
        self.data = data
        self.asked: list[str] = []

    async def __call__(self, url: str) -> tuple[str, bytes]:
        """The answer; raises `OSError` where there is none."""
        self.asked.append(url)
        if self.kind is None:
            raise OSError("offline")
        return self.kind, self.data


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        """Unix time, in seconds."""
        return self.now


def show(discord: LocalDiscord, *covers: str) -> None:
    """Post a message with these covers."""
    guild = discord.world.add_guild("Readers")
    items = [{"media": {"url": url}} for url in covers]
    body = {"flags": 1 << 15, "components": [{"type": 12, "items": items}]}
    channel = guild.add_text_channel("general")
    discord.world.post(compose(discord.world, channel, discord.world.bot, body, []))


async def test_fetched_once() -> None:
    """A cover is fetched the first time it is shown, and kept."""
    discord, web = LocalDiscord(), Web("image/jpeg; charset=binary", b"jpeg")
    pictures = Pictures(discord.world, web)
    show(discord, COVER)
    for _ in range(2):
        picture = await pictures.get(COVER)
        assert picture is not None
        assert (picture.content_type, picture.data, picture.real) == ("image/jpeg", b"jpeg", True)
    assert web.asked == [COVER]


async def test_only_what_messages_show() -> None:
    """An address that no message names is not fetched for anyone."""
    web = Web("image/png", b"png")
    assert await Pictures(LocalDiscord().world, web).get(COVER) is None
    assert web.asked == []


async def test_offline() -> None:
    """Offline a placeholder stands in, and the web is asked again only after a while."""
    clock, web = Clock(), Web()
    discord = LocalDiscord(clock=clock)
    pictures = Pictures(discord.world, web)
    show(discord, COVER)
    for _ in range(3):
        assert await pictures.get(COVER) == placeholder(COVER)
    assert len(web.asked) == 1
    clock.now += RETRY_AFTER + 1
    web.kind, web.data = "image/png", b"png"
    picture = await pictures.get(COVER)
    assert picture is not None
    assert picture.real


@pytest.mark.parametrize("kind", ["text/html", "image/svg+xml", ""])
async def test_no_picture(kind: str) -> None:
    """What is no plain picture is not passed on."""
    discord = LocalDiscord()
    pictures = Pictures(discord.world, Web(kind, b"<script>"))
    show(discord, COVER)
    assert await pictures.get(COVER) == placeholder(COVER)


async def test_private_hosts_are_left_alone() -> None:
    """A message cannot make this machine ask its neighbours."""
    discord, web = LocalDiscord(), Web("image/png", b"png")
    pictures = Pictures(discord.world, web)
    inner = "http://192.168.1.1/cover.png"
    show(discord, inner)
    assert await pictures.get(inner) == placeholder(inner)
    assert web.asked == []


async def test_attachments() -> None:
    """A file that the bot sent is read from the local Discord itself."""
    async with LocalDiscord() as discord:
        pictures = Pictures(discord.world, Web())
        channel = discord.world.add_guild("Readers").add_text_channel("general")
        upload = Upload("0", "plot.png", "image/png", b"png")
        body = {"attachments": [{"id": "0", "filename": "plot.png"}]}
        message = compose(discord.world, channel, discord.world.bot, body, [upload])
        discord.world.post(message)
        picture = await pictures.get(message.attachments[0].url)
        assert picture is not None
        assert (picture.content_type, picture.data) == ("image/png", b"png")


@pytest.mark.parametrize(
    ("address", "public"),
    [
        (COVER, True),
        ("http://93.184.216.34/x.png", True),
        ("http://127.0.0.1/x", False),
        ("http://[::1]/x", False),
        ("http://10.0.0.1/x", False),
        ("http://169.254.169.254/meta", False),
        ("http://router/x", False),
        ("http://printer.local/x", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_public(address: str, *, public: bool) -> None:
    """Only the web's public hosts are asked."""
    assert is_public(address) is public


def test_addresses() -> None:
    """Pictures stand in attachments, components and embeds; a link is none."""
    message = {
        "attachments": [{"url": "a"}],
        "components": [
            {
                "type": 17,
                "components": [
                    {"type": 9, "components": [], "accessory": {"type": 11, "media": {"url": "b"}}},
                    {"type": 1, "components": [{"type": 2, "style": 5, "url": "link"}]},
                ],
            }
        ],
        "embeds": [{"url": "link", "thumbnail": {"url": "c"}, "image": {"url": "d"}}],
    }
    assert list(addresses(message)) == ["a", "b", "c", "d"]


@given(st.text())
def test_any_address_has_a_placeholder(address: str) -> None:
    """The placeholder is a well-formed drawing, the same for the same address."""
    drawing = placeholder(address)
    assert ElementTree.fromstring(drawing.data).tag.endswith("svg")
    assert placeholder(address) == drawing
