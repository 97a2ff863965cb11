"""The pictures of messages, through this server, so that an absent one is no error.

The page asks here for every cover and attachment. What cannot be had, since the machine is
offline or the cover is gone, is answered with a drawn placeholder and status 200. Only
addresses that stand in a message of this world are fetched, and only from public hosts.
"""

from __future__ import annotations

import asyncio
import ipaddress
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from zlib import crc32

from bot.emulator.changes import Change
from bot.emulator.errors import Json
from bot.emulator.world import World

Fetch = Callable[[str], Awaitable[tuple[str, bytes]]]
"""Gets an address of the web as (content type, bytes); raises `OSError` where it cannot."""

MAX_BYTES = 8 * 1024 * 1024
SECONDS = 6.0
RETRY_AFTER = 60.0
KEPT = 128

IMAGES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"})


@dataclass(frozen=True, slots=True)
class Picture:
    """What is shown for an address; `real` is False for a placeholder."""

    content_type: str
    data: bytes
    real: bool = True


class Pictures:
    """The pictures that messages of `world` name, fetched once each by `fetch`."""

    def __init__(self, world: World, fetch: Fetch) -> None:
        self._world = world
        self._fetch = fetch
        self._named: set[str] = set()
        self._kept: OrderedDict[str, Picture] = OrderedDict()
        self._failed: dict[str, float] = {}
        self.close = world.observe(self._notice)

    async def get(self, address: str) -> Picture | None:
        """The picture at `address`, or a placeholder; None where no message names it."""
        if address not in self._named:
            return None
        if own := self._attachment(address):
            return own
        if address in self._kept:
            self._kept.move_to_end(address)
            return self._kept[address]
        failed = self._failed.get(address)
        if failed is None or self._world.clock() - failed > RETRY_AFTER:
            try:
                return self._keep(address, await self._load(address))
            except (OSError, ValueError):
                self._failed[address] = self._world.clock()
        return placeholder(address)

    async def _load(self, address: str) -> Picture:
        if not is_public(address):
            raise ValueError("not an address of the public web")
        async with asyncio.timeout(SECONDS):
            kind, data = await self._fetch(address)
        kind = kind.partition(";")[0].strip().lower()
        if kind not in IMAGES or len(data) > MAX_BYTES:
            raise ValueError("not a picture, or too large a one")
        return Picture(kind, data)

    def _keep(self, address: str, picture: Picture) -> Picture:
        self._failed.pop(address, None)
        self._kept[address] = picture
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return picture

    def _attachment(self, address: str) -> Picture | None:
        for attachment in self._world.attachments.values():
            if attachment.url == address:
                return Picture(attachment.content_type, attachment.data)
        return None

    def _notice(self, change: Change) -> None:
        if change.kind in ("MESSAGE_CREATE", "MESSAGE_UPDATE"):
            self._named.update(addresses(change.payload))


def addresses(message: Json) -> Iterator[str]:
    """The addresses of the media of a message: attachments, components and embeds."""
    for attachment in message.get("attachments", ()):
        yield attachment["url"]
    yield from _media([message.get("components", []), message.get("embeds", [])])


def _media(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _media(item)
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name in ("media", "image", "thumbnail", "file") and isinstance(inner, dict):
                yield inner.get("url", "")
            else:
                yield from _media(inner)


def is_public(address: str) -> bool:
    """Whether an address is of the web and names no private or local machine."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or "." not in host:
        return False
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return not host.endswith((".local", ".internal", ".localhost", ".home.arpa"))


def placeholder(address: str) -> Picture:
    """A drawn cover: a page on a colour that depends on the address alone."""
    hue = crc32(address.encode()) % 360
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 200" width="320" height="200">'
        f'<rect width="320" height="200" fill="hsl({hue} 38% 32%)"/>'
        f'<path d="M0 150 110 70 200 140 260 100 320 150V200H0Z" fill="hsl({hue} 40% 26%)"/>'
        '<g fill="none" stroke="#fff" stroke-opacity=".85" stroke-width="6" '
        'stroke-linejoin="round" stroke-linecap="round">'
        '<path d="M124 52h52l22 22v74h-74Z"/><path d="M176 52v22h22M140 96h42M140 118h42"/>'
        "</g></svg>"
    )
    return Picture("image/svg+xml", drawing.encode(), real=False)
