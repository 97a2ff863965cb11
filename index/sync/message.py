"""HTTP requests and answers as values, so that services are described without any I/O.

The shape follows RFC 9110: a service module builds a `Request`, the client of
`index.sync.http` carries it out, and the service decodes the bytes of the `Response`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Protocol


class FetchError(Exception):
    """No answer came: the network, a time limit or a size limit stopped it.

    `reason` is one short sentence for people; it never holds a key or a query string.
    `sent` is false where the request certainly never left, as no connection came about.
    """

    def __init__(self, reason: str, *, sent: bool = True) -> None:
        super().__init__(reason)
        self.reason = reason
        self.sent = sent


class DecodeError(ValueError):
    """An answer came, but it is not what the service documents."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to ask for.

    `idempotent` says whether asking twice is harmless; by default reading is and writing
    is not. A batch look-up by POST reads, and says so itself.
    """

    url: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    idempotent: bool | None = None

    @property
    def repeatable(self) -> bool:
        """Whether the request may be sent again after an unknown outcome."""
        return self.method in {"GET", "HEAD"} if self.idempotent is None else self.idempotent


@dataclass(frozen=True, slots=True)
class Response:
    """An answer read to its end; header names are in lower case."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def ok(self) -> bool:
        """Whether the status is one of success."""
        return 200 <= self.status < 300

    def retry_after(self, now: datetime) -> float | None:
        """Seconds the server asks to wait (RFC 9110, 10.2.3), or None when it does not say.

        The header holds seconds or an HTTP date; a date that has passed is 0 seconds.
        """
        raw = self.headers.get("retry-after", "").strip()
        if raw.isascii() and raw.isdigit():
            return float(raw)
        try:
            moment = parsedate_to_datetime(raw)
        except ValueError:
            return None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return max(0.0, (moment - now).total_seconds())


class Transport(Protocol):
    """What carries a request out; `index.sync.http.Client` over the network."""

    async def send(self, request: Request) -> Response:
        """The answer, whatever its status. Raises `FetchError` when none came."""


def json_request(
    url: str,
    payload: Any,
    *,
    headers: Mapping[str, str] | None = None,
    idempotent: bool = False,
) -> Request:
    """A POST of JSON; sent once unless `idempotent` says that a repetition is harmless."""
    return Request(
        url=url,
        method="POST",
        headers={"Content-Type": "application/json; charset=utf-8", **(headers or {})},
        body=json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode(),
        idempotent=idempotent,
    )


def decode_json(body: bytes) -> Any:
    """JSON of a body. Raises `DecodeError` for anything else."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise DecodeError("the answer is not JSON") from error
