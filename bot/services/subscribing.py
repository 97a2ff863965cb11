"""Who follows: beginning, resuming and ending the announcements in a place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.places import Destination, Kind, NewDestination, Status, Subscribed, Wish
from bot.state import adoptions, destinations, forgetting, outbox
from bot.state.database import Database


class Subscriptions:
    """Begins and ends announcements; `wake` tells the announcer that there may be work."""

    def __init__(
        self, database: Database, *, clock: Callable[[], datetime], wake: Callable[[], None]
    ) -> None:
        self._database = database
        self._clock = clock
        self._wake = wake

    async def follow(self, wish: Wish) -> Subscribed:
        """Announce what comes from now on; a paused destination goes on where it stopped.

        Following a channel again changes its role and category. With another category it
        begins anew: what that category brought before is no news.
        """
        key = _key(wish.channel_id)
        async with self._database.writing() as connection:
            known = await destinations.by_key(connection, key)
            newest = await adoptions.latest_id(connection)
            goes_on = known is not None and known.category == wish.category
            begun = await destinations.add(
                connection,
                NewDestination(
                    key=key,
                    kind=wish.kind,
                    baseline=known.baseline if known and goes_on else newest,
                    created_at=self._clock(),
                    guild_id=wish.guild_id,
                    channel_id=wish.channel_id,
                    role_id=wish.role_id,
                    follower_id=wish.follower_id,
                    category=wish.category,
                ),
            )
            resumed = known is not None and known.status is Status.PAUSED
            missed = await outbox.catch_up(connection, begun.id) if resumed else 0
        self._wake()
        return Subscribed(begun, resumed, missed)

    async def unfollow(self, guild_id: int, channel_id: int) -> bool:
        """Announce there no more; False where that server announced nothing there anyway."""
        async with self._database.writing() as connection:
            known = await destinations.by_key(connection, _key(channel_id))
            if known is None or known.guild_id != guild_id:
                return False
            await destinations.remove(connection, known.id)
        return True

    def wake(self) -> None:
        """Tell the announcer that there may be work."""
        self._wake()

    async def of_guild(self, guild_id: int) -> Sequence[Destination]:
        """What a server follows with."""
        async with self._database.reading() as connection:
            return await destinations.of_guild(connection, guild_id)

    async def guilds(self) -> Sequence[int]:
        """The ids of the servers that follow, in order."""
        async with self._database.reading() as connection:
            known = await destinations.all_destinations(connection)
        return sorted({place.guild_id for place in known if place.guild_id is not None})

    async def offers(self, guild_id: int, role_id: int) -> bool:
        """Whether members of a server may give themselves a role: it is one of a follow."""
        return any(place.role_id == role_id for place in await self.of_guild(guild_id))

    async def configure(self, robots: Sequence[tuple[Kind, str]]) -> None:
        """Announce to the robots of the settings, given as kind and key, and to no others."""
        wanted = {key for _, key in robots}
        async with self._database.writing() as connection:
            newest = await adoptions.latest_id(connection)
            known = await destinations.all_destinations(connection)
            for place in known:
                if not place.kind.on_discord and place.key not in wanted:
                    await destinations.remove(connection, place.id)
            present = {place.key: place for place in known}
            for kind, key in robots:
                before = present.get(key)
                if before is not None and before.status is Status.ACTIVE:
                    continue
                # A restart is how an operator resumes a robot after putting it right.
                begun = await destinations.add(
                    connection,
                    NewDestination(
                        key=key,
                        kind=kind,
                        baseline=before.baseline if before else newest,
                        created_at=self._clock(),
                    ),
                )
                await outbox.catch_up(connection, begun.id)

    async def forget_guild(self, guild_id: int) -> None:
        """Delete everything kept for a server, because the bot left it or was asked to."""
        async with self._database.writing() as connection:
            await forgetting.forget_guild(connection, guild_id)


def _key(channel_id: int) -> str:
    return f"discord:{channel_id}"
