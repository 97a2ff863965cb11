"""Finding the names in a query: the cover of its text that explains most at a stretch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.search.vocabulary import Sense, Vocabulary
from index.text.analyzer import Token, stem


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a query: with `senses` a name, else words nothing is called by."""

    words: tuple[Token, ...]
    text: str
    senses: tuple[Sense, ...] = ()
    filler: bool = False

    @property
    def key(self) -> str:
        """Its text without spaces."""
        return "".join(w.text for w in self.words)


def segment(words: Sequence[Token], vocabulary: Vocabulary) -> list[Piece]:
    """Cut words into names and the stretches between them.

    Chinese names may begin and end within a word, unless they are short: 动量 is not in
    运动量. Latin ones end where words do, but words may be glued (`c 3 d`). Among covers
    the one with the longest names wins: 对比学习综述 over 对比学习; of equals the one that
    tears fewer words: 用 文字生成图片 over 用文字生成图 片.
    """
    typed = [w.text for w in words]
    # A plural reads as its singular unless it is itself a name (Pathways), or the front of
    # one that was split (`swin trans former`).
    plain = [w.text if w.text in vocabulary.senses or not w.latin else stem(w.text) for w in words]
    covers = [
        _cover(words, shapes, vocabulary)
        for shapes in ([plain] if plain == typed else [plain, typed])
    ]
    _, text, owner, ends = max(covers, key=lambda cover: cover[0])
    return _pieces(words, text, owner, ends, vocabulary)


def _cover(
    words: Sequence[Token], shapes: Sequence[str], vocabulary: Vocabulary
) -> tuple[int, str, list[int], list[int]]:
    """The worth of the best cover, the text it is of, whose letters those are, and its ends."""
    text = "".join(shapes)
    owner = [index for index, shape in enumerate(shapes) for _ in shape]
    borders = {i for i in range(len(text)) if i == 0 or owner[i] != owner[i - 1]} | {len(text)}
    inner = {i for i in range(len(text)) if not words[owner[i]].latin}
    ends = borders | inner
    best: list[tuple[int, int]] = [(0, 0)] * (len(text) + 1)  # (worth, end of the name or 0)
    for start in range(len(text) - 1, -1, -1):
        best[start] = (best[start + 1][0], 0)
        if start not in ends:
            continue
        for end in vocabulary.spans(text, start, ends):
            if end - start < 2 or (end - start == 2 and not {start, end} <= borders):
                continue
            torn = len({start, end} - borders)
            worth = (end - start) ** 2 - torn + best[end][0]
            best[start] = max(best[start], (worth, end))
    return best[0][0], text, owner, [end for _, end in best]


def _pieces(
    words: Sequence[Token],
    text: str,
    owner: Sequence[int],
    ends: Sequence[int],
    vocabulary: Vocabulary,
) -> list[Piece]:
    found: list[Piece] = []
    start = at = 0
    while at <= len(text):
        end = ends[at] if at < len(text) else 0
        if end or at == len(text):
            if at > start:
                found.extend(_gap(words, text, owner, start, at))
            if at == len(text):
                break
            covered = tuple(words[i] for i in range(owner[at], owner[end - 1] + 1))
            whole = "".join(w.text for w in covered) != text[at:end] and any(
                not w.latin for w in covered
            )
            if whole:
                covered = (Token(text[at:end], at, end, latin=False),)
            shown = text[at:end] if whole else _spaced(covered)
            found.append(Piece(covered, shown, vocabulary.senses[text[at:end]]))
            start = at = end
        else:
            at += 1
    return found


def _gap(
    words: Sequence[Token], text: str, owner: Sequence[int], start: int, end: int
) -> list[Piece]:
    """The words between two names, those that a name cut into in part."""
    pieces: list[Token] = []
    for index in range(owner[start], owner[end - 1] + 1):
        word = words[index]
        letters = [i for i in range(start, end) if owner[i] == index]
        shape = text[letters[0] : letters[-1] + 1] if not word.latin else word.text
        pieces.append(Token(shape, word.start, word.end, word.latin))
    return [Piece(tuple(pieces), _spaced(pieces))]


def _spaced(words: Sequence[Token]) -> str:
    """Words as they were written: a space around Latin ones, and where one was typed."""
    text = ""
    for before, word in zip((None, *words), words, strict=False):
        apart = before is not None and (word.start > before.end or before.latin != word.latin)
        text += f" {word.text}" if apart or (before and before.latin) else word.text
    return text
