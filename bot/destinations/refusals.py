"""What Discord's errors mean for a delivery.

Codes: https://discord.com/developers/docs/topics/opcodes-and-status-codes#json
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
import discord

from bot.destinations.outlet import DeliveryError, Outcome
from bot.destinations.single_attempt import UncertainResponseError

UNKNOWN_GUILD = 10004
UNKNOWN_MESSAGE = 10008
ALREADY_CROSSPOSTED = 40033
MISSING_ACCESS = 50001
ARCHIVED = 50083

UNKNOWN_CHANNEL = "unknown_channel"
"""The reason for which nothing can be resumed: the channel was deleted."""

# The place is gone or closed to us; the values are keys of `announcing.reason`.
_FORBIDDEN = {
    10003: UNKNOWN_CHANNEL,
    UNKNOWN_GUILD: "unknown_guild",
    MISSING_ACCESS: "missing_access",
    50013: "missing_permissions",
    50024: "wrong_kind",
    40058: "wrong_kind",
    ARCHIVED: "archived",
    160005: "locked",
}


@contextmanager
def understood() -> Iterator[None]:
    """Turns what discord.py and aiohttp raise into a `DeliveryError`."""
    try:
        yield
    except discord.RateLimited as error:
        raise DeliveryError(Outcome.LATER, "rate limited", retry_after=error.retry_after) from error
    except discord.HTTPException as error:
        raise _meaning(error) from error
    except (UncertainResponseError, aiohttp.ClientConnectorError, OSError) as error:
        unsent = isinstance(error, aiohttp.ClientConnectorError)
        raise DeliveryError(
            Outcome.LATER if unsent else Outcome.UNKNOWN, type(error).__name__
        ) from error
    except aiohttp.ClientError as error:
        raise DeliveryError(Outcome.UNKNOWN, type(error).__name__) from error


def _meaning(error: discord.HTTPException) -> DeliveryError:
    said = f"{error.status} {error.text or error.response.reason} ({error.code})"
    if error.status >= 500:
        return DeliveryError(Outcome.UNKNOWN, said)
    if error.status == 429:
        asked = error.response.headers.get("Retry-After", "")
        wait = float(asked) if asked.replace(".", "", 1).isdigit() else None
        return DeliveryError(Outcome.LATER, said, retry_after=wait)
    if error.code in _FORBIDDEN:
        return DeliveryError(Outcome.FORBIDDEN, _FORBIDDEN[error.code])
    if error.code == UNKNOWN_MESSAGE:
        return DeliveryError(Outcome.MISSING, said)
    if error.status in (401, 403):
        return DeliveryError(Outcome.FORBIDDEN, "missing_permissions")
    if error.status == 404:
        return DeliveryError(Outcome.FORBIDDEN, UNKNOWN_CHANNEL)
    return DeliveryError(Outcome.REJECTED, said)
