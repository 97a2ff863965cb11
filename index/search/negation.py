"""What a query says it does not want: attention in 用 MLP 代替注意力, GANs in `without GANs`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.search.segment import Piece

_ASIDE = re.compile(
    r"(?:不用|不要|不使用|不需要|不依赖|不靠|无需|没有|去掉|去除|抛弃|摒弃|摆脱|代替|替代|替换|替换掉|取代|除了|而不是|而非"
    r"|\b(?:without|instead of|rather than|other than|replaces?|replacing|except|besides|no|not))"
    r"\s*(?:了|掉|使用|任何|传统的?|的|\b(?:the|a|an|any|of|using))?\s*$"
)
_REPLACED = re.compile(r"\s*(?:换成|换为|替换成|替换为|改成|改为|被取代|被代替)")
_LISTED = re.compile(r"(?:和|或者?|与|以及|及|\b(?:or|and|nor))?")


def avoided(pieces: Sequence[Piece]) -> frozenset[int]:
    """The places of the names that a text sets aside, unless it names nothing else."""
    found: set[int] = set()
    named = [at for at, piece in enumerate(pieces) if piece.senses]
    previous: int | None = None
    for at in named:
        before = " ".join(p.text for p in pieces[:at])
        between = "".join(p.text for p in pieces[(previous or 0) + 1 : at])
        listed = previous in found and _LISTED.fullmatch(between)
        after = " ".join(p.text for p in pieces[at + 1 :])
        if listed or _ASIDE.search(before) or _REPLACED.match(after):
            found.add(at)
        previous = at
    return frozenset(found) if len(found) < len(named) else frozenset()
