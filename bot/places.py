"""Places that are told of new episodes: what an admin asks for, and what is kept of it.

Values only: the table is in `bot.state.destinations`, and whoever delivers there in
`bot.destinations`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What a destination is, which decides what can be done there."""

    TEXT = "text"
    ANNOUNCEMENT = "announcement"
    FORUM = "forum"
    THREAD = "thread"
    FEISHU = "feishu"
    WECOM = "wecom"
    DINGTALK = "dingtalk"

    @property
    def on_discord(self) -> bool:
        """Whether messages there can be confirmed, found again and edited."""
        return self in (Kind.TEXT, Kind.ANNOUNCEMENT, Kind.FORUM, Kind.THREAD)


class Status(StrEnum):
    """Whether announcements are being sent."""

    ACTIVE = "active"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Wish:
    """What an admin asks for: a channel, a category's id (empty for all), a role."""

    guild_id: int
    channel_id: int
    kind: Kind
    follower_id: int
    category: str = ""
    role_id: int | None = None


@dataclass(frozen=True, slots=True)
class NewDestination:
    """A destination about to be written.

    `key` names the place once (`discord:123`, `feishu:1f0c…`). `category` is a category's
    stable id, empty for all. Episodes that were seen in adoption `baseline` or before are
    no news there. `follower_id` is the user to tell when nobody else can be told.
    """

    key: str
    kind: Kind
    baseline: int
    created_at: datetime
    guild_id: int | None = None
    channel_id: int | None = None
    role_id: int | None = None
    follower_id: int | None = None
    category: str = ""


@dataclass(frozen=True, slots=True)
class Destination(NewDestination):
    """A destination as it stands.

    `failures` counts permanent-looking failures in a row; before `retry_at` it is left
    alone; `reason` says why it is paused or failing, `told_at` when its admins were told.
    """

    id: int = 0
    status: Status = Status.ACTIVE
    reason: str = ""
    failures: int = 0
    retry_at: datetime | None = None
    told_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Subscribed:
    """The destination as it stands now, and whether it was paused before.

    `missed` counts the announcements that waited for the resumption.
    """

    destination: Destination
    resumed: bool
    missed: int = 0
