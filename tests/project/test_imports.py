"""The rooms of the house, and which way imports may go between them."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# What stands on the local Discord's world and is no part of it.
AROUND_THE_WORLD = (
    "bot.emulator.acting",
    "bot.emulator.gateway",
    "bot.emulator.interactions",
    "bot.emulator.local",
    "bot.emulator.playground",
    "bot.emulator.rest",
)

# package or module of ours -> what it must not import
FORBIDDEN = {
    "index": ("bot", "discord", "typer", "rich", "sqlalchemy"),
    "index.importers": ("index.search", "index.engines", "index.text", "index.sync"),
    "index.text": ("index.search", "index.engines", "index.sync", "index.importers"),
    "index.search": ("index.engines", "index.sync", "index.importers"),
    "index.engines": ("index.search.library", "index.sync", "index.importers"),
    "index.catalog": ("index.data", "index.importers", "index.text", "index.search", "index.sync"),
    "bot.cards": ("bot.commands", "bot.views", "bot.services", "bot.state", "bot.app"),
    "bot.services": ("discord", "bot.commands", "bot.views", "bot.cards", "bot.app"),
    "bot.state": ("discord", "bot.commands", "bot.views", "bot.cards", "bot.app"),
    "bot.commands": ("bot.app", "bot.cli"),
    "bot.views": ("bot.app", "bot.cli", "bot.commands"),
    "bot.emulator.components": (
        "bot.emulator.commands",
        "bot.emulator.composing",
        "bot.emulator.model",
        "bot.emulator.payloads",
        "bot.emulator.registry",
        "bot.emulator.traffic",
        "bot.emulator.world",
        *AROUND_THE_WORLD,
    ),
    "bot.emulator.model": (
        "bot.emulator.composing",
        "bot.emulator.payloads",
        "bot.emulator.registry",
        "bot.emulator.traffic",
        "bot.emulator.world",
        *AROUND_THE_WORLD,
    ),
    "bot.emulator.payloads": (
        "bot.emulator.composing",
        "bot.emulator.registry",
        "bot.emulator.traffic",
        "bot.emulator.world",
        *AROUND_THE_WORLD,
    ),
    "bot.emulator.world": ("bot.emulator.composing", "bot.emulator.traffic", *AROUND_THE_WORLD),
    "bot.emulator.composing": ("bot.emulator.traffic", *AROUND_THE_WORLD),
    "bot.emulator.traffic": AROUND_THE_WORLD,
    "bot.emulator.interactions": (
        "bot.emulator.acting",
        "bot.emulator.gateway",
        "bot.emulator.local",
        "bot.emulator.playground",
        "bot.emulator.rest",
    ),
    "bot.emulator.gateway": (
        "bot.emulator.acting",
        "bot.emulator.components",
        "bot.emulator.composing",
        "bot.emulator.interactions",
        "bot.emulator.local",
        "bot.emulator.playground",
        "bot.emulator.rest",
    ),
    "bot.emulator.rest": (
        "bot.emulator.acting",
        "bot.emulator.gateway",
        "bot.emulator.local",
        "bot.emulator.playground",
    ),
    "bot.emulator.acting": (
        "bot.emulator.gateway",
        "bot.emulator.local",
        "bot.emulator.playground",
        "bot.emulator.rest",
    ),
}

# module of ours -> the room that it alone may import against the arrows
EXCEPTIONS = {
    # The façade: it opens an index of the engines and puts the search of its room upon it.
    "index.search.library": "index.engines",
    # Handles: they pass on to their world what reads best from a guild or a channel.
    "bot.emulator.model.guilds": "bot.emulator.world",
    "bot.emulator.model.channels": "bot.emulator.world",
}

# third-party package -> the modules that may import it
DOORS = {
    "jieba": {"index.text.tokenizer"},
    "rjieba": {"index.text.tokenizer"},
    "opencc": {"index.text.normalize"},
    "pypinyin": {"index.text.pinyin"},
}


def parsed() -> Iterator[tuple[str, ast.Module]]:
    """Every module of ours by its dotted name, parsed."""
    for package in ("index", "bot"):
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            yield name, ast.parse(path.read_text(encoding="utf-8"))


def imported(name: str, tree: ast.Module) -> Iterator[str]:
    """What a module imports anywhere in it, relative imports made absolute."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(name.split(".")[: -node.level]) if node.level else ""
            module = ".".join(filter(None, (base, node.module or "")))
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def within(module: str, room: str) -> bool:
    """Whether a dotted name lies in a room."""
    return module == room or module.startswith(room + ".")


# Parsed once, while the tests are collected and nothing has run yet. CPython 3.11 counts the
# depth of a tree in one place for all: a garbage collection in the middle of `ast.parse`, whose
# finalizers make somebody format a traceback (which parses, too), ends in "SystemError: AST
# constructor recursion depth mismatch".
MODULES = tuple(parsed())
GRAPH = [(name, set(imported(name, tree))) for name, tree in MODULES]


def excepted(name: str, target: str) -> bool:
    """Whether this one module may import this against the arrows."""
    return name in EXCEPTIONS and within(target, EXCEPTIONS[name])


@pytest.mark.parametrize("room", FORBIDDEN)
def test_arrows_point_one_way(room: str) -> None:
    """A room imports nothing that stands above it, but for the exceptions named here."""
    assert any(within(name, room) for name, _ in GRAPH)
    wrong = [
        f"{name} imports {target}"
        for name, targets in GRAPH
        if within(name, room)
        for target in targets
        if any(within(target, banned) for banned in FORBIDDEN[room]) and not excepted(name, target)
    ]
    assert not wrong


def test_exceptions_are_needed() -> None:
    """Every exception is made use of; one that is not is struck from the list."""
    used = {name for name, targets in GRAPH if any(excepted(name, target) for target in targets)}
    assert used == set(EXCEPTIONS)


@pytest.mark.parametrize("package", DOORS)
def test_one_door_per_library(package: str) -> None:
    """A library with a door of its own is imported there and nowhere else."""
    used = {name for name, targets in GRAPH if any(within(t, package) for t in targets)}
    assert used <= DOORS[package]


def test_whoosh_stays_in_its_adapter() -> None:
    """Whoosh is known to the engines alone."""
    used = {name for name, targets in GRAPH if any(within(t, "whoosh") for t in targets)}
    assert used
    assert all(within(name, "index.engines") for name in used)


def test_one_outgoing_client() -> None:
    """Only `index.sync.http` speaks HTTP outwards; a session may be made where all is wired."""
    makers = {
        name
        for name, tree in MODULES
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in ("aiohttp.ClientSession", "ClientSession")
        and not within(name, "bot.emulator")
    }
    assert makers <= {"index.sync.http"}


def test_the_emulator_stands_alone() -> None:
    """The local Discord imports no other room, and only the command line imports it."""
    for name, targets in GRAPH:
        ours = {t for t in targets if within(t, "bot") or within(t, "index")}
        if within(name, "bot.emulator"):
            assert all(within(t, "bot.emulator") for t in ours - {"bot"}), name
        elif any(within(t, "bot.emulator") for t in ours):
            assert within(name, "bot.cli"), name


def test_discords_constants_are_set_in_one_place() -> None:
    """Where Discord is gets decided in `bot.transport` alone."""
    setters = {
        name
        for name, tree in MODULES
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"BASE", "DEFAULT_GATEWAY"}
    }
    assert setters <= {"bot.transport"}


def test_jiebas_analyser_is_never_used() -> None:
    """jieba's own Whoosh analyzer writes character offsets as positions; ours does not."""
    assert not [n for n, targets in GRAPH if any(within(t, "jieba.analyse") for t in targets)]


def test_modules_stay_small() -> None:
    """No module grows past 300 lines, and the median stays near a hundred."""
    sizes = sorted(
        (len(path.read_text(encoding="utf-8").splitlines()), str(path.relative_to(ROOT)))
        for package in ("index", "bot")
        for path in (ROOT / package).rglob("*.py")
    )
    assert sizes[-1][0] <= 300, sizes[-3:]
    assert sizes[len(sizes) // 2][0] <= 150
