"""Numbers as they are said: 15, 十五, fifteen."""

from __future__ import annotations

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"两": 2}
CHINESE = "[一二两三四五六七八九十]{1,3}"


def count(said: str) -> int:
    """十五 is 15, 两 is 2, 20 is 20."""
    if said.isdigit():
        return int(said)
    tens, ten, units = said.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(units, 0)
