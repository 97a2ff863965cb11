"""What somebody who waits for an index is told."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest

from bot.cli.building import say_if_building
from index.catalog import Catalog, Paper
from index.engines.build import generation_name
from index.text.lexicon import LexiconFiles

CATALOG = Catalog((), (Paper("gan", "GAN"),))


class Terminal(StringIO):
    """A stream that a person reads."""

    def isatty(self) -> bool:
        """Yes."""
        return True


def said(home: Path, stream: StringIO, monkeypatch: pytest.MonkeyPatch) -> str:
    """What is said on a stream in place of standard error."""
    monkeypatch.setattr("sys.stderr", stream)
    say_if_building(home, CATALOG)
    return stream.getvalue()


def test_a_person_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At a terminal a missing index is announced, and one that is there is not."""
    assert "building the search index" in said(tmp_path, Terminal(), monkeypatch)
    (tmp_path / "index" / generation_name(CATALOG, LexiconFiles())).mkdir(parents=True)
    assert said(tmp_path, Terminal(), monkeypatch) == ""


def test_a_program_is_told_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is no terminal gets errors alone."""
    assert said(tmp_path, StringIO(), monkeypatch) == ""
