"""The embedded engine: what is written of a document is what it answers with."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.engines.whoosh import WhooshEngine, write
from index.search.document import Document
from index.text.analyzer import Analyzer
from index.text.tokenizer import Tokenizer

ONCE = "graph networks"
DOCUMENTS = (
    Document("first", {"notes": (ONCE, ONCE), "phrase": (ONCE,)}, {"topic": {"graphs": 1.0}}),
    Document("second", {"notes": (ONCE, "and more"), "phrase": ()}, {"topic": {"graphs": 0.5}}),
    Document("third", {"notes": ("", "the networks of a graph")}, {"topic": {}}),
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WhooshEngine]:
    """An engine over three documents."""
    directory = tmp_path_factory.mktemp("index")
    write(directory, DOCUMENTS, Analyzer(Tokenizer()))
    opened = WhooshEngine(directory)
    yield opened
    opened.close()


def ranked(engine: WhooshEngine, field: str, term: str) -> list[str]:
    """The entries of a term, best first."""
    scores = engine.match(field, term)
    return sorted(scores, key=lambda entry_id: -scores[entry_id])


def test_every_document_is_held(engine: WhooshEngine) -> None:
    """One that says little is one nevertheless."""
    assert len(engine) == len(DOCUMENTS)


def test_passages_count_as_often_as_they_stand(engine: WhooshEngine) -> None:
    """The same passage twice says its words twice, and so more of them than once."""
    assert ranked(engine, "notes", "graph") == ["first", "second", "third"]


def test_keys_are_ordered_by_their_weights(engine: WhooshEngine) -> None:
    """A key's weight is that of its match, whatever else the document holds."""
    assert ranked(engine, "topic", "graphs") == ["first", "second"]


def test_phrases_are_of_neighbours(engine: WhooshEngine) -> None:
    """Two words are a phrase where they stand side by side, not wherever both stand."""
    assert ranked(engine, "phrase", "graphnetworks") == ["first"]


def test_terms_know_their_fields(engine: WhooshEngine) -> None:
    """What no field holds is not among the terms, ids of entries neither."""
    assert engine.terms["graph"] == {"notes"}
    assert engine.terms["graphs"] == {"topic"}
    assert "first" not in engine.terms
