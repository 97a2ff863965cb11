"""Tokens: words in Chinese and Latin, and the terms they are indexed under."""

from __future__ import annotations

import marshal
from pathlib import Path

import jieba
import pytest

from index.text.analyzer import Analyzer, stem
from index.text.tokenizer import Tokenizer


@pytest.fixture(scope="module")
def analyzer(tmp_path_factory: pytest.TempPathFactory) -> Analyzer:
    """An analyzer whose dictionary was told one word."""
    return Analyzer(Tokenizer(["对比学习"], cache=tmp_path_factory.mktemp("jieba")))


def test_words_of_ours_are_kept_whole(analyzer: Analyzer) -> None:
    """The tokenizer keeps a word that it was told, and cuts others by its dictionary."""
    assert [t.text for t in analyzer.words("对比学习的综述")] == ["对比学习", "的", "综述"]


def test_a_word_is_indexed_with_its_parts(analyzer: Analyzer) -> None:
    """A name of letters and digits is found by either, too."""
    assert analyzer.terms("ResNet50 网络") == ["resnet50", "resnet", "50", "网络"]


def test_pairs_are_of_neighbours(analyzer: Analyzer) -> None:
    """Two words make a pair across a space, not across a comma."""
    assert analyzer.pairs("graph neural, networks") == ["graphneural"]


def test_one_character_words_are_kept(analyzer: Analyzer) -> None:
    """`c 3 d` is three words."""
    assert [t.text for t in analyzer.words("c 3 d")] == ["c", "3", "d"]


def test_words_know_where_they_stand(analyzer: Analyzer) -> None:
    """A word's offsets cut it out of the folded text."""
    text = "gan 的训练, 收敛失败"
    assert all(text[t.start : t.end] == t.text for t in analyzer.words(text))


@pytest.mark.parametrize(
    ("word", "stemmed"),
    [("networks", "network"), ("class", "class"), ("analysis", "analysis"), ("gpus", "gpus")],
)
def test_plurals(word: str, stemmed: str) -> None:
    """A plural ending falls; what only looks like one stays."""
    assert stem(word) == stemmed


def test_the_dictionary_is_cached_where_it_is_told(tmp_path: Path) -> None:
    """jieba's parsed dictionary lands in the bot's own directory."""
    Tokenizer(cache=tmp_path / "jieba").load()
    assert any((tmp_path / "jieba").iterdir())


def test_the_dictionary_is_read_as_jieba_reads_it(tmp_path: Path) -> None:
    """Every word, beginning of a word and frequency is the one of jieba's own reading."""
    Tokenizer(cache=tmp_path).load()
    theirs = jieba.Tokenizer()
    kept = marshal.loads((tmp_path / "jieba.cache").read_bytes())
    assert kept == theirs.gen_pfdict(theirs.get_dict_file())
