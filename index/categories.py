"""The categories of the catalogue: a stable id each, and names in the readers' languages."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable

from index.data import DataError, read
from index.folding import fold


@dataclass(frozen=True, slots=True)
class Category:
    """A heading of the catalogue.

    `names` are upstream's spellings of it, the first canonical: what `Paper.category`
    says. `zh_tw` and `en` are the names shown in those languages, and `zh_cn` where
    upstream's own is half English (`计算机视觉 - Object Detection`).
    """

    id: str
    names: tuple[str, ...]
    zh_tw: str
    en: str
    zh_cn: str = ""

    @property
    def name(self) -> str:
        """The canonical name, upstream's own."""
        return self.names[0]

    def label(self, locale: str) -> str:
        """The name for a reader of `zh-CN`, `zh-TW`, or (any other) English."""
        if locale == "zh-CN":
            return self.zh_cn or self.name
        return self.zh_tw if locale == "zh-TW" else self.en


def load_categories(under: Traversable | None = None) -> tuple[Category, ...]:
    """The shipped categories in the order they are listed. Raises `DataError`."""
    return _parse(read("categories.toml", under))


@cache
def _parse(text: str) -> tuple[Category, ...]:
    try:
        return tuple(
            Category(
                id=str(raw["id"]),
                names=tuple(raw["names"]),
                zh_tw=str(raw["zh_tw"]),
                en=str(raw["en"]),
                zh_cn=str(raw.get("zh_cn", "")),
            )
            for raw in tomllib.loads(text)["category"]
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        message = f"data/categories.toml is damaged ({error}); reinstall paperbot"
        raise DataError(message) from error


def find(name_or_id: str, categories: Iterable[Category] | None = None) -> Category | None:
    """The category of an id or of any of its names, whatever their case, width and spaces.

    Looks among the shipped categories unless told; raises `DataError` when those are gone.
    """
    wanted = fold(name_or_id)
    for category in load_categories() if categories is None else categories:
        if wanted in map(fold, (category.id, *category.names, category.zh_tw, category.en)):
            return category
    return None
