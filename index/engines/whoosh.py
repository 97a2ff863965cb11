"""The embedded engine: a Whoosh index in a directory. The only module that knows Whoosh."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from typing import Any

from whoosh import analysis, fields, formats, index, scoring
from whoosh.reading import TermNotFound

from index.search.cache import RecentlyUsed
from index.search.document import Document
from index.search.fields import BY_NAME, FIELDS
from index.search.results import SearchUnavailableError
from index.text.analyzer import Analyzer

K1 = 1.2
# Decoded postings of the terms that were asked for last: queries differ, their words recur.
KEPT_POSTINGS = 4096
# Those of names and concepts are decoded ahead, as far as there are no more of them.
READ_AHEAD = ("name", "alias", "topic", "category", "title")


class EngineError(Exception):
    """An index directory that cannot be opened."""


class JiebaAnalyzer(analysis.Analyzer):  # type: ignore[misc]
    """Our analyzer as Whoosh's: positions are ordinals of words.

    Whoosh pickles it with the schema; the tokenizer stays out of that, since a reader
    never analyses and a dictionary has no place in every index.
    """

    def __init__(self, analyzer: Analyzer | None) -> None:
        self._analyzer = analyzer

    def __getstate__(self) -> dict[str, None]:
        return {"_analyzer": None}

    def __call__(self, value: str, positions: bool = False, **kwargs: Any) -> Iterator[Any]:
        """Whoosh's tokens of a text, one object reused as Whoosh does."""
        if self._analyzer is None:
            raise EngineError("an index opened for reading does not analyse")
        token = analysis.Token(positions=positions, **kwargs)
        token.boost = 1.0
        for term in self._analyzer.terms(value):
            token.text, token.stopped = term.text, False
            if positions:
                token.pos = term.position
            yield token


class PhraseAnalyzer(JiebaAnalyzer):
    """Pairs of neighbouring words, glued: what a phrase of two words looks up."""

    def __call__(self, value: str, positions: bool = False, **kwargs: Any) -> Iterator[Any]:
        """The pairs of a text."""
        if self._analyzer is None:
            raise EngineError("an index opened for reading does not analyse")
        token = analysis.Token(positions=positions, **kwargs)
        token.boost = 1.0
        for position, pair in enumerate(self._analyzer.pairs(value)):
            token.text, token.stopped = pair, False
            if positions:
                token.pos = position
            yield token


class KeyAnalyzer(analysis.Analyzer):  # type: ignore[misc]
    """Ready keys with weights, one a line: the weight becomes that of the posting."""

    def __call__(self, value: str, positions: bool = False, **kwargs: Any) -> Iterator[Any]:
        """Whoosh's tokens of the lines `encode_keys` wrote."""
        token = analysis.Token(positions=positions, **kwargs)
        for position, line in enumerate(value.splitlines()):
            token.text, _, weight = line.rpartition("\t")
            token.boost, token.stopped = float(weight), False
            if positions:
                token.pos = position
            yield token


def encode_keys(keys: Mapping[str, float]) -> str:
    """Weighted keys as the text of a keyed field."""
    return "\n".join(f"{key}\t{weight:.4f}" for key, weight in keys.items())


class _Keys(fields.FieldType):  # type: ignore[misc]
    """A field of weighted keys."""

    def __init__(self) -> None:
        self.format = formats.Frequency()
        self.analyzer = KeyAnalyzer()
        self.scorable = True
        self.stored = False
        self.set_sortable(False)


def _schema(analyzer: Analyzer | None) -> Any:
    kinds = {"id": fields.ID(stored=True)}
    for spec in FIELDS:
        if spec.keyed:
            kinds[spec.name] = _Keys()
        else:
            own = PhraseAnalyzer if spec.name == "phrase" else JiebaAnalyzer
            kinds[spec.name] = fields.TEXT(analyzer=own(analyzer), phrase=spec.name == "notes")
    return fields.Schema(**kinds)


def write(directory: Path, documents: Iterable[Document], analyzer: Analyzer) -> None:
    """Write an index of some documents into an empty directory."""
    created = index.create_in(str(directory), _schema(analyzer))
    writer = created.writer(limitmb=256)
    for document in documents:
        values = {name: text for name, text in document.text.items() if text}
        values |= {name: encode_keys(keys) for name, keys in document.keys.items() if keys}
        writer.add_document(id=document.id, **values)
    writer.commit(optimize=True)
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
            if name != "id":
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
