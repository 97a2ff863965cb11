"""The embedded engine: a Whoosh index in a directory. The only module that knows Whoosh."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
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


class _Scorer(scoring.BM25FScorer):  # type: ignore[misc]
    """Whoosh's BM25F of one term.

    Whoosh's own prepares bounds for its collector of the best ten, and decodes a document's
    length for each posting; all postings are wanted here, and lengths are kept.
    """

    def setup(self, searcher: Any, fieldname: str, text: str) -> None:
        """Without the bounds, which cost a look-up of the term."""


class _Weighting(scoring.BM25F):  # type: ignore[misc]
    """BM25F with the lengths of documents in memory, a list a field."""

    def __init__(self) -> None:
        super().__init__(K1=K1, **{f"{spec.name}_B": spec.b for spec in FIELDS})
        self._lengths: dict[str, Sequence[int]] = {}

    def scorer(self, searcher: Any, fieldname: str, text: bytes, qf: int = 1) -> _Scorer:
        """The scorer of a term, which reads the field's lengths if it is the first."""
        lengths = self._lengths.get(fieldname)
        if lengths is None:
            read = searcher.reader().doc_field_length
            lengths = [read(doc, fieldname, 1) for doc in range(searcher.doc_count_all())]
            self._lengths[fieldname] = lengths
        made = _Scorer(searcher, fieldname, text, BY_NAME[fieldname].b, K1, qf=qf)
        made.dfl = lengths.__getitem__
        return made


class WhooshEngine:
    """One searcher over one index, for as long as its generation lives."""

    def __init__(self, directory: Path) -> None:
        self._postings: RecentlyUsed[tuple[str, str], Mapping[str, float]] = RecentlyUsed(
            KEPT_POSTINGS
        )
        try:
            self._index = index.open_dir(str(directory))
            self._searcher = self._index.searcher(weighting=_Weighting())
            self._ids = [row["id"] for row in self._searcher.reader().all_stored_fields()]
        except Exception as error:
            # A damaged file may raise anything that unpickling and unpacking can raise.
            raise EngineError(f"cannot open the index: {error!r}") from error

    def match(self, field: str, term: str) -> Mapping[str, float]:
        """BM25F scores of a term in a field, by entry id."""
        held = self._postings.get((field, term))
        if held is None:
            held = self._read(field, term)
            self._postings.put((field, term), held)
        return held

    def _read(self, field: str, term: str) -> Mapping[str, float]:
        found: dict[str, float] = {}
        try:
            matcher = self._searcher.postings(field, term.encode())
            while matcher.is_active():
                found[self._ids[matcher.id()]] = matcher.score()
                matcher.next()
        except TermNotFound:
            pass
        except Exception as error:
            raise SearchUnavailableError(f"The search index cannot be read: {error!r}.") from error
        return found

    @cached_property
    def terms(self) -> Mapping[str, frozenset[str]]:
        """The fields that hold each term."""
        reader = self._searcher.reader()
        held: dict[str, set[str]] = {}
        for name, term in reader.all_terms():
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
