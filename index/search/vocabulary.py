"""Everything the catalogue and the lexicon have a name for, by its key and by its sound."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from index.catalog import Catalog, Paper
from index.search.document import author_keys, documents
from index.search.names import names
from index.text.analyzer import stem
from index.text.lexicon import Lexicon
from index.text.normalize import CJK, fold, has_cjk, squash
from index.text.pinyin import sound
from index.text.tokenizer import Tokenizer

LONGEST_WORD = 5
# A name reaches so far at most to either side of what looks like a filter within it.
LONGEST_AROUND = 12
_OUTWARD = frozenset({"organization", "data"})
_CHINESE = re.compile(f"[{CJK}]+")


class Sense(NamedTuple):
    """What a key may mean: a `term` to look up in a `field`, and a label to say it with."""

    field: str
    term: str
    label: str


@dataclass(frozen=True)
class Vocabulary:
    """Senses by key; keys by pinyin and by initials; words that spelling may lead to.

    `related` are neighbouring concepts, `outward` those that say by whom or on which data
    a work was done rather than what it is. `places` are those of everyday words, the most
    frequent English ones first and some Chinese ones last, `latin` the words of names and
    concepts, `phrases` names of several Latin words, `words` those the tokenizer learns.
    `owners` are the entries that each term of a sense leads to, with the weight of the
    connection, `translated` the English names of concepts by their Chinese ones.
    """

    senses: Mapping[str, tuple[Sense, ...]] = field(default_factory=dict)
    sounds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    initials: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    latin: frozenset[str] = frozenset()
    phrases: tuple[str, ...] = ()
    related: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    outward: frozenset[str] = frozenset()
    places: Mapping[str, int] = field(default_factory=dict)
    fillers: tuple[str, ...] = ()
    generic: frozenset[str] = frozenset()
    regional: Mapping[str, str] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    owners: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    translated: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def lengths(self) -> Mapping[str, tuple[int, ...]]:
        """The lengths of keys by their first two characters, longest first."""
        found: dict[str, set[int]] = {}
        for name in self.senses:
            found.setdefault(name[:2], set()).add(len(name))
        return {head: tuple(sorted(sizes, reverse=True)) for head, sizes in found.items()}

    @cached_property
    def heard(self) -> tuple[str, ...]:
        """Every sound, in alphabetical order."""
        return tuple(sorted(self.sounds))

    def sounding(self, begun: str) -> tuple[str, ...]:
        """The keys whose sound begins so, the shortest first."""
        at = bisect_left(self.heard, begun)
        found = []
        for sound_ in self.heard[at : at + 50]:
            if not sound_.startswith(begun):
                break
            found.append(sound_)
        return tuple(key for s in sorted(found, key=len) for key in self.sounds[s])

    @cached_property
    def chinese(self) -> tuple[str, ...]:
        """The keys written in Chinese."""
        return tuple(k for k in self.senses if has_cjk(k))

    def spans(self, text: str, start: int, ends: frozenset[int] | set[int]) -> Iterator[int]:
        """The ends of keys that begin at `start` of a squashed text, longest first."""
        for size in self.lengths.get(text[start : start + 2], ()):
            if start + size in ends and text[start : start + size] in self.senses:
                yield start + size
        if start + 1 in ends and text[start : start + 1] in self.senses:
            yield start + 1

    def within(self, text: str, span: tuple[int, int]) -> bool:
        """Whether a stretch of a folded text is a name, or but a piece of one."""
        start, end = span
        said = len(squash(text[start:end]))
        for low in range(max(0, start - LONGEST_AROUND), start + 1):
            for high in range(end, min(len(text), end + LONGEST_AROUND) + 1):
                name = squash(text[low:high])
                if len(name) >= said and name in self.senses:
                    return True
        return False


def user_words(catalog: Catalog, lexicon: Lexicon) -> tuple[str, ...]:
    """Chinese words that the tokenizer should know: short names, aliases and terms."""
    spelt = [n.text for e in catalog.entries.values() for n in names(catalog, lexicon, e)]
    spelt += [name for concept in lexicon.concepts for name in concept.zh]
    words = {fold(word) for word in (*lexicon.words, *spelt)}
    return tuple(sorted(w for w in words if 2 <= len(w) <= LONGEST_WORD and _CHINESE.fullmatch(w)))


def build(catalog: Catalog, lexicon: Lexicon, tokenizer: Tokenizer) -> Vocabulary:
    """The vocabulary of a catalogue, by a tokenizer that learnt its `user_words`."""
    senses: dict[str, dict[Sense, None]] = {}
    called_so: set[str] = set()

    def learn(key: str, sense: Sense) -> None:
        if key:
            senses.setdefault(key, {}).setdefault(sense)

    for entry in catalog.entries.values():
        for called in names(catalog, lexicon, entry):
            for spelling in spellings(called.text):
                learn(spelling, Sense(called.field, called.key, called.label))
            called_so.add(called.text)
        if isinstance(entry, Paper):
            for author in author_keys(entry):
                learn(author, Sense("author", author, next(iter(entry.authors))))
        for category in catalog.categories_of(entry):
            for piece in (category, *fold(category).split(" - ")[1:]):
                learn(squash(fold(piece)), Sense("category", squash(fold(category)), category))
    phrases = [(c, name) for c in lexicon.concepts for name in c.names]
    for concept, name in phrases:
        label = (concept.zh or concept.en or (concept.id,))[0]
        for spelling in spellings(name):
            learn(spelling, Sense("topic", concept.id, label))
    sounds, initials = _sounds(senses, _words(catalog, tokenizer))
    termed = {name for _, name in phrases}
    labels = {sense.label for held in senses.values() for sense in held}
    return Vocabulary(
        senses={key: tuple(held) for key, held in senses.items()},
        sounds=sounds,
        initials=initials,
        latin=frozenset(_latin_words(labels | termed)),
        phrases=tuple(sorted(_latin_phrases(called_so | termed))),
        related={c.id: c.related for c in lexicon.concepts if c.related},
        outward=frozenset(c.id for c in lexicon.concepts if c.kind in _OUTWARD),
        places=_places((*lexicon.english, *lexicon.everyday)),
        fillers=tuple(sorted({fold(f) for f in lexicon.fillers}, key=lambda f: (-len(f), f))),
        generic=frozenset(s for g in lexicon.generic for s in spellings(g)),
        regional=dict(lexicon.regional),
        words=user_words(catalog, lexicon),
        owners=_owners(catalog, lexicon),
        translated={c.zh[0]: c.en[0] for c in lexicon.concepts if c.zh and c.en},
    )


def _owners(catalog: Catalog, lexicon: Lexicon) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for document in documents(catalog, lexicon):
        for name, keys in document.keys.items():
            for term, weight in keys.items():
                found.setdefault(f"{name} {term}", {})[document.id] = weight
    return found


def _places(words: Iterable[str]) -> dict[str, int]:
    return {word: place for place, word in enumerate(dict.fromkeys(words), start=1)}


def spellings(name: str) -> set[str]:
    """The keys of a phrase: as it stands, and without plural endings."""
    words = fold(name)
    singular = " ".join(stem(w) for w in words.replace("-", " ").split())
    return {squash(words), squash(singular)}


def _words(catalog: Catalog, tokenizer: Tokenizer) -> set[str]:
    """Chinese words of titles and summaries, which readers may type by their sound."""
    texts = [e.title for e in catalog.episodes]
    texts += [f"{p.title} {p.summary}" for p in catalog.papers]
    words = (w for text in texts if has_cjk(text) for w in tokenizer.cut(fold(text)))
    return {w for w in words if len(w) > 1 and has_cjk(w)}


def _sounds(
    keys: Iterable[str], words: Iterable[str]
) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    sounds: dict[str, list[str]] = {}
    initials: dict[str, list[str]] = {}
    known = [k for k in keys if has_cjk(k) and len(k) <= 32]
    for name in known:
        spoken = sound(name)
        sounds.setdefault(spoken.full, []).append(name)
        if len(spoken.initials) >= 3:
            initials.setdefault(spoken.initials, []).append(name)
    for word in set(words).difference(known):
        sounds.setdefault(sound(word).full, []).append(word)
    return (
        {spoken: tuple(held) for spoken, held in sounds.items()},
        {spoken: tuple(held) for spoken, held in initials.items()},
    )


def _latin_words(labels: Iterable[str]) -> Iterator[str]:
    for label in labels:
        for word in fold(label).replace("-", " ").split():
            letters = squash(word)
            if len(letters) > 2 and letters.isascii() and letters.isalpha():
                yield letters


def _latin_phrases(texts: Iterable[str]) -> set[str]:
    """Names of several Latin words, which a slip in one of them leaves recognizable."""
    folded = (fold(text).replace("-", " ") for text in texts)
    return {" ".join(text.split()) for text in folded if text.isascii() and " " in text.strip()}


def dump(vocabulary: Vocabulary) -> str:
    """A vocabulary as JSON, to be kept beside the index it was made with."""
    return json.dumps(
        {
            "senses": vocabulary.senses,
            "sounds": vocabulary.sounds,
            "initials": vocabulary.initials,
            "latin": sorted(vocabulary.latin),
            "phrases": vocabulary.phrases,
            "related": vocabulary.related,
            "outward": sorted(vocabulary.outward),
            "places": list(vocabulary.places),
            "fillers": vocabulary.fillers,
            "generic": sorted(vocabulary.generic),
            "regional": vocabulary.regional,
            "words": vocabulary.words,
            "owners": vocabulary.owners,
            "translated": vocabulary.translated,
        },
        ensure_ascii=False,
    )


def load(text: str) -> Vocabulary:
    """The vocabulary of `dump`'s text. Raises `ValueError`, `KeyError` or `TypeError`."""
    raw = json.loads(text)
    return Vocabulary(
        senses={k: tuple(Sense(*s) for s in held) for k, held in raw["senses"].items()},
        sounds={k: tuple(held) for k, held in raw["sounds"].items()},
        initials={k: tuple(held) for k, held in raw["initials"].items()},
        latin=frozenset(raw["latin"]),
        phrases=tuple(raw["phrases"]),
        related={k: tuple(held) for k, held in raw["related"].items()},
        outward=frozenset(raw["outward"]),
        places=_places(raw["places"]),
        fillers=tuple(raw["fillers"]),
        generic=frozenset(raw["generic"]),
        regional=raw["regional"],
        words=tuple(raw["words"]),
        owners=raw["owners"],
        translated=raw["translated"],
    )
