"""The catalogue: papers, the episodes that read them, and JSON in and out.

Everything here is a value: a catalogue is never changed in place, a newer one replaces
it. `Catalog` checks its invariants when it is made, so whoever holds one may rely on them.
"""

from index.catalog.catalog import Catalog, CatalogError, Totals, dump, load, to_json, totals
from index.catalog.entries import Entry, Episode, Link, Paper, Platform, Video
from index.catalog.entry_json import videos_json

__all__ = [
    "Catalog",
    "CatalogError",
    "Entry",
    "Episode",
    "Link",
    "Paper",
    "Platform",
    "Totals",
    "Video",
    "dump",
    "load",
    "to_json",
    "totals",
    "videos_json",
]
