"""The outgoing client: limits, retries and what it tells about itself."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from random import Random

import aiohttp
import pytest
from aiohttp import web

from index.sync.http import Client, Limits, user_agent
from index.sync.message import FetchError, Request, json_request
from index.sync.retry import RetryPolicy
from tests.index.sync.local import Time, Upstream, cut, never, text, upstream


@pytest.fixture
async def server() -> AsyncIterator[Upstream]:
    """A local upstream."""
    async with upstream() as running:
        yield running


@pytest.fixture
def time() -> Time:
    """Time that only waiting moves."""
    return Time()


@pytest.fixture
async def client(time: Time) -> AsyncIterator[Client]:
    """A client with tight limits."""
    limits = Limits(total=0.2, connect=0.2, size=1000)
    async with Client(limits=limits, clock=time, sleep=time.sleep, random=Random(1)) as open_one:
        yield open_one


async def test_says_who_it_is(server: Upstream, client: Client) -> None:
    """The agent names the program, never Python, which Bilibili answers with -412."""
    server.says(text("fine"))
    response = await client.send(Request(server.url))
    assert (response.status, response.body) == (200, b"fine")
    agent = server.requests[0].headers["User-Agent"]
    assert agent == user_agent()
    assert agent.startswith("paperbot/")
    assert "python" not in agent.lower()


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
async def test_tries_again_after_a_passing_fault(
    server: Upstream, client: Client, time: Time, status: int
) -> None:
    """A passing fault is waited out, a little longer and never quite the same each time."""
    server.says(text(status=status), text(status=status), text("at last"))
    assert (await client.send(Request(server.url))).body == b"at last"
    assert len(time.slept) == 2
    assert 0 <= time.slept[0] <= 1
    assert 0 <= time.slept[1] <= 2


@pytest.mark.parametrize("status", [400, 403, 404, 410, 412, 501])
async def test_takes_a_lasting_refusal_as_an_answer(
    server: Upstream, client: Client, time: Time, status: int
) -> None:
    """What asking again cannot mend is asked once."""
    server.says(text("no", status=status))
    assert (await client.send(Request(server.url))).status == status
    assert len(server.requests) == 1
    assert not time.slept


async def test_gives_up_after_its_tries(server: Upstream, client: Client) -> None:
    """The last answer of a service that stays broken is handed on."""
    server.says(text("broken", status=503))
    assert (await client.send(Request(server.url))).status == 503
    assert len(server.requests) == 3


@pytest.mark.parametrize("form", ["seconds", "date"])
async def test_waits_as_long_as_it_is_asked(
    server: Upstream, client: Client, time: Time, form: str
) -> None:
    """Retry-After is honoured in both of its forms."""
    later = time() + timedelta(seconds=7)
    value = "7" if form == "seconds" else f"{later:%a, %d %b %Y %H:%M:%S} GMT"
    server.says(text(status=429, headers={"Retry-After": value}), text("now"))
    assert (await client.send(Request(server.url))).body == b"now"
    assert 7 <= time.slept[0] <= 7.5


async def test_does_not_sit_out_a_long_wait(server: Upstream, client: Client, time: Time) -> None:
    """A wait beyond patience is the caller's to plan, with what was asked."""
    server.says(text(status=429, headers={"Retry-After": "3600"}))
    response = await client.send(Request(server.url))
    assert response.status == 429
    assert response.retry_after(time()) == 3600
    assert not time.slept


@pytest.mark.parametrize("value", ["soon", "-3", "²", "", "Mon, 99 Foo 2026"])
async def test_ignores_an_unreadable_retry_after(
    server: Upstream, client: Client, time: Time, value: str
) -> None:
    """A header that says nothing readable leaves the ordinary wait."""
    headers = {"Retry-After": value.encode().decode("latin-1")}
    server.says(text(status=503, headers=headers), text("fine"))
    assert (await client.send(Request(server.url))).body == b"fine"
    assert time.slept[0] <= 1


@pytest.mark.parametrize("status", [429, 500])
async def test_a_write_is_never_doubled(server: Upstream, client: Client, status: int) -> None:
    """A POST is not sent again unless it says that it may be."""
    server.says(text(status=status))
    assert (await client.send(json_request(server.url, {"a": "对"}))).status == status
    assert len(server.requests) == 1
    assert server.bodies[0] == '{"a":"对"}'.encode()
    assert (await client.send(json_request(server.url, {}, idempotent=True))).status == status
    assert len(server.requests) == 4


async def test_a_post_follows_no_redirect(server: Upstream, client: Client) -> None:
    """A message or a key is not led to another address."""
    server.says(text(status=307, headers={"Location": "/elsewhere"}))
    assert (await client.send(json_request(server.url, {}))).status == 307
    assert len(server.requests) == 1


async def test_follows_few_redirects(server: Upstream, client: Client) -> None:
    """A moved document is found, a loop is not followed for ever."""
    server.says(text(status=302, headers={"Location": "/moved"}), text("here"))
    assert (await client.send(Request(server.url))).body == b"here"
    server.says(text(status=302, headers={"Location": "/round"}))
    with pytest.raises(FetchError, match="redirects"):
        await client.send(Request(server.url))


@pytest.mark.parametrize("announced", [True, False])
async def test_stops_reading_what_is_too_large(
    server: Upstream, client: Client, time: Time, announced: bool
) -> None:
    """A body beyond the limit is dropped as soon as it is seen to be, and not asked for again."""

    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "9000000"} if announced else {})
        await response.prepare(request)
        for _ in range(100):
            await response.write(b"x" * 90_000)
        return response

    server.says(endless)
    with pytest.raises(FetchError, match="larger than 1,000 bytes"):
        await client.send(Request(server.url))
    assert len(server.requests) == 1
    assert not time.slept


async def test_gives_up_on_silence(server: Upstream, client: Client) -> None:
    """A service that does not answer in time is a failure with a reason."""
    server.says(never)
    with pytest.raises(FetchError, match=r"no answer within 0\.2 seconds"):
        await client.send(Request(server.url))
    assert len(server.requests) == 3


async def test_a_broken_connection_is_tried_again(server: Upstream, client: Client) -> None:
    """Half a body is no body."""
    server.says(cut, text("whole"))
    assert (await client.send(Request(server.url))).body == b"whole"


async def test_names_a_host_that_cannot_be_reached(client: Client) -> None:
    """The reason names the host, not the whole address with its query."""
    with pytest.raises(FetchError, match=r"^127\.0\.0\.1 cannot be reached$"):
        await client.send(Request("http://127.0.0.1:1/secret?key=1"))


@pytest.mark.parametrize("url", ["ftp://example.invalid/x", "not an address", "http://"])
async def test_refuses_what_is_no_web_address(client: Client, url: str) -> None:
    """A mistyped address is a failure with a reason, not a crash."""
    with pytest.raises(FetchError):
        await client.send(Request(url))


async def test_leaves_a_shared_session_open(server: Upstream) -> None:
    """Whoever made the session closes it."""
    server.says(text("fine"))
    async with aiohttp.ClientSession() as session:
        async with Client(session) as client:
            await client.send(Request(server.url))
        assert not session.closed


async def test_uses_no_proxy_of_the_environment(
    server: Upstream, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is asked goes straight to the service."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    server.says(text("direct"))
    assert (await client.send(Request(server.url))).body == b"direct"


async def test_needs_a_session() -> None:
    """Sending without a session is a mistake of the program."""
    with pytest.raises(RuntimeError):
        await Client().send(Request("http://127.0.0.1"))


def test_waits_grow_and_end() -> None:
    """Waits double up to a ceiling, and the tries end."""
    policy = RetryPolicy(attempts=9, base=1, ceiling=20)
    longest = [max(policy.wait(n, None, Random(s)) or 0 for s in range(300)) for n in range(1, 9)]
    assert longest == sorted(longest)
    assert 19 < longest[-1] <= 20
    assert policy.wait(9, None, Random(1)) is None


def test_a_date_that_has_passed_asks_for_no_wait() -> None:
    """An old date in Retry-After means now."""
    from index.sync.message import Response

    response = Response(503, {"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"})
    assert response.retry_after(datetime(2026, 1, 1, tzinfo=UTC)) == 0
