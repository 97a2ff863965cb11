from dataclasses import replace

import pytest

from bot.places import Kind, Status, Wish
from bot.services.subscribing import Subscriptions
from bot.state import destinations, forgetting
from bot.state.database import Database
from tests.bot.announcing.world import World
from tests.catalogs import episode

E1, E2, E3 = (episode(n, f"E{n}") for n in range(1, 4))
WISH = Wish(guild_id=7, channel_id=70, kind=Kind.TEXT, follower_id=700, role_id=7000)


@pytest.fixture
async def world(database: Database) -> World:
    """Episode E1 is known."""
    made = World(database)
    await made.begin(E1)
    return made


@pytest.fixture
def subscriptions(world: World) -> Subscriptions:
    """Who follows in that world."""
    return Subscriptions(world.database, clock=lambda: world.now, wake=lambda: None)


async def test_following_twice_is_one_destination(
    world: World, subscriptions: Subscriptions
) -> None:
    """The second follow changes the role; nothing is announced twice."""
    await subscriptions.follow(WISH)
    followed = await subscriptions.follow(replace(WISH, role_id=8))
    await world.adopt(E1, E2)
    await world.settle()
    assert (await subscriptions.of_guild(7), followed.resumed) == ([followed.destination], False)
    assert followed.destination.role_id == 8
    assert world.titles(followed.destination) == [("E2",)]


async def test_following_a_paused_channel_resumes_with_what_was_missed(
    world: World, subscriptions: Subscriptions
) -> None:
    """One digest brings what came meanwhile."""
    place = (await subscriptions.follow(WISH)).destination
    async with world.database.writing() as connection:
        await destinations.set_health(connection, place.id, status=Status.PAUSED, reason="x")
    await world.adopt(E1, E2)
    await world.adopt(E1, E2, E3)
    await world.settle()
    assert world.titles(place) == []
    again = await subscriptions.follow(WISH)
    assert (again.resumed, again.missed) == (True, 2)
    await world.settle()
    assert world.titles(place) == [("E2", "E3")]


async def test_only_roles_of_a_follow_are_offered(subscriptions: Subscriptions) -> None:
    """No press can claim another role of the server, or this one elsewhere."""
    await subscriptions.follow(WISH)
    assert await subscriptions.offers(7, 7000)
    assert not await subscriptions.offers(7, 1)
    assert not await subscriptions.offers(8, 7000)


async def test_unfollow_and_follow_begin_anew(world: World, subscriptions: Subscriptions) -> None:
    """What came in between is no news afterwards."""
    await subscriptions.follow(WISH)
    assert not await subscriptions.unfollow(8, 70)
    assert await subscriptions.unfollow(7, 70)
    assert not await subscriptions.unfollow(7, 70)
    await world.adopt(E1, E2)
    place = (await subscriptions.follow(WISH)).destination
    await world.settle()
    assert world.titles(place) == []


async def test_robots_follow_the_settings(world: World, subscriptions: Subscriptions) -> None:
    """A robot begins when it is configured, is kept, and ends when it is not any more."""
    await subscriptions.configure([(Kind.WECOM, "wecom:1")])
    await world.adopt(E1, E2)
    await subscriptions.configure([(Kind.WECOM, "wecom:1"), (Kind.FEISHU, "feishu:1")])
    async with world.database.reading() as connection:
        known = await destinations.all_destinations(connection)
    await world.settle()
    assert [world.titles(place) for place in known] == [[("E2",)], []]
    await subscriptions.configure([])
    async with world.database.reading() as connection:
        assert await destinations.all_destinations(connection) == []


async def test_a_server_and_a_person_can_be_forgotten(
    world: World, subscriptions: Subscriptions
) -> None:
    """After one call nothing kept names them, in any column of any table."""
    await subscriptions.follow(WISH)
    await subscriptions.follow(replace(WISH, guild_id=9, channel_id=90, role_id=None))
    await world.adopt(E1, E2)
    async with world.database.writing() as connection:
        await forgetting.forget_user(connection, 700)
    await subscriptions.forget_guild(7)
    async with world.database.reading() as connection:
        left = await destinations.all_destinations(connection)
    assert [(p.guild_id, p.follower_id) for p in left] == [(9, None)]
    assert [row.destination for row in await world.rows()] == [left[0].id]
