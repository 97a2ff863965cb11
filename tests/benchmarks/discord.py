"""How much of a bare bot's speed is left once it searches and draws cards.

Runs a local Discord, our bot, and a bare discord.py bot that answers a constant embed, a
process each, in alternating rounds so that a slow moment of the machine hits both:

    python -m tests.benchmarks.discord [--seconds 3] [--rounds 3]

Prints serial p50, throughput at 64 in flight and start-up, and each as a ratio to the bare
bot; for repeated queries and for queries that never repeat. Beside each figure by the clock
stands one of processor time, which says the same on a quiet machine and more on a busy one:
how busy it was is printed too. It takes under three minutes, or ends with what it waited for.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.emulator import LocalDiscord
from index.data import shipped_catalog

IN_FLIGHT = 64
SERIAL = 200
PATIENCE = 170.0
"""Seconds after which the whole is given up."""
REPEATED = (
    "GAN",
    "transformer",
    "对比学习",
    "MoCov2",
    "1706.03762",
    "视频理解",
    "clip",
    "怎么读论文",
)

BARE = """
import os
import discord
from discord import app_commands
from discord.http import Route
from discord.gateway import DiscordWebSocket
import yarl

Route.BASE = os.environ["PAPERBOT_DISCORD_API"]
DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(os.environ["PAPERBOT_DISCORD_GATEWAY"])


class Bare(discord.Client):
    def __init__(self):
        super().__init__(intents=discord.Intents(guilds=True))
        self.tree = app_commands.CommandTree(self)

    async def setup_hook(self):
        await self.tree.sync()


client = Bare()
embed = discord.Embed(title="GAN", description="Generative Adversarial Nets")


@client.tree.command()
async def paper(interaction: discord.Interaction, query: str):
    await interaction.response.send_message(embed=embed)


client.run(os.environ["DISCORD_TOKEN"], log_handler=None)
"""


@dataclass
class Figures:
    """Measurements of one bot, in seconds and answers a second, by kind of query."""

    starts: list[float] = field(default_factory=list)
    starts_cpu: list[float] = field(default_factory=list)
    serial: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    rates: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    cpu: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))


def fresh_queries() -> Iterator[str]:
    """Queries that never repeat, of words a reader may combine."""
    titles = [paper.title for paper in shipped_catalog().papers]
    words = ["论文", "精读", "讲解", "video", "paper", "model", "网络", "学习", "attention", "训练"]
    for number in itertools.count():
        for title, word in itertools.product(titles, words):
            yield f"{title} {word} {number}" if number else f"{title} {word}"


def repeated_queries() -> Iterator[str]:
    """The same few queries over and over."""
    return itertools.cycle(REPEATED)


@dataclass
class Contestant:
    """A bot on a local Discord of its own."""

    name: str
    command: list[str]
    discord: LocalDiscord
    home: str
    figures: Figures = field(default_factory=Figures)
    process: asyncio.subprocess.Process | None = None

    def __post_init__(self) -> None:
        guild = self.discord.world.add_guild("Readers")
        self.channel = guild.add_text_channel("general")
        self.reader = self.discord.world.add_user("reader", locale="zh-CN")
        self.discord.timeout = 60

    async def start(self) -> None:
        """Start the process, and note how long it took to answer its first question."""
        # A program that may not keep its compiled modules compiles them at every start.
        left_out = ("PAPERBOT_", "PYTHONDONTWRITEBYTECODE")
        kept = {k: v for k, v in os.environ.items() if not k.startswith(left_out)}
        begun = time.perf_counter()
        self.process = await asyncio.create_subprocess_exec(
            *self.command,
            env=kept
            | {
                "DISCORD_TOKEN": self.discord.token,
                "PAPERBOT_DISCORD_API": self.discord.api_url,
                "PAPERBOT_DISCORD_GATEWAY": self.discord.gateway_url,
                "PAPERBOT_HOME": self.home,
                "PAPERBOT_SYNC_MINUTES": "0",
            },
            stderr=asyncio.subprocess.DEVNULL,
        )
        await self.discord.registered("paper")
        await self.discord.connected()
        await self.ask("GAN")
        self.figures.starts_cpu.append(self.cpu())
        self.figures.starts.append(time.perf_counter() - begun)

    async def stop(self) -> None:
        """End the process and wait until the local Discord has noticed."""
        if self.process is None or self.process.returncode is not None:
            return
        self.process.terminate()
        try:
            await asyncio.wait_for(self.process.wait(), 20)
        finally:
            if self.process.returncode is None:
                self.process.kill()
        async with asyncio.timeout(20):
            while self.discord.gateway.identified.is_set():  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    async def ask(self, query: str) -> float:
        """Seconds that one answer took."""
        begun = time.perf_counter()
        reply = await self.discord.slash(self.reader, self.channel, "paper", query=query)
        took = time.perf_counter() - begun
        assert not reply.failed, query
        self.channel.messages.clear()
        return took

    async def flood(self, queries: Iterator[str], seconds: float) -> float:
        """Answers a second with `IN_FLIGHT` questions always under way."""
        begun = time.perf_counter()
        answered = 0

        async def reader() -> None:
            nonlocal answered
            while time.perf_counter() < begun + seconds:
                await self.ask(next(queries))
                answered += 1

        await asyncio.gather(*(reader() for _ in range(IN_FLIGHT)))
        return answered / (time.perf_counter() - begun)

    def cpu(self) -> float:
        """Seconds of processor time the process has used so far."""
        assert self.process is not None
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    async def measure(self, kind: str, queries: Iterator[str], seconds: float) -> None:
        """One round: serial answers, then a flood."""
        before, end, serial = self.cpu(), time.perf_counter() + seconds, []
        while len(serial) < SERIAL and time.perf_counter() < end:
            serial.append(await self.ask(next(queries)))
        self.figures.serial[kind] += serial
        rate = await self.flood(queries, seconds)
        self.figures.rates[kind].append(rate)
        answers = len(serial) + rate * seconds
        self.figures.cpu[kind].append((self.cpu() - before) / answers)


async def compare(seconds: float, rounds: int) -> tuple[Figures, Figures]:
    """Measure both bots in alternating rounds; ours first in each."""
    with tempfile.TemporaryDirectory() as home:
        async with LocalDiscord() as one, LocalDiscord() as other:
            ours = Contestant("ours", [sys.executable, "-m", "bot", "run"], one, home)
            bare = Contestant("bare", [sys.executable, "-c", BARE], other, home)
            try:
                await ours.start()
                print(f"first start, with the index to build: {ours.figures.starts[0]:.2f} s")
                ours.figures = Figures()
                await ours.stop()
                for again in range(rounds):
                    for each in (ours, bare):
                        await each.start()
                        if again < rounds - 1:
                            await each.stop()
                for kind, make in QUERIES.items():
                    streams = {each.name: make() for each in (ours, bare)}
                    for _ in range(rounds):
                        for each in (ours, bare):
                            await each.measure(kind, streams[each.name], seconds)
            finally:
                for each in (ours, bare):
                    await each.stop()
            return ours.figures, bare.figures


async def bounded(seconds: float, rounds: int) -> tuple[Figures, Figures]:
    """`compare`, given up after `PATIENCE` seconds."""
    async with asyncio.timeout(PATIENCE):
        return await compare(seconds, rounds)


def load() -> str:
    """How many processes wanted a processor in the last minute, and how many there are."""
    return f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"


def report(ours: Figures, bare: Figures) -> None:
    """Print each figure of both and the ratio; above 1 means faster than the bare bot."""
    median = statistics.median
    print(f"{'':34}{'ours':>10}{'bare':>10}{'ratio':>8}")

    def line(name: str, mine: float, its: float, ratio: float, unit: str) -> None:
        print(f"{name:34}{mine:10.2f}{its:10.2f}{ratio:8.2f}  {unit}")

    mine, its = median(ours.starts), median(bare.starts)
    line("start, index ready", mine, its, mine / its, "s (times the bare bot's)")
    mine, its = median(ours.starts_cpu), median(bare.starts_cpu)
    line("start: processor time", mine, its, mine / its, "s (times the bare bot's)")
    for kind in QUERIES:
        mine, its = (1000 * median(f.serial[kind]) for f in (ours, bare))
        line(f"{kind}: serial p50", mine, its, its / mine, "ms")
        mine, its = (median(f.rates[kind]) for f in (ours, bare))
        line(f"{kind}: {IN_FLIGHT} in flight", mine, its, mine / its, "answers/s")
        mine, its = (1000 * median(f.cpu[kind]) for f in (ours, bare))
        line(f"{kind}: processor time", mine, its, its / mine, "ms an answer")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--seconds", type=float, default=3, help="length of a flood")
    parser.add_argument("--rounds", type=int, default=3, help="alternating rounds")
    arguments = parser.parse_args()
    print(f"load of the machine before: {load()}")
    report(*asyncio.run(bounded(arguments.seconds, arguments.rounds)))
    print(f"load of the machine after: {load()}")


QUERIES: dict[str, Callable[[], Iterator[str]]] = {
    "repeated": repeated_queries,
    "fresh": fresh_queries,
}

if __name__ == "__main__":
    main()
