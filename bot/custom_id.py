"""Custom ids of buttons and menus: their whole state, so that they outlive the process.

The form is `1:kind:owner:argument:…`: a version, what a press does, who may have it change
the message (a user id in base 36, empty for nobody), and the kind's own arguments. Discord
allows 100 characters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LIMIT = 100
VERSION = "1"
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_KIND = re.compile(r"[a-z]{1,12}")
_ESCAPED = re.compile(r"%(25|3A)")


class StaleError(Exception):
    """A press whose custom id is of another version, unknown, or asks for what is gone."""


@dataclass(frozen=True, slots=True)
class State:
    """What a press means. `owner` is the user whose press may change the message; 0 is nobody."""

    kind: str
    owner: int = 0
    arguments: tuple[str, ...] = ()


def encode(state: State) -> str:
    """The custom id of a state. Raises `ValueError` where it does not fit in 100 characters."""
    if not _KIND.fullmatch(state.kind) or state.owner < 0:
        raise ValueError(f"no custom id can say {state!r}")
    escaped = (a.replace("%", "%25").replace(":", "%3A") for a in state.arguments)
    text = ":".join((VERSION, state.kind, _base36(state.owner), *escaped))
    if len(text.encode("utf-16-le")) // 2 > LIMIT:
        raise ValueError(f"a custom id of {len(text)} characters is too long: {text[:LIMIT]}…")
    return text


def decode(text: str) -> State:
    """The state of a custom id. Raises `StaleError` for anything `encode` does not make now."""
    version, *parts = text.split(":")
    if version != VERSION or len(parts) < 2 or not _KIND.fullmatch(parts[0]):
        raise StaleError(text)
    kind, owner, *arguments = parts
    if not re.fullmatch(r"[0-9a-z]{0,14}", owner):
        raise StaleError(text)
    return State(
        kind=kind,
        owner=int(owner, 36) if owner else 0,
        arguments=tuple(_ESCAPED.sub(lambda m: {"25": "%", "3A": ":"}[m[1]], a) for a in arguments),
    )


def _base36(number: int) -> str:
    text = ""
    while number:
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
    return text
