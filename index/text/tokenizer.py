"""Words of Chinese text. The only module that knows jieba."""

from __future__ import annotations

import logging
import threading
import warnings
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import IO, Any


class Tokenizer:
    """jieba's accurate mode over its own dictionary and some words of ours.

    The dictionary takes up to a second to read, so it is read when first needed, or by
    `load` from a thread of the caller's choice; both may happen at once. jieba caches the
    parsed dictionary in `cache`, a directory of the bot's own: in the shared temporary
    directory, jieba's default, another user's file would be trusted or block ours.
    """

    def __init__(self, words: Iterable[str] = (), *, cache: Path | None = None) -> None:
        self._words = tuple(words)
        self._cache = cache
        self._loading = threading.Lock()
        self._jieba: Any = None
        # The same phrases come again and again in a lexicon and in queries.
        self._cut = lru_cache(maxsize=8192)(self._split)

    def _split(self, text: str) -> tuple[str, ...]:
        return tuple(self._jieba.cut(text))

    @property
    def ready(self) -> bool:
        """Whether the dictionary is in memory."""
        return self._jieba is not None

    def load(self) -> None:
        """Read the dictionary, once, whatever the number of threads that ask."""
        with self._loading:
            if self._jieba is None:
                self._jieba = self._read()

    def _read(self) -> Any:
        tokenizer = _import_jieba().Tokenizer()
        tokenizer.gen_pfdict = _prefix_dictionary
        if self._cache is not None:
            # A home that cannot be written costs the cache, not the search.
            with suppress(OSError):
                self._cache.mkdir(parents=True, exist_ok=True)
            tokenizer.tmp_dir = str(self._cache)
        tokenizer.initialize()
        for word in self._words:
            tokenizer.add_word(word)
        return tokenizer

    def cut(self, text: str) -> tuple[str, ...]:
        """The words of a text, in order; they concatenate to the text."""
        if self._jieba is None:
            self.load()
        return self._cut(text)

    def parts(self, word: str) -> list[str]:
        """The shorter dictionary words inside a word (神经网络: 神经, 网络)."""
        if len(word) < 3:
            return []
        if self._jieba is None:
            self.load()
        known = self._jieba.FREQ
        return [part for part in _pieces(word) if known.get(part)]

    def frequency(self, word: str) -> int:
        """How often jieba's corpus holds a word; 0 for what is no word."""
        if self._jieba is None:
            self.load()
        return int(self._jieba.FREQ.get(word) or 0)


def _prefix_dictionary(file: IO[bytes]) -> tuple[dict[str, int], int]:
    """The words of jieba's dictionary with their frequencies, their beginnings with 0.

    The same as jieba's own reading of it, which goes line by line and takes twice as long.
    """
    with file:
        columns = file.read().decode("utf-8").split()
    words, counts = columns[::3], list(map(int, columns[1::3]))
    known = dict(zip(words, counts, strict=True))
    for word in words:
        while (word := word[:-1]) and word not in known:
            known[word] = 0
    return known, sum(counts)


def _pieces(word: str) -> Iterator[str]:
    """Pieces of two and three characters, but of four not the middle two: 强化学习 holds
    强化 and 学习, not 化学.
    """
    for size in (2, 3):
        for start in range(len(word) - size + 1):
            middle = len(word) == 4 and size == 2 and start == 1
            if size < len(word) and not middle:
                yield word[start : start + size]


def _import_jieba() -> ModuleType:
    with warnings.catch_warnings():
        # jieba 0.42 imports pkg_resources and has invalid escapes; both warn, both work.
        warnings.simplefilter("ignore")
        import jieba
    # It announces on standard error that it reads its dictionary, and prints a traceback
    # where it cannot cache it.
    jieba.setLogLevel(logging.CRITICAL + 1)
    module: ModuleType = jieba
    return module
