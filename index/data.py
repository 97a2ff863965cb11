"""The door to what the package ships: `data/` in a checkout, `index/_data` once installed."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from index.catalog import Catalog, CatalogError, load


class DataError(Exception):
    """A shipped file is missing or unreadable; the message says which and what to do."""


def root() -> Traversable:
    """The directory that holds the shipped data."""
    installed = files("index") / "_data"
    return installed if installed.is_dir() else Path(__file__).parent.parent / "data"


def read(name: str, under: Traversable | None = None) -> str:
    """The text of a shipped file such as `lexicon/userdict.txt`. Raises `DataError`."""
    try:
        return (under or root()).joinpath(*name.split("/")).read_text(encoding="utf-8")
    except OSError as error:
        raise DataError(f"data/{name} is missing or unreadable; reinstall paperbot") from error


def shipped_catalog(under: Traversable | None = None) -> Catalog:
    """The catalogue that comes with the program. Raises `DataError`."""
    try:
        return load(read("catalog.json", under))
    except CatalogError as error:
        raise DataError(f"data/catalog.json is damaged ({error}); reinstall paperbot") from error
