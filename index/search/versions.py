"""Members of a family by their place in it: MoCo 第三版, YOLO 下一代, GPT two, DDPM 改进版."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from index.text.normalize import squash

_NAME = r"(?P<name>[a-z][a-z0-9+.-]*(?: \d)?)"
_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_DIGITS |= {"i": 1, "ii": 2, "iii": 3}
_COUNT = r"(?P<count>[1-4一二三四])"
_IMPROVED = r"(?:改进|改良|升级|进阶|增强|加强|提升)版?本?|improved(?: version)?|enhanced"
_NEXT = r"下一[代版个]|后一代|后续版本|后继者?|next version|next generation|successor"
_LAST = r"上一[代版个]|前一[代版]|前身|previous version|predecessor"
# Each with what it says of the place: a number, or a step from the member that is named.
_AFTER = tuple(
    (re.compile(rf"{_NAME}\s*的?\s*{said}"), step)
    for said, step in (
        (rf"第\s*{_COUNT}\s*[版代](?:本|论文)?", "count"),
        (r"(?P<count>[二三四])代", "count"),
        (r"(?:version|ver\.?|v\.?)\s*(?P<count>[1-4])(?![\w.])", "count"),
        (r"(?P<count>ii|iii)(?!\w)", "count"),
        # At the end only: the quality is improved in `gan improved quality`.
        (rf"(?:{_IMPROVED})(?=\s*$)", "improved"),
        (rf"(?:{_NEXT})", "next"),
        (rf"(?:{_LAST})", "last"),
    )
)
_BEFORE = tuple(
    (re.compile(rf"(?<![a-z]){said}\s*(?:的|of)?\s*{_NAME}"), step)
    for said, step in (
        (rf"第\s*{_COUNT}\s*[版代]", "count"),
        (r"(?P<count>[二三四])代", "count"),
        (rf"(?:{_IMPROVED})", "improved"),
        (rf"(?:{_NEXT})", "next"),
        (rf"(?:{_LAST})", "last"),
    )
)
# A number by itself, as a word: `gpt three`, but neither `gpt 三篇` nor `yolo one stage`.
_COUNTED = r"shots?|stages?|streams?|steps?|ways?|more|of|papers|parts|videos|models|minutes|hours"
_WORDED = re.compile(
    rf"[\s-]*(?:(?<![a-z])(?P<latin>one|two|three|four|five|six)"
    rf"(?![a-z0-9]|[\s-]*(?:{_COUNTED})(?![a-z]))"
    r"|(?P<chinese>[一二两三四五六])(?=\s*(?:的|这篇|论文|讲|精读|$)|\s+|[a-z]))"
)
_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
# A name before such a number has so many words at most (`swin transformer`).
_LONGEST_NAME = 3
_NAME_WORD = re.compile(r"[a-z][a-z0-9+.]*")
# No family of the field is longer.
_MOST_MEMBERS = 9
# Any of these stands in all of the above; most queries hold none, and end here.
_HINT = re.compile(rf"[版代]|v[a-z.]*\s*[1-4]|ii|{_IMPROVED}|{_NEXT}|{_LAST}")


def respell(folded: str, known: Container[str]) -> str:
    """A folded text with members of families called by their own names.

    `known` are the keys of all names; where none is meant, the text stays as it is, and so
    it does where the whole phrase is itself a name (`moco 改进`).
    """
    folded = _figures(folded, known)
    if _HINT.search(folded) is None:
        return folded
    for pattern, step in (*_AFTER, *_BEFORE):
        for match in pattern.finditer(folded):
            if squash(match.group()) in known:
                continue
            name = squash(match["name"])
            count = match.groupdict().get("count")
            meant = next((m for m in _members(name, step, count) if m in known), None)
            if meant and name in known:
                return f"{folded[: match.start()]} {meant} {folded[match.end() :]}".strip()
    return folded


def later(name: str, known: Container[str]) -> Iterator[str]:
    """The keys of later members of the family that a name's key began: YOLOv2 of YOLO."""
    if not name.isascii() or not name[-1:].isalpha():
        return
    for number in range(2, _MOST_MEMBERS + 1):
        yield from (key for key in (f"{name}v{number}", f"{name}{number}") if key in known)


def _figures(folded: str, known: Container[str]) -> str:
    """A text with the words for numbers after the name of a family as figures (`gpt two`)."""
    for match in _WORDED.finditer(folded):
        number = _WORDS.get(match["latin"]) or _DIGITS[match["chinese"]]
        names = list(_NAME_WORD.finditer(folded, 0, match.start()))[-_LONGEST_NAME:]
        for first in names:
            name = squash(folded[first.start() : match.start()])
            meant = next((m for m in _numbered(name, number) if m in known), None)
            if name in known and meant and squash(folded[first.start() : match.end()]) not in known:
                rest = _figures(folded[match.end() :], known)
                return f"{folded[: first.start()]}{meant} {rest}".strip()
    return folded


def _members(name: str, step: str, count: str | None) -> Iterator[str]:
    """What the wanted member may be called, likeliest first."""
    family = re.fullmatch(r"(.*?[a-z])v?(\d)", name)
    base, at = (family[1], int(family[2])) if family else (name, 1)
    if count is not None:
        yield from _numbered(name, _DIGITS.get(count) or int(count))
        return
    if step == "improved":
        yield f"improved{name}"
    yield from _numbered(base, at - 1 if step == "last" else at + 1)


def _numbered(base: str, number: int) -> Iterator[str]:
    yield from (f"{base}v{number}", f"{base}{number}")
    if number == 1:
        yield base
