"""Values as cells write them: dates, lengths, counters. None means unreadable or unknown."""

from __future__ import annotations

import re
from datetime import date

_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{2}|\d{4})", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_LENGTH = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{2})", re.ASCII)
_COUNT = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*([万亿kKmM])?", re.ASCII)
_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)
_UNITS = {"": 1, "k": 1_000, "万": 10_000, "m": 1_000_000, "亿": 100_000_000}


def day(text: str) -> date | None:
    """`7/8/22` (month first, as upstream writes) or `2022-07-08`."""
    american, iso = _DATE.fullmatch(text), _ISO.fullmatch(text)
    if american:
        month, number, year = (int(part) for part in american.groups())
        year += 2000 if year < 100 else 0
    elif iso:
        year, month, number = (int(part) for part in iso.groups())
    else:
        return None
    try:
        return date(year, month, number)
    except ValueError:
        return None


def seconds(text: str) -> int | None:
    """`1:03:40`, `43:56`, `06:39`; more than an hour of minutes is fine (`73:40`)."""
    match = _LENGTH.fullmatch(text.replace("：", ":"))
    if not match or int(match[3]) > 59 or (match[1] and int(match[2]) > 59):
        return None
    return int(match[1] or 0) * 3600 + int(match[2]) * 60 + int(match[3])


def count(text: str) -> int | None:
    """`51.4 万` → 514000, `78836` → 78836."""
    match = _COUNT.fullmatch(text)
    if not match:
        return None
    # In whole numbers: as floats, 8.2 × 10000 is 81999.99…
    whole, _, fraction = match[1].replace(",", "").partition(".")
    unit = _UNITS[(match[2] or "").lower()]
    return int(whole) * unit + int((fraction + "0" * 8)[:8]) * unit // 10**8


def year(text: str) -> int | None:
    """A year of this century or the last."""
    return int(text) if _YEAR.fullmatch(text) else None
