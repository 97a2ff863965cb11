from pathlib import Path

from tests.chaos.announcing_kills import run
from tests.databases import fresh_url

__all__ = ["fresh_url"]


async def test_every_episode_is_announced_once_whatever_dies(
    fresh_url: str, tmp_path: Path
) -> None:
    """Ten kills amid errors of Discord lose no announcement and double none."""
    result = await run(10, 5, tmp_path, fresh_url)
    assert result.wrong == []
    assert result.kills == 10
