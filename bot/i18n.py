"""Texts in the languages the bot speaks, by key.

`locales/*.toml` hold the same keys in every language. A text may be a table with `one` and
`other`, chosen by the value named `count`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Protocol

LOCALES = ("zh-CN", "zh-TW", "en")


class Translate(Protocol):
    """What turns keys into texts of one language."""

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of a key with its named values filled in; `KeyError` for an unknown key."""
        ...


@cache
def texts(locale: str) -> Mapping[str, str]:
    """Every text of one of `LOCALES` by its dotted key."""
    path = files("bot") / "locales" / f"{locale}.toml"
    return dict(_flatten("", tomllib.loads(path.read_text(encoding="utf-8"))))


def _flatten(prefix: str, table: Mapping[str, object]) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for name, value in table.items():
        if isinstance(value, Mapping):
            pairs += _flatten(f"{prefix}{name}.", value)
        else:
            pairs.append((prefix + name, str(value)))
    return pairs


def spoken(locale: object) -> str:
    """The one of `LOCALES` for a locale as Discord names it: English for all but Chinese."""
    name = str(locale)
    return name if name in LOCALES else "en"


@cache
def translator(locale: object) -> Translate:
    """The texts of a user's locale (`zh-CN`, `zh-TW`; English for the rest)."""
    known = texts(spoken(locale))

    def translate(key: str, /, **values: object) -> str:
        text = known.get(key)
        if text is None:
            text = known[f"{key}.one" if values.get("count") == 1 else f"{key}.other"]
        return text.format_map(values) if values else text

    return translate
