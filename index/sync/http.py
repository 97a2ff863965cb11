"""The project's only outgoing HTTP client: limits, redirects and retries in one place."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from random import Random
from types import TracebackType
from typing import Self

import aiohttp

from index.sync.message import FetchError, Request, Response
from index.sync.retry import RetryPolicy

FOLLOWED = "https://github.com/mli/paper-reading"

Clock = Callable[[], datetime]
Sleep = Callable[[float], Awaitable[None]]


def user_agent() -> str:
    """Who we are: name, version, and whose catalogue we follow.

    Bilibili answers -412 to any agent that holds the word "python", so aiohttp's own
    must never be sent.
    """
    try:
        number = version("paperbot")
    except PackageNotFoundError:
        number = "0"
    return f"paperbot/{number} (follows {FOLLOWED})"


def now() -> datetime:
    """The time of day, with its zone."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one attempt may take: seconds in all and to connect, bytes of the unpacked body."""

    total: float = 30.0
    connect: float = 10.0
    size: int = 8 * 1024 * 1024
    redirects: int = 3


class Client:
    """Sends requests over an aiohttp session and repeats them by the policy.

    Give a `session` to share one; it stays open then. Without one, use the client as an
    async context manager, which opens and closes its own. Proxies of the environment and
    cookies are not used: what is asked and from where stays between us and the service.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession | None = None,
        *,
        limits: Limits | None = None,
        policy: RetryPolicy | None = None,
        clock: Clock = now,
        sleep: Sleep = asyncio.sleep,
        random: Random | None = None,
    ) -> None:
        self._session = session
        self._owned = session is None
        self._limits = limits or Limits()
        self._policy = policy or RetryPolicy()
        self._clock = clock
        self._sleep = sleep
        self._random = random or Random()  # noqa: S311 - spreads waits, guards nothing

    async def __aenter__(self) -> Self:
        if self._session is None:
            self._session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._owned and self._session is not None:
            await self._session.close()
            self._session = None

    async def send(self, request: Request) -> Response:
        """The answer to a request, after the tries the policy allows.

        An answer of any status is returned. Raises `FetchError` when none came, in time
        and within the size limit.
        """
        attempt = 1
        while True:
            failure: FetchError | None = None
            response: Response | None = None
            asked: float | None = None
            try:
                response = await self._once(request)
                asked = response.retry_after(self._clock())
            except _NoAnswerError as error:
                failure = error
            wait = None
            if self._policy.worth_repeating(request, response):
                wait = self._policy.wait(attempt, asked, self._random)
            if wait is None:
                if response is not None:
                    return response
                reason = failure.reason if failure else "no answer came"
                raise FetchError(reason, sent=failure is None or failure.sent)
            await self._sleep(wait)
            attempt += 1

    async def _once(self, request: Request) -> Response:
        limits = self._limits
        try:
            async with self._open(request) as answer:
                body = bytearray()
                async for chunk in answer.content.iter_chunked(64 * 1024):
                    body += chunk
                    if len(body) > limits.size:
                        raise FetchError(f"the answer is larger than {limits.size:,} bytes")
                headers = {name.lower(): value for name, value in answer.headers.items()}
                return Response(answer.status, headers, bytes(body))
        except TimeoutError as error:
            raise _NoAnswerError(f"no answer within {limits.total:g} seconds") from error
        except aiohttp.TooManyRedirects as error:
            raise FetchError(f"more than {limits.redirects} redirects") from error
        except (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError) as error:
            raise FetchError("the address is not one of the web") from error
        except aiohttp.ClientConnectorError as error:
            raise _NoAnswerError(f"{error.host} cannot be reached", sent=False) from error
        except (aiohttp.ClientError, OSError) as error:
            raise _NoAnswerError("the connection broke before the answer was whole") from error

    @asynccontextmanager
    async def _open(self, request: Request) -> AsyncIterator[aiohttp.ClientResponse]:
        if self._session is None:
            raise RuntimeError("use the client as a context manager, or give it a session")
        limits = self._limits
        headers = {"User-Agent": user_agent(), "Accept": "*/*"} | dict(request.headers)
        async with self._session.request(
            request.method,
            request.url,
            data=request.body,
            headers=headers,
            # A POST carries a key or a message; neither may be led to another host.
            allow_redirects=request.method == "GET",
            max_redirects=limits.redirects,
            timeout=aiohttp.ClientTimeout(total=limits.total, connect=limits.connect),
        ) as answer:
            yield answer


class _NoAnswerError(FetchError):
    """A failure that another try may mend."""
