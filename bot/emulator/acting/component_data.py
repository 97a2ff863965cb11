"""From what a person did with components to interaction data, checked as Discord's client does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.emulator import payloads
from bot.emulator.acting.offers import NotOfferedError
from bot.emulator.components.tree import flattened
from bot.emulator.components.types import BUTTON, CHECKBOX, RADIO_GROUP, STRING_SELECT, TEXT_INPUT
from bot.emulator.errors import Json
from bot.emulator.model import Channel, Message, Role, User


def button_data(user: User, message: Message, custom_id: str, *, forged: bool) -> Json:
    """The data of a pressed button.

    Raises `NotOfferedError` where there is none, or a disabled one, unless ``forged``.
    """
    part = _part(user, message, custom_id, forged=forged) or {"id": 1}
    return {"custom_id": custom_id, "component_type": BUTTON, "id": part["id"]}


def select_data(
    user: User, message: Message, custom_id: str, values: list[Any], *, forged: bool
) -> Json:
    """The data of a select menu in which ``values`` were chosen.

    Raises `NotOfferedError` for a menu or values that are not there, unless ``forged``.
    """
    part = _part(user, message, custom_id, forged=forged) or {"type": STRING_SELECT, "id": 1}
    if part["type"] == STRING_SELECT and not forged:
        options = {option["value"] for option in part["options"]}
        low, high = part["min_values"], part["max_values"]
        if not set(values) <= options or not low <= len(values) <= high:
            raise NotOfferedError(f"{values} cannot be chosen in {custom_id!r}")
    data: Json = {"custom_id": custom_id, "component_type": part["type"], "id": part["id"]}
    data["values"] = [each if isinstance(each, str) else str(each.id) for each in values]
    resolved: Json = {}
    for each in values:
        if isinstance(each, User):
            resolved.setdefault("users", {})[str(each.id)] = payloads.user(each)
        elif isinstance(each, Role):
            resolved.setdefault("roles", {})[str(each.id)] = payloads.role(each)
        elif isinstance(each, Channel):
            resolved.setdefault("channels", {})[str(each.id)] = payloads.channel(each)
    if resolved:
        data["resolved"] = resolved
    return data


def modal_data(modal: Json, values: Mapping[str, Any]) -> Json:
    """The data of a submitted modal; what ``values`` leave out keeps its preset.

    Raises `NotOfferedError` for a custom id that is not there.
    """
    known = {part.get("custom_id") for part in flattened(modal["components"])}
    if unknown := set(values) - known:
        raise NotOfferedError(f"the modal has no {', '.join(sorted(unknown))}")
    parts = [_filled(part, values) for part in modal["components"]]
    return {"custom_id": modal["custom_id"], "components": parts}


def _part(user: User, message: Message, custom_id: str, *, forged: bool) -> Json | None:
    for part in message.parts:
        if part.get("custom_id") == custom_id and (forged or not part.get("disabled")):
            return part
    if forged:
        return None
    raise NotOfferedError(f"{user.name} finds no component {custom_id!r} to use")


def _filled(part: Json, values: Mapping[str, Any]) -> Json:
    filled: Json = {"type": part["type"], "id": part["id"]}
    if "components" in part:
        filled["components"] = [_filled(each, values) for each in part["components"]]
    elif "component" in part:
        filled["component"] = _filled(part["component"], values)
    elif "custom_id" in part:
        custom_id = part["custom_id"]
        filled["custom_id"] = custom_id
        if part["type"] == TEXT_INPUT:
            filled["value"] = values.get(custom_id, part.get("value", ""))
        elif part["type"] == RADIO_GROUP:
            filled["value"] = values.get(custom_id)
        elif part["type"] == CHECKBOX:
            filled["value"] = values.get(custom_id, False)
        else:
            chosen = [o["value"] for o in part.get("options", []) if o.get("default")]
            filled["values"] = list(values.get(custom_id, chosen))
    return filled
