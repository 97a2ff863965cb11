"""Counters: asked in turn, kept with the day they were seen, lost to no failure."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from index.catalog import Catalog, Episode, Paper
from index.sync import counters, refresh
from index.sync.counters import BILIBILI, SEMANTIC_SCHOLAR, Counter
from index.sync.message import FetchError, Request, Response
from index.sync.refresh import Service, Step
from tests.index.sync.local import Time
from tests.recorded import body

OLD = datetime(2026, 10, 1, tzinfo=UTC)
VIDEOS = ["BV1rb4y187vD", "BV1pu411o7BE", "BV1P3411y7nn"]


class Script:
    """A transport that answers from a list and keeps what it was asked."""

    def __init__(self, *answers: Response | FetchError) -> None:
        self.answers = list(answers)
        self.asked: list[Request] = []

    async def send(self, request: Request) -> Response:
        """The next answer of the list."""
        self.asked.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, FetchError):
            raise answer
        return answer


def recorded(name: str, status: int = 200, **headers: str) -> Response:
    """A recorded body as an answer."""
    return Response(status, {k.replace("_", "-"): v for k, v in headers.items()}, body(name))


VIEW = recorded("bilibili/view.json")
BATCH = recorded("semantic_scholar/batch.json")


def service(script: Script, time: Time, **changes: object) -> Service:
    """A service behind a script."""
    values: dict[str, object] = {"clock": time, "sleep": time.sleep, "random": Random(1)}
    return Service(script, "http://service", **(values | changes))  # type: ignore[arg-type]


async def run(
    steps: AsyncIterator[Step], known: dict[tuple[str, str], Counter] | None = None
) -> tuple[dict[tuple[str, str], Counter], list[str]]:
    """Carry out a round as a program does: what each step brought is kept at once."""
    kept = dict(known or {})
    troubles = []
    async for step in steps:
        kept |= {(c.service, c.key): c for c in step.counters}
        troubles += [step.trouble] if step.trouble else []
    return kept, troubles


def seen(key: str, value: int = 100, at: datetime = OLD, **changes: object) -> Counter:
    """A counter of plays as an earlier round left it."""
    values: dict[str, object] = {"value": value, "seen_at": at, "tried_at": at}
    return Counter(BILIBILI, key, **(values | changes))  # type: ignore[arg-type]


def known(*kept: Counter) -> dict[tuple[str, str], Counter]:
    """Counters by their keys."""
    return {(c.service, c.key): c for c in kept}


def test_oldest_first() -> None:
    """What was never asked comes first, then what was asked longest ago; the fresh waits."""
    kept = known(
        seen("b", at=OLD + timedelta(days=1)), seen("a"), seen("c", at=OLD + timedelta(days=9))
    )
    now = OLD + timedelta(days=9, hours=1)
    assert counters.due(BILIBILI, ["a", "b", "c", "d"], kept, now, timedelta(days=1)) == [
        "d",
        "a",
        "b",
    ]


async def test_plays_get_the_day_they_were_seen() -> None:
    """An answer gives a value and its moment."""
    time, script = Time(), Script(VIEW)
    kept, _ = await run(refresh.plays(service(script, time), VIDEOS[:1], {}))
    counter = kept[BILIBILI, VIDEOS[0]]
    assert (counter.value, counter.seen_at) == (412345, time())


async def test_a_round_has_a_budget_and_pauses() -> None:
    """No more is asked than the budget, and never without a pause between."""
    time, script = Time(), Script(*[VIEW] * 9)
    await run(refresh.plays(service(script, time, budget=2, pause=1), VIDEOS, {}))
    assert len(script.asked) == 2
    assert len(time.slept) == 1
    assert 1 <= time.slept[0] <= 1.5


async def test_the_next_round_goes_on_where_the_last_stopped() -> None:
    """Two rounds of a small budget reach different videos."""
    time, script = Time(), Script(*[VIEW] * 9)
    kept, _ = await run(refresh.plays(service(script, time, budget=2), VIDEOS, {}))
    time.passes(minutes=30)
    await run(refresh.plays(service(script, time, budget=2), VIDEOS, kept), kept)
    assert [request.url[-12:] for request in script.asked] == VIDEOS


@pytest.mark.parametrize("name", ["banned", "risk_control", "too_frequent"])
async def test_risk_control_ends_the_round_for_long(name: str) -> None:
    """After -412, -352 or -799 nothing is asked for hours, and no number is lost."""
    time, script = Time(), Script(VIEW, recorded(f"bilibili/{name}.json"), *[VIEW] * 9)
    before = known(*(seen(video) for video in VIDEOS))
    kept, troubles = await run(refresh.plays(service(script, time), VIDEOS, before), before)
    assert len(script.asked) == 2
    assert "refuses us" in troubles[0]
    assert kept[BILIBILI, VIDEOS[1]] == before[BILIBILI, VIDEOS[1]]
    time.passes(hours=5)
    assert not counters.due(BILIBILI, VIDEOS, kept, time(), timedelta(hours=1))
    time.passes(hours=2)
    assert counters.due(BILIBILI, VIDEOS, kept, time(), timedelta(hours=1))


async def test_refusals_in_a_row_lengthen_the_rest_and_success_forgets_them() -> None:
    """The second refusal rests twice as long; an answer sets the count back."""
    time = Time()
    banned = recorded("bilibili/banned.json")
    kept, _ = await run(refresh.plays(service(Script(banned), time), VIDEOS, {}))
    time.passes(hours=6)
    kept, _ = await run(refresh.plays(service(Script(banned), time), VIDEOS, kept), kept)
    assert kept[BILIBILI, ""].retry_at == time() + timedelta(hours=12)
    time.passes(hours=12)
    kept, _ = await run(refresh.plays(service(Script(*[VIEW] * 3), time), VIDEOS, kept), kept)
    assert kept[BILIBILI, ""] == Counter(BILIBILI, "")


async def test_a_gone_video_keeps_its_number_and_rests() -> None:
    """A hidden video keeps the plays it had with their old date, and is spared for days."""
    time, script = Time(), Script(recorded("bilibili/hidden.json"), VIEW)
    before = known(seen(VIDEOS[0]))
    kept, troubles = await run(refresh.plays(service(script, time), VIDEOS[:2], before), before)
    gone = kept[BILIBILI, VIDEOS[1]]
    assert (gone.value, troubles) == (
        None,
        [f"{VIDEOS[1]} cannot be seen on Bilibili (code 62002)"],
    )
    assert kept[BILIBILI, VIDEOS[0]].value == 412345
    time.passes(days=2)
    assert counters.due(BILIBILI, VIDEOS[:2], kept, time(), timedelta(days=1)) == VIDEOS[:1]


@pytest.mark.parametrize(
    ("failure", "requests"),
    [
        (Response(500), 3),
        (Response(200, body=b"<html>"), 3),
        # The client has tried three times by itself before it says so.
        (FetchError("no answer within 30 seconds"), 1),
    ],
)
async def test_a_failing_service_is_spared(failure: Response | FetchError, requests: int) -> None:
    """Failures in a row end the round; values and their days stay."""
    time, script = Time(), Script(*[failure] * 9)
    videos = [*VIDEOS, "BV1hq4y157t1"]
    before = known(*(seen(video) for video in videos))
    kept, troubles = await run(refresh.plays(service(script, time), videos, before), before)
    assert len(script.asked) == requests
    assert troubles[-1].startswith("Bilibili: ")
    assert {(c.value, c.seen_at) for c in kept.values() if c.key} == {(100, OLD)}
    assert kept[BILIBILI, ""].retry_at == time() + timedelta(minutes=15)


async def ask(
    script: Script,
    time: Time,
    ids: Sequence[str],
    kept: dict[tuple[str, str], Counter],
    **changes: object,
) -> tuple[dict[tuple[str, str], Counter], list[str]]:
    """One round with Semantic Scholar."""
    return await run(refresh.citations(service(script, time, **changes), ids, kept), kept)


async def test_citations_bring_more_than_a_number() -> None:
    """A record gives citations with their day, abstract, TLDR and authors; null gives a rest."""
    time = Time()
    kept, _ = await ask(Script(BATCH), time, ["t", "x", "g"], {})
    counter = kept[SEMANTIC_SCHOLAR, "t"]
    assert (counter.value, counter.seen_at) == (151234, time())
    assert counter.detail["tldr"].startswith("A new simple")
    assert kept[SEMANTIC_SCHOLAR, "x"].retry_at == time() + timedelta(days=7)


async def test_429_rests_as_long_as_asked_and_loses_nothing() -> None:
    """Too many requests: the service rests, every number stays with its old day."""
    time = Time()
    before, _ = await ask(Script(BATCH), time, ["t", "x", "g"], {})
    time.passes(days=30)
    busy = recorded("semantic_scholar/too_many.json", 429, retry_after="7200")
    kept, troubles = await ask(Script(busy), time, ["t", "x", "g"], before)
    assert "too many requests" in troubles[0]
    assert kept[SEMANTIC_SCHOLAR, "t"] == before[SEMANTIC_SCHOLAR, "t"]
    assert kept[SEMANTIC_SCHOLAR, ""].retry_at == time() + timedelta(hours=2)


async def test_batches_are_kept_one_by_one() -> None:
    """A failure in the second batch leaves the first one kept."""
    time = Time()
    script = Script(BATCH, Response(500))
    kept, troubles = await ask(script, time, ["t", "x", "g", "h"], {}, batch=3)
    assert kept[SEMANTIC_SCHOLAR, "t"].value == 151234
    assert (SEMANTIC_SCHOLAR, "h") not in kept
    assert "HTTP 500" in troubles[0]


PAPER = Paper("gan", "GAN", authors=("Ian Goodfellow",), s2_id="g", citations=28558)
CATALOG = Catalog(
    episodes=(Episode(VIDEOS[0], "GAN", plays=203000, plays_seen=date(2022, 7, 8)),),
    papers=(PAPER,),
)


async def test_counters_enter_a_catalogue_with_their_day() -> None:
    """Plays, citations and what else Semantic Scholar gave replace what the catalogue had."""
    time = Time()
    kept, _ = await ask(Script(BATCH), time, ["t", "x", "g"], {})
    kept |= known(seen(VIDEOS[0], 999))
    fresh = counters.apply(CATALOG, kept)
    assert (fresh.episodes[0].plays, fresh.episodes[0].plays_seen) == (999, OLD.date())
    paper = fresh.papers[0]
    assert (paper.citations, paper.citations_seen) == (51234, time().date())
    assert paper.full_title == "Generative Adversarial Nets"
    assert paper.authors == ("Ian Goodfellow", "Jean Pouget-Abadie")


def test_an_older_counter_changes_nothing() -> None:
    """What a newer document says is not overwritten by what was seen before it."""
    stale = known(seen(VIDEOS[0], at=datetime(2022, 1, 1, tzinfo=UTC)))
    assert counters.apply(CATALOG, stale) == CATALOG


def test_what_can_be_asked_for() -> None:
    """Episodes without a Bilibili video and papers without an id are not asked for."""
    catalog = Catalog(
        episodes=(Episode(VIDEOS[0], "a"), Episode("e-1f", "b")), papers=(PAPER, Paper("x", "X"))
    )
    assert counters.watched_videos(catalog) == VIDEOS[:1]
    assert counters.cited_papers(catalog) == ["g"]
