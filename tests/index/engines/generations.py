"""Small catalogues, and the generations that are built of them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from index.catalog import Catalog, Paper
from index.engines import build
from index.text.lexicon import LexiconFiles
from index.text.tokenizer import Tokenizer

CATALOG = Catalog(
    papers=(
        Paper("one-net", "OneNet", summary="第一个网络", year=2020),
        Paper("two-net", "TwoNet", summary="第二个网络", year=2021),
    )
)
TOKENIZER = Tokenizer()
LARGER = Catalog(papers=(*CATALOG.papers, Paper("three-net", "ThreeNet")))


def tokenizer(words: Iterable[str]) -> Tokenizer:
    """A tokenizer without a cache of its dictionary."""
    return TOKENIZER


def opened(root: Path, lexicon: LexiconFiles, catalog: Catalog = CATALOG) -> build.Generation:
    """The generation of a catalogue under `root`."""
    return build.open_or_build(root, catalog, lexicon, tokenizer)
