"""What a server follows: where announcements go, how that fares, and a menu to end one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.cards import limits, wording
from bot.cards.components import Card, container, menu, option, text
from bot.custom_id import State, encode
from bot.i18n import translator


@dataclass(frozen=True, slots=True)
class Followed:
    """One place. `name` is its channel's, empty where it is not known, as of an archived thread.

    `category` is the name of the one that it follows, empty for all. `paused` says why it is;
    `gone` that its channel was deleted, so that there is nothing to resume.
    """

    channel_id: int
    name: str
    category: str = ""
    paused: str = ""
    gone: bool = False


def followed_card(places: Sequence[Followed], *, locale: str, owner: int, command: str) -> Card:
    """The places, paused ones with the way to resume; `command` mentions `/follow`."""
    say = translator(locale)
    if not places:
        return Card((container([text(say("unfollow.nothing", command=command))]),))
    lines = [f"## {say('unfollow.title')}"]
    for place in places[: limits.OPTIONS]:
        mention = say("announcing.gone") if place.gone else f"<#{place.channel_id}>"
        where = wording.facts([mention, place.category])
        if place.gone:
            said = say("unfollow.gone", where=where)
        elif place.paused:
            said = say("unfollow.paused", where=where, reason=place.paused, command=command)
        else:
            said = say("unfollow.active", where=where)
        lines.append(said)
    options = [
        option(
            f"#{place.name or place.channel_id}",
            str(place.channel_id),
            place.category,
        )
        for place in places
    ]
    choose = menu(say("unfollow.choose"), encode(State("unfollow", owner)), options)
    return Card((container([text("\n".join(lines))], accent=wording.PLAIN_ACCENT), choose))
