"""Dates that a query says in words: 2021 年, before 2015, 2021 到 2022, October 2021.

What is meant by before and after a year leaves the year out; since and until take it in. A
month is one of episodes, since of a paper no more than its year is known.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from index.search.numerals import CHINESE, count
from index.search.results import Filters

Span = tuple[int, int]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_YEAR = r"(?:19[5-9]|20[0-4])\d"
# 2003.1234 is no year with its fraction, and mocov2021 none with a name before it.
_MOMENT = re.compile(
    rf"(?<![a-z0-9.])(?:(?P<named>{_ENGLISH})\b\.?,?\s*(?:of\s+)?(?P<its_year>{_YEAR})"
    rf"|(?P<year>{_YEAR})(?:\s*年的?\s*(?P<half>[上下])半年|\s*年\s*(?P<month>\d{{1,2}}|{CHINESE})\s*月份?"
    rf"(?:\s*(?P<day>\d{{1,2}})\s*[日号])?"
    r"|[-/](?P<digits>0?[1-9]|1[0-2])(?:[-/](?P<digit>\d{1,2}))?(?![\d-])|\s*年[份度]?)?)"
    r"(?!\.?[a-z0-9])"
)
_LEAD = re.compile(
    r"(?:\b(?:published|released|written)\s+)?(?:(?:\b(?P<before>before|prior to|earlier than)"
    r"|\b(?P<until>until|till|up to|by|no later than)"
    r"|\b(?P<since>since|starting(?: in| from)?|no earlier than|not before)"
    r"|\b(?P<after>after|later than)|\b(?:in|from|during|between|of))\s+(?:the year )?"
    r"|(?P<zh_before>早于)\s*|(?P<zh_until>截[至止]到?|直到)\s*|(?P<zh_since>自从?|从)\s*"
    r"|(?P<zh_after>晚于)\s*|(?:在|介于|[表版布]于)\s*)$"
)
# 2021 年前馈网络 and 2022 年后训练量化 hold no bound: a bare 前 or 后 ends the phrase.
_TAIL = re.compile(
    r"\s*(?:(?P<until>[及和或][之以]前|为止|(?:or|and) earlier)"
    r"|(?P<since>[及和或][之以]后|[之以]来|起(?:至今)?|开始|至今|到现在|到今天"
    r"|(?:or|and) (?:later|after|newer|onwards?)|onwards?|until (?:now|today)|\+)"
    r"|(?P<before>[之以]前|前(?=\s|$|的|发|出))"
    r"|(?P<after>[之以]后|后(?=\s|$|的|发|出)))?"
    r"\s*(?:之间|期间|中间|间)?(?:出的|发表的|发布的|的|那篇)?"
)
_JOINT = re.compile(r"\s*(?:-|–|—|~|\.\.|到|至|和|与|to|and|through|until|till)\s*")


@dataclass(frozen=True, slots=True)
class _Stretch:
    """From one day to another, both in it; None where it has no end there."""

    first: date | None
    last: date | None
    yearly: bool


def find(text: str) -> Iterator[tuple[Filters, Span]]:
    """Each date that a folded text states, and where it does."""
    at = 0
    while match := _MOMENT.search(text, at):
        stretch, end = _moment(match), match.end()
        joint = _JOINT.match(text, end)
        other = _MOMENT.match(text, joint.end()) if joint else None
        lead = _LEAD.search(text[: match.start()])
        start = lead.start() if lead else match.start()
        if other:
            end = other.end()
            stretch = _joined(stretch, _moment(other))
        tail = _TAIL.match(text, end)
        if not other:
            stretch = _bounded(stretch, _bound(lead), _bound(tail))
        end = tail.end() if tail else end
        yield _filters(stretch), (start, end)
        at = end


def _moment(match: re.Match[str]) -> _Stretch:
    year = int(match["year"] or match["its_year"])
    year_end = date(year, 12, 31)
    if match["half"]:
        halves = {"上": (date(year, 1, 1), date(year, 6, 30)), "下": (date(year, 7, 1), year_end)}
        return _Stretch(*halves[match["half"]], yearly=False)
    said = match["month"] or match["digits"]
    month = _MONTHS.index(match["named"][:3]) + 1 if match["named"] else count(said or "0")
    if not 1 <= month <= 12:
        return _Stretch(date(year, 1, 1), year_end, yearly=True)
    length = monthrange(year, month)[1]
    day = int(match["day"] or match["digit"] or 0)
    if 1 <= day <= length:
        return _Stretch(date(year, month, day), date(year, month, day), yearly=False)
    return _Stretch(date(year, month, 1), date(year, month, length), yearly=False)


def _joined(one: _Stretch, other: _Stretch) -> _Stretch:
    days = [day for held in (one, other) for day in (held.first, held.last) if day]
    return _Stretch(min(days), max(days), yearly=one.yearly and other.yearly)


def _bound(match: re.Match[str] | None) -> str:
    said = match.groupdict() if match else {}
    return next((name.removeprefix("zh_") for name, value in said.items() if value), "")


def _bounded(held: _Stretch, lead: str, tail: str) -> _Stretch:
    """A stretch before, until, since or after another: 从 2020 年之后 is after it."""
    first, last = held.first, held.last
    if first is None or last is None:
        return held
    match tail or lead:
        case "before":
            return _Stretch(None, first - timedelta(days=1), held.yearly)
        case "until":
            return _Stretch(None, last, held.yearly)
        case "since":
            return _Stretch(first, None, held.yearly)
        case "after":
            return _Stretch(last + timedelta(days=1), None, held.yearly)
    return held


def _filters(held: _Stretch) -> Filters:
    if not held.yearly:
        return Filters(first_day=held.first, last_day=held.last)
    return Filters(
        year_from=held.first.year if held.first else None,
        year_to=held.last.year if held.last else None,
    )
