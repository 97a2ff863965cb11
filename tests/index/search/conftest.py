"""One library over the shipped catalogue for all tests of search."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from index.data import shipped_catalog
from index.search.library import Library, open_library
from index.search.reader import Reader


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The shipped catalogue, indexed once."""
    home = tmp_path_factory.mktemp("home")
    opened = asyncio.run(open_library(home, shipped_catalog(), warm=False))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def reader(library: Library) -> Reader:
    """Search without an event loop."""
    return library.reader
