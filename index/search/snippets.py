"""The passage of some notes around what matched, cut where a reader would pause."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from index.search.results import Snippet

WIDEST = 120
# Lines and sentences; a formula or an image is no passage to show.
_PASSAGE = re.compile(r"[^\n。！？!?；;]+[。！？!?；;]?")
# Taken out before the passages are cut, since an address holds marks of its own: `?__biz=`.
_LINK = re.compile(r"!?\[([^\]\n]*)\]\([^)\n]*\)")
_MARKUP = re.compile(r"\*\*|__|`|^\s*(?:[-*+>#]+|\d+\.)\s+")
_FORMULA = re.compile(r"\$\$.*?\$\$", re.DOTALL)


def snippet(notes: str, words: Iterable[str]) -> Snippet | None:
    """The passage with most of the words (folded), marked; None where none says any."""
    wanted = sorted({w.casefold() for w in words}, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, wanted)), re.IGNORECASE)
    best: tuple[float, str] | None = None
    for text in _passages(notes):
        worth = float(sum(len(word) ** 2 for word in {m.casefold() for m in pattern.findall(text)}))
        if worth and (best is None or worth > best[0]):
            best = (worth, text)
    if best is None:
        return None
    text = _cut(best[1], pattern)
    return Snippet(text, tuple(_joined([m.span() for m in pattern.finditer(text)])))


@lru_cache(maxsize=1024)
def _passages(notes: str) -> tuple[str, ...]:
    """The passages of some notes as people read them."""
    bare = _LINK.sub(r"\1", _FORMULA.sub("\n", notes))
    return tuple(_MARKUP.sub("", passage).strip() for passage in _PASSAGE.findall(bare))


def _cut(text: str, pattern: re.Pattern[str]) -> str:
    """At most `WIDEST` characters that begin near the first match, at a pause or a space."""
    if len(text) <= WIDEST:
        return text
    first = pattern.search(text)
    at = first.start() if first else 0
    start = max(0, min(at - WIDEST // 3, len(text) - WIDEST))
    if start:
        pauses = [m.end() for m in re.finditer(r"[，,、：:\s]", text[start:at])]
        start += pauses[0] if pauses else 0
    end = min(len(text), start + WIDEST)
    if end < len(text):
        pauses = [m.start() for m in re.finditer(r"[，,、。：:\s]", text[start:end])]
        end = start + pauses[-1] if pauses and pauses[-1] > WIDEST // 2 else end
    return f"{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}"


def _joined(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Neighbouring marks as one."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and found[-1][1] == start:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found
