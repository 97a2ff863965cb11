"""Moments as Discord writes them."""

from __future__ import annotations

from datetime import UTC, datetime


def moment(value: datetime) -> str:
    """ISO 8601 in UTC with microseconds."""
    return value.astimezone(UTC).isoformat(timespec="microseconds")
