"""How a REST route is declared: its template, its handler and what the handler is given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.emulator.composing import Upload
from bot.emulator.errors import Json, invalid
from bot.emulator.interactions.lifecycle import Interactions
from bot.emulator.model import Channel
from bot.emulator.world import World


@dataclass(frozen=True, slots=True)
class Call:
    """One request, parsed. ``body`` is its JSON (None without one)."""

    world: World
    interactions: Interactions
    gateway_url: str
    path: Mapping[str, str]
    query: Mapping[str, str]
    body: Any
    uploads: list[Upload]

    @property
    def form(self) -> Json:
        """The body as an object, empty where none was sent; raises 50035 for a list."""
        if self.body is None:
            return {}
        if not isinstance(self.body, dict):
            raise invalid((), "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
        return self.body

    def id(self, name: str) -> int:
        """A snowflake of the path; raises 50035 for anything else."""
        return snowflake(self.path[name], name)

    def channel(self) -> Channel:
        """The channel that the path names."""
        return self.world.channel(self.id("channel_id"))

    def limit(self, default: int, most: int) -> int:
        """How many things to list; raises 50035 for what is no number from 1 to ``most``."""
        given = self.query.get("limit", str(default))
        if not given.isdecimal() or not 1 <= int(given) <= most:
            raise invalid(
                ("limit",), "NUMBER_TYPE_MAX", f"int value should be between 1 and {most}."
            )
        return int(given)

    def flag(self, name: str) -> bool:
        """A boolean query parameter."""
        return self.query.get(name, "").lower() in ("true", "1")


Handler = Callable[[Call], Any]


@dataclass(frozen=True, slots=True)
class Route:
    """A method and template, in the OpenAPI document's spelling, with its handler.

    ``status`` is that of an answer with a body; ``public`` routes need no bot token,
    because a token of their own is in the path; ``limited`` ones have a rate limit.
    """

    method: str
    template: str
    handler: Handler
    status: int = 200
    public: bool = False
    limited: bool = True

    @property
    def name(self) -> str:
        """Such as ``POST /channels/{channel_id}/messages``."""
        return f"{self.method} {self.template}"


class Routes:
    """A list of routes, filled by decorators."""

    def __init__(self) -> None:
        self.all: list[Route] = []

    def add(
        self,
        method: str,
        template: str,
        *,
        status: int = 200,
        public: bool = False,
        limited: bool = True,
    ) -> Callable[[Handler], Handler]:
        """Declare the decorated function as the handler of a route."""

        def decorate(handler: Handler) -> Handler:
            self.all.append(Route(method, template, handler, status, public, limited))
            return handler

        return decorate


def snowflake(text: object, name: str) -> int:
    """An id from its text; raises 50035 for anything else."""
    try:
        return int(str(text))
    except ValueError:
        raise invalid((name,), "NUMBER_TYPE_COERCE", f'Value "{text}" is not snowflake.') from None
