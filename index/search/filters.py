"""Filters that a query states, by field (`year:2021`) or in words (`2021 年`, `半小时以内`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from index.search import dates, durations, orders
from index.search.admission import merge
from index.search.numerals import CHINESE, count
from index.search.orders import Order
from index.search.results import UNFILTERED, Filters
from index.text.normalize import fold, squash


@dataclass(frozen=True, slots=True)
class Stated:
    """What a query asks for beside its words; `rest` is the query without it.

    `strict` filters were stated by field and always hold; `loose` ones were read out of
    words, and give way where they leave nothing. `part` is the wanted part of a series, -1
    the last one; `order` how the answers should be ordered. `notice` says what could not
    be understood.
    """

    rest: str
    strict: Filters = UNFILTERED
    loose: Filters = UNFILTERED
    part: int | None = None
    order: Order | None = None
    notice: str = ""


_FIELD = re.compile(
    r"(?<![\w])(year|category|recorded|kind|length|minutes|年份|年|分类|类别|已录|时长)"
    r"\s*[:：=]\s*(\"[^\"]*\"|[^\s]+)",
    re.IGNORECASE,
)
_FIELD_NAMES = {
    "年份": "year",
    "年": "year",
    "分类": "category",
    "类别": "category",
    "已录": "recorded",
    "时长": "minutes",
    "length": "minutes",
}
_YES = frozenset({"yes", "true", "1", "y", "是", "有", "on"})
_NO = frozenset({"no", "false", "0", "n", "否", "没有", "无", "off"})
_YEAR_RANGE = re.compile(r"(\d{4})?\s*(-|\.\.|~|–|到|至)?\s*(\d{4})?")
_MINUTES = re.compile(r"([<>]=?|)\s*(\d{1,3})\s*(?:m|min|minutes|分钟)?")


def explicit(text: str, categories: Sequence[str]) -> Stated:
    """The filters stated by field. `categories` are the names a category may have."""
    strict, notices = UNFILTERED, []
    if not any(mark in text for mark in ":：="):
        return Stated(text)
    for match in _FIELD.finditer(text):
        name = match.group(1).lower()
        name = _FIELD_NAMES.get(name, name)
        changed = _READERS[name](strict, value := match.group(2).strip('"'), categories)
        if changed is None:
            notices.append(f"{match.group(1)}:{value}")
        else:
            strict = changed
    return Stated(_FIELD.sub(" ", text), strict=strict, notice=", ".join(notices))


def _year(held: Filters, value: str, _: Sequence[str]) -> Filters | None:
    match = _YEAR_RANGE.fullmatch(value)
    if match is None or not (match.group(1) or match.group(3)):
        return None
    first, dash, last = match.groups()
    low = int(first) if first else None
    high = int(last) if last else (None if dash else low)
    if low is not None and high is not None and low > high:
        return None
    return replace(held, year_from=low, year_to=high)


def _category(held: Filters, value: str, categories: Sequence[str]) -> Filters | None:
    wanted = squash(fold(value))
    found = [c for c in categories if wanted and wanted in squash(fold(c))]
    exact = [c for c in found if squash(fold(c)) == wanted]
    return replace(held, category=(exact or found)[0]) if found else None


def _recorded(held: Filters, value: str, _: Sequence[str]) -> Filters | None:
    said = value.lower()
    return replace(held, recorded=said in _YES) if said in _YES | _NO else None


def _kind(held: Filters, value: str, _: Sequence[str]) -> Filters | None:
    kinds = {"paper": "paper", "论文": "paper", "episode": "episode", "视频": "episode"}
    kind = kinds.get(value.lower())
    return replace(held, kind=kind) if kind else None


def _minutes(held: Filters, value: str, _: Sequence[str]) -> Filters | None:
    match = _MINUTES.fullmatch(value)
    if match is None:
        return None
    seconds = int(match.group(2)) * 60
    if match.group(1).startswith(">"):
        return replace(held, min_seconds=seconds)
    return replace(held, max_seconds=seconds)


_READERS = {
    "year": _year,
    "category": _category,
    "recorded": _recorded,
    "kind": _kind,
    "minutes": _minutes,
}

_NUMBER = rf"(\d{{1,3}}|{CHINESE})"
_ENGLISH_ORDINALS = {"first": 1, "second": 2, "third": 3, "one": 1, "two": 2, "three": 3}
_ORDINALS = "|".join(_ENGLISH_ORDINALS)
_PART = re.compile(
    rf"第\s*{_NUMBER}\s*(?:个|集|期|部分|部|讲|篇|段)?\s*(?:视频|部分|讲解|论文精读|精读)?"
    rf"|(?:part|episode|ep)\.?\s*(\d|i{{1,3}}|{_ORDINALS})(?!\w)"
    rf"|(?:the\s+)?({_ORDINALS})\s+(?:part|video|episode|half)"
)
_HALF = re.compile(
    r"[（(【\[]\s*([上中下])\s*[)）】\]]"
    r"|(?:(?<=[\s·])|(?<=[a-z0-9讲读述文频作])(?<!以))([上中下])(?:半?部分?|集|篇|半)?(?=\s*$|\s)"
    r"|(?<!\w)([上中下])(?:集|篇|半部分?|部)"
)
_LAST_PART = re.compile(
    r"最后的?一?(?:个视频|集|期|讲|篇|部分|部|个)|大结局"
    r"|(?:the\s+)?(?:last|final)\s+(?:part|episode|video|one)|\bfinale\b"
)
_HALVES = (
    (1, re.compile(r"[前上]半(?:部分|段|部|集|程)?")),
    (2, re.compile(r"[后下]半(?:部分|段|部|集|程)?")),
)
_UNRECORDED = re.compile(
    r"(?:还|尚)?[没未](?:有)?(?:录制?|讲|视频|录像|出视频)(?:过|完|到)?的?"
    r"|not (?:yet )?recorded|unrecorded"
)
_RECORDED = re.compile(
    r"(?:已经|已)?录制?(?:过|完|好|完成)了?的?|有(?:视频|录像)的?|已录制?的?"
    r"|\brecorded\b|with (?:a )?videos?"
)
_SHORT = re.compile(
    r"最?短(?:一点|点|的)?(?:视频)?(?=\s|$|的)|\bshort(?:est)?\b(?:\s+videos?|\s+ones?)?"
)
_LONG = re.compile(r"最?长(?:一点|点)?的?视频|\blong(?:est)?\s+(?:videos?|ones?|episodes?)\b")
# What is read out of words holds one of these; most queries hold none.
_HINT = re.compile(
    r"[\d最热短长半时钟分第上中下前后录没未有大]|short|long|half|hour|min|part|ep|last|final|record"
    r"|video|popular|trending|watched|viewed|played|recent|latest|newest|oldest|earliest"
)
SHORT_SECONDS, LONG_SECONDS = 30 * 60, 60 * 60
Span = tuple[int, int]


def natural(folded: str, within: Callable[[str, Span], bool] = lambda text, span: False) -> Stated:
    """The filters a folded query says in words.

    `within` tells whether a stretch of the text belongs to a longer name (第四 in
    第四大类架构), which is then left as it is.
    """
    if _HINT.search(folded) is None:
        return Stated(folded)
    loose, part, order = UNFILTERED, None, None
    rest = folded
    # Before the orderings, which would take the longer of `longer than 90 minutes`.
    if (length := durations.find(rest)) and not within(rest, length[1]):
        loose, rest = length[0], _cut(rest, length[1])
    for said_order, asked in orders.find(rest):
        if not within(rest, asked.span()):
            order, rest = said_order, _cut(rest, asked.span())
            break
    if (vague := _vaguely(rest)) and not within(rest, vague[1]):
        loose, rest = merge(loose, vague[0]), _cut(rest, vague[1])
    for dated, span in dates.find(rest):
        if not within(rest, span):
            loose, rest = merge(loose, dated), _cut(rest, span)
            break
    for number, span in _parts(rest):
        if not within(rest, span):
            part, rest = number, _cut(rest, span)
            break
    for pattern, recorded in ((_UNRECORDED, False), (_RECORDED, True)):
        said = pattern.search(rest)
        if loose.recorded is None and said and not within(rest, said.span()):
            loose = replace(loose, recorded=recorded)
            rest = _cut(rest, said.span())
    return Stated(rest, loose=loose, part=part, order=order)


def _parts(text: str) -> Iterator[tuple[int | None, Span]]:
    """The parts of a series that a text may ask for, the plainest way to say it first."""
    if match := _LAST_PART.search(text):
        yield -1, match.span()
    for number, half in _HALVES:
        if match := half.search(text):
            yield number, match.span()
    if match := _PART.search(text):
        yield _ordinal(next(g for g in match.groups() if g)), match.span()
    if match := _HALF.search(text):
        yield {"上": 1, "中": 2, "下": 2}[next(g for g in match.groups() if g)], match.span()


def _cut(text: str, span: Span) -> str:
    return f"{text[: span[0]]} {text[span[1] :]}".strip()


def _ordinal(said: str) -> int | None:
    if said in _ENGLISH_ORDINALS:
        return _ENGLISH_ORDINALS[said]
    if said.strip("i") == "":
        return len(said)
    return count(said)


def _vaguely(text: str) -> tuple[Filters, Span] | None:
    """A length without a number."""
    if match := _SHORT.search(text):
        return Filters(max_seconds=SHORT_SECONDS), match.span()
    if match := _LONG.search(text):
        return Filters(min_seconds=LONG_SECONDS), match.span()
    return None
