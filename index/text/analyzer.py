"""From text to tokens, the same way for the catalogue and for queries.

Chinese runs are cut by the tokenizer; Latin runs are words as they stand, and where
letters and digits meet also their parts (`resnet50` is `resnet50`, `resnet` and `50`), so
that names meet however they are spelt. One-character words are kept: `c 3 d`, `t-sne`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from index.text.normalize import CJK, fold
from index.text.tokenizer import Tokenizer

# Raised whenever tokens of the same text change: indexes of another version are rebuilt.
VERSION = 2

_RUN = re.compile(rf"[{CJK}]+|[^\W_{CJK}]+")
_PART = re.compile(r"[^\W\d_]+|\d+")


class Token(NamedTuple):
    """A word, and where it lies in the folded text."""

    text: str
    start: int
    end: int
    latin: bool


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """A Latin word without its plural ending: `networks` and `network` are one."""
    if len(word) < 4 or not word.isascii() or not word.isalpha():
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    # Not `class`, `analysis`, `corpus`, nor names such as `pathways` as typed whole: those
    # fold alike on both sides, which is all that counts.
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


class Analyzer:
    """Tokens of text by one tokenizer."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self.tokenizer = tokenizer

    def words(self, folded: str) -> list[Token]:
        """The words of a folded text, in order."""
        found: list[Token] = []
        for run in _RUN.finditer(folded):
            text, at = run.group(), run.start()
            latin = not ("\u3400" <= text[0] <= "\u9fff" or "\uf900" <= text[0] <= "\ufaff")
            for word in [text] if latin else self.tokenizer.cut(text):
                found.append(Token(word, at, at + len(word), latin))
                at += len(word)
        return found

    def terms(self, text: str) -> list[str]:
        """What is indexed of a text: its words and their parts."""
        return [term for token in self.words(fold(text)) for term in self.variants(token)]

    def variants(self, token: Token) -> list[str]:
        """The terms one word is indexed under."""
        if not token.latin:
            return [token.text, *self.tokenizer.parts(token.text)]
        parts = _PART.findall(token.text)
        if len(parts) < 2:
            return [stem(token.text)]
        return [token.text, *(stem(p) for p in parts)]

    def pairs(self, text: str) -> list[str]:
        """Neighbouring words, glued, where at most a space stands between them."""
        folded = fold(text)
        return [
            one.text + two.text
            for one, two in pairwise(self.words(folded))
            if not folded[one.end : two.start].strip()
        ]
