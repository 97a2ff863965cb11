"""Lengths that a query says in words: 半小时以内, longer than 90 minutes, 30 到 60 分钟."""

from __future__ import annotations

import re

from index.search.numerals import CHINESE, count
from index.search.results import Filters

MINUTE, HOUR = 60, 3600
Span = tuple[int, int]

_ENGLISH = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "ten": 10,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "forty-five": 45,
    "fifty": 50,
    "sixty": 60,
    "ninety": 90,
}
_SAID = "|".join(sorted(_ENGLISH, key=len, reverse=True))
_NUMBER = rf"(?:(?<![\d.])\d{{1,3}}(?:\.\d{{1,2}})?|{CHINESE}|\b(?:{_SAID})\b)"
_HOURS = r"(?:小时|钟头|hours?\b|hrs?\b|h\b)"
# 两个分布 is no length of two minutes: a bare 分 ends the phrase or has its bound behind.
_MINUTES = r"(?:分钟|(?<!个)分(?=\s|$|以|之|内|不)|minutes?\b|mins?\b)"
_AMOUNT = re.compile(
    rf"(?P<half>半个?\s*(?:小时|钟头)|\bhalf (?:an? )?hour\b|\ba half hour\b)"
    rf"|(?P<hours>{_NUMBER})(?P<and_half>\s*个半|\s+and a half)?[\s+-]*个?\s*{_HOURS}"
    rf"(?P<half_more>半|\s+and a half)?(?:\s*(?:and\s+)?(?P<more>{_NUMBER})[\s-]*{_MINUTES})?"
    rf"|(?P<minutes>{_NUMBER})[\s+-]*{_MINUTES}"
    r"|(?P<quarters>[一三])刻钟"
)
# Which side a bound is on; 不超过 is looked for before the 超过 in it.
_BEFORE = re.compile(
    r"(?:(?P<most>不(?:超过|多于|大于|长于|高于|要超过|能超过)|[最至顶]多|(?:少|小|短|低)于"
    r"|不[到足满]|控制在|<=?|≤"
    r"|\b(?:(?:not?|isn.?t) (?:more|longer|over|greater)(?: than)?|(?:less|fewer|shorter) than"
    r"|(?:in )?under|below|within|at (?:the )?most|up to|max(?:imum)?))"
    r"|(?P<least>不(?:少|小|短|低)于|至少|最少|起码|超过|(?:多|大|长|高)(?:于|过)|>=?|≥"
    r"|\b(?:(?:not?|isn.?t) (?:less|fewer|shorter|under)(?: than)?|(?:more|longer|greater) than"
    r"|over|above|at (?:the )?least|min(?:imum)?)))\s*$"
)
_AFTER = re.compile(
    r"\s*(?:long\s+)?(?:(?P<most>[以之]内|内|[以之]下|不到|or (?:less|shorter|under)"
    r"|and (?:under|less)|max(?:imum)?\b|tops\b)"
    r"|(?P<least>[以之]上|往上|开外|多(?=\s|$|的)|\+|or (?:more|longer|over)"
    r"|and (?:more|longer|up|over)|plus\b)"
    r"|左右|long\b)?的?"
)
_JOINT = re.compile(r"\s*(?:-|–|—|~|到|至|to|and)\s*")
_LOW = re.compile(rf"(?:\b(?:between|from)\s+|介于\s*|从\s*)?({_NUMBER})$")


def find(text: str) -> tuple[Filters, Span] | None:
    """The length that a folded text states, and where; a bare number is the most."""
    match = _AMOUNT.search(text)
    if match is None:
        return None
    seconds = _seconds(match)
    joint = _JOINT.match(text, match.end())
    if joint and (top := _AMOUNT.match(text, joint.end())):
        return _between(text, match.start(), top, seconds)
    for dash in _JOINT.finditer(text, 0, match.start()):
        low = _LOW.search(text[: dash.start()])
        if dash.end() == match.start() and low and not match["half"]:
            unit = HOUR if match["hours"] else MINUTE
            return _between(text, low.start(), match, round(_value(low[1]) * unit))
    before, after = _BEFORE.search(text[: match.start()]), _AFTER.match(text, match.end())
    if not before and not (after and after.group().strip()) and _spelt(match):
        return None
    span = before.start() if before else match.start(), after.end() if after else match.end()
    if (before and before["least"]) or (after and after["least"]) or "+" in match.group():
        return Filters(min_seconds=seconds), span
    return Filters(max_seconds=seconds), span


def _spelt(match: re.Match[str]) -> bool:
    """Whether it is an English word, which alone is no bound (`stuck for two hours`)."""
    return (match["hours"] or match["minutes"]) in _ENGLISH


def _between(text: str, start: int, top: re.Match[str], low: int) -> tuple[Filters, Span]:
    lead = re.search(r"(?:\b(?:between|from)|介于|从)\s*$", text[:start])
    tail = re.compile(r"\s*(?:之间|左右|long\b)?的?").match(text, top.end())
    span = lead.start() if lead else start, tail.end() if tail else top.end()
    low, high = sorted((low, _seconds(top)))
    return Filters(min_seconds=low, max_seconds=high), span


def _seconds(match: re.Match[str]) -> int:
    if match["half"]:
        return HOUR // 2
    if match["quarters"]:
        return count(match["quarters"]) * 15 * MINUTE
    if match["minutes"]:
        return round(_value(match["minutes"]) * MINUTE)
    half = HOUR // 2 if match["and_half"] or match["half_more"] else 0
    more = _value(match["more"]) * MINUTE if match["more"] else 0
    return round(_value(match["hours"]) * HOUR + half + more)


def _value(said: str) -> float:
    if said in _ENGLISH:
        return _ENGLISH[said]
    return float(said) if said[0].isdigit() else count(said)
