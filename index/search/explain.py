"""An account of a search for people: what was understood, and why each hit ranks so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index.catalog import Paper
from index.search.evidence import Evidence
from index.search.query import Kind, Part, Query
from index.search.results import Filters

_MOST_LOOKUPS = 6
_KINDS = {
    Kind.IDENTIFIER: "an identifier or link",
    Kind.NAME: "a name",
    Kind.CONCEPT: "a concept",
    Kind.WORD: "a word of the catalogue",
    Kind.GENERIC: "a general word, which answers nothing alone",
    Kind.PHRASE: "words that stand side by side",
    Kind.UNKNOWN: "unknown",
}
_FIELDS = {
    "ident": "identifiers",
    "name": "the title, whole",
    "alias": "another name, whole",
    "topic": "concepts it stands under",
    "category": "its category",
    "author": "authors",
    "title": "words of its names",
    "full_title": "words of its full title",
    "glossary": "words of its concepts",
    "summary": "words of its summary",
    "phrase": "phrases of its text",
    "gist": "what is told of it",
    "notes": "words of its notes",
}


def explain(query: Query, ranked: Sequence[Evidence], limit: int = 10) -> str:
    """The account as plain text, a line a fact."""
    return "\n".join([*_understood(query), "", *_ranked(query, ranked, limit)])


def _understood(query: Query) -> Iterator[str]:
    yield f"Typed: {query.typed[:200]}"
    for correction in query.corrections:
        how = "pinyin of" if correction.why == "pinyin" else "a slip for"
        yield f"  {correction.typed} is read as {how} {correction.read}"
    if query.sentence:
        yield "  names and terms tell of little or nothing; read as a sentence, word by word:"
    for part in query.parts:
        yield f"  {part.text}: {_KINDS[part.kind]}{_everyday(part)}"
        yield from _expansions(part)
    if query.dropped:
        yield f"  left out as saying nothing about the subject: {', '.join(query.dropped)}"
    yield from _conditions(query)
    if query.notice:
        yield f"  not understood: {query.notice}"


def _everyday(part: Part) -> str:
    return ", also an everyday word" if part.everyday else ""


def _expansions(part: Part) -> Iterator[str]:
    concepts = [x for x in part.lookups if x.field in {"topic", "category", "author"}]
    for lookup in concepts[:_MOST_LOOKUPS]:
        near = " (a neighbour)" if lookup.neighbour else ""
        yield f"    leads to {_FIELDS[lookup.field]}: {lookup.term}{near}, worth {lookup.boost:.2g}"


def _conditions(query: Query) -> Iterator[str]:
    for filters, firm in ((query.strict, "only"), (query.loose, "only, if that leaves any")):
        said = _said(filters)
        if said:
            yield f"  {firm}: {said}"
    if query.part is not None:
        yield f"  {f'part {query.part}' if query.part > 0 else 'the last part'} of a series first"
    if query.order is not None:
        yield f"  the {query.order} first"
    aside = dict.fromkeys(lookup.detail for lookup in query.avoided)
    if aside:
        yield f"  set aside by the query: {', '.join(aside)}"


def _said(filters: Filters) -> str:
    facts = {
        "category": filters.category,
        "from year": filters.year_from,
        "to year": filters.year_to,
        "from": filters.first_day,
        "until": filters.last_day,
        "recorded": filters.recorded,
        "seconds at least": filters.min_seconds,
        "seconds at most": filters.max_seconds,
        "kind": filters.kind,
    }
    return ", ".join(f"{name} {value}" for name, value in facts.items() if value is not None)


def _ranked(query: Query, ranked: Sequence[Evidence], limit: int) -> Iterator[str]:
    if not ranked:
        yield "Found: nothing for which enough of the query speaks."
        return
    yield f"Found: {len(ranked)}"
    for place, evidence in enumerate(ranked[:limit], start=1):
        kind = "paper" if isinstance(evidence.entry, Paper) else "episode"
        yield (
            f"{place:3}. {evidence.entry.title} ({kind})  score {evidence.score:.1f}, "
            f"{evidence.coverage:.0%} of the query"
        )
        for index, lookups in sorted(evidence.found.items()):
            best = sorted(lookups, key=lambda pair: -pair[1])[:_MOST_LOOKUPS]
            facts = ", ".join(f"{_FIELDS[x.field]} ({x.term}) {worth:.1f}" for x, worth in best)
            yield f"       {query.parts[index].text}: {facts}"
