"""Asking the counter services, politely and in steps that can be kept one by one.

Each function yields the counters that one answer changed, so that a caller keeps them
before the next request: a round that is cut short loses the request under way, no more.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random

from index.sync import bilibili, semantic_scholar
from index.sync.counters import BILIBILI, SEMANTIC_SCHOLAR, Counter, Counters, due
from index.sync.http import Clock, Sleep
from index.sync.message import DecodeError, FetchError, Request, Transport

# How long a service is left alone after it refused us, doubled with every refusal in a row.
RISK_REST, RISK_LONGEST = timedelta(hours=6), timedelta(days=3)
BUSY_REST, BUSY_LONGEST = timedelta(minutes=15), timedelta(hours=12)
# A hidden or deleted video seldom comes back.
GONE_REST = timedelta(days=7)
# After so many failures in a row the service is down, and the rest of the round is spared.
PATIENCE = 3


@dataclass(frozen=True, slots=True)
class Service:
    """How to reach a counter service, and how much to ask of it in one round.

    `budget` is a number of keys, `age` how old a counter gets before it is asked again,
    `pause` the seconds between two requests.
    """

    transport: Transport
    base: str
    clock: Clock
    sleep: Sleep
    random: Random = field(default_factory=Random)
    key: str = ""
    budget: int = 20
    age: timedelta = timedelta(hours=20)
    pause: float = 0.15
    batch: int = 100


@dataclass(frozen=True, slots=True)
class Step:
    """What one answer brought: the counters to keep, and what went wrong, if anything."""

    counters: tuple[Counter, ...]
    asked: int = 0
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class _Refusal:
    """No answer to use; `final` where the client has tried often enough by itself."""

    reason: str
    asked: float | None = None
    final: bool = False


async def plays(service: Service, bvids: Sequence[str], known: Counters) -> AsyncIterator[Step]:
    """Ask Bilibili for the plays of the videos whose counters are oldest."""
    failures = 0
    waiting = due(BILIBILI, bvids, known, service.clock(), service.age)[: service.budget]
    for number, bvid in enumerate(waiting):
        if number:
            await service.sleep(service.pause * service.random.uniform(1, 1.5))
        answer = await _view(service, bvid)
        now = service.clock()
        tried = replace(
            known.get((BILIBILI, bvid), Counter(BILIBILI, bvid)), tried_at=now, retry_at=None
        )
        if isinstance(answer, _Refusal):
            failures += 1
            if failures < PATIENCE and not answer.final:
                yield Step((tried,), 1, f"{bvid}: {answer.reason}")
                continue
            rest = _rest(BILIBILI, known, now, answer.asked, BUSY_REST, BUSY_LONGEST)
            yield Step((tried, rest), 1, f"Bilibili: {answer.reason}; {_said(rest)}")
            return
        failures = 0
        if answer.refused:
            rest = _rest(BILIBILI, known, now, answer.retry_after, RISK_REST, RISK_LONGEST)
            yield Step((rest,), 1, f"Bilibili refuses us (code {answer.code}); {_said(rest)}")
            return
        if answer.plays is None:
            hidden = replace(tried, retry_at=now + GONE_REST, detail={"code": answer.code})
            yield Step((hidden,), 1, f"{bvid} cannot be seen on Bilibili (code {answer.code})")
        else:
            fresh = replace(tried, value=answer.plays, seen_at=now, detail={})
            yield Step((fresh, *_recovered(BILIBILI, known)), 1)


async def _view(service: Service, bvid: str) -> bilibili.View | _Refusal:
    try:
        response = await service.transport.send(bilibili.request(bvid, service.base))
        view = bilibili.decode(response, service.clock())
    except FetchError as error:
        return _Refusal(error.reason, final=True)
    except DecodeError as error:
        return _Refusal(str(error))
    if view.plays is None and not (view.gone or view.refused):
        return _Refusal(f"code {view.code}")
    return view


async def citations(service: Service, ids: Sequence[str], known: Counters) -> AsyncIterator[Step]:
    """Ask Semantic Scholar, batch by batch, for the papers whose counters are oldest."""
    waiting = due(SEMANTIC_SCHOLAR, ids, known, service.clock(), service.age)[: service.budget]
    for start in range(0, len(waiting), service.batch):
        if start:
            await service.sleep(max(1.0, service.pause) * service.random.uniform(1, 1.5))
        batch = waiting[start : start + service.batch]
        request = semantic_scholar.request(batch, service.base, key=service.key)
        answer = await _records(service, request, batch)
        now = service.clock()
        if isinstance(answer, _Refusal):
            rest = _rest(SEMANTIC_SCHOLAR, known, now, answer.asked, BUSY_REST, BUSY_LONGEST)
            trouble = f"Semantic Scholar: {answer.reason}; {_said(rest)}"
            yield Step((rest,), len(batch), trouble)
            return
        changed = [
            _seen(known.get((SEMANTIC_SCHOLAR, key), Counter(SEMANTIC_SCHOLAR, key)), record, now)
            for key, record in answer.items()
        ]
        yield Step((*changed, *_recovered(SEMANTIC_SCHOLAR, known)), len(batch))


async def _records(
    service: Service, request: Request, batch: Sequence[str]
) -> dict[str, semantic_scholar.Record | None] | _Refusal:
    try:
        response = await service.transport.send(request)
        if not response.ok:
            said = "too many requests" if response.status == 429 else f"HTTP {response.status}"
            return _Refusal(said, response.retry_after(service.clock()))
        return semantic_scholar.decode(response.body, batch)
    except (FetchError, DecodeError) as error:
        return _Refusal(str(error))


def _seen(old: Counter, record: semantic_scholar.Record | None, now: datetime) -> Counter:
    """The counter after an answer; a paper that is unknown there keeps what it had."""
    if record is None:
        return replace(old, tried_at=now, retry_at=now + GONE_REST)
    news = {
        "title": record.title,
        "abstract": record.abstract,
        "tldr": record.tldr,
        "authors": list(record.authors),
    }
    return replace(
        old,
        value=old.value if record.citations is None else record.citations,
        detail={**old.detail, **{name: value for name, value in news.items() if value}},
        seen_at=old.seen_at if record.citations is None and old.value is not None else now,
        tried_at=now,
        retry_at=None,
    )


def _rest(
    service: str,
    known: Counters,
    now: datetime,
    asked: float | None,
    first: timedelta,
    longest: timedelta,
) -> Counter:
    """The service's own counter after a refusal: when to come back, and how many in a row."""
    strikes = (known.get((service, ""), Counter(service, "")).value or 0) + 1
    wait = min(longest, first * 2 ** min(strikes - 1, 16))
    if asked is not None:
        wait = max(wait, timedelta(seconds=min(asked, longest.total_seconds())))
    return Counter(service, "", value=strikes, tried_at=now, retry_at=now + wait)


def _recovered(service: str, known: Counters) -> tuple[Counter, ...]:
    """The service's own counter set back, where refusals were counted."""
    whole = known.get((service, ""))
    return (Counter(service, ""),) if whole and whole.value else ()


def _said(rest: Counter) -> str:
    assert rest.retry_at is not None
    return f"left alone until {rest.retry_at:%Y-%m-%d %H:%M} UTC"
