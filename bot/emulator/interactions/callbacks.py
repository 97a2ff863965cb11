"""What the app may answer an interaction with, checked before anything happens."""

from __future__ import annotations

from typing import Any

from bot.emulator.components.checking import normalise
from bot.emulator.errors import Form, Json, invalid
from bot.emulator.interactions.interaction import Callback, Interaction, Kind

_ON_MESSAGES = frozenset({Callback.DEFERRED_UPDATE, Callback.UPDATE})


def callback_of(interaction: Interaction, body: Json) -> Callback:
    """The callback type of ``body``; raises 50035 for one that does not fit."""
    try:
        callback = Callback(int(body.get("type", 0)))
    except (TypeError, ValueError):
        raise invalid(
            ("type",), "BASE_TYPE_CHOICES", "Value must be one of (1, 4, 5, 6, 7, 8, 9)."
        ) from None
    fits = {
        Kind.COMMAND: callback not in _ON_MESSAGES | {Callback.AUTOCOMPLETE},
        Kind.COMPONENT: callback is not Callback.AUTOCOMPLETE,
        Kind.AUTOCOMPLETE: callback is Callback.AUTOCOMPLETE,
        Kind.MODAL: callback not in (Callback.AUTOCOMPLETE, Callback.MODAL)
        and (interaction.source is not None or callback not in _ON_MESSAGES),
        Kind.PING: callback is Callback.PONG,
    }
    if not fits[interaction.kind] or (
        callback is Callback.PONG and interaction.kind is not Kind.PING
    ):
        raise invalid(
            ("type",),
            "INTERACTION_CALLBACK_TYPE_INVALID",
            "This callback type does not fit the interaction",
        )
    return callback


def choices_of(data: Json) -> list[Json]:
    """Autocomplete choices: 25 at most, names and text of 100 characters at most."""
    form = Form()
    choices = data.get("choices")
    if form.count(("data", "choices"), choices, 0, 25):
        assert isinstance(choices, list)
        for index, choice in enumerate(choices):
            here = ("data", "choices", index)
            form.length((*here, "name"), choice.get("name"), 1, 100)
            if isinstance(choice.get("value"), str):
                form.length((*here, "value"), choice["value"], 1, 100)
    form.check()
    return list(choices or [])


def modal_of(data: Json) -> Json:
    """A modal, checked and numbered."""
    form = Form()
    form.length(("data", "title"), data.get("title"), 1, 45)
    form.length(("data", "custom_id"), data.get("custom_id"), 1, 100)
    parts: Any = normalise(
        form,
        data.get("components"),
        mode="modal",
        resolve=lambda url: {"url": url},
        path=("data", "components"),
    )
    form.check()
    return {"custom_id": data["custom_id"], "title": data["title"], "components": parts}
