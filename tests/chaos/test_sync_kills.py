"""A few kills of `paperbot sync`; `.ci/run` asks for ten, `sync_kills` takes any number."""

from __future__ import annotations

import os
from pathlib import Path

from tests.chaos.sync_kills import run


async def test_a_killed_look_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    """After each kill the doctor is content, search answers, and nothing is told twice."""
    kills = int(os.environ.get("PAPERBOT_TEST_KILLS", "2"))
    result = await run(kills, seed=5, home=tmp_path)
    assert result.wrong == []
    assert result.killed == kills
