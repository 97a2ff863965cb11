"""The bot announcing, killed at random moments while Discord misbehaves.

    python -m tests.chaos --kills 200 --seed 7 --database sqlite

A local upstream gains five episodes with every ten kills. The bot runs as a process of its
own on a local Discord, where a text channel, an announcement channel and a forum follow. It
is killed (SIGKILL) again and again: at any moment of its life or, where a post is expected,
mostly just after Discord took one, before the bot can have noted it. Some times it then
stays away until Discord has forgotten the nonces. Meanwhile the gateway is dropped, requests
meet 429 and 500, before or after they took effect, and connections are cut. In the end every
episode must stand exactly once in each channel.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections import Counter as Tally
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bot.emulator import Channel, LocalDiscord
from bot.emulator.rest.faults import Fault
from bot.state import adoptions, outbox
from bot.state.database import open_database
from bot.state.outbox import Delivery
from tests.chaos.absence import AWAY, stay_away
from tests.chaos.upstream import Services, row
from tests.e2e.readme import readme

PATIENCE = 240.0
"""Seconds after which what still has not come is taken for lost."""

_POSTS = ("POST /channels/{channel_id}/messages", "POST /channels/{channel_id}/threads")
_CROSSPOST = 1


@dataclass
class Result:
    """What a run saw; `wrong` lists every promise that was broken."""

    seed: int
    episodes: int = 0
    kills: int = 0
    aimed: int = 0
    forgotten: int = 0
    seconds: float = 0.0
    faults: Tally[str] = field(default_factory=Tally)
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        verdict = "\n".join(self.wrong) or "each announced exactly once in each of three channels"
        faults = ", ".join(f"{number} {name}" for name, number in sorted(self.faults.items()))
        return (
            f"seed {self.seed}: {self.kills} kills ({self.aimed} right after a post) in"
            f" {self.seconds:.0f} s, {faults}; {self.forgotten} announcements in doubt when"
            f" their nonce was forgotten; {self.episodes} episodes: {verdict}"
        )


@dataclass
class Scene:
    """A server with three channels that follow, and the bot's process."""

    discord: LocalDiscord
    services: Services
    environment: Mapping[str, str]
    random: Random
    result: Result
    lifetime: float = 0.0
    to_come: list[str] = field(default_factory=list)
    asked: list[tuple[str, Fault]] = field(default_factory=list)

    def __post_init__(self) -> None:
        guild = self.discord.world.add_guild("Readers")
        self.office = guild.add_text_channel("office")
        self.admin = self.discord.world.admin("admin", guild)
        self.news = guild.add_text_channel("news")
        self.wire = guild.add_announcement_channel("wire")
        self.forum = guild.add_forum("papers")
        self.posted = asyncio.Event()
        self.discord.world.observe(self._note)

    def _note(self, change: object) -> None:
        channel = getattr(change, "channel", None)
        if getattr(change, "kind", "") == "MESSAGE_CREATE" and channel is not self.office:
            self.posted.set()

    @asynccontextmanager
    async def bot(self) -> AsyncIterator[asyncio.subprocess.Process]:
        """The bot as a process, killed at the end of the block where it still runs."""
        with (Path(self.environment["PAPERBOT_HOME"]) / "bot.log").open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run"),
                env={**os.environ, **self.environment},
                stdout=log,
                stderr=log,
            )
            try:
                yield process
            finally:
                if process.returncode is None:
                    process.kill()
                await process.wait()

    def misbehave(self) -> None:
        """One thing goes wrong with Discord from now on, at some request that comes."""
        faults, random = self.discord.faults, self.random
        route = random.choice(
            (*_POSTS, "POST /channels/{channel_id}/messages/{message_id}/crosspost")
        )
        after = random.random() < 0.5
        if not self.to_come:
            # Drawn from a bag, so that even few kills meet each of them.
            self.to_come = ["500", "429", "global 429", "cut", "dropped gateway", "none"]
            random.shuffle(self.to_come)
        name = self.to_come.pop()
        if name == "500":
            faults.answer(500, route, after=after)
        elif name == "cut":
            faults.cut(route, after=after)
        elif "429" in name:
            faults.rate_limit(0.3, route, everything=name != "429")
        if name not in ("none", "dropped gateway"):
            self.asked.append((name, faults.pending[-1]))
        if name == "dropped gateway":
            asyncio.get_running_loop().call_later(random.uniform(0, self.lifetime), self._drop)

    def calm(self) -> None:
        """Nothing goes wrong from now on; the faults that some request met are counted."""
        left = self.discord.faults.pending
        self.result.faults.update(
            name for name, fault in self.asked if not any(fault is one for one in left)
        )
        self.discord.faults.clear()

    def _drop(self) -> None:
        if self.discord.gateway.connected:
            self.result.faults["dropped gateway"] += 1
        self._dropping = asyncio.ensure_future(self.discord.gateway.drop())

    async def kill(self, process: asyncio.subprocess.Process, *, expecting: bool) -> None:
        """Let the process live for a while, or until the next post that is expected."""
        self.posted.clear()
        if not expecting or self.random.random() < 0.3:
            await asyncio.sleep(self.random.uniform(0.1, 1.3) * self.lifetime)
        else:
            try:
                async with asyncio.timeout(3 * self.lifetime):
                    await self.posted.wait()
                await asyncio.sleep(self.random.choice((0, 0, 0.002, 0.01, 0.05)))
                self.result.aimed += 1
            except TimeoutError:
                pass
        if process.returncode is not None:
            self.result.wrong.append(f"the bot ended by itself: {process.returncode}")
        else:
            process.kill()
            self.result.kills += 1

    def publish(self, number: int) -> str:
        """Upstream gains the episode of a number; its title."""
        self.services.document = self.services.document.with_episode(row(number))
        return f"Chaos{number} 逐段精读"

    def lacks(self, titles: list[str]) -> bool:
        """Whether some channel was not told of some title yet."""
        return any(Tally(titles) - seen for seen in self.counted(titles).values())

    def shown(self, channel: Channel) -> list[str]:
        """The titles that the bot posted in a channel, as often as it did."""
        if channel is self.forum:
            threads = self.discord.world.channels.values()
            return [c.name for c in threads if c.parent is channel and c.is_thread]
        said = (message.text for message in channel.messages.values() if message.author.bot)
        return [text.splitlines()[0] for text in said]

    def counted(self, titles: list[str]) -> dict[str, Tally[str]]:
        """How often each title stands in each channel."""
        return {
            channel.name: Tally(
                title for text in self.shown(channel) for title in titles if title in text
            )
            for channel in (self.news, self.wire, self.forum)
        }


async def run(
    kills: int,
    seed: int,
    home: Path,
    database: str,
    progress: Callable[[Result], None] = lambda _: None,
) -> Result:
    """Kill that many times over a database, and say what was seen."""
    result, started = Result(seed), time.monotonic()
    services = Services(readme(episodes=12))
    ahead = [0.0]
    discord = LocalDiscord(clock=lambda: time.time() + ahead[0], timeout=PATIENCE)
    async with services.running() as url, discord:
        environment = {
            "DISCORD_TOKEN": discord.token,
            "PAPERBOT_HOME": str(home),
            "PAPERBOT_DATABASE_URL": database,
            "PAPERBOT_DISCORD_API": discord.api_url,
            "PAPERBOT_DISCORD_GATEWAY": discord.gateway_url,
            "PAPERBOT_UPSTREAM": f"{url}/README.md",
            # Counters would make most adoptions, and are no news: these services are down.
            "PAPERBOT_BILIBILI_API": "http://127.0.0.1:9",
            "PAPERBOT_SEMANTIC_SCHOLAR_API": "http://127.0.0.1:9",
            "PAPERBOT_SYNC_MINUTES": "0.02",
        }
        scene = Scene(discord, services, environment, Random(seed), result)
        await _follow(scene, database)
        titles = [await _measure(scene)]
        for number in range(kills):
            if number % 2 == 0:
                titles.append(scene.publish(number + 1))
            async with scene.bot() as process:
                scene.misbehave()
                await scene.kill(process, expecting=scene.lacks(titles))
            if scene.random.random() < 0.3:
                result.forgotten += await stay_away(database)
                ahead[0] += AWAY.total_seconds()
            result.seconds = time.monotonic() - started
            progress(result)
        result.episodes = len(titles)
        await _recover(scene, titles, database)
    result.seconds = time.monotonic() - started
    return result


async def _follow(scene: Scene, database: str) -> None:
    """All three channels follow once a first look was adopted."""
    async with scene.bot():
        await scene.discord.registered("follow")
        await scene.discord.connected()
        state = await open_database(database)
        try:
            while True:
                async with state.reading() as connection:
                    if await adoptions.latest_id(connection) > 1:
                        break
                await asyncio.sleep(0.1)
        finally:
            await state.close()
        for channel in (scene.news, scene.wire, scene.forum):
            said = await scene.discord.slash(scene.admin, scene.office, "follow", channel=channel)
            if "✅" not in said.text:
                scene.result.wrong.append(f"could not follow: {said.text}")


async def _measure(scene: Scene) -> str:
    """See how long a bot takes from its start to a first post, of the title that it gives."""
    title, started = scene.publish(0), time.monotonic()
    scene.posted.clear()
    async with scene.bot(), asyncio.timeout(PATIENCE):
        await scene.posted.wait()
        scene.lifetime = time.monotonic() - started
    return title


async def _recover(scene: Scene, titles: list[str], database: str) -> None:
    """Undisturbed, the bot completes what is missing, adds nothing else, and ends when told."""
    scene.calm()
    wanted = Tally(titles)
    async with scene.bot() as process:
        if not await _settled(scene, titles, database):
            scene.result.wrong.append("something was not announced in time")
        # Where nothing was left to do, the process may not even have begun to load.
        await scene.discord.connected()
        process.send_signal(signal.SIGTERM)
        if await process.wait() != 0:
            scene.result.wrong.append(f"SIGTERM ended the bot with {process.returncode}")
    for channel, seen in scene.counted(titles).items():
        if seen != wanted:
            scene.result.wrong.append(
                f"{channel}: missing {dict(wanted - seen)}, too many {dict(seen - wanted)}"
            )
    if unpublished := [m for m in scene.wire.messages.values() if not m.flags & _CROSSPOST]:
        scene.result.wrong.append(f"{len(unpublished)} messages were never published")


async def _settled(scene: Scene, titles: list[str], database: str) -> bool:
    """Wait until everything is announced and published, and nothing more is to be sent."""
    state = await open_database(database)
    deadline = time.monotonic() + PATIENCE
    try:
        while time.monotonic() < deadline:
            async with state.reading() as connection:
                standing = (await outbox.counts(connection)).keys()
            if (
                standing == {Delivery.SENT}
                and not scene.lacks(titles)
                and all(message.flags & _CROSSPOST for message in scene.wire.messages.values())
            ):
                return True
            await asyncio.sleep(0.1)
        return False
    finally:
        await state.close()
