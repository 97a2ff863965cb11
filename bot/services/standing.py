"""How announcing stands, in words for whoever runs the bot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.i18n import translator
from bot.places import Destination, Status
from bot.state import destinations, outbox
from bot.state.outbox import Delivery


@dataclass(frozen=True, slots=True)
class Standing:
    """A destination, and how many of its announcements stand at each status."""

    destination: Destination
    posts: Counter[Delivery]


async def standing(connection: AsyncConnection) -> Sequence[Standing]:
    """Every destination, oldest first."""
    known = await destinations.all_destinations(connection)
    posts = await outbox.posts(connection)
    return [
        Standing(place, Counter(row.status for row in posts if row.destination == place.id))
        for place in known
    ]


def summary(places: Sequence[Standing]) -> str:
    """All of it in one line."""
    if not places:
        return "nobody follows; `/follow` begins that in a server"
    posts = sum((place.posts for place in places), Counter[Delivery]())
    waiting = posts[Delivery.PENDING] + posts[Delivery.SENDING]
    return f"{len(places)} places follow; {posts[Delivery.SENT]} announced, {waiting} waiting"


def troubles(places: Sequence[Standing]) -> Iterator[str]:
    """What somebody should look at, with what to do: pauses, doubts and what was given up."""
    for place in places:
        where = _where(place.destination)
        if place.destination.status is Status.PAUSED:
            waiting = place.posts[Delivery.PENDING] + place.posts[Delivery.SENDING]
            yield f"{where} is paused, {waiting} waiting: {_reason(place.destination)}"
        if doubtful := place.posts[Delivery.DOUBT]:
            yield (
                f"{where}: {doubtful} announcements may or may not have arrived, and are not"
                " sent again; look there"
            )
        if dropped := place.posts[Delivery.DROPPED]:
            yield f"{where}: {dropped} announcements were refused and given up; the log says why"


def _where(place: Destination) -> str:
    if place.kind.on_discord:
        return f"channel {place.channel_id} of server {place.guild_id}"
    return f"the {place.kind.value} robot"


def _reason(place: Destination) -> str:
    if place.kind.on_discord:
        said = translator("en")(f"announcing.reason.{place.reason}")
        return f"{said} To resume, put that right and use /follow there again; /unfollow ends it"
    return f"{place.reason}. To resume, put that right and start the bot again"
