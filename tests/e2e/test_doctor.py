"""`paperbot doctor`, and starts that something is wrong with, as processes."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import bot
import index
from index.data import root
from tests.e2e.conftest import environment, local_discord
from tests.e2e.program import STARTING, outcome, paperbot


async def report(variables: dict[str, str]) -> tuple[int | None, str]:
    """The exit code, and what it says of each thing it looked at."""
    async with paperbot("doctor", **variables) as process:
        out, errors = await asyncio.wait_for(process.communicate(), STARTING)
    assert errors.decode() == ""
    return process.returncode, out.decode()


async def test_a_healthy_bot(home: Path) -> None:
    """With Discord at hand and nothing followed, everything is fine."""
    async with local_discord() as discord:
        code, said = await report(environment(discord, home))
    assert code == 0, said
    assert "WRONG" not in said
    assert "54 episodes, 89 papers" in said
    assert discord.token not in said


async def test_a_damaged_index(tmp_path: Path) -> None:
    """It is built anew, which is nothing to worry about."""
    async with local_discord() as discord:
        variables = environment(discord, tmp_path)
        await report(variables)
        for path in (tmp_path / "index").rglob("*"):
            if path.is_file():
                path.write_bytes(b"garbage")
        code, said = await report(variables)
    assert code == 0, said


async def test_no_network(home: Path) -> None:
    """Each unreachable place is named with what to do; the rest is checked all the same."""
    variables = {
        "DISCORD_TOKEN": "x",
        "PAPERBOT_HOME": str(home),
        "PAPERBOT_DISCORD_API": "http://127.0.0.1:9/api/v10",
        "PAPERBOT_UPSTREAM": "http://127.0.0.1:9/README.md",
    }
    code, said = await report(variables)
    assert code == 1
    assert "cannot reach http://127.0.0.1:9/api/v10" in said
    assert "check the network" in said
    assert "54 episodes, 89 papers" in said


async def test_a_refused_token(home: Path) -> None:
    """A token that Discord does not accept is to be copied anew."""
    async with local_discord() as discord:
        code, said = await report(environment(discord, home) | {"DISCORD_TOKEN": "wrong"})
    assert code == 1
    assert "copy it anew" in said


async def test_a_home_in_the_way(tmp_path: Path) -> None:
    """A file where the state should lie is said, with the setting that moves it."""
    (tmp_path / "home").write_text("in the way")
    async with local_discord() as discord:
        code, said = await report(environment(discord, tmp_path / "home"))
        run, errors = await outcome(environment(discord, tmp_path / "home"), "run")
    assert code == 1
    assert "PAPERBOT_HOME" in said
    assert run == 2
    assert "PAPERBOT_HOME" in errors
    assert len(errors.splitlines()) == 1


async def test_a_setting_that_cannot_be_used(home: Path) -> None:
    """A bad value keeps the bot from starting, in one sentence; the doctor finds it and goes on."""
    async with local_discord() as discord:
        variables = environment(discord, home) | {"PAPERBOT_SYNC_MINUTES": "soon"}
        code, said = await report(variables)
        run, errors = await outcome(variables, "run")
    assert code == 1
    assert "wrong   settings: The setting PAPERBOT_SYNC_MINUTES cannot be used" in said
    assert "and accepts the token" in said
    assert run == 2
    assert "PAPERBOT_SYNC_MINUTES" in errors
    assert len(errors.splitlines()) == 1


async def test_warnings_alone_are_no_failure(home: Path) -> None:
    """What is worth knowing and stops nothing is told, and the doctor ends with 0."""
    async with local_discord() as discord:
        code, said = await report(environment(discord, home) | {"PAPERBOT_NOPE": "1"})
    assert "warning settings: PAPERBOT_NOPE is no setting\n" in said
    assert code == 0, said


async def test_a_missing_data_file(tmp_path: Path) -> None:
    """A program without its catalogue says so in one sentence, running and examined."""
    for package in (bot, index):
        source = Path(package.__path__[0])
        ignored = shutil.ignore_patterns("__pycache__", "_data")
        shutil.copytree(source, tmp_path / source.name, ignore=ignored)
    shutil.copytree(str(root()), tmp_path / "data")
    (tmp_path / "data" / "catalog.json").unlink()
    async with local_discord() as discord:
        variables = environment(discord, tmp_path / "home")
        # Without a safe path, the checkout that the tests run in would come first.
        variables |= {"PYTHONPATH": str(tmp_path), "PYTHONSAFEPATH": "1"}
        code, said = await report(variables)
        run, errors = await outcome(variables, "run")
    assert code == 1
    assert "data/catalog.json is missing or unreadable; reinstall paperbot" in said
    assert run == 1
    assert errors == "paperbot: data/catalog.json is missing or unreadable; reinstall paperbot\n"
