from dataclasses import replace
from datetime import timedelta

import pytest

from bot.destinations.outlet import DeliveryError, Outcome
from bot.places import Kind, Status
from bot.state import outbox
from bot.state.database import Database
from bot.state.outbox import Delivery
from index.catalog import Catalog, Platform, Video
from tests.bot.announcing.world import World
from tests.catalogs import episode

E1, E2, E3, E4 = (episode(n, f"E{n}") for n in range(1, 5))
YOUTUBE = Video(Platform.YOUTUBE, "https://www.youtube.com/watch?v=abcdefghijk")


@pytest.fixture
async def world(database: Database) -> World:
    """Episode E1 is known, and one look found nothing new."""
    made = World(database)
    await made.begin(E1)
    return made


def _unknown() -> DeliveryError:
    return DeliveryError(Outcome.UNKNOWN, "500")


async def test_new_episodes_are_announced_in_order_once(world: World) -> None:
    """Only what came after the follow is announced, oldest first, and only once."""
    place = await world.follow()
    await world.adopt(E1, E2)
    await world.adopt(E1, E2, E3)
    await world.settle()
    world.restarted()
    await world.settle()
    assert world.titles(place) == [("E2",), ("E3",)]


async def test_a_late_back_dated_row_is_announced(world: World) -> None:
    """An episode is new by its id, whatever its date."""
    place = await world.follow()
    await world.adopt(episode(0, "older than all"), E1)
    await world.settle()
    assert world.titles(place) == [("older than all",)]


async def test_following_is_no_flood(world: World) -> None:
    """Episodes adopted before the follow stay quiet, also for a second follower."""
    first = await world.follow("discord:1")
    await world.adopt(E1, E2)
    second = await world.follow("discord:2")
    await world.settle()
    assert (world.titles(first), world.titles(second)) == ([("E2",)], [])


async def test_a_withdrawn_episode_that_returns_is_no_news(world: World) -> None:
    """What was announced is not announced again, however often upstream changes its mind."""
    place = await world.follow()
    await world.adopt(E1, E2)
    await world.settle()
    await world.adopt(E1)
    await world.settle()
    await world.adopt(E1, E2)
    await world.settle()
    assert world.titles(place) == [("E2",)]


async def test_an_episode_withdrawn_before_its_post_waits_without_blocking(world: World) -> None:
    """It is posted when it returns; the next one does not wait for it."""
    place = await world.follow()
    await world.adopt(E1, E2)
    await world.adopt(E1, E3)
    await world.settle()
    assert world.titles(place) == [("E3",)]
    await world.adopt(E1, E2, E3)
    await world.settle()
    assert world.titles(place) == [("E3",), ("E2",)]


async def test_a_late_link_edits_in_place(world: World) -> None:
    """A video link, a note or a corrected title changes the post instead of adding one."""
    place = await world.follow()
    await world.adopt(E1, E2)
    await world.settle()
    await world.adopt(E1, replace(E2, title="E2!", videos=(*E2.videos, YOUTUBE)))
    await world.settle()
    (message,) = world.place.posted(place)
    assert (message.titles, message.links, message.edits) == (("E2!",), 2, 1)


async def test_counters_edit_nothing(world: World) -> None:
    """A post is not edited for a play count, which it does not show."""
    place = await world.follow()
    await world.adopt(E1, E2)
    await world.settle()
    await world.adopt(E1, replace(E2, plays=514_000))
    await world.settle()
    assert [m.edits for m in world.place.posted(place)] == [0]


async def test_several_changes_before_a_post_need_no_edit(world: World) -> None:
    """A post shows the newest state, so changes that came before it leave nothing to do."""
    place = await world.follow()
    await world.adopt(E1, E2)
    await world.adopt(E1, replace(E2, title="better"))
    await world.settle()
    assert [(m.titles, m.edits) for m in world.place.posted(place)] == [(("better",), 0)]


async def test_a_new_id_is_the_same_episode(world: World) -> None:
    """An episode that gets its Bilibili id later keeps its post, which is edited."""
    place = await world.follow()
    await world.adopt(E1, replace(E2, id="zhihu-1", title="E2"))
    await world.settle()
    renamed = Catalog(
        episodes=(replace(E2, videos=(*E2.videos, YOUTUBE)), E1), redirects={"zhihu-1": E2.id}
    )
    await world.adopt_catalog(renamed)
    await world.settle()
    assert [(m.titles, m.edits) for m in world.place.posted(place)] == [(("E2",), 1)]


async def test_a_category_narrows(world: World) -> None:
    """A follower of a category gets its episodes, also when the category is known late."""
    place = await world.follow(category="video")
    await world.adopt(E1, E2, E3, categories={E3.id: "生成模型"})
    await world.settle()
    assert world.titles(place) == []
    await world.adopt(E1, E2, E3, categories={E2.id: "视频理解", E1.id: "视频理解"})
    await world.settle()
    assert world.titles(place) == [("E2",)]


@pytest.mark.parametrize("minutes", [0.1, 30])
async def test_a_lost_answer_makes_no_second_post(world: World, minutes: float) -> None:
    """After an unknown outcome the nonce, and later the marker, prevent a second message."""
    place = await world.follow()
    world.place.faults = ["lost", _unknown()]
    await world.adopt(E1, E2)
    await world.announcer.drain()
    world.later(minutes=minutes)
    await world.settle()
    assert world.titles(place) == [("E2",)]
    assert [row.status for row in await world.rows()] == [Delivery.SENT]


@pytest.mark.parametrize("minutes", [0.1, 30])
async def test_a_kill_after_posting_makes_no_second_post(world: World, minutes: float) -> None:
    """A process that dies between Discord's post and its own mark finds the post again."""
    place = await world.follow()
    world.place.faults = ["lost"]
    await world.adopt(E1, E2)
    await world.announcer.drain()
    world.later(minutes=minutes)
    world.restarted()
    await world.settle()
    assert world.titles(place) == [("E2",)]


async def test_a_forum_is_searched_even_at_once(world: World) -> None:
    """Posts have no nonce, so the marker is looked for before every second try."""
    world.place.remembers_nonces = False
    place = await world.follow(kind=Kind.FORUM)
    world.place.faults = ["lost"]
    await world.adopt(E1, E2)
    await world.settle()
    assert world.titles(place) == [("E2",)]


async def test_a_change_during_doubt_reaches_the_post(world: World) -> None:
    """A found message may show an older state; the edit that was planned is carried out."""
    place = await world.follow()
    world.place.faults = ["lost"]
    await world.adopt(E1, E2)
    await world.announcer.drain()
    await world.adopt(E1, replace(E2, title="better"))
    await world.settle()
    assert world.titles(place) == [("better",)]


async def test_one_destination_never_delays_another(world: World) -> None:
    """A channel that is closed to the bot costs the others nothing."""
    closed, open_ = await world.follow("discord:1"), await world.follow("discord:2")
    world.place.closed[closed.id] = DeliveryError(Outcome.FORBIDDEN, "missing_access")
    await world.adopt(E1, E2)
    await world.announcer.drain()
    assert (world.titles(closed), world.titles(open_)) == ([], [("E2",)])


async def test_a_closed_destination_is_paused_and_its_admins_told_once(world: World) -> None:
    """After several tries it is left alone, with the reason, and what it misses is kept."""
    place = await world.follow()
    world.place.closed[place.id] = DeliveryError(Outcome.FORBIDDEN, "missing_access")
    await world.adopt(E1, E2)
    await world.announcer.drain()
    assert (await world.health(place)).status is Status.ACTIVE
    await world.settle()
    world.restarted()
    await world.settle()
    health = await world.health(place)
    assert (health.status, health.reason) == (Status.PAUSED, "missing_access")
    assert world.admins.told == [(place.id, "missing_access")]
    assert [row.status for row in await world.rows()] == [Delivery.PENDING]


async def test_a_channel_that_recovers_is_healthy_again(world: World) -> None:
    """One success ends the count of failures."""
    place = await world.follow()
    world.place.faults = [DeliveryError(Outcome.FORBIDDEN, "missing_access")]
    await world.adopt(E1, E2)
    await world.settle()
    health = await world.health(place)
    assert (health.failures, health.reason) == (0, "")
    assert world.titles(place) == [("E2",)]


async def test_resuming_sends_one_digest_whose_lines_can_be_edited(world: World) -> None:
    """Several missed episodes become one message; a later change edits its line."""
    place = await world.follow()
    world.place.closed[place.id] = DeliveryError(Outcome.FORBIDDEN, "missing_access")
    await world.adopt(E1, E2)
    await world.settle()
    await world.adopt(E1, E2, E3)
    del world.place.closed[place.id]
    async with world.database.writing() as connection:
        await outbox.catch_up(connection, place.id)
    await world.follow(baseline=place.baseline)
    await world.settle()
    assert world.titles(place) == [("E2", "E3")]
    await world.adopt(E1, E2, replace(E3, title="E3!"))
    await world.settle()
    assert world.titles(place) == [("E2", "E3!")]


async def test_a_digest_in_doubt_stays_one(world: World) -> None:
    """The rows of a digest share its key, whichever attempt got through."""
    place = await world.follow()
    world.later(days=3)
    world.place.faults = ["lost", _unknown()]
    await world.adopt(E1, E2, E3)
    await world.announcer.drain()
    world.later(hours=1)
    world.restarted()
    await world.settle()
    assert world.titles(place) == [("E2", "E3")]


async def test_after_a_long_absence_several_episodes_are_one_message(world: World) -> None:
    """A bot that was away for days tells what it missed at once."""
    place = await world.follow()
    world.later(days=3)
    world.restarted()
    await world.adopt(E1, E2, E3, E4)
    await world.settle()
    assert world.titles(place) == [("E2", "E3", "E4")]


async def test_what_another_process_adopted_meanwhile_is_a_digest_too(world: World) -> None:
    """`paperbot sync` beside an absent bot leaves rows, which it joins when it is back."""
    place = await world.follow()
    await world.announcer.drain()
    for known in ((E1, E2), (E1, E2, E3)):
        world.later(hours=20)
        await world.adopt(*known)
    world.restarted()
    await world.settle()
    assert world.titles(place) == [("E2", "E3")]


async def test_a_single_missed_episode_is_a_normal_post_and_forums_get_each(world: World) -> None:
    """A digest needs several episodes, and a forum has one post per episode."""
    single, forum = (
        await world.follow("discord:1"),
        await world.follow("discord:2", kind=Kind.FORUM),
    )
    world.later(days=3)
    await world.adopt(E1, E2)
    await world.settle()
    world.later(days=3)
    await world.adopt(E1, E2, E3, E4)
    await world.settle()
    assert world.titles(single) == [("E2",), ("E3", "E4")]
    assert world.titles(forum) == [("E2",), ("E3",), ("E4",)]


async def test_announcement_channels_are_published(world: World) -> None:
    """A post in an announcement channel is passed on, and one elsewhere is not."""
    news, text = (
        await world.follow("discord:1", kind=Kind.ANNOUNCEMENT),
        await world.follow("discord:2"),
    )
    await world.adopt(E1, E2)
    await world.settle()
    assert [m.published for m in world.place.posted(news)] == [True]
    assert [m.published for m in world.place.posted(text)] == [False]


async def test_a_robot_in_doubt_is_reported_and_never_sent_twice(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """What a robot may have got is not sent again, and the doubt is kept and logged."""
    world.place.confirms = world.place.remembers_nonces = False
    place = await world.follow("feishu:8", kind=Kind.FEISHU)
    world.place.faults = ["lost"]
    await world.adopt(E1, E2)
    await world.settle()
    await world.adopt(E1, E2, E3)
    await world.settle()
    assert world.titles(place) == [("E2",), ("E3",)]
    assert [row.status for row in await world.rows()] == [Delivery.DOUBT, Delivery.SENT]
    assert "cannot say whether rows [1] arrived" in caplog.text


async def test_a_robot_that_certainly_got_nothing_is_tried_again(world: World) -> None:
    """A refusal is no doubt."""
    world.place.confirms = world.place.remembers_nonces = False
    place = await world.follow("wecom:8", kind=Kind.WECOM)
    world.place.faults = [DeliveryError(Outcome.LATER, "45009", retry_after=5)]
    await world.adopt(E1, E2)
    await world.settle()
    assert world.titles(place) == [("E2",)]


async def test_a_wait_that_is_asked_for_is_kept(world: World) -> None:
    """Nothing is sent before `Retry-After` has passed."""
    place = await world.follow()
    world.place.faults = [DeliveryError(Outcome.LATER, "429", retry_after=600)]
    await world.adopt(E1, E2)
    await world.announcer.drain()
    world.later(seconds=599)
    await world.announcer.drain()
    assert world.titles(place) == []
    world.later(seconds=200)
    await world.announcer.drain()
    assert world.titles(place) == [("E2",)]


async def test_a_message_that_is_rejected_is_given_up_with_its_reason(world: World) -> None:
    """A fault in one announcement neither loops for ever nor blocks the next."""
    place = await world.follow()
    world.place.faults = [DeliveryError(Outcome.REJECTED, "50035")] * 3
    await world.adopt(E1, E2)
    await world.adopt(E1, E2, E3)
    await world.settle()
    rows = await world.rows()
    assert [(r.status, r.reason) for r in rows] == [
        (Delivery.DROPPED, "50035"),
        (Delivery.SENT, ""),
    ]
    assert world.titles(place) == [("E3",)]


async def test_a_deleted_message_is_not_posted_anew(world: World) -> None:
    """An admin who deletes a post has had enough of it: an edit of it is dropped."""
    place = await world.follow()
    await world.adopt(E1, E2)
    await world.settle()
    world.place.posted(place).clear()
    await world.adopt(E1, replace(E2, title="better"))
    await world.settle()
    assert world.titles(place) == []
    assert (await world.health(place)).status is Status.ACTIVE


async def test_doubt_ends_even_when_the_place_was_closed_for_long(world: World) -> None:
    """A row in doubt that then meets a pause is still looked for after it."""
    place = await world.follow()
    world.place.faults = ["lost"]
    await world.adopt(E1, E2)
    await world.announcer.drain()
    world.place.closed[place.id] = DeliveryError(Outcome.FORBIDDEN, "missing_access")
    await world.settle()
    del world.place.closed[place.id]
    await world.follow(baseline=place.baseline)
    world.now += timedelta(days=2)
    await world.settle()
    assert world.titles(place) == [("E2",)]
