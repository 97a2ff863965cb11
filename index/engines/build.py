"""Generations of the index: built aside, checked, moved into place, dropped when unused.

A generation is a directory `home/index/<name>`, its name made from the catalogue, the
lexicon and the analyzer, so that what is found under a name fits, or is damaged and
rebuilt. A manifest with a digest of each file tells the two apart. Two processes may
share a home: a rename is the only way a generation appears, whoever comes second finds
it there, and one that is read holds a shared lock that keeps others from removing it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from index.catalog import Catalog, dump, load
from index.engines import whoosh
from index.search import vocabulary
from index.search.document import documents
from index.search.fields import FIELDS
from index.search.results import SearchUnavailableError
from index.search.vocabulary import Vocabulary
from index.text import analyzer as analysis
from index.text.analyzer import Analyzer
from index.text.lexicon import Lexicon, LexiconFiles
from index.text.tokenizer import Tokenizer

try:
    import fcntl
except ImportError:  # Windows: it refuses by itself to remove files that are open.
    fcntl = None  # type: ignore[assignment]

# Raised when what a generation holds changes in shape.
FORMAT = 7
_MANIFEST, _LOCK = "manifest.json", ".lock"
_CATALOG, _VOCABULARY = "catalog.json", "vocabulary.json"
_SMOKED = 20
ABANDONED_SECONDS = 3600.0

NewTokenizer = Callable[[tuple[str, ...]], Tokenizer]


class BuildError(SearchUnavailableError):
    """A new generation could not be built or did not answer its smoke queries."""


def generation_name(catalog: Catalog, lexicon: LexiconFiles) -> str:
    """The name of the generation that fits a catalogue, a lexicon and this program."""
    shape = repr((FORMAT, analysis.VERSION, FIELDS))
    mixed = hashlib.sha256(f"{catalog.hash} {lexicon.digest} {shape}".encode()).hexdigest()
    return f"{catalog.hash[:8]}-{mixed[:8]}"


@dataclass
class Generation:
    """An open generation; `close` gives it back, and removes it if it was abandoned."""

    name: str
    engine: whoosh.WhooshEngine
    vocabulary: Vocabulary
    directory: Path
    _lock: IO[bytes] | None = None

    def close(self) -> None:
        """Close its files and let go of its lock."""
        self.engine.close()
        if self._lock is not None:
            self._lock.close()


def catalog_of(directory: Path) -> Catalog:
    """The catalogue that a generation was built from. Raises `OSError` and `CatalogError`."""
    return load((directory / _CATALOG).read_text(encoding="utf-8"))


def is_built(root: Path, catalog: Catalog, lexicon: LexiconFiles) -> bool:
    """Whether a catalogue's generation lies under `root`; without one, opening takes seconds."""
    return (root / generation_name(catalog, lexicon)).is_dir()


def open_or_build(
    root: Path, catalog: Catalog, lexicon: LexiconFiles, tokenizer: NewTokenizer
) -> Generation:
    """The generation of a catalogue under `root`, built if missing, rebuilt if damaged.

    Raises `BuildError` when it cannot be built.
    """
    name = generation_name(catalog, lexicon)
    target = root / name
    for _ in range(3):
        if opened := open_built(target):
            return opened
        try:
            _build(root, target, catalog, lexicon.read(), tokenizer)
        except OSError as error:
            raise BuildError(
                f"The search index cannot be written to {root} ({error.strerror}); "
                "set PAPERBOT_HOME to a directory that can be written."
            ) from error
    raise BuildError(f"The search index in {target} is damaged as soon as it is built.")


def open_built(target: Path) -> Generation | None:
    """An intact generation, or None; a damaged one is moved out of the way."""
    if not target.is_dir():
        return None
    lock = _hold(target)
    try:
        _verify(target)
        words = vocabulary.load((target / _VOCABULARY).read_text(encoding="utf-8"))
        return Generation(target.name, whoosh.WhooshEngine(target), words, target, lock)
    except (BuildError, OSError, ValueError, KeyError, TypeError, whoosh.EngineError):
        if lock is not None:
            lock.close()
        _discard(target)
        return None


def _hold(target: Path) -> IO[bytes] | None:
    """A shared lock on a generation, where the file system lets us take one."""
    if fcntl is None:
        return None
    try:
        lock = (target / _LOCK).open("rb")
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return None
    return lock


def _digests(directory: Path) -> dict[str, str]:
    files = sorted(f for f in directory.iterdir() if f.is_file())
    return {
        f.name: hashlib.sha256(f.read_bytes()).hexdigest()
        for f in files
        if f.name not in {_MANIFEST, _LOCK} and not f.name.endswith("LOCK")
    }


def _verify(directory: Path) -> None:
    manifest = json.loads((directory / _MANIFEST).read_text(encoding="utf-8"))
    if manifest != _digests(directory):
        raise BuildError(f"{directory} is damaged")


def _build(
    root: Path, target: Path, catalog: Catalog, lexicon: Lexicon, tokenizer: NewTokenizer
) -> None:
    root.mkdir(parents=True, exist_ok=True)
    words = tokenizer(vocabulary.user_words(catalog, lexicon))
    work = Path(tempfile.mkdtemp(prefix=".building-", dir=root))
    try:
        whoosh.write(work, documents(catalog, lexicon), Analyzer(words))
        known = vocabulary.build(catalog, lexicon, words)
        (work / _CATALOG).write_text(dump(catalog), encoding="utf-8")
        (work / _VOCABULARY).write_text(vocabulary.dump(known), encoding="utf-8")
        _smoke(work, catalog)
        (work / _LOCK).touch()
        (work / _MANIFEST).write_text(json.dumps(_digests(work)), encoding="utf-8")
        # Where another process was first, its generation is as good as ours.
        with suppress(OSError):
            work.rename(target)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _smoke(directory: Path, catalog: Catalog) -> None:
    """Some names must lead to their entries before readers see an index."""
    engine = whoosh.WhooshEngine(directory)
    try:
        if len(engine) != len(catalog.entries):
            raise BuildError(f"{len(engine)} of {len(catalog.entries)} entries were indexed")
        for entry in list(catalog.entries.values())[:_SMOKED]:
            if entry.id not in engine.match("ident", f"id:{entry.id}".lower()):
                raise BuildError(f"{entry.id} is not found by its own id")
    finally:
        engine.close()


def _discard(directory: Path) -> None:
    """Move a directory aside, then remove it: half of a generation is never in place."""
    aside = directory.with_name(f".dropped-{os.getpid()}-{directory.name}")
    with suppress(OSError):
        directory.rename(aside)
    shutil.rmtree(aside, ignore_errors=True)


def drop_unused(root: Path, *keep: str) -> None:
    """Remove the generations that nobody reads, `keep` excepted, and what a kill left."""
    if not root.is_dir():
        return
    for directory in root.iterdir():
        if directory.name.startswith("."):
            _drop_leftover(directory)
        elif directory.is_dir() and directory.name not in keep:
            _drop(directory)


def _drop_leftover(directory: Path) -> None:
    """Remove a build that ended halfway; one that is under way is younger."""
    with suppress(OSError):
        if time.time() - directory.stat().st_mtime > ABANDONED_SECONDS:
            shutil.rmtree(directory, ignore_errors=True)


def _drop(directory: Path) -> None:
    if fcntl is None:
        _discard(directory)
        return
    try:
        with (directory / _LOCK).open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _discard(directory)
    except BlockingIOError:
        return
    except OSError:
        _discard(directory)
