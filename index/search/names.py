"""What an entry is called: its own name, and the shorter ones readers use for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from index.catalog import Catalog, Entry, Episode, Paper
from index.text.lexicon import Lexicon
from index.text.normalize import fold, has_cjk, squash


class Name(NamedTuple):
    """A way to call an entry: the `field` it is looked up in, how telling it is.

    `text` is the spelling, `label` what to call it towards people.
    """

    field: str
    text: str
    weight: float
    label: str

    @property
    def key(self) -> str:
        """What it is looked up by."""
        return squash(fold(self.text))


_BRACKETED = re.compile(r"[（(【\[「《]([^）)】\]」》]*)[）)】\]」》]")
_CLAUSE = re.compile(r"[：:、，,。·？?！!;；|]|\s[-–—]\s")
# How the catalogue says that an episode reads a paper; no part of what it is called.
_READING = re.compile(
    r"(?:(?:论文)?(?:逐段)?精读|论文串讲|串讲|逐段|论文)(?:预告)?\s*(?:[·.]?\s*[上中下])?\s*$"
)
_ORGANIZATION = re.compile(r"^(?:openai|deepmind|google|anthropic|斯坦福)\s+")


def names(catalog: Catalog, lexicon: Lexicon, entry: Entry) -> Iterator[Name]:
    """Every name of an entry, most telling first; a name may come twice."""
    yield Name("name", entry.title, 1.0, entry.title)
    for alias in lexicon.aliases.get(entry.id, ()):
        yield Name("alias", alias, 1.0, alias)
    if isinstance(entry, Paper):
        yield from _of_paper(entry)
    else:
        yield from _of_episode(catalog, entry)


def _of_paper(paper: Paper) -> Iterator[Name]:
    if not paper.full_title:
        return
    whole = fold(paper.full_title)
    yield Name("alias", paper.full_title, 1.0, paper.full_title)
    head, colon, tail = whole.partition(":")
    for piece in (head, tail) if colon else ():
        if len(piece.split()) > 1:
            yield Name("alias", piece, 0.8, paper.full_title)


def _of_episode(catalog: Catalog, episode: Episode) -> Iterator[Name]:
    """Pieces of a title: 撑起计算机视觉半边天的 ResNet【上】 without 【上】, each side of ：."""
    title = fold(episode.title)
    bare = _BRACKETED.sub(" ", title).strip()
    pieces = [bare, *_CLAUSE.split(bare), *_CLAUSE.split(title)]
    pieces += [part for inner in _BRACKETED.findall(title) for part in _CLAUSE.split(inner)]
    for piece in pieces:
        short = _READING.sub("", piece.strip()).strip()
        shorter = _ORGANIZATION.sub("", short)
        for name in (piece, short, shorter):
            if _distinctive(squash(name)):
                yield Name("alias", name, 0.6, episode.title)


def _distinctive(key: str) -> bool:
    """Whether a piece of a title may stand for it: not 上, not 一, not 论文."""
    return len(key) >= (4 if has_cjk(key) else 3) and not key.isdigit()
