"""Use cases, without Discord: what commands and buttons ask for, and get domain values from."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from index.search.library import Library


@dataclass(slots=True)
class Services:
    """What commands and views may use; the composition root fills it."""

    library: Library
    random: Random
