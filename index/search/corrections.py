"""Which words of a query were not meant as typed: slips, and Chinese typed by its sound."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from index.search.neighbours import LONG_SOUND, Neighbours
from index.search.query import Correction
from index.search.segment import Piece
from index.search.spelling import Spelling
from index.search.vocabulary import Vocabulary
from index.text.analyzer import Analyzer, Token, stem
from index.text.normalize import squash

# A text of more strange words than this is not misspelt, and no name is glued of more.
MOST_STRANGE, MOST_GLUED = 6, 4
# So many slips of a text are corrected, one after the other.
MOST_SLIPS = 3


class Corrector:
    """Finds what to correct, against one vocabulary and the terms of one index."""

    def __init__(
        self, vocabulary: Vocabulary, terms: Mapping[str, frozenset[str]], analyzer: Analyzer
    ) -> None:
        self._vocabulary = vocabulary
        self._terms = terms
        self._analyzer = analyzer
        self._spelling = Spelling(vocabulary, analyzer.tokenizer.frequency)
        self._neighbours = Neighbours(vocabulary, terms)
        regional = sorted(vocabulary.regional, key=len, reverse=True)
        self._regional = re.compile("|".join(map(re.escape, regional)) or r"(?!)")

    def prepare(self) -> None:
        """Make the tables that the first slip would wait for."""
        self._spelling.prepare()
        self._neighbours.prepare()

    def _known(self, token: Token) -> bool:
        return bool(self._terms.get(stem(token.text) if token.latin else token.text))

    def _says(self, piece: Piece) -> bool:
        return any(self._known(word) for word in piece.words)

    def settle(
        self, text: str, segment: Callable[[str], list[Piece]]
    ) -> tuple[list[Piece], list[Correction]]:
        """The pieces of a text with its slips corrected, and the corrections made.

        None undoes what another did: a text that was read before is not read again.
        """
        pieces, made, seen = segment(text), list[Correction](), {squash(text)}
        while len(made) < MOST_SLIPS and (correction := self.correct(pieces)):
            text = reread(text, correction)
            if squash(text) in seen:
                break
            seen.add(squash(text))
            made.append(correction)
            pieces = segment(text)
        return pieces, made

    def correct(self, pieces: Sequence[Piece]) -> Correction | None:
        """The first correction that a stretch of unknown words allows.

        Where a term of Taiwan and one of the mainland sound alike (网路, 网络), it is the
        mainland's.
        """
        found = self._first(pieces)
        if found is None:
            return None
        mainland = self._regional.sub(lambda m: self._vocabulary.regional[m.group()], found.read)
        known = squash(mainland) in self._vocabulary.senses
        return replace(found, read=mainland) if known else found

    def _first(self, pieces: Sequence[Piece]) -> Correction | None:
        if sum(not p.senses and not p.filler and not self._says(p) for p in pieces) > MOST_STRANGE:
            return None
        if found := self._neighbours.correct([w for p in pieces for w in p.words]):
            return found
        for at, piece in enumerate(pieces):
            if piece.senses or piece.filler or not piece.words:
                continue
            word = piece.words[0]
            if word.latin:
                strange = not self._known(word) and word.text not in self._vocabulary.places
                if strange and (correction := self._latin(pieces, at)):
                    return correction
            elif correction := self._chinese(pieces, at):
                return correction
        return None

    def _latin(self, pieces: Sequence[Piece], at: int) -> Correction | None:
        start = at
        while start and _syllable(pieces[start - 1]):
            start -= 1
        for first in range(start, at + 1):
            run = _run(pieces, first, _syllable)
            for size in range(len(run), at - first, -1):
                if term := self._spoken("".join(run[:size])):
                    return Correction(" ".join(run[:size]), term, "pinyin")
        run = _run(pieces, at, _latin_word)
        for size in range(1, min(len(run), MOST_GLUED) + 1):
            glued = "".join(run[:size])
            if (size == 1 or len(glued) >= 5) and (name := self._spelling.latin(glued)):
                return Correction(" ".join(run[:size]), name, "corrected")
        return None

    def _spoken(self, typed: str) -> str | None:
        """The Chinese term that sounds like a Latin text, or begins so, if it is long."""
        heard = self._vocabulary.sounds.get(typed) or self._vocabulary.initials.get(typed)
        if not heard and len(typed) >= LONG_SOUND:
            heard = self._vocabulary.sounding(typed)
        return heard[0] if heard else None

    def _chinese(self, pieces: Sequence[Piece], at: int) -> Correction | None:
        start = at
        while start and _joins(pieces[start - 1]):
            start -= 1
        words = self._analyzer.words("".join(_run(pieces, start, _chinese_word)))
        if len(words) == 1 and self._known(words[0]):
            return None
        fixed = self._spelling.chinese([w.text for w in words], lambda w: bool(self._terms.get(w)))
        return Correction(*fixed, "corrected") if fixed else None


def _latin_word(piece: Piece) -> bool:
    return bool(piece.words) and piece.words[0].latin and not piece.senses and not piece.filler


def _syllable(piece: Piece) -> bool:
    """Whether a piece may be pinyin: what is only an author's name (`wang`) may be, too."""
    authors = all(sense.field == "author" for sense in piece.senses)
    return bool(piece.words) and piece.words[0].latin and authors and not piece.filler


def _chinese_word(piece: Piece) -> bool:
    return bool(piece.words) and not piece.words[0].latin


def reread(text: str, correction: Correction) -> str:
    """The text with a correction made, wherever spaces and marks stand in what was typed."""
    letters = [at for at, letter in enumerate(text) if letter.isalnum()]
    typed = squash(correction.typed)
    start = "".join(text[at] for at in letters).find(typed)
    if start < 0 or not typed:
        return text
    first, last = letters[start], letters[start + len(typed) - 1]
    return f"{text[:first]} {correction.read} {text[last + 1 :]}"


def _joins(piece: Piece) -> bool:
    """Whether a piece belongs to a Chinese run; 的 and the like may stand inside a term."""
    return bool(piece.words) and not piece.words[-1].latin


def _run(pieces: Sequence[Piece], at: int, belongs: Callable[[Piece], bool]) -> list[str]:
    """The words of a piece and of those after it that belong to its run."""
    run: list[str] = []
    for piece in pieces[at:]:
        if not belongs(piece):
            break
        run.extend(w.text for w in piece.words)
    return run[:8]
