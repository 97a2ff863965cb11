"""`paperbot sync` and `paperbot import` as processes, against a local upstream."""

from __future__ import annotations

import json
from pathlib import Path

from tests.chaos.upstream import Services, environment_of
from tests.e2e import program
from tests.e2e.readme import Row, readme
from tests.index.sync.local import text, upstream

NEW = Row("7/1/26", "[Mamba](https://example.org/mamba.pdf) 逐段精读", video="BV1Mambaxxxx")


async def paperbot(environment: dict[str, str], *words: str) -> tuple[int, str, str]:
    """Exit code, output and errors of one command."""
    async with program.paperbot(*words, **environment) as process:
        out, errors = await process.communicate()
    return process.returncode or 0, out.decode(), errors.decode()


async def test_one_look_after_another(tmp_path: Path) -> None:
    """A dry run keeps nothing, a look adopts, the next finds nothing, damage exits 1."""
    document = readme(episodes=3, categories=1)
    services = Services(document.with_episode(NEW))
    async with services.running() as url:
        environment = environment_of(tmp_path, url)
        code, out, _ = await paperbot(environment, "sync", "--dry-run", "--json")
        assert code == 0
        preview = json.loads(out)
        assert preview["dry_run"]
        assert "BV1Mambaxxxx" in [entry["id"] for entry in preview["added"]]
        code, out, errors = await paperbot(environment, "sync")
        assert (code, errors) == (0, "")
        assert "new       episode Mamba 逐段精读 (BV1Mambaxxxx, 2026-07-01)" in out
        assert "counters  " in out
        code, out, _ = await paperbot(environment, "sync")
        assert (code, out) == (0, "nothing new\n")
        services.document = readme(episodes=1, categories=1)
        code, out, _ = await paperbot(environment, "sync")
        assert code == 1
        assert "refused   " in out
        code, out, _ = await paperbot(environment, "catalog", "--json")
        mamba = next(e for e in json.loads(out)["episodes"] if e["id"] == "BV1Mambaxxxx")
        assert mamba["plays"] > 1000
        assert mamba["plays_seen"]


async def test_an_unreachable_upstream_is_one_sentence(tmp_path: Path) -> None:
    """Without an answer everything stays, and the reason is said."""
    async with upstream() as server:
        server.says(text("no", 404))
        environment = environment_of(tmp_path, server.url)
        code, out, errors = await paperbot(environment, "sync")
        assert (code, errors) == (1, "")
        assert "README.md: HTTP status 404\n" in out


async def test_an_import_names_what_it_took(tmp_path: Path) -> None:
    """A document of one's own is followed; a missing one is one sentence and exit code 1."""
    own = tmp_path / "own.md"
    own.write_text(str(readme(episodes=1, categories=1).with_episode(NEW)))
    environment = {"PAPERBOT_HOME": str(tmp_path / "home")}
    code, out, _ = await paperbot(environment, "import", str(own))
    assert code == 0
    assert f"followed  {own}" in out
    assert "new       episode Mamba 逐段精读" in out
    code, out, errors = await paperbot(environment, "import", str(tmp_path / "nowhere.md"))
    assert (code, out) == (1, "")
    assert errors == f"paperbot: {tmp_path}/nowhere.md is neither a file nor a folder.\n"


async def test_what_fits_nowhere_is_a_warning(tmp_path: Path) -> None:
    """A note that belongs to no episode is named, and keeps nothing from being taken."""
    notes = tmp_path / "notes.md"
    notes.write_text("## GAN 逐段精读\n\n生成器学不动。\n\n## 买菜\n\n白菜两斤。\n")
    code, out, _ = await paperbot({"PAPERBOT_HOME": str(tmp_path / "home")}, "import", str(notes))
    assert code == 0
    assert f"followed  {notes}: 1 note" in out
    assert "warning   " in out
    assert "“买菜”" in out
    assert "problem" not in out


async def test_an_import_can_be_listed_and_taken_back(tmp_path: Path) -> None:
    """What is followed is shown with what it gives; forgotten, its episodes go again."""
    own = tmp_path / "own.md"
    own.write_text(str(readme(episodes=1, categories=1).with_episode(NEW)))
    environment = {"PAPERBOT_HOME": str(tmp_path / "home")}
    await paperbot(environment, "import", str(own))
    code, out, _ = await paperbot(environment, "import", "--list")
    assert code == 0
    assert out.startswith(f"{own}: 2 episodes, ")
    code, out, _ = await paperbot(environment, "import", "--forget", str(own))
    assert code == 0
    assert "withdrawn episode Mamba 逐段精读" in out
    code, out, _ = await paperbot(environment, "import", "--list")
    assert (code, out) == (0, "Nothing of your own is followed.\n")
    assert (await paperbot(environment, "import", "--forget", str(own)))[0] == 1
    assert (await paperbot(environment, "import"))[0] == 2


async def test_an_import_of_something_else_is_refused(tmp_path: Path) -> None:
    """One sentence says what is expected and which heading would do; nothing is followed."""
    notes = tmp_path / "notes.md"
    notes.write_text("# My notes on GAN\n\n生成器学不动。\n")
    environment = {"PAPERBOT_HOME": str(tmp_path / "home")}
    code, out, errors = await paperbot(environment, "import", str(notes))
    assert (code, out) == (1, "")
    assert "`## <episode title>`; for “My notes on GAN” write “## GAN 逐段精读”" in errors
    assert len(errors.splitlines()) == 1
