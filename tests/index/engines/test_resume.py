"""Resuming: what was answered from last is taken up again, or nothing is."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.catalog import Catalog
from index.engines import build
from index.engines.resume import answering, forget, remember, resume
from index.text.lexicon import LexiconFiles
from tests.index.engines.generations import CATALOG, LARGER, opened


@pytest.fixture
def root(tmp_path: Path, lexicon: LexiconFiles) -> Path:
    """Two generations, of which the smaller was answered from last."""
    root = tmp_path / "index"
    for catalog in (CATALOG, LARGER):
        opened(root, lexicon, catalog).close()
    remember(root, build.generation_name(CATALOG, lexicon))
    return root


def resumed(root: Path, lexicon: LexiconFiles) -> Catalog | None:
    """The catalogue that is resumed."""
    found = resume(root, lexicon)
    if found is None:
        return None
    catalog, generation = found
    assert len(generation.engine) == len(catalog.entries)
    generation.close()
    return catalog


def test_the_last_one_is_resumed(root: Path, lexicon: LexiconFiles) -> None:
    """Its catalogue comes with it, and the note can be changed to another."""
    assert resumed(root, lexicon) == CATALOG
    remember(root, build.generation_name(LARGER, lexicon))
    assert resumed(root, lexicon) == LARGER


def test_nothing_is_resumed_where_nothing_answered(tmp_path: Path, lexicon: LexiconFiles) -> None:
    """A generation that was only built may hold what nobody has adopted."""
    opened(tmp_path, lexicon).close()
    assert answering(tmp_path) == ""
    assert resumed(tmp_path, lexicon) is None


def test_another_program_resumes_nothing(
    root: Path, lexicon: LexiconFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After an upgrade that indexes otherwise, the old index is not answered from.

    It stays where it is, even where it cannot be read: an older bot may be answering from it.
    """
    monkeypatch.setattr(build, "FORMAT", build.FORMAT + 1)
    directory = root / answering(root)
    (directory / "vocabulary.json").write_text("[]", encoding="utf-8")
    assert resumed(root, lexicon) is None
    assert directory.is_dir()


@pytest.mark.parametrize("file", ["catalog.json", "vocabulary.json", "manifest.json"])
def test_a_damaged_one_is_not_resumed(root: Path, lexicon: LexiconFiles, file: str) -> None:
    """A file that is not what was written means that nothing there is believed."""
    (root / answering(root) / file).write_text("{}", encoding="utf-8")
    assert resumed(root, lexicon) is None


@pytest.mark.parametrize("note", [b"", b"\xff\xfe", b"..", b"../elsewhere", b"a" * 300, b"\0"])
def test_a_note_that_names_nothing_is_passed_over(
    root: Path, lexicon: LexiconFiles, note: bytes
) -> None:
    """Whatever stands in the note, nothing outside of the directory is opened or moved."""
    outside = root.parent / "elsewhere"
    outside.mkdir()
    (root / "answering").write_bytes(note)
    assert resumed(root, lexicon) is None
    assert outside.is_dir()


def test_what_is_forgotten_is_not_resumed(root: Path, lexicon: LexiconFiles) -> None:
    """And nothing to forget is no error."""
    for _ in range(2):
        forget(root)
        assert resumed(root, lexicon) is None


def test_a_note_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    """It only saves time."""
    (tmp_path / "file").touch()
    remember(tmp_path / "file" / "index", "name")
    assert answering(tmp_path / "file" / "index") == ""
