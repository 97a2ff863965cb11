"""Requests that must not be repeated behind our back.

discord.py repeats any request that was answered with 500, 502, 504 or 524. A message is
safe from doubling by its nonce; a forum post has none, and Discord may well have made it
before the error. `trace()`, given to the client as `http_trace`, ends such a request at its
first answer where `single_attempt` is in force.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import SimpleNamespace

import aiohttp

_single: ContextVar[bool] = ContextVar("single_attempt", default=False)


class UncertainResponseError(Exception):
    """Discord failed at a request, and may have carried it out."""


@contextmanager
def single_attempt() -> Iterator[None]:
    """Inside, a 5xx raises `UncertainResponseError` at once."""
    token = _single.set(True)
    try:
        yield
    finally:
        _single.reset(token)


def trace() -> aiohttp.TraceConfig:
    """The client's part of it."""
    config = aiohttp.TraceConfig()
    config.on_request_end.append(_stop_at_server_errors)
    return config


async def _stop_at_server_errors(
    _session: object,
    _context: SimpleNamespace,
    request: aiohttp.TraceRequestEndParams,
) -> None:
    if _single.get() and request.response.status >= 500:
        request.response.close()
        raise UncertainResponseError(f"Discord answered {request.response.status}")
