"""How Chinese text sounds, as readers type it: `tushenjing`, `tsj`."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple


class Sound(NamedTuple):
    """A text's syllables glued (`duomotai`) and their first letters (`dmt`)."""

    full: str
    initials: str


def syllables(text: str) -> list[str]:
    """Toneless pinyin of each character; what is not Chinese stands for itself."""
    # Imported late: its tables take a third of a second, and Latin queries need none.
    from pypinyin import lazy_pinyin

    return [str(s).lower() for s in lazy_pinyin(text, errors=list)]  # type: ignore[arg-type]


@lru_cache(maxsize=4096)
def sound(text: str) -> Sound:
    """The sound of a folded text without spaces."""
    spoken = syllables(text)
    return Sound("".join(spoken), "".join(s[0] for s in spoken if s))


@lru_cache(maxsize=4096)
def syllable(character: str) -> str:
    """The usual reading of one character."""
    return "".join(syllables(character))
