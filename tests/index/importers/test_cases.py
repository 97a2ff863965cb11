"""Documents kept as files, and what is read from each, kept beside it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from index.importers.readme import read

CASES = sorted((Path(__file__).parents[2] / "cases" / "importers").glob("*.md"))


def plain(value: Any) -> Any:
    """A value as JSON shows it, without what is empty, to keep the expectations readable."""
    if dataclasses.is_dataclass(value):
        fields = ((f.name, getattr(value, f.name)) for f in dataclasses.fields(value))
        return {name: plain(item) for name, item in fields if item not in (None, (), "", {})}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date) else value


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_case(case: Path) -> None:
    """A document is read as the JSON beside it says."""
    document = read(case.read_text(encoding="utf-8"), source=case.name)
    expected = json.loads(case.with_suffix(".json").read_text(encoding="utf-8"))
    assert plain(document) == expected
