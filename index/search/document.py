"""What the index stores of an entry: a value of each field, as a pure function."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from index.catalog import Catalog, Entry, Paper
from index.search import identifiers
from index.search.names import names
from index.text.lexicon import Concept, Lexicon
from index.text.normalize import fold, key, squash

_FORMULA = re.compile(r"\$\$.*?\$\$|\$[^$\n]*\$", re.DOTALL)
_ADDRESS = re.compile(r"https?://[^\s)>\]]+")


@dataclass(frozen=True, slots=True)
class Document:
    """An entry to be indexed: passages for the fields of text, weighted keys for the keyed."""

    id: str
    text: Mapping[str, tuple[str, ...]]
    keys: Mapping[str, Mapping[str, float]]


def documents(catalog: Catalog, lexicon: Lexicon) -> Iterator[Document]:
    """The documents of a catalogue, papers first."""
    topics = _topics(lexicon)
    for entry in catalog.entries.values():
        yield _document(catalog, lexicon, entry, topics.get(entry.id, {}))


def _topics(lexicon: Lexicon) -> dict[str, dict[str, tuple[Concept, float]]]:
    """Each entry's concepts with the weight of its place in them: best first."""
    found: dict[str, dict[str, tuple[Concept, float]]] = {}
    for concept in lexicon.concepts:
        for place, entry_id in enumerate(concept.entries):
            weight = 1.0 / (1.0 + 0.3 * place)
            found.setdefault(entry_id, {}).setdefault(concept.id, (concept, weight))
    return found


def _document(
    catalog: Catalog,
    lexicon: Lexicon,
    entry: Entry,
    topics: Mapping[str, tuple[Concept, float]],
) -> Document:
    keys: dict[str, dict[str, float]] = {"name": {}, "alias": {}}
    for name in names(catalog, lexicon, entry):
        if name.key:
            held = keys[name.field]
            held[name.key] = max(name.weight, held.get(name.key, 0.0))
    keys["ident"] = dict.fromkeys(identifiers.of_entry(entry), 1.0)
    keys["topic"] = {concept_id: weight for concept_id, (_, weight) in topics.items()}
    keys["category"] = {squash(fold(c)): 1.0 for c in catalog.categories_of(entry)}
    text = {
        "title": (entry.title, *lexicon.aliases.get(entry.id, ())),
        "glossary": tuple(n for c, _ in topics.values() for n in c.names),
        "gist": gist(catalog, lexicon, entry),
    }
    if isinstance(entry, Paper):
        keys["author"] = author_keys(entry)
        text["full_title"] = (entry.full_title,)
        text["summary"] = (entry.summary, entry.tldr)
        # What the notes of its own episode say is said of the paper, too.
        own = [e.notes for e in catalog.episodes_of(entry) if len(e.papers) == 1]
        text["notes"] = ("\n".join([entry.abstract, *map(prose, own)]),)
    else:
        text["summary"] = tuple(p.summary for p in catalog.papers_of(entry))
        text["notes"] = (prose(entry.notes),)
    text["phrase"] = (*text["title"], *text["summary"], *text["notes"])
    return Document(entry.id, text, keys)


def gist(catalog: Catalog, lexicon: Lexicon, entry: Entry) -> tuple[str, ...]:
    """What readers remember of an entry; of a video on one paper, also what they do of that."""
    about = [entry.id]
    if isinstance(entry, Paper):
        about += [e.id for e in catalog.episodes_of(entry) if len(e.papers) == 1]
    elif len(entry.papers) == 1:
        about += entry.papers
    return tuple(phrase for each in about for phrase in lexicon.gists.get(each, ()))


def author_keys(paper: Paper) -> dict[str, float]:
    """Authors by full name either way round, and by surname where it tells anything."""
    found: dict[str, float] = {}
    for place, author in enumerate(paper.authors):
        weight = 1.0 / (1 + 0.1 * place)
        words = fold(author).split()
        spellings = [key(author), squash("".join(reversed(words)))]
        if words and len(squash(words[-1])) >= 4:
            spellings.append(squash(words[-1]))
        for spelling in spellings:
            if spelling:
                found.setdefault(spelling, weight)
    return found


def prose(notes: str) -> str:
    """Notes without formulas and addresses, which nobody types as words."""
    return _ADDRESS.sub(" ", _FORMULA.sub(" ", notes))
