"""What is taken for a slip, and what is left as it was typed."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from index.search.corrections import Corrector
from index.search.query import Correction
from index.search.reader import Reader
from index.search.results import Filters
from index.search.segment import Piece, segment
from index.search.vocabulary import Vocabulary
from index.text.analyzer import Analyzer
from index.text.tokenizer import Tokenizer

ANY = Filters()


@pytest.mark.parametrize(
    "text",
    [
        "用文字生成图片",
        "把图片切成小块当单词",
        "用一句话让图片听话",
        "训练用的数据占三分之一",
        "长视频先看时间再看空间",
        "这个助手有用又无害",
        "剪辑的时候不用再拖时间线",
    ],
)
def test_a_correct_sentence_is_left_as_it_is(reader: Reader, text: str) -> None:
    """Words of the language are no slip of a longer phrase that is one character away."""
    query, _ = reader.explain(text, ANY)
    assert query.corrections == ()


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("图神精网络", "图神经网络"),
        ("动态图神经网罗", "图神经网络"),
        ("讲一下生成对抗网洛的论文", "生成对抗网络"),
        ("注意刀", "注意力"),
        ("注意里机制是什么", "注意力机制"),
        ("视屏理解串讲", "视频理解"),
    ],
)
def test_a_slip_is_corrected_wherever_it_stands(reader: Reader, text: str, read: str) -> None:
    """A character that sounds alike, or breaks a term that stands alone, is a slip."""
    query, _ = reader.explain(text, ANY)
    assert query.corrected is not None
    assert read in query.corrected.replace(" ", "")


@pytest.mark.parametrize("typed", ["tushenjing", "tu shen jing wang luo", "canchawangl"])
def test_a_sound_is_read_as_the_mainland_writes_it(reader: Reader, typed: str) -> None:
    """Of 网路 and 网络, which sound alike, the simplified text shows 网络."""
    corrected = reader.search(typed, ANY, 10).corrected
    assert corrected is not None
    assert corrected.endswith("网络")


def test_no_round_undoes_another() -> None:
    """Where two readings are each a slip of the other, the first correction is the last."""
    there, back = Correction("甲乙", "甲丙", "corrected"), Correction("甲丙", "甲乙", "corrected")
    analyzer = Analyzer(Tokenizer())
    vocabulary = Vocabulary()

    class Undecided(Corrector):
        def correct(self, pieces: Sequence[Piece]) -> Correction:
            return there if "".join(piece.key for piece in pieces) == there.typed else back

    corrector = Undecided(vocabulary, {}, analyzer)
    _, made = corrector.settle(
        there.typed, lambda text: segment(analyzer.words(text.strip()), vocabulary)
    )
    assert made == [there]
