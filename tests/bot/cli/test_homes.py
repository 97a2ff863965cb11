"""Commands over homes that cannot be made, written or trusted."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.cli.process import as_somebody, run

OWN = """
| 日期 | 标题 | 时长 | 视频 |
|--|--|--|--|
| 2026-07-01 | 曼巴逐段精读 | 45:00 | [B站](https://www.bilibili.com/video/BV1Mambaxxxx) |
"""


@pytest.fixture(scope="session")
def used(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with an episode of one's own, that was searched in."""
    place = tmp_path_factory.mktemp("used")
    (place / "own.md").write_text(OWN, encoding="utf-8")
    assert run(place / "home", "import", str(place / "own.md")).returncode == 0
    assert run(place / "home", "search", "GAN").returncode == 0
    return place / "home"


@pytest.fixture
def home(used: Path, tmp_path: Path) -> Path:
    """A copy of that home, to be done with as one likes."""
    return Path(shutil.copytree(used, tmp_path / "home"))


@pytest.fixture
def sealed(home: Path) -> Iterator[Path]:
    """The same, which refuses to be written to."""
    everything = [home, *home.rglob("*")]
    for path in everything:
        path.chmod(path.stat().st_mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))
    yield home
    for path in everything:
        path.chmod(path.stat().st_mode | stat.S_IWUSR)


@pytest.mark.parametrize(
    "words",
    [
        ("search", "GAN"),
        ("search", "GAN", "--json"),
        ("complete", "tra"),
        ("try", "--no-browser", "--port", "0"),
        ("sync",),
        ("import", "README.md"),
    ],
    ids=" ".join,
)
def test_a_home_that_cannot_be_made_is_told_alike(tmp_path: Path, words: tuple[str, ...]) -> None:
    """Every command names the place and the setting in one sentence, as wrong configuration."""
    (tmp_path / "file").touch()
    done = run(tmp_path / "file" / "home", *words)
    assert (done.returncode, done.stdout) == (2, b"")
    (line,) = done.stderr.decode().splitlines()
    assert line.startswith(f"paperbot: Nothing can be written to {tmp_path}/file/home")
    assert line.endswith("set PAPERBOT_HOME to a directory of your own.")


def test_a_sealed_home_is_searched(sealed: Path) -> None:
    """Where nothing can be written, search and complete answer from last time, and say so."""
    for words, answer in ((("search", "曼巴"), "BV1Mambaxxxx"), (("complete", "曼巴"), "45 min")):
        done = run(sealed, *words, through=as_somebody())
        assert done.returncode == 0, done.stderr.decode()
        assert answer in done.stdout.decode()
        (line,) = done.stderr.decode().splitlines()
        assert "paperbot.sqlite3 cannot be used" in line
        assert line.endswith("the answers are those of last time.")


def test_a_sealed_home_without_a_database_is_searched(tmp_path: Path) -> None:
    """An index of the shipped catalogue answers from wherever it lies, without a word."""
    plain = tmp_path / "plain"
    assert run(plain, "search", "GAN").returncode == 0
    for path in [*plain.rglob("*"), plain]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    done = run(plain, "search", "GAN", through=as_somebody())
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"GAN")


@pytest.mark.parametrize(
    "url", ["", "postgresql://nobody@127.0.0.1:9/nothing"], ids=["damaged", "unreachable"]
)
def test_a_lost_database_stops_no_search(home: Path, url: str) -> None:
    """Without the database that says what is in force, the answers are those of last time."""
    (home / "paperbot.sqlite3").write_bytes(b"garbage")
    variables = {"PAPERBOT_DATABASE_URL": url} if url else {}
    done = run(home, "search", "曼巴", "--json", **variables)
    assert done.returncode == 0
    assert b"BV1Mambaxxxx" in done.stdout
    assert done.stderr.decode().strip().endswith("the answers are those of last time.")


def test_a_lost_database_leaves_what_is_shipped(tmp_path: Path) -> None:
    """Where nothing was answered before, the shipped catalogue answers."""
    (tmp_path / "paperbot.sqlite3").write_bytes(b"garbage")
    done = run(tmp_path, "search", "GAN", "--limit", "1")
    assert done.returncode == 0
    assert done.stdout.startswith(b"GAN")
    assert "put a backup in its place" in done.stderr.decode()
