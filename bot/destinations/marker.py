"""How a message is recognised as the one of a row: its key, nonce and marker.

Discord remembers a nonce for some minutes and does not return it with the history. What
the history does return is the `id` of each component (a 32-bit integer that the sender may
choose, never shown to readers; Discord numbers only components without one, from 1 up). The
announcement's container carries the marker there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

# Markers lie in the upper half of positive 32-bit integers, where automatic ids never are.
_FLOOR = 1 << 30

NONCE_LIMIT = 25


def message_key(installation: str, row_id: int) -> str:
    """The key of a row's message, which is also its nonce: at most 25 characters."""
    key = f"{installation}-{row_id}"
    if len(key) > NONCE_LIMIT:
        raise ValueError(f"a nonce holds {NONCE_LIMIT} characters, not {len(key)}")
    return key


def marker(key: str) -> int:
    """The component id that marks the message of a key."""
    digest = hashlib.sha256(key.encode()).digest()
    return _FLOOR | (int.from_bytes(digest[:4], "big") & (_FLOOR - 1))


def carries(component_ids: Iterable[int | None], key: str) -> bool:
    """Whether a message's components show that it is the one of a key."""
    return marker(key) in set(component_ids)
