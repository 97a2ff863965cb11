"""Robots of other messengers: they take a message over a webhook, and cannot be asked.

So a message goes to them at most once: what may have arrived is never sent again, and is
reported instead.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from bot.cards import wording
from bot.destinations.outlet import DeliveryError, News, Outcome, Receipt
from bot.i18n import translator
from bot.places import Destination, Kind
from index.catalog import Episode
from index.sync.message import FetchError, Request, Response, Transport

# These messengers are read in mainland China.
LOCALE = "zh-CN"


@dataclass(frozen=True, slots=True)
class Notice:
    """News in words: a title, what is known of each episode, and links by their labels."""

    title: str
    paragraphs: tuple[str, ...]
    links: tuple[tuple[str, str], ...] = ()


class Robot(Protocol):
    """One vendor's robot; `address` is its webhook, which is a key to it."""

    @property
    def kind(self) -> Kind:
        """Which vendor."""

    @property
    def address(self) -> str:
        """Where it takes messages."""

    def request(self, notice: Notice, at: datetime) -> Request:
        """The request that posts a notice."""

    def refusal(self, code: int, said: str) -> DeliveryError:
        """What an error code of the vendor means."""


class RobotOutlet:
    """Sends through a robot, at most once."""

    confirms = False
    remembers_nonces = False

    def __init__(
        self, robot: Robot, transport: Transport, *, clock: Callable[[], datetime]
    ) -> None:
        self._robot = robot
        self._transport = transport
        self._clock = clock

    async def send(self, place: Destination, news: News, *, key: str) -> Receipt:
        """Post; an answer that says no is a refusal, no answer leaves the row in doubt."""
        try:
            response = await self._transport.send(
                self._robot.request(notice_of(news), self._clock())
            )
        except FetchError as error:
            raise DeliveryError(
                Outcome.UNKNOWN if error.sent else Outcome.LATER, error.reason
            ) from error
        verdict(response, self._robot, self._clock())
        return Receipt()

    async def find(self, place: Destination, *, key: str, since: datetime) -> Receipt | None:
        """Nothing can be found in these messengers."""
        return None

    async def edit(self, place: Destination, receipt: Receipt, news: News, *, key: str) -> None:
        """Nothing can be changed in these messengers; no edits are planned for them."""

    async def publish(self, place: Destination, receipt: Receipt) -> None:
        """There is nothing to pass on."""


def verdict(response: Response, robot: Robot, now: datetime) -> None:
    """Raise what an answer means, unless it says that the message was taken.

    All three answer 200 with a code in JSON, 0 for success; Feishu calls it `code` (and
    `StatusCode` in older answers), the others `errcode`.
    """
    if response.status == 429:
        raise DeliveryError(
            Outcome.LATER, "HTTP 429", retry_after=response.retry_after(now) or 60.0
        )
    if response.status >= 500:
        raise DeliveryError(Outcome.UNKNOWN, f"HTTP {response.status}")
    try:
        said: Mapping[str, Any] = json.loads(response.body)
        code = next(said[name] for name in ("errcode", "code", "StatusCode") if name in said)
    except (ValueError, TypeError, StopIteration) as error:
        if response.ok:
            raise DeliveryError(Outcome.UNKNOWN, "an answer without a code") from error
        raise DeliveryError(Outcome.FORBIDDEN, f"HTTP {response.status}") from error
    if code != 0:
        words = str(said.get("errmsg") or said.get("msg") or said.get("StatusMessage") or "")
        raise robot.refusal(int(code), f"{robot.kind.value} {code}: {words[:200]}")


def notice_of(news: News) -> Notice:
    """News in the words of these messengers."""
    say = translator(LOCALE)
    if len(news.episodes) == 1:
        episode = news.episodes[0]
        papers = ", ".join(paper.title for paper in news.catalog.papers_of(episode))
        lines = [_facts(episode), say("card.reads", papers=papers) if papers else ""]
        return Notice(
            say("announcing.new", title=_plain(episode.title)),
            tuple(_plain(line) for line in lines if line),
            _links(episode),
        )
    titles = "; ".join(episode.title for episode in news.episodes)
    return Notice(
        say("announcing.digest", count=len(news.episodes), titles=_plain(titles)[:80]),
        tuple(_plain(f"{e.title} · {_facts(e)}") for e in news.episodes),
        tuple((_plain(e.title), e.videos[0].url) for e in news.episodes if e.videos),
    )


def _facts(episode: Episode) -> str:
    return wording.facts([wording.day(episode), wording.length(episode, LOCALE)])


def _links(episode: Episode) -> tuple[tuple[str, str], ...]:
    say = translator(LOCALE)
    return tuple((say(f"platform.{v.platform.value}"), v.url) for v in episode.videos)


def _plain(text: str) -> str:
    """A line of upstream's words that no Markdown dialect takes for a mark."""
    return " ".join(text.translate(str.maketrans("[]*`<>", "()＊'＜＞")).split())
