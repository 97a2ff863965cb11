"""A few kills of the announcing bot; `.ci/run` asks for ten, `tests.chaos` takes any number."""

from __future__ import annotations

import os
from pathlib import Path

from tests.chaos.announcing_kills import run
from tests.databases import fresh_url

__all__ = ["fresh_url"]


async def test_every_episode_is_announced_once_whatever_dies(
    fresh_url: str, tmp_path: Path
) -> None:
    """Kills amid errors of Discord lose no announcement and double none."""
    kills = int(os.environ.get("PAPERBOT_TEST_KILLS", "2"))
    result = await run(kills, 5, tmp_path, fresh_url)
    assert result.wrong == []
    assert result.kills == kills
