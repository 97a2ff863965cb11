"""Kill the announcing bot again and again: `python -m tests.chaos --kills 200 --seed 7`."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from bot.state.database import default_url
from tests.chaos.announcing_kills import Result, run
from tests.databases import fresh_postgres


async def _main(kills: int, seed: int, database: str, home: Path) -> bool:
    if database == "sqlite":
        result = await run(kills, seed, home, default_url(home), _progress)
    else:
        async with fresh_postgres(database) as url:
            result = await run(kills, seed, home, url, _progress)
    print(f"{database.partition(':')[0]}, {result}")  # noqa: T201
    return not result.wrong


def _progress(result: Result) -> None:
    if result.kills % 10 == 0:
        sys.stderr.write(f"{result.kills} kills in {result.seconds:.0f} s\n")


def main() -> None:
    """The command; exits 1 where a promise was broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--database",
        default="sqlite",
        help="sqlite, or the URL of a PostgreSQL server on which a database may be made",
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        fine = asyncio.run(_main(options.kills, options.seed, options.database, Path(home)))
    sys.exit(not fine)


if __name__ == "__main__":
    main()
