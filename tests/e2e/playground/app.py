"""An application of a few lines that answers on the local Discord, to try the page with."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from bot.emulator import Change, LocalDiscord

Json = dict[str, Any]
Answer = Callable[[Json], Json | None]

COMPONENTS_V2, EPHEMERAL = 1 << 15, 1 << 6


class Application:
    """Registers commands and answers each interaction as `answers` says, by command or id.

    An answer is the body of Discord's callback, a function from the interaction to one, or
    None to leave it without.
    """

    def __init__(self, discord: LocalDiscord, commands: list[Json]) -> None:
        self._discord = discord
        self.seen: list[Json] = []
        self.answers: dict[str, Json | Answer | None] = {}
        discord.world.commands.overwrite(commands)
        discord.world.observe(self._on_change)

    def _on_change(self, change: Change) -> None:
        if change.kind == "INTERACTION_CREATE":
            asyncio.get_running_loop().call_soon(self._answer, change.payload)

    def _answer(self, interaction: Json) -> None:
        data = interaction["data"]
        self.seen.append(data)
        answer = self.answers.get(data.get("name") or data["custom_id"])
        body = answer(interaction) if callable(answer) else answer
        if body is not None:
            self._discord.interactions.respond(
                int(interaction["id"]), interaction["token"], body, []
            )


def message(content: str, **fields: Any) -> Json:
    """A callback that answers with text."""
    return {"type": 4, "data": {"content": content} | fields}


def components(*parts: Json, flags: int = 0, update: bool = False) -> Json:
    """A callback that answers with Components V2, or updates the message with them."""
    data = {"components": list(parts), "flags": COMPONENTS_V2 | flags}
    return {"type": 7 if update else 4, "data": data}
