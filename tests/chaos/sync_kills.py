"""`paperbot sync`, killed at random moments, again and again.

    python -m tests.chaos.sync_kills --kills 100 --seed 1

A local upstream gains an episode with every round. Each round starts `paperbot sync` as a
process of its own and kills it (SIGKILL) at a random moment of the time it would take.
After each kill `paperbot doctor` must be clean, the catalogue in force must be the old or
the new one, and search must answer from it. At the end one undisturbed look must bring all
episodes, and each must have been planned once for a channel that follows.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections import Counter as Tally
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bot.adopted import catalog_in_force
from bot.config import Reading, Settings, load_settings
from bot.diagnosis import diagnose
from bot.places import Kind, NewDestination
from bot.services.adoption import ensure_baseline
from bot.state import adoptions, destinations, outbox
from bot.state.database import default_url, open_database
from index.data import shipped_catalog
from index.search.library import open_library
from index.sync.http import now
from tests.chaos.upstream import Services, environment_of, row
from tests.e2e.program import started
from tests.e2e.readme import readme

# Looks that end before they are killed do not count; so many rounds a kill are enough.
_ROUNDS = 4


@dataclass
class Result:
    """What a run saw; `wrong` lists every promise that was broken."""

    seed: int
    killed: int = 0
    finished: int = 0
    adopted: int = 0
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        verdict = "every promise held" if not self.wrong else "\n".join(self.wrong)
        return (
            f"seed {self.seed}: {self.killed} looks killed, {self.finished} were faster than"
            f" that, {self.adopted} adoptions; {verdict}"
        )


async def run(kills: int, seed: int, home: Path) -> Result:
    """Kill that many looks under a home, and say what was seen."""
    random, result = Random(seed), Result(seed)
    services = Services(readme(episodes=12))
    async with services.running() as url:
        environment = environment_of(home, url) | {"PAPERBOT_DISCORD_API": f"{url}/api/v10"}
        settings = load_settings(environment)
        await _look(environment, result)
        # The first look asks for every counter; what is killed is like the second.
        services.document = services.document.with_episode(row(0))
        started = time.monotonic()
        await _look(environment, result)
        lasts = time.monotonic() - started
        await _follow(settings)
        number = 0
        while result.killed < kills and number < _ROUNDS * kills:
            number += 1
            services.document = services.document.with_episode(row(number))
            started = time.monotonic()
            if not await _killed_look(environment, random.uniform(0.05, 1.0) * lasts, result):
                # The machine is faster than when it was measured, or less busy.
                lasts = time.monotonic() - started
            await _check(settings, number, result)
        await _look(environment, result)
        await _account(settings, number, result)
    return result


async def _look(environment: Mapping[str, str], result: Result) -> None:
    process = await started("sync", "--json", **environment)
    out, errors = await process.communicate()
    if process.returncode != 0:
        result.wrong.append(f"an undisturbed look failed: {errors.decode() or out.decode()}")


async def _killed_look(environment: Mapping[str, str], after: float, result: Result) -> bool:
    """Whether the look was killed before it ended."""
    process = await started("sync", "--json", **environment)
    try:
        out, errors = await asyncio.wait_for(process.communicate(), after)
    except TimeoutError:
        process.kill()
        await process.wait()
        result.killed += 1
        return True
    result.finished += 1
    if process.returncode != 0:
        result.wrong.append(f"a look failed by itself: {errors.decode() or out.decode()}")
    return False


async def _follow(settings: Settings) -> None:
    """A channel that follows from here on."""
    database = await open_database(default_url(settings.home))
    try:
        newest = await ensure_baseline(database, shipped_catalog(), at=now())
        async with database.writing() as connection:
            place = NewDestination("discord:1", Kind.TEXT, newest.id, now(), channel_id=1)
            await destinations.add(connection, place)
    finally:
        await database.close()


async def _check(settings: Settings, number: int, result: Result) -> None:
    for finding in await diagnose(Reading(settings)):
        if not finding.fine:
            result.wrong.append(f"after kill {number}: {finding.name}: {finding.text}")
    catalog = await catalog_in_force(settings)
    known = {episode.title for episode in catalog.episodes}
    # Rows were added one by one: a look sees them up to some number, and none between.
    there = [f"Chaos{n} 逐段精读" in known for n in range(number + 1)]
    if there != sorted(there, reverse=True):
        result.wrong.append(f"after kill {number}: neither an old nor a new catalogue")
    library = await open_library(settings.home, catalog, warm=False)
    try:
        wanted = catalog.episodes[0]
        found = await library.search(wanted.id)
        if not found.hits or found.hits[0].entry.id != wanted.id:
            result.wrong.append(f"after kill {number}: search does not find {wanted.title}")
    finally:
        library.close()


async def _account(settings: Settings, rounds: int, result: Result) -> None:
    """Every episode is there, and was planned once."""
    catalog = await catalog_in_force(settings)
    missing = {f"BV1Chao{n:05d}" for n in range(1, rounds + 1)} - catalog.entries.keys()
    if missing:
        result.wrong.append(f"never adopted: {sorted(missing)}")
    database = await open_database(default_url(settings.home))
    try:
        async with database.reading() as connection:
            result.adopted = await adoptions.latest_id(connection)
            rows = Tally(row.episode for row in await outbox.posts(connection))
    finally:
        await database.close()
    wanted = Tally(f"BV1Chao{n:05d}" for n in range(1, rounds + 1))
    if rows != wanted:
        result.wrong.append(f"not planned once each: {rows - wanted or wanted - rows}")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        result = asyncio.run(run(options.kills, options.seed, Path(home)))
    print(result)  # noqa: T201
    sys.exit(bool(result.wrong))


if __name__ == "__main__":
    main()
