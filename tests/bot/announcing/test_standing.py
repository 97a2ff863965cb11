from bot.destinations.outlet import DeliveryError, Outcome
from bot.places import Kind
from bot.services.standing import standing, summary, troubles
from bot.state.database import Database
from tests.bot.announcing.world import World
from tests.catalogs import episode

E1, E2 = (episode(n, f"E{n}") for n in range(1, 3))


async def test_pauses_and_doubts_are_told_with_what_to_do(database: Database) -> None:
    """A paused channel names its reason and `/follow`; a robot in doubt is to be looked at."""
    world = World(database)
    await world.begin(E1)
    robot, channel, closed = (
        await world.follow("feishu:1", kind=Kind.FEISHU),
        await world.follow("discord:2"),
        await world.follow("discord:3"),
    )
    world.place.closed = {
        closed.id: DeliveryError(Outcome.FORBIDDEN, "missing_access"),
        robot.id: DeliveryError(Outcome.UNKNOWN, "no answer"),
    }
    world.place.confirms = False
    await world.adopt(E1, E2)
    await world.settle()
    assert len(world.titles(channel)) == 1
    async with database.reading() as connection:
        places = await standing(connection)
    assert summary(places) == "3 places follow; 1 announced, 1 waiting"
    doubt, pause = troubles(places)
    assert "the feishu robot: 1 announcements may or may not have arrived" in doubt
    assert "channel 3 of server 7 is paused, 1 waiting: the bot can no longer see" in pause
    assert "/follow there again" in pause


async def test_a_paused_robot_is_resumed_by_a_start(database: Database) -> None:
    """Its vendor's words are told as they are."""
    world = World(database)
    await world.begin(E1)
    robot = await world.follow("dingtalk:1", kind=Kind.DINGTALK)
    world.place.closed = {robot.id: DeliveryError(Outcome.FORBIDDEN, "dingtalk 310000: sign")}
    world.place.confirms = False
    await world.adopt(E1, E2)
    await world.settle()
    async with database.reading() as connection:
        (pause,) = troubles(await standing(connection))
    assert "the dingtalk robot is paused, 1 waiting: dingtalk 310000: sign" in pause
    assert "start the bot again" in pause
