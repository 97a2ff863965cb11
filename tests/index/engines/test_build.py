"""Generations: built aside, verified, rebuilt when damaged, dropped when unread."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from index.engines import build
from index.text.lexicon import LexiconFiles
from tests.index.engines.generations import CATALOG, LARGER, opened


def test_a_ready_generation_is_opened_as_it_is(tmp_path: Path, lexicon: LexiconFiles) -> None:
    """The second opening changes no file."""
    opened(tmp_path, lexicon).close()
    before = {f: f.stat().st_mtime_ns for f in tmp_path.rglob("*")}
    generation = opened(tmp_path, lexicon)
    assert dict(generation.engine.match("name", "onenet")).keys() == {"one-net"}
    generation.close()
    assert {f: f.stat().st_mtime_ns for f in tmp_path.rglob("*")} == before


@pytest.mark.parametrize("damage", ["flip", "cut", "remove", "manifest", "empty"])
def test_a_damaged_generation_is_rebuilt(
    tmp_path: Path, lexicon: LexiconFiles, damage: str
) -> None:
    """A flipped byte, a cut or missing file, an unreadable manifest, an empty directory."""
    first = opened(tmp_path, lexicon)
    first.close()
    segment = next(first.directory.glob("*.seg"))
    content = bytearray(segment.read_bytes())
    if damage == "flip":
        content[len(content) // 2] ^= 0xFF
        segment.write_bytes(content)
    elif damage == "cut":
        segment.write_bytes(content[: len(content) // 2])
    elif damage == "remove":
        segment.unlink()
    elif damage == "manifest":
        (first.directory / "manifest.json").write_text("{", encoding="utf-8")
    else:
        for file in first.directory.iterdir():
            file.unlink()
    again = opened(tmp_path, lexicon)
    assert again.name == first.name
    assert dict(again.engine.match("name", "twonet")).keys() == {"two-net"}
    again.close()


def test_a_generation_that_is_read_is_not_dropped(tmp_path: Path, lexicon: LexiconFiles) -> None:
    """Another process may drop old generations only once their last reader has closed."""
    old, new = opened(tmp_path, lexicon), opened(tmp_path, lexicon, LARGER)
    build.drop_unused(tmp_path, new.name)
    assert old.directory.is_dir()
    old.close()
    build.drop_unused(tmp_path, new.name)
    assert [d.name for d in tmp_path.iterdir()] == [new.name]
    new.close()


def test_a_home_that_cannot_be_written_is_said_so(tmp_path: Path, lexicon: LexiconFiles) -> None:
    """The error is one sentence that says what to do."""
    blocked = tmp_path / "file"
    blocked.touch()
    with pytest.raises(build.BuildError, match="PAPERBOT_HOME"):
        opened(blocked / "index", lexicon)


def test_another_lexicon_is_another_generation(tmp_path: Path, lexicon: LexiconFiles) -> None:
    """What an index was made from is in its name."""
    assert build.generation_name(CATALOG, lexicon) != build.generation_name(LARGER, lexicon)


def test_what_a_kill_left_is_dropped(tmp_path: Path, lexicon: LexiconFiles) -> None:
    """A build that ended halfway an hour ago goes; one that may be under way stays."""
    old, young = tmp_path / ".building-old", tmp_path / ".building-young"
    old.mkdir()
    young.mkdir()
    os.utime(old, (0, 0))
    build.drop_unused(tmp_path, "none")
    assert [d.name for d in tmp_path.iterdir()] == [young.name]
