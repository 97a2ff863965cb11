"""The lexicon: what the field calls things, and the entries each name leads to.

It lives under `data/lexicon/` as TOML that people edit; see `Concept` for its terms.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources.abc import Traversable
from typing import Any

from index import data

_ALIASES, _WORDS = "aliases.toml", "userdict.txt"
_REGIONAL = "regional.toml"
_ENGLISH, _FILLERS, _GENERIC = "english.txt", "fillers.txt", "generic.txt"
_EVERYDAY = "everyday.txt"
_CONCEPTS, _GISTS = "concepts", "gists"


@dataclass(frozen=True, slots=True)
class Concept:
    """An idea of the field, its ways to say it, and the entries it leads to, best first.

    `kind` is one of task, method, architecture, training, systems, research, data and
    organization; `related` are ids of neighbouring concepts.
    """

    id: str
    kind: str
    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    related: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every way to say it."""
        return (*self.zh, *self.en)


@dataclass(frozen=True)
class Lexicon:
    """Aliases (entry id to names that mean exactly it), concepts, and plain words.

    `words` are for the tokenizer; `english` are common English words, most frequent
    first, which are never taken for a misspelt name, `everyday` Chinese ones that are also
    nicknames or topics; `fillers` are phrases that carry no
    meaning in a query (`有没有`, `how do i`), `generic` words that carry some, but never
    enough to answer by themselves (`模型`, `deep learning`). `regional` turns terms of
    Taiwan and Hong Kong into the mainland's, where OpenCC does not. `gists` tell of each
    entry (by id) what readers remember, in plain words of both languages.
    """

    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    concepts: tuple[Concept, ...] = ()
    words: tuple[str, ...] = ()
    english: tuple[str, ...] = ()
    everyday: tuple[str, ...] = ()
    fillers: tuple[str, ...] = ()
    generic: tuple[str, ...] = ()
    regional: Mapping[str, str] = field(default_factory=dict)
    gists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def parse_concepts(text: str, name: str) -> tuple[Concept, ...]:
    """The concepts of one file. Raises `data.DataError` where it is malformed."""
    try:
        raw = tomllib.loads(text)
        return tuple(
            Concept(
                id=c["id"],
                kind=c["kind"],
                zh=tuple(c.get("zh", ())),
                en=tuple(c.get("en", ())),
                entries=tuple(c.get("entries", ())),
                related=tuple(c.get("related", ())),
            )
            for c in raw.get("concept", ())
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise data.DataError(f"data/{name} is damaged ({error}); reinstall paperbot") from error


def _lines(text: str) -> tuple[str, ...]:
    stripped = (line.split("#")[0].strip() for line in text.splitlines())
    return tuple(line for line in stripped if line)


class LexiconFiles:
    """The lexicon as files: their digest is wanted at every start, their sense seldom.

    Raises `data.DataError` where a file is missing.
    """

    def __init__(self, under: Traversable | None = None) -> None:
        lexicon = (under or data.root()).joinpath("lexicon")
        try:
            names = [
                f"lexicon/{folder}/{file}"
                for folder in (_CONCEPTS, _GISTS)
                for file in sorted(f.name for f in lexicon.joinpath(folder).iterdir())
                if file.endswith(".toml")
            ]
        except OSError as error:
            raise data.DataError(
                "data/lexicon is missing or unreadable; reinstall paperbot"
            ) from error
        names += [
            f"lexicon/{name}"
            for name in (_ALIASES, _REGIONAL, _WORDS, _ENGLISH, _EVERYDAY, _FILLERS, _GENERIC)
        ]
        self._texts = {name: data.read(name, under) for name in names}

    @cached_property
    def digest(self) -> str:
        """Names the content: an index built from another lexicon is stale."""
        return hashlib.sha256(repr(sorted(self._texts.items())).encode()).hexdigest()

    def read(self) -> Lexicon:
        """The lexicon. Raises `data.DataError` where a file is malformed."""
        aliases, regional = self._table(_ALIASES), self._table(_REGIONAL)
        concepts = [name for name in self._texts if name.startswith(f"lexicon/{_CONCEPTS}/")]
        return Lexicon(
            aliases={entry: tuple(spellings) for entry, spellings in aliases.items()},
            concepts=tuple(c for name in concepts for c in parse_concepts(self._texts[name], name)),
            words=_lines(self._texts[f"lexicon/{_WORDS}"]),
            english=_lines(self._texts[f"lexicon/{_ENGLISH}"]),
            everyday=_lines(self._texts[f"lexicon/{_EVERYDAY}"]),
            fillers=_lines(self._texts[f"lexicon/{_FILLERS}"]),
            generic=_lines(self._texts[f"lexicon/{_GENERIC}"]),
            regional=regional,
            gists=self._gists(),
        )

    def _gists(self) -> dict[str, tuple[str, ...]]:
        files = [n.removeprefix("lexicon/") for n in self._texts if f"/{_GISTS}/" in n]
        told = [pair for file in files for pair in self._table(file).items()]
        return {entry: (*says.get("zh", ()), *says.get("en", ())) for entry, says in told}

    def _table(self, name: str) -> dict[str, Any]:
        try:
            return tomllib.loads(self._texts[f"lexicon/{name}"])
        except tomllib.TOMLDecodeError as error:
            raise data.DataError(
                f"data/lexicon/{name} is damaged ({error}); reinstall paperbot"
            ) from error
