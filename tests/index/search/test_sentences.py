"""Sentences that name nothing: found by what is told of an entry, or not at all."""

from __future__ import annotations

import pytest

from index.catalog import Paper
from index.search.explain import explain
from index.search.reader import Reader
from index.search.results import Filters
from index.search.surprise import surprise
from index.text.analyzer import Token
from index.text.tokenizer import Tokenizer

PLACES = {"the": 1, "people": 100, "picture": 600, "zebra": 12_000}
TOKENIZER = Tokenizer()


def said(word: str) -> float:
    """How much a word says."""
    return surprise(Token(word, 0, len(word), word.isascii()), TOKENIZER, PLACES)


def test_a_rare_word_says_more_than_a_common_one() -> None:
    """From nothing for what everybody says to all for what hardly anybody does."""
    assert said("的") == said("the") == said("people") == 0.0
    assert 0.0 < said("图片") < said("线条") <= said("斑马") == 1.0
    assert 0.0 < said("picture") < said("zebra") == said("cyclegan") == 1.0


@pytest.mark.parametrize(
    ("sentence", "entry"),
    [
        ("把黑白照片里的轮廓变成一张彩色照片", "pix2pix"),
        ("turns a rough pencil sketch of a shoe into a photo", "pix2pix"),
        ("下围棋打败世界冠军，还自己跟自己下", "alphago"),
        (
            "one gpu cannot hold it so every layer's matrices are split across several",
            "megatron-lm",
        ),
    ],
)
def test_a_description_finds_what_it_tells_of(reader: Reader, sentence: str, entry: str) -> None:
    """No name, no term of the field: the plain words are enough."""
    hit = reader.search(sentence, Filters(), 10).hits[0]
    assert entry in (hit.entry.id, *getattr(hit.entry, "papers", ()))


def test_a_name_in_a_sentence_is_the_answer(reader: Reader) -> None:
    """What is told of others never outweighs what is called so."""
    sentence = "CLIP 里把图片和文字配成对的那个损失"
    assert reader.search(sentence, Filters(), 10).hits[0].entry.title.startswith("CLIP")


def test_a_rare_word_alone_is_enough(reader: Reader) -> None:
    """Where the notes of one episode say what hardly anybody says; common words are not."""
    for word in ("刺猬", "TPUv3"):
        assert reader.search(word, Filters(), 10).hits, word
    for word in ("今天", "picture", "奶茶"):
        assert not reader.search(word, Filters(), 10).hits, word


def test_filters_hold_for_sentences(reader: Reader) -> None:
    """A sentence is looked for among what the chosen filters admit, and nowhere else."""
    sentence = "turns a rough pencil sketch of a shoe into a photo"
    (best, *_) = reader.search(sentence, Filters(), 10).hits
    assert isinstance(best.entry, Paper)
    assert not best.entry.recorded
    assert reader.search(sentence, Filters(recorded=True), 10).hits == ()
    assert reader.search(sentence, Filters(recorded=False), 10).hits[0].entry == best.entry


def test_the_account_says_that_it_was_read_as_a_sentence(reader: Reader) -> None:
    """`--explain` names the reading, and what each word was found in."""
    account = explain(*reader.explain("把黑白照片里的轮廓变成一张彩色照片", Filters()))
    assert "read as a sentence, word by word" in account
    assert "what is told of it" in account
