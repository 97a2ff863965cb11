"""The README's tables and commands, held against the code."""

import inspect
import re
from pathlib import Path

import pytest
import typer.main

from bot.cli import app
from bot.commands import COMMANDS
from bot.config import Settings
from index.data import shipped_catalog
from index.importers.readme import read

ROOT = Path(__file__).parents[2]
READMES = ("README.md", "README.zh-CN.md")


def section(readme: str, number: int) -> str:
    """The text of a README's nth level-two section, counted from one."""
    text = (ROOT / readme).read_text(encoding="utf-8")
    return re.split(r"^## ", text, flags=re.MULTILINE)[number]


def rows(text: str) -> list[list[str]]:
    """The body rows of the first table in a text, as cells."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def code(cell: str) -> list[str]:
    """What stands in backquotes in a cell."""
    return re.findall(r"`([^`]+)`", cell)


@pytest.mark.parametrize("readme", READMES)
def test_slash_commands_are_listed_with_their_options(readme: str) -> None:
    """The table of Discord commands names every command and option there is, and no other."""
    written = {code(row[0])[0]: code(row[1]) for row in rows(section(readme, 3))}
    real = {}
    for command in COMMANDS:
        options = [p.name for p in getattr(command, "parameters", ())]
        real[f"/{command.name}"] = options
    assert written == real


@pytest.mark.parametrize("readme", READMES)
def test_terminal_commands_are_listed(readme: str) -> None:
    """The table of terminal commands names every command there is, and each option it shows."""
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    written = {
        code(row[0])[0].removeprefix("paperbot "): row[1] for row in rows(section(readme, 4))
    }
    assert set(written) == set(commands)
    for name, text in written.items():
        offered = {flag for option in commands[name].params for flag in option.opts}
        shown = {word.split()[0] for word in code(text) if word.startswith("--")}
        assert shown <= offered, name


@pytest.mark.parametrize("readme", READMES)
def test_settings_are_listed(readme: str) -> None:
    """The table of settings names every variable that is read."""
    written = {name for row in rows(section(readme, 5)) for name in code(row[0])}
    real = {field.alias for field in Settings.model_fields.values()}
    assert written == real


def test_install_commands_are_the_same_in_both_languages() -> None:
    """What is to be typed to install and to test does not depend on the language read."""
    blocks = [
        re.findall(r"```sh\n(.*?)```", (ROOT / readme).read_text(encoding="utf-8"), re.DOTALL)
        for readme in READMES
    ]
    assert blocks[0][0] == blocks[1][0]
    assert blocks[0][-1] == blocks[1][-1]


@pytest.mark.parametrize("readme", READMES)
def test_the_example_of_a_document_is_one(readme: str) -> None:
    """The document shown for `paperbot import` has an episode, and a note on a known one."""
    text = (ROOT / readme).read_text(encoding="utf-8")
    (example,) = re.findall(r"```markdown\n(.*?)```", text, re.DOTALL)
    document = read(example, source="my-papers.md")
    (episode,), (note,) = document.episodes, document.notes
    assert episode.title == "Mamba 逐段精读"
    assert (episode.date is not None, episode.seconds, len(episode.videos)) == (True, 2700, 1)
    assert note.title in {known.title for known in shipped_catalog().episodes}
    assert document.problems == ()


@pytest.mark.parametrize("readme", READMES)
def test_exit_codes_are_named(readme: str) -> None:
    """Each code that commands end with stands in the section on the terminal."""
    assert re.findall(r"\b(130|[012])\b", section(readme, 4).split("|\n\n")[1])[:4] == [
        "0",
        "1",
        "2",
        "130",
    ]


@pytest.mark.parametrize("readme", READMES)
def test_links_and_pictures_exist(readme: str) -> None:
    """Every relative link of a README leads to a file."""
    text = (ROOT / readme).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", text):
        if not target.startswith("http"):
            assert (ROOT / target).exists(), target


def test_every_slash_command_stays_small() -> None:
    """A slash command parses, calls a service, renders and sends: a screenful at most."""
    for command in COMMANDS:
        callback = getattr(command, "callback", None)
        if callback is not None:
            body = inspect.getsource(callback).split('"""')[-1]
            assert len(body.strip().splitlines()) <= 25, command.name
