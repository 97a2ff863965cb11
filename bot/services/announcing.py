"""The pure plan: which episodes are news, and for whom.

An episode is news at a destination when it was first seen after the destination's
baseline, belongs to the category that it follows, and has no row in the outbox yet. That
one rule covers the episode that is new, the one that is dated back, and the one whose
category became known a day later; an episode that was withdrawn and returns was seen
before, and stays quiet.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.places import Destination
from bot.state.outbox import Delivery, Event, NewRow, Row
from bot.state.seen import Seen
from index.catalog import Catalog, Episode

# Begins every fingerprint. Raise it when `fingerprint` covers something else, so that a
# newer program does not take every old announcement for an outdated one.
_VERSION = "1"

CategoryOf = Callable[[str], str | None]
"""The stable id of an upstream category name; None for one that is not known."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What an adoption writes beside the catalogue."""

    seen: tuple[Seen, ...] = ()
    rows: tuple[NewRow, ...] = ()


def fingerprint(catalog: Catalog, episode: Episode) -> str:
    """What an announcement of an episode shows, in short; counters are no part of it."""
    shown = [
        episode.title,
        str(episode.date),
        episode.seconds,
        episode.cover,
        [video.url for video in episode.videos],
        bool(episode.notes),
        [paper.title for paper in catalog.papers_of(episode)],
        list(catalog.categories_of(episode)),
    ]
    return f"{_VERSION}:{hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:24]}"


def baseline(catalog: Catalog, at: datetime) -> Plan:
    """The plan of the first adoption: everything is known from before, nothing is news."""
    return Plan(
        seen=tuple(
            Seen(episode.id, 0, fingerprint(catalog, episode), at, at)
            for episode in catalog.episodes
        )
    )


def plan(
    catalog: Catalog,
    *,
    adoption: int,
    seen: Mapping[str, Seen],
    destinations: Sequence[Destination],
    posts: Sequence[Row],
    category_of: CategoryOf,
    catch_up: bool,
    at: datetime,
) -> Plan:
    """What adopting a catalogue means for the destinations.

    `posts` are the rows of new episodes that exist; `catch_up` says that the bot looks at
    upstream after a long absence, so that several new episodes may become a digest. The
    oldest episode is announced first.
    """
    changed: list[Seen] = []
    rows: list[NewRow] = []
    announced = {(row.episode, row.destination): row for row in posts}
    formerly = _former_ids(catalog)
    for episode in reversed(catalog.episodes):
        known = _known(episode.id, formerly, seen)
        now = _updated(known, episode.id, fingerprint(catalog, episode), adoption, at)
        if now == known:
            continue
        changed.append(now)
        redrawn = known is not None and _redrawn(known, now)
        categories = {category_of(name) for name in catalog.categories_of(episode)}
        for place in destinations:
            post = _post(announced, episode.id, formerly, place.id)
            if post is None:
                if now.adoption > place.baseline and _follows(place, categories):
                    rows.append(NewRow(Event.NEW, episode.id, place.id, adoption, catch_up, at))
            elif redrawn and place.kind.on_discord and post.status is not Delivery.DROPPED:
                rows.append(
                    NewRow(
                        Event.EDIT, post.episode, place.id, adoption, catch_up=False, created_at=at
                    )
                )
    return Plan(tuple(changed), tuple(rows))


def _updated(known: Seen | None, episode: str, look: str, adoption: int, at: datetime) -> Seen:
    if known is None:
        return Seen(episode, adoption, look, at, at)
    if known.fingerprint == look:
        return replace(known, episode=episode)
    renewed = replace(known, episode=episode, fingerprint=look)
    return replace(renewed, changed_at=at) if _redrawn(known, renewed) else renewed


def _redrawn(before: Seen, now: Seen) -> bool:
    versions = (before.fingerprint.partition(":")[0], now.fingerprint.partition(":")[0])
    return before.fingerprint != now.fingerprint and versions[0] == versions[1]


def _former_ids(catalog: Catalog) -> Mapping[str, Collection[str]]:
    """The ids an episode had before: one without a Bilibili video gets another id first."""
    former: dict[str, list[str]] = {}
    for old, new in catalog.redirects.items():
        former.setdefault(new, []).append(old)
    return former


def _known(
    episode: str, formerly: Mapping[str, Collection[str]], seen: Mapping[str, Seen]
) -> Seen | None:
    found = (seen.get(name) for name in (episode, *formerly.get(episode, ())))
    return next((one for one in found if one is not None), None)


def _post(
    announced: Mapping[tuple[str, int], Row],
    episode: str,
    formerly: Mapping[str, Collection[str]],
    destination: int,
) -> Row | None:
    found = (announced.get((name, destination)) for name in (episode, *formerly.get(episode, ())))
    return next((row for row in found if row is not None), None)


def _follows(place: Destination, categories: Collection[str | None]) -> bool:
    return not place.category or place.category in categories
