"""Answering from one generation: query in, results out, nothing shared with the next one."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from index.catalog import Catalog, Entry, Episode
from index.search.admission import fulfils
from index.search.cache import RecentlyUsed
from index.search.engine import Engine
from index.search.evidence import Evidence
from index.search.fields import Strength
from index.search.interpret import Interpreter
from index.search.query import Query
from index.search.ranking import rank
from index.search.results import UNFILTERED, Filters, Hit, Results, SearchUnavailableError, Snippet
from index.search.similar import similar
from index.search.snippets import snippet
from index.search.suggest import Completer
from index.search.vocabulary import Vocabulary
from index.text.analyzer import Analyzer

CACHED_ANSWERS = 2048
# An answer that less of the query speaks for is held against what its words tell of one by
# one, which has to be clearer.
WEAK, CLEARER = 0.66, 0.1


class Reader:
    """Search over one catalogue with the index and the vocabulary made from it."""

    def __init__(
        self, catalog: Catalog, engine: Engine, vocabulary: Vocabulary, analyzer: Analyzer
    ) -> None:
        self.catalog = catalog
        self.engine = engine
        self.analyzer = analyzer
        self._vocabulary = vocabulary
        categories = dict.fromkeys(p.category for p in catalog.papers if p.category)
        self.interpreter = Interpreter(vocabulary, engine.terms, analyzer, tuple(categories))
        self.completer = Completer(catalog, vocabulary)
        self._answers: RecentlyUsed[tuple[str, Filters, int], Results] = RecentlyUsed(
            CACHED_ANSWERS
        )

    def prepare(self) -> None:
        """Load and make what the first query and completion would wait for."""
        self.completer.prepare()
        self.interpreter.prepare()
        self.analyzer.tokenizer.load()
        # What cannot be read is told to the query that needs it.
        with suppress(SearchUnavailableError):
            self.engine.read_ahead()

    def search(self, typed: str, chosen: Filters, limit: int) -> Results:
        """The answer to a query. Raises `SearchUnavailableError`."""
        asked = (typed, chosen, limit)
        answer = self._answers.get(asked)
        if answer is None:
            answer = self._search(typed, chosen, limit)
            self._answers.put(asked, answer)
        return answer

    def _search(self, typed: str, chosen: Filters, limit: int) -> Results:
        query, ranked = self.explain(typed, chosen)
        hits = tuple(self.hit(evidence, query) for evidence in ranked[:limit])
        suggestion = None if hits else self.completer.suggestion(typed, query)
        met = not hits or fulfils(query.loose, self.catalog, hits[0].entry)
        return Results(
            query=typed,
            hits=hits,
            total=len(ranked),
            suggestion=suggestion,
            corrected=query.corrected if hits else None,
            notice=query.notice,
            unmet=UNFILTERED if met else query.loose,
        )

    def explain(self, typed: str, chosen: Filters) -> tuple[Query, Sequence[Evidence]]:
        """What was understood, and all that was found with the evidence for it."""
        query = self.interpreter.read(typed)
        ranked = self._rank(query, chosen)
        best = ranked[0] if ranked else None
        if best and (best.coverage >= WEAK or best.strongest >= Strength.NAME):
            return query, ranked
        sentence = self.interpreter.as_sentence(query)
        if sentence is None:
            return query, ranked
        recollected = self._rank(sentence, chosen)
        clear = CLEARER + (best.coverage if best else 0.0)
        if recollected and recollected[0].coverage > clear:
            return sentence, recollected
        return query, ranked

    def _rank(self, query: Query, chosen: Filters) -> list[Evidence]:
        return rank(query, self.engine, self.catalog, chosen, self.completer.priors)

    def hit(self, evidence: Evidence, query: Query) -> Hit:
        """Evidence as a hit: why, and the passage of the notes that says so."""
        worth = evidence.by_worth()
        why = list(dict.fromkeys(lookup.why for lookup, _ in worth))
        if "title" in why:
            # Its own name was typed; that something else is also called so does not matter.
            why = [reason for reason in why if reason != "alias"]
        guesses = [c.why for c in query.corrections]
        why = list(dict.fromkeys([*why[:3], *guesses])) or ["filter"]
        detail = worth[0][0].detail if worth else ""
        detail_en = self._vocabulary.translated.get(detail, "")
        snippet = self._snippet(evidence)
        return Hit(evidence.entry, evidence.score, tuple(why), detail, snippet, detail_en)

    def _snippet(self, evidence: Evidence) -> Snippet | None:
        entry = evidence.entry
        episodes = (entry,) if isinstance(entry, Episode) else self.catalog.episodes_of(entry)
        notes = "\n".join(
            e.notes for e in episodes if isinstance(entry, Episode) or len(e.papers) == 1
        )
        words = [
            lookup.term
            for held in evidence.found.values()
            for lookup, _ in held
            if lookup.field in {"notes", "phrase"} and len(lookup.term) > 1
        ]
        return snippet(notes, words) if words and notes else None

    def similar(self, entry: Entry, limit: int) -> tuple[Hit, ...]:
        """What to read next to an entry."""
        return similar(entry, self.catalog, self._vocabulary, limit)
