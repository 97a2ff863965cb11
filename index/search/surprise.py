"""How much a word of a sentence says: `斑马` a lot, `把` nothing.

What everybody says all the time tells no paper from another. Chinese words are weighed by
their frequency in jieba's corpus, Latin ones by their place among the most frequent words.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from index.text.analyzer import Token
from index.text.tokenizer import Tokenizer

# Words up to here say nothing, from there on all there is to say: of jieba's corpus of sixty
# million words (的 318,825, 老师 6,415, 线条 389, 斑马 70), and of the list of English words
# (the 1, people 99, picture 599, zebra 12,621).
_COMMON, _RARE = 40_000, 300
_FIRST, _LAST = 150, 6_000


def surprise(token: Token, tokenizer: Tokenizer, places: Mapping[str, int]) -> float:
    """Between 0 and 1; `places` are those of Latin words, the most frequent first."""
    if token.latin:
        place = places.get(token.text)
        if place is None:
            return 1.0 if len(token.text) > 1 else 0.0
        return _between(math.log(place + 1), math.log(_FIRST), math.log(_LAST))
    frequency = tokenizer.frequency(token.text)
    return 1.0 - _between(math.log(frequency + 1), math.log(_RARE), math.log(_COMMON))


def _between(value: float, low: float, high: float) -> float:
    return min(1.0, max(0.0, (value - low) / (high - low)))
