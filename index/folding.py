"""When two names are the same, for what lasts: ids, joins and categories.

Search folds further (`index.text.normalize`), by a dictionary that may change; an id that
is a digest of a name may not.
"""

from __future__ import annotations

import unicodedata


def fold(name: str) -> str:
    """A name without case, width, spaces and punctuation: what makes two names the same."""
    return "".join(c for c in unicodedata.normalize("NFKC", name).casefold() if c.isalnum())
