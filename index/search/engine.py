"""The port to what stores and scores postings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class Engine(Protocol):
    """An inverted index over a catalogue, opened for reading.

    Its scores are BM25F of one term in one field; `index.search.ranking` combines them.
    """

    def match(self, field: str, term: str) -> Mapping[str, float]:
        """The scores of the entries, by id, that hold a term in a field.

        Raises `SearchUnavailableError` when the index cannot be read.
        """
        ...

    def read_ahead(self) -> None:
        """Get ready what most queries ask for; matches meanwhile are safe.

        Raises `SearchUnavailableError` when the index cannot be read.
        """
        ...

    @property
    def terms(self) -> Mapping[str, frozenset[str]]:
        """The fields of text that hold each term: what is not here need not be asked for."""
        ...

    def close(self) -> None:
        """Give back what the index holds; matches after this raise."""
        ...
