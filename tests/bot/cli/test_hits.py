"""Hits as a terminal shows them."""

from __future__ import annotations

import pytest

from bot.cli.hits import show
from index.data import shipped_catalog
from index.search.results import Filters, Hit, Results


def test_a_wish_that_gave_way_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """What was asked for and is not to be had comes before what comes closest."""
    catalog = shipped_catalog()
    hits = (Hit(catalog.entries["gan"], 1.0, ("title",)),)
    show(catalog, Results("gan 5 分钟", hits, 1, unmet=Filters(max_seconds=300)))
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "None found: at most 5 minutes; what comes closest:"
    assert lines[1].startswith("GAN")


def test_an_answer_as_asked_for_has_no_such_line(capsys: pytest.CaptureFixture[str]) -> None:
    """The first line is the first hit."""
    catalog = shipped_catalog()
    show(catalog, Results("gan", (Hit(catalog.entries["gan"], 1.0, ("title",)),), 1))
    assert capsys.readouterr().out.startswith("GAN")
