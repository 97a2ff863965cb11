"""Ctrl-C, whenever it comes."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.bot.cli.process import run

# Interrupts itself as the module of the first argument begins to load, then runs the others
# as the console script would. HANDLER is said in any case: a shell that starts the tests in the
# background has them ignore interruptions, and all that they start.
PROGRAM = """
import os, signal, sys
from importlib import import_module

signal.signal(signal.SIGINT, HANDLER)
awaited = sys.argv.pop(1)

class Interruption:
    def find_spec(self, name, path=None, target=None):
        if name == awaited:
            sys.meta_path.remove(self)
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Interruption())
module, function = ENTRY.split(":")
main = getattr(import_module(module), function)
sys.argv[0] = "paperbot"
main()
"""


def interrupted(handler: str) -> tuple[str, str]:
    """The program, with a handler of interruptions, by way of the console script's entry."""
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
    entry = repr(project["scripts"]["paperbot"])
    return "-c", PROGRAM.replace("ENTRY", entry).replace("HANDLER", handler)


@pytest.mark.parametrize(
    ("module", "words"),
    [
        ("bot.cli", ("search", "GAN")),
        ("typer", ("search", "GAN")),
        ("pydantic", ("search", "GAN")),
        ("index.search.library", ("search", "GAN")),
        ("typer", ("try", "--no-browser", "--port", "0")),
        ("pydantic", ("try", "--no-browser", "--port", "0")),
        ("bot.cli", ("run",)),
    ],
    ids=lambda part: part if isinstance(part, str) else part[0],
)
def test_an_interruption_while_modules_load_is_silent(
    tmp_path: Path, module: str, words: tuple[str, ...]
) -> None:
    """From the first module on, Ctrl-C ends a command with 130 and not a word."""
    program = interrupted("signal.default_int_handler")
    done = run(tmp_path, module, *words, program=program)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


def test_an_ignored_interruption_stays_ignored(tmp_path: Path) -> None:
    """What was started in the background with Ctrl-C ignored goes on."""
    done = run(tmp_path, "typer", "--version", program=interrupted("signal.SIG_IGN"))
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"paperbot ")
