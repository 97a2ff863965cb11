"""What an afternoon would build instead: three engines over the same texts, cut by jieba."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jieba
from whoosh import analysis, fields, index, qparser

from index.catalog import Catalog, Episode, Paper

Search = Callable[[str], list[str]]
COLUMNS = ("title", "full_title", "authors", "summary", "category", "notes")


class UnavailableError(Exception):
    """A rival whose library is not installed; the message says which."""


def rows(catalog: Catalog) -> Iterator[tuple[str, dict[str, str]]]:
    for paper in catalog.papers:
        yield paper.id, _row(paper, "")
    for episode in catalog.episodes:
        yield episode.id, _row(episode, episode.notes)


def _row(entry: Paper | Episode, notes: str) -> dict[str, str]:
    row = {"title": entry.title, "category": entry.category, "notes": notes}
    if isinstance(entry, Paper):
        row |= {
            "full_title": entry.full_title,
            "authors": " ; ".join(entry.authors),
            "summary": entry.summary,
        }
    return dict.fromkeys(COLUMNS, "") | row


def cut(text: str) -> list[str]:
    return [word.lower() for word in jieba.cut_for_search(text) if not word.isspace()]


class JiebaTokens(analysis.Tokenizer):
    def __call__(self, value: str, positions: bool = False, **kwargs: Any) -> Iterator[Any]:
        token = analysis.Token(positions=positions, **kwargs)
        token.boost = 1.0
        for position, word in enumerate(cut(value)):
            token.text, token.stopped = word, False
            if positions:
                token.pos = position
            yield token


def plain_whoosh(catalog: Catalog, home: Path) -> Search:
    """Whoosh as its documentation begins: a schema, and a MultifieldParser for queries."""
    schema = fields.Schema(
        id=fields.ID(stored=True), **{c: fields.TEXT(analyzer=JiebaTokens()) for c in COLUMNS}
    )
    home.mkdir(parents=True, exist_ok=True)
    made = index.create_in(str(home), schema)
    writer = made.writer(limitmb=256)
    for entry_id, row in rows(catalog):
        writer.add_document(id=entry_id, **row)
    writer.commit()
    searcher = made.searcher()
    parser = qparser.MultifieldParser(list(COLUMNS), schema, group=qparser.OrGroup)

    def search(query: str) -> list[str]:
        return [hit["id"] for hit in searcher.search(parser.parse(query), limit=10)]

    return search


def sqlite_fts5(catalog: Catalog, home: Path) -> Search:
    home.mkdir(parents=True, exist_ok=True)
    base = sqlite3.connect(home / "fts.sqlite")
    base.execute(f"CREATE VIRTUAL TABLE entry USING fts5(id UNINDEXED, {', '.join(COLUMNS)})")
    for entry_id, row in rows(catalog):
        texts = [" ".join(cut(row[c])) for c in COLUMNS]
        base.execute(f"INSERT INTO entry VALUES (?{', ?' * len(COLUMNS)})", (entry_id, *texts))
    base.commit()

    def search(query: str) -> list[str]:
        terms = " OR ".join('"' + w.replace('"', "") + '"' for w in cut(query) if w.isalnum())
        if not terms:
            return []
        sql = "SELECT id FROM entry WHERE entry MATCH ? ORDER BY bm25(entry) LIMIT 10"
        return [row[0] for row in base.execute(sql, (terms,))]

    return search


def tantivy_jieba(catalog: Catalog, home: Path) -> Search:
    try:
        import tantivy
    except ImportError as error:
        raise UnavailableError("tantivy is not installed (pip install tantivy)") from error
    home.mkdir(parents=True, exist_ok=True)
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    for column in COLUMNS:
        builder.add_text_field(column, tokenizer_name="whitespace")
    schema = builder.build()
    made = tantivy.Index(schema, path=str(home))
    writer = made.writer(50_000_000, 1)
    for entry_id, row in rows(catalog):
        texts = {c: " ".join(cut(row[c])) for c in COLUMNS}
        writer.add_document(tantivy.Document(id=entry_id, **texts))
    writer.commit()
    writer.wait_merging_threads()
    made.reload()
    searcher = made.searcher()

    def search(query: str) -> list[str]:
        terms = [
            (tantivy.Occur.Should, tantivy.Query.term_query(schema, column, word))
            for word in cut(query)
            for column in COLUMNS
        ]
        found = searcher.search(tantivy.Query.boolean_query(terms), 10).hits
        return [searcher.doc(address)["id"][0] for _, address in found]

    return search
