"""One spelling for everything: width, case, controls, and traditional characters folded.

The catalogue and the queries pass through the same functions, so two spellings meet
exactly when they fold to the same text.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from itertools import filterfalse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_CJK = re.compile(f"[{CJK}]")
_SPACES = re.compile(r"\s+")
# Marks of direction and joining (Cf), controls (Cc), halves of surrogate pairs (Cs) that a
# client may send, private use (Co): none is anything a reader meant to type.
_IGNORED = frozenset({"Cc", "Cf", "Cs", "Co"})


@cache
def _converter() -> OpenCC:
    """Taiwan's spelling and terms to the mainland's (影片 to 视频, 資料 to 数据).

    It is applied to catalogue and query alike, so a word it changes in simplified text
    (文件 to 文档) still meets itself.
    """
    # Imported late: Latin queries need none of it.
    from opencc import OpenCC

    return OpenCC("tw2sp")


def has_cjk(text: str) -> bool:
    """Whether a text holds a Chinese character."""
    return _CJK.search(text) is not None


@lru_cache(maxsize=16384)
def _visible(character: str) -> str:
    if character.isspace():
        return " "
    return "" if unicodedata.category(character) in _IGNORED else character


# Room for every name of the lexicon: a build folds each of them several times.
@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """NFKC, case-folded, simplified, without controls and accents, single-spaced.

    Punctuation stays, because where words end depends on it. Folding is idempotent.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.lower().split())
    text = "".join(map(_visible, unicodedata.normalize("NFKC", text)))
    if has_cjk(text):
        text = _converter().convert(text)
    text = unicodedata.normalize("NFKD", text.casefold())
    text = "".join(filterfalse(unicodedata.combining, text))
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", text)).strip()


def squash(folded: str) -> str:
    """The letters and digits of a folded text: `gpt-3`, `gpt 3` and `gpt3` become one."""
    return "".join(filter(str.isalnum, folded))


def key(text: str) -> str:
    """`squash` of `fold`: what two spellings of a name share."""
    return squash(fold(text))
