"""Resuming: the generation that was answered from last, opened without asking what is in force.

What is in force stands in the state database, whose libraries take longer to load than all
the rest. Whoever answers from a generation leaves its name; the next start answers from that
one at once, and asks meanwhile whether something newer has come.
"""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

from index.catalog import Catalog, CatalogError
from index.engines import build
from index.engines.build import Generation
from index.text.lexicon import LexiconFiles

_ANSWERING = "answering"
_NAME = re.compile(r"[0-9a-f]{8}-[0-9a-f]{8}")


def answering(root: Path) -> str:
    """The name of the generation under `root` that was answered from last, or nothing."""
    try:
        return (root / _ANSWERING).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def remember(root: Path, name: str) -> None:
    """Note the generation that answers from now on.

    It saves time and proves nothing, so a note that cannot be written is done without.
    """
    with suppress(OSError):
        if answering(root) != name:
            written = root / f".{_ANSWERING}"
            written.write_text(name, encoding="utf-8")
            written.replace(root / _ANSWERING)


def forget(root: Path) -> None:
    """Have the next start ask what is in force before it answers."""
    with suppress(OSError):
        (root / _ANSWERING).unlink(missing_ok=True)


def resume(root: Path, lexicon: LexiconFiles) -> tuple[Catalog, Generation] | None:
    """The generation that was answered from last, with the catalogue it was built from.

    None where there was none, where it is damaged, and where another lexicon or program made
    it: then the catalogue in force has to be asked for.
    """
    name = answering(root)
    if not _NAME.fullmatch(name):
        return None
    try:
        catalog = build.catalog_of(root / name)
    except (OSError, UnicodeDecodeError, CatalogError):
        return None
    # Opening moves aside what it takes for damaged. That of another program, which may be
    # answering from it at this moment, is not ours to judge.
    if build.generation_name(catalog, lexicon) != name:
        return None
    generation = build.open_built(root / name)
    return (catalog, generation) if generation else None
