"""The library: search as the rest of the program sees it, over the current generation.

`open_library` opens or builds the index of a catalogue; `Library.adopt` replaces it by
that of a newer one while searches go on. Both work in a thread, so an event loop is free
for other things meanwhile.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from index.catalog import Catalog, Entry
from index.engines import build, resume
from index.engines.build import Generation
from index.search.evidence import Evidence
from index.search.labels import MARKS, label
from index.search.query import Query
from index.search.reader import Reader
from index.search.results import UNFILTERED, Choice, Filters, Hit, Results
from index.text.analyzer import Analyzer
from index.text.lexicon import LexiconFiles
from index.text.normalize import has_cjk
from index.text.tokenizer import Tokenizer

LOCALES = ("zh-CN", "zh-TW", "en")


class Library:
    """Search over a catalogue that may be replaced by a newer one."""

    def __init__(
        self, home: Path, generation: Generation, reader: Reader, lexicon: LexiconFiles
    ) -> None:
        self._home = home
        self._lexicon = lexicon
        self._generation = generation
        self._reader = reader
        self._adopting = asyncio.Lock()
        self._warming: asyncio.Future[None] | None = None

    @property
    def catalog(self) -> Catalog:
        """The catalogue that is searched now."""
        return self._reader.catalog

    @property
    def reader(self) -> Reader:
        """The current generation's reader, for those who measure or explain."""
        return self._reader

    @property
    def generation(self) -> str:
        """The name of the index that answers now."""
        return self._generation.name

    async def search(
        self, query: str, *, filters: Filters = UNFILTERED, limit: int = 10
    ) -> Results:
        """The answer to a query. Raises `SearchUnavailableError` when none can be given."""
        started = time.perf_counter()
        await self._ready(query)
        results = self._reader.search(query, filters, limit)
        return replace(results, took_ms=(time.perf_counter() - started) * 1000)

    async def explain(
        self, query: str, *, filters: Filters = UNFILTERED
    ) -> tuple[Query, Sequence[Evidence]]:
        """What was understood of a query, and the evidence for each entry it finds."""
        await self._ready(query)
        return self._reader.explain(query, filters)

    async def _ready(self, query: str) -> None:
        """Chinese needs the dictionary, which may still be loading in its thread."""
        tokenizer = self._reader.analyzer.tokenizer
        if not tokenizer.ready and has_cjk(query):
            await asyncio.to_thread(tokenizer.load)

    def warm(self) -> None:
        """Begin to load the dictionary in a thread, unless that has begun."""
        if self._warming is None and not self._reader.analyzer.tokenizer.ready:
            loop = asyncio.get_running_loop()
            self._warming = loop.run_in_executor(None, self._reader.prepare)

    def complete(self, text: str, *, locale: str = "zh-CN", limit: int = 25) -> tuple[Choice, ...]:
        """Choices for a half-typed text; the newest episodes for none. Never raises."""
        return self._reader.completer.complete(text, locale, limit)

    def resolve(self, text: str) -> Entry | None:
        """The entry of an id, of a redirected id, or of a label that `complete` gave."""
        return self.catalog.get(text) or self._labelled(text)

    def _labelled(self, text: str) -> Entry | None:
        if not text.startswith(MARKS):
            return None
        for entry in self.catalog.entries.values():
            if entry.title[:20] in text or text[:20] in entry.title:
                for locale in LOCALES:
                    if label(entry, self.catalog, locale) == text:
                        return entry
        return None

    async def similar(self, entry_id: str, *, limit: int = 10) -> tuple[Hit, ...]:
        """What to read next to an entry, best first; nothing for an unknown id."""
        entry = self.catalog.get(entry_id)
        return self._reader.similar(entry, limit) if entry else ()

    async def adopt(self, catalog: Catalog) -> None:
        """Search a newer catalogue from now on; on any error the old one stays.

        Raises `SearchUnavailableError` when the new index cannot be built.
        """
        async with self._adopting:
            name = build.generation_name(catalog, self._lexicon)
            if name == self.generation:
                return
            generation, reader = await asyncio.to_thread(_open, self._home, catalog, self._lexicon)
            # Readers who waited for nothing before are not made to wait now.
            await asyncio.to_thread(reader.prepare)
            retired, self._generation, self._reader = self._generation, generation, reader
            # Searches do not await between reading `_reader` and their answer, so none
            # is under way in the retired generation.
            retired.close()
            await asyncio.to_thread(_settle, self._home, generation)

    def close(self) -> None:
        """Close the index; the library is not used after this."""
        self._generation.close()


def _read(catalog: Catalog, generation: Generation, tokenizer: build.NewTokenizer) -> Reader:
    analyzer = Analyzer(tokenizer(generation.vocabulary.words))
    return Reader(catalog, generation.engine, generation.vocabulary, analyzer)


def _tokenizers(home: Path) -> build.NewTokenizer:
    """Makes tokenizers; who built an index reads it with the dictionary that he has loaded."""
    return cache(lambda words: Tokenizer(words, cache=home / "cache" / "jieba"))


def _open(home: Path, catalog: Catalog, lexicon: LexiconFiles) -> tuple[Generation, Reader]:
    tokenizer = _tokenizers(home)
    generation = build.open_or_build(home / "index", catalog, lexicon, tokenizer)
    return generation, _read(catalog, generation, tokenizer)


def _settle(home: Path, generation: Generation) -> None:
    """Answer from a generation from now on: what others nobody reads is dropped."""
    resume.remember(home / "index", generation.name)
    build.drop_unused(home / "index", generation.name)


async def prepare_index(home: Path, catalog: Catalog) -> None:
    """Build the index of a catalogue under `home`, where missing, for whoever opens it next.

    Raises `DataError` and `SearchUnavailableError` as `open_library` does.
    """
    root, tokenizer = home / "index", _tokenizers(home)
    generation = await asyncio.to_thread(
        build.open_or_build, root, catalog, LexiconFiles(), tokenizer
    )
    generation.close()
    await asyncio.to_thread(build.drop_unused, root, generation.name, resume.answering(root))


async def open_library(home: Path, catalog: Catalog, *, warm: bool = True) -> Library:
    """Open the index of a catalogue under `home`, building it where needed.

    With `warm`, the tokenizer's dictionary begins to load in a thread, to be there when
    the first Chinese query comes. Raises `DataError` when the lexicon is missing, and
    `SearchUnavailableError` when the index can be neither opened nor built.
    """
    lexicon = LexiconFiles()
    generation, reader = await asyncio.to_thread(_open, home, catalog, lexicon)
    await asyncio.to_thread(_settle, home, generation)
    library = Library(home, generation, reader, lexicon)
    if warm:
        library.warm()
    return library


async def resume_library(home: Path) -> Library | None:
    """The library as it answered last under `home`; None where that cannot be taken up again.

    Its catalogue may have been replaced since: `Library.adopt` the one in force once that is
    known. Raises `DataError` when the lexicon is missing.
    """
    return await asyncio.to_thread(_resume, home, LexiconFiles())


def start_anew(home: Path) -> None:
    """Have the next start under `home` ask for the catalogue in force before it answers."""
    resume.forget(home / "index")


def _resume(home: Path, lexicon: LexiconFiles) -> Library | None:
    resumed = resume.resume(home / "index", lexicon)
    if resumed is None:
        return None
    catalog, generation = resumed
    return Library(home, generation, _read(catalog, generation, _tokenizers(home)), lexicon)
