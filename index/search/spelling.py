"""Corrections: what a word that means nothing was probably meant to be.

A correction must be close, and never replaces a word that means something: neither a
known term (`vit` for `vat`) nor an everyday word (`best`, which is not `bert`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.search.vocabulary import Vocabulary
from index.text.normalize import has_cjk
from index.text.pinyin import syllable

LONGEST, LONGEST_CHINESE = 32, 16
NAMING = frozenset({"name", "alias"})
# A character more frequent than this in the tokenizer's corpus (又, 把) is a word by itself.
EVERYDAY = 10_000


def allowed_edits(length: int) -> int:
    """How many slips a word of a length may hold: `gna`, `bret`, `transfromre`."""
    return 1 if length < 7 else 2


class Spelling:
    """Corrections towards one vocabulary."""

    def __init__(self, vocabulary: Vocabulary, frequency: Callable[[str], int]) -> None:
        self._vocabulary = vocabulary
        self._frequency = frequency

    def prepare(self) -> None:
        """Make the tables, and load those of pinyin, before the first slip."""
        _ = (self._latin, self._gaps, self._names, self._called)
        for character in set("".join(self._vocabulary.chinese)):
            syllable(character)

    @cached_property
    def _latin(self) -> Mapping[int, tuple[str, ...]]:
        """Latin names and words by length: only neighbours in length are compared."""
        names = (k for k in self._vocabulary.senses if k.isascii() and 3 <= len(k) <= LONGEST)
        found: dict[int, list[str]] = {}
        for name in {*names, *self._vocabulary.latin}:
            found.setdefault(len(name), []).append(name)
        return {size: tuple(sorted(held)) for size, held in found.items()}

    def latin(self, word: str) -> str | None:
        """The name or word that a misspelt Latin word is closest to, if close enough."""
        if not 3 <= len(word) <= LONGEST or not word.isascii() or word.isdigit():
            return None
        limit = allowed_edits(len(word))
        best: tuple[float, str] | None = None
        for size in range(len(word) - limit, len(word) + limit + 1):
            near = process.extract(
                word, self._latin.get(size, ()), scorer=OSA.distance, score_cutoff=limit, limit=8
            )
            for name, edits, _ in near:
                if self._plausible(word, name, int(edits)):
                    rank = (edits + self._doubt(word, name), name)
                    best = min(best, rank) if best else rank
        return best[1] if best else None

    def _plausible(self, word: str, name: str, edits: int) -> bool:
        if edits == 0 or _digits(word) != _digits(name):
            # A digit is never a slip: GPT-5 is not GPT-4 misspelt.
            return False
        if min(len(word), len(name)) <= 3:
            # Of three letters only swapped ones, or a fourth that was left out of a name.
            swapped = len(word) == len(name) and sorted(word) == sorted(name)
            return swapped or (len(word) == 3 and len(name) == 4 and name in self._names)
        if max(len(word), len(name)) <= 4 and name not in self._called:
            # Four letters are near too much: only what an entry is called is meant.
            return False
        return edits < 2 or (word[0] == name[0] and min(len(word), len(name)) >= 8)

    @cached_property
    def _names(self) -> frozenset[str]:
        held = self._vocabulary.senses.items()
        return frozenset(k for k, senses in held if any(s.field == "name" for s in senses))

    @cached_property
    def _called(self) -> frozenset[str]:
        held = self._vocabulary.senses.items()
        return frozenset(k for k, senses in held if any(s.field in NAMING for s in senses))

    def _doubt(self, word: str, name: str) -> float:
        """Orders corrections of equally many edits; below 1, so edits come first."""
        doubt = 0.0 if name in self._names else 0.2
        doubt += 0.0 if word[0] == name[0] else 0.3
        doubt += 0.0 if sorted(word) == sorted(name) else 0.1
        return doubt

    @cached_property
    def _gaps(self) -> Mapping[str, tuple[str, ...]]:
        """Chinese terms of three characters or more, by themselves with one left out."""
        found: dict[str, list[str]] = {}
        for term in self._vocabulary.chinese:
            if 3 <= len(term) <= LONGEST_CHINESE:
                for at in range(len(term)):
                    found.setdefault(_gap(term, at), []).append(term)
        return {gap: tuple(held) for gap, held in found.items()}

    def chinese(self, words: Sequence[str], known: Callable[[str], bool]) -> tuple[str, str] | None:
        """A stretch of a Chinese run with one wrong character, and the term it should be.

        `words` are the run's words: a slip tends to break a word into single characters.
        `known` tells what the catalogue says as it stands.
        """
        run = "".join(words)
        for size in range(min(LONGEST_CHINESE, len(run)), 2, -1):
            near = [
                (_heard(run[start : start + size], term), run[start : start + size], term)
                for start in range(len(run) - size + 1)
                if not known(run[start : start + size])
                for term in self._meant(words, start, start + size)
            ]
            if near:
                _, typed, term = min(near)
                return typed, term
        return self._homophone(run)

    def _meant(self, words: Sequence[str], start: int, end: int) -> Iterator[str]:
        """The terms that a stretch of a run may be a slip for; a term itself is for none."""
        typed = "".join(words)[start:end]
        if typed in self._vocabulary.senses:
            return
        owners = [word for word in words for _ in word]
        for at in range(len(typed)):
            for term in self._gaps.get(_gap(typed, at), ()):
                if self._close(typed, term, at, owners[start + at]) and (
                    _alike(typed[at], term[at]) or self._alone(words, start, end)
                ):
                    yield term

    def _alone(self, words: Sequence[str], start: int, end: int) -> bool:
        """Whether the words around a stretch are names, fillers and the like.

        In a sentence of its own words (数据占三分之一) the odd one is no slip.
        """
        at = 0
        for word in words:
            outside = word[: max(0, start - at)] + word[max(0, end - at) :]
            at += len(word)
            if outside and not (
                outside in self._vocabulary.senses
                or outside in self._vocabulary.fillers
                or outside in self._vocabulary.generic
            ):
                return False
        return True

    def _close(self, typed: str, term: str, at: int, owner: str) -> bool:
        """Whether a character of `typed` may be a slip; `owner` is the word it stands in."""
        if typed == term or not (has_cjk(typed[at]) and has_cjk(term[at])):
            return False
        if typed[at] in self._particles or self._names_without(typed, at):
            return False
        # 学习英语 is not 学习率 misspelt: the odd character belongs to a word. 扩算, which the
        # tokenizer guessed, is none.
        frequency = self._frequency(owner)
        if _alike(typed[at], term[at]):
            return len(owner) == 1 or not frequency or len(term) >= 4
        # What sounds otherwise was hardly typed for the other: 生成 is no slip for 变成, nor
        # 又 for 且. Of three characters the last may be wrong: 注意刀, but not 能泛化 for 域泛化.
        meant = frequency > (EVERYDAY if len(owner) == 1 else 0)
        return not meant and (len(term) >= 4 or at == 2)

    def _names_without(self, typed: str, at: int) -> bool:
        """Whether the odd character stands before or after a name: 残差 in 残差层."""
        rest = typed[1:] if at == 0 else typed[:-1] if at == len(typed) - 1 else ""
        return rest in self._vocabulary.senses

    @cached_property
    def _particles(self) -> frozenset[str]:
        """的, 是 and the like, which belong to no term that was misspelt."""
        return frozenset(f for f in self._vocabulary.fillers if len(f) == 1)

    def _homophone(self, run: str) -> tuple[str, str] | None:
        """A run that sounds like a term of its length throughout (动亮: 动量)."""
        if not 2 <= len(run) <= 8:
            return None
        spoken = "".join(syllable(c) for c in run)
        for term in self._vocabulary.sounds.get(spoken, ()):
            if len(term) == len(run) and term != run:
                return run, term
        return None


def _alike(one: str, other: str) -> bool:
    """Whether two characters sound alike to many speakers: 屏 and 频, 只 and 资."""
    blurred = (_BLURRED.sub(lambda m: m.group()[0], syllable(c)) for c in (one, other))
    return len(set(blurred)) == 1


_BLURRED = re.compile(r"^[zcs]h|ng$")


def _heard(typed: str, term: str) -> bool:
    """False, which comes first, where both sound the same: the likelier slip."""
    return not all(map(_alike, typed, term))


def _gap(term: str, at: int) -> str:
    return f"{term[:at]}\0{term[at + 1 :]}"


def _digits(word: str) -> str:
    return "".join(c for c in word if c.isdigit())
