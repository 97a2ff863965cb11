"""Slips that only the words beside them betray.

`swim` is a word like any other until `transformer` follows it, and `tu` means nothing
until 神经网络 does: here whole windows of a query are held against names of several words,
and windows of both scripts against the sound of Chinese terms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from rapidfuzz.distance import OSA

from index.search.query import Correction
from index.search.vocabulary import Vocabulary
from index.text.analyzer import Token, stem
from index.text.pinyin import syllable

# A word shorter than this is one letter from too many others.
SHORTEST_WORD = 4
LONGEST_PHRASE, LONGEST_SPOKEN = 6, 12
# From this many letters on, the beginning of a term's pinyin stands for the term.
LONG_SOUND = 6
_PINYIN = re.compile(r"(?:(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?[aeiouv]{1,3}(?:ng?|r)?)+")


class Neighbours:
    """Reads words by their company, against one vocabulary."""

    def __init__(self, vocabulary: Vocabulary, terms: Mapping[str, frozenset[str]]) -> None:
        self._vocabulary = vocabulary
        self._terms = terms

    def prepare(self) -> None:
        """Make the table that the first slip would wait for."""
        _ = self._gaps

    @cached_property
    def _gaps(self) -> Mapping[tuple[str, ...], tuple[str, ...]]:
        """Names of several words with each word left out in turn, and what was left out."""
        found: dict[tuple[str, ...], list[str]] = {}
        for phrase in self._vocabulary.phrases:
            words = phrase.split()
            for at, word in enumerate(words):
                if len(word) >= SHORTEST_WORD and word.isalpha():
                    found.setdefault((*words[:at], "", *words[at + 1 :]), []).append(word)
        return {gap: tuple(held) for gap, held in found.items()}

    def correct(self, words: Sequence[Token]) -> Correction | None:
        """The first window of words that its neighbours show to be a slip."""
        for run in _runs(words):
            texts = [w.text for w in run if w.latin]
            if len(texts) < len(run):
                if any(map(self._strange, texts)) and (found := self._heard(run)):
                    return found
            elif found := self._misspelt(texts):
                return found
        return None

    def _strange(self, word: str) -> bool:
        known = word in self._vocabulary.senses or stem(word) in self._terms
        return not known and _PINYIN.fullmatch(word) is not None

    def _misspelt(self, words: Sequence[str]) -> Correction | None:
        """A name of several words, one of them wrong by a letter (`swim transformer`)."""
        for size in range(min(LONGEST_PHRASE, len(words)), 1, -1):
            for start in range(len(words) - size + 1):
                window = words[start : start + size]
                if "".join(window) in self._vocabulary.senses:
                    continue
                for at, word in enumerate(window):
                    gap = (*window[:at], "", *window[at + 1 :])
                    for meant in self._gaps.get(gap, ()):
                        if self._slip(word, meant, window, at):
                            read = " ".join((*window[:at], meant, *window[at + 1 :]))
                            return Correction(" ".join(window), read, "corrected")
        return None

    def _slip(self, word: str, meant: str, window: Sequence[str], at: int) -> bool:
        if len(word) < SHORTEST_WORD or word[0] != meant[0] or stem(word) == stem(meant):
            return False
        if word in self._vocabulary.senses or OSA.distance(word, meant, score_cutoff=1) != 1:
            return False
        # What the catalogue itself says side by side was meant so.
        beside = (f"{one}{two}" for one, two in pairwise(window))
        return not any("phrase" in self._terms.get(pair, ()) and word in pair for pair in beside)

    def _heard(self, run: Sequence[Token]) -> Correction | None:
        """A term typed half in characters, half by its sound (`tu神经网络`, 多模tai)."""
        units = [unit for word in run for unit in ([word.text] if word.latin else word.text)]
        spoken = [unit if unit.isascii() else syllable(unit) for unit in units]
        for size in range(min(LONGEST_SPOKEN, len(units)), 1, -1):
            for start in range(len(units) - size + 1):
                window = units[start : start + size]
                scripts = {unit.isascii() for unit in window}
                strange = any(unit.isascii() and self._strange(unit) for unit in window)
                if len(scripts) < 2 or not strange:
                    continue
                sound = "".join(spoken[start : start + size])
                meant = self._vocabulary.sounds.get(sound, ())
                if not meant and len(sound) >= LONG_SOUND and start + size == len(units):
                    meant = self._vocabulary.sounding(sound)
                if meant:
                    return Correction("".join(window), meant[0], "pinyin")
        return None


def _runs(words: Sequence[Token]) -> Iterator[list[Token]]:
    """The words in stretches of both scripts, and each stretch of Latin ones by itself."""
    if any(w.latin for w in words) and any(not w.latin for w in words):
        yield list(words)
    run: list[Token] = []
    for word in words:
        if word.latin:
            run.append(word)
        elif run:
            yield run
            run = []
    if run:
        yield run
