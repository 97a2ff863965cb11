"""The embedded engine: a Whoosh index in a directory. The only module that knows Whoosh."""

from __future__ import annotations

import math
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from itertools import chain, islice
from pathlib import Path
from typing import Any

from whoosh import fields, formats, index, scoring
from whoosh.reading import TermNotFound

from index.search.cache import RecentlyUsed
from index.search.document import Document
from index.search.fields import BY_NAME, FIELDS
from index.search.results import SearchUnavailableError
from index.text.analyzer import Analyzer

K1 = 1.2
# Decoded postings of the terms that were asked for last: queries differ, their words recur.
KEPT_POSTINGS = 4096
# Those of names, concepts and short texts are decoded ahead, as far as there are no more of them.
READ_AHEAD = ("name", "alias", "topic", "category", "title", "summary", "full_title", "notes")


class EngineError(Exception):
    """An index directory that cannot be opened."""


class _Weighted(fields.FieldType):  # type: ignore[misc]
    """A field of terms with weights, made before they come here.

    Whoosh's own kinds of field also keep frequencies and positions, which nobody reads. Where
    the length of a field counts, it is the sum of its whole weights: of text, the number of
    terms.
    """

    def __init__(self, *, lengths: bool) -> None:
        super().__init__(formats.Existence(), None, scorable=lengths)

    def index(
        self, value: Mapping[str, float], **kwargs: Any
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Whoosh's postings of a field of one document: term, frequency, weight, payload."""
        for term, weight in value.items():
            # Four digits are more than places in a concept or among authors tell apart.
            yield term.encode(), int(weight), round(weight, 4), b""


def _schema() -> Any:
    kinds = {spec.name: _Weighted(lengths=not spec.keyed) for spec in FIELDS}
    return fields.Schema(id=fields.STORED(), **kinds)


def write(directory: Path, documents: Iterable[Document], analyzer: Analyzer) -> None:
    """Write an index of some documents into an empty directory."""
    # A concept's names stand in the glossary of each entry under it: they are cut once.
    terms, pairs = cache(analyzer.terms), cache(analyzer.pairs)
    created = index.create_in(str(directory), _schema())
    writer = created.writer(limitmb=256)
    for document in documents:
        counted = {
            name: Counter(chain.from_iterable(map(pairs if name == "phrase" else terms, passages)))
            for name, passages in document.text.items()
        }
        writer.add_document(id=document.id, **document.keys, **counted)
    writer.commit()
    created.close()


class WhooshEngine:
    """One searcher over one index, for as long as its generation lives."""

    def __init__(self, directory: Path) -> None:
        self._postings: RecentlyUsed[tuple[str, str], Mapping[str, float]] = RecentlyUsed(
            KEPT_POSTINGS
        )
        # Written once each and never dropped, so a thread may fill it while others search.
        self._ahead: dict[tuple[str, str], Mapping[str, float]] = {}
        self._lengths: dict[str, Sequence[int]] = {}
        # Whoosh seeks in its files: one reads at a time.
        self._reading = threading.Lock()
        try:
            self._index = index.open_dir(str(directory))
            self._searcher = self._index.searcher()
            self._reader = self._searcher.reader()
            self._ids = [row["id"] for row in self._reader.all_stored_fields()]
        except Exception as error:
            # A damaged file may raise anything that unpickling and unpacking can raise.
            raise EngineError(f"cannot open the index: {error!r}") from error

    def match(self, field: str, term: str) -> Mapping[str, float]:
        """BM25F scores of a term in a field, by entry id."""
        wanted = (field, term)
        held = self._ahead.get(wanted) or self._postings.get(wanted)
        if held is None:
            held = self._decoded(field, term)
            self._postings.put(wanted, held)
        return held

    def read_ahead(self) -> None:
        """Decode what most queries ask for, from a thread of the caller's choice.

        Raises `SearchUnavailableError` when the index cannot be read.
        """
        terms = chain.from_iterable(map(self._terms_of, READ_AHEAD))
        for field, term in islice(terms, KEPT_POSTINGS):
            self._ahead[field, term] = self._decoded(field, term)

    def _terms_of(self, field: str) -> Iterator[tuple[str, str]]:
        return ((field, term) for term, fields in self.terms.items() if field in fields)

    def _decoded(self, field: str, term: str) -> Mapping[str, float]:
        try:
            with self._reading:
                return self._score(field, self._read(field, term))
        except Exception as error:
            raise SearchUnavailableError(f"The search index cannot be read: {error!r}.") from error

    def _read(self, field: str, term: str) -> Sequence[tuple[int, float]]:
        """The documents that hold a term in a field, and its weight in each."""
        try:
            matcher = self._reader.postings(field, term.encode())
        except TermNotFound:
            return ()
        found = []
        while matcher.is_active():
            found.append((matcher.id(), matcher.weight()))
            matcher.next()
        return found

    def _score(self, field: str, postings: Sequence[tuple[int, float]]) -> Mapping[str, float]:
        """Whoosh's BM25F over postings.

        Its scorers are made for a collector of the best ten: they look a term up thrice
        more for bounds, and decode a document's length at each posting. Here every posting
        counts, lengths are kept, and the number of documents is known.
        """
        lengths = self._lengths.get(field)
        if lengths is None:
            read = self._reader.doc_field_length
            lengths = [read(number, field, 1) for number in range(len(self._ids))]
            self._lengths[field] = lengths
        idf = math.log(len(self._ids) / (len(postings) + 1)) + 1
        mean, b = self._searcher.avg_field_length(field) or 1, BY_NAME[field].b
        ids, bm25 = self._ids, scoring.bm25
        return {
            ids[number]: bm25(idf, weight, lengths[number], mean, b, K1)
            for number, weight in postings
        }

    @cached_property
    def terms(self) -> Mapping[str, frozenset[str]]:
        """The fields that hold each term."""
        held: dict[str, set[str]] = {}
        for name, term in self._reader.all_terms():
            held.setdefault(term.decode("utf-8"), set()).add(name)
        shared: dict[frozenset[str], frozenset[str]] = {}
        frozen = ((term, frozenset(names)) for term, names in held.items())
        return {term: shared.setdefault(names, names) for term, names in frozen}

    def __len__(self) -> int:
        return len(self._ids)

    def close(self) -> None:
        """Close the searcher and its files."""
        self._searcher.close()
        self._index.close()
