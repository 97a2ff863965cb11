"""Members of a family by their place in it: MoCo 第三版, YOLO 下一代, DDPM 改进版."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from index.text.normalize import squash

_NAME = r"(?P<name>[a-z][a-z0-9+.-]*(?: \d)?)"
_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "i": 1, "ii": 2, "iii": 3}
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
# Any of these stands in all of the above; most queries hold none, and end here.
_HINT = re.compile(rf"[版代]|v[a-z.]*\s*[1-4]|ii|{_IMPROVED}|{_NEXT}|{_LAST}")


def respell(folded: str, known: Container[str]) -> str:
    """A folded text with members of families called by their own names.

    `known` are the keys of all names; where none is meant, the text stays as it is, and so
    it does where the whole phrase is itself a name (`moco 改进`).
    """
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
