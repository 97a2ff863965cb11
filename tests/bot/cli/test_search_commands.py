"""`paperbot search` and `paperbot complete`, as processes over one home."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.bot.cli.process import run

HEAVY = {"sqlalchemy", "alembic", "aiohttp", "discord", "opencc", "pypinyin", "jieba", "rich"}


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose index is built by the first command."""
    return tmp_path_factory.mktemp("home")


def test_search_prints_what_there_is_to_watch(home: Path) -> None:
    """A name's paper comes first, with its full title and its video links, without colours."""
    done = run(home, "search", "GAN", "--limit", "1")
    lines = done.stdout.decode().splitlines()
    assert (done.returncode, done.stderr) == (0, b"")
    assert lines[0] == "GAN  2014  生成模型"
    assert "  Generative Adversarial Nets" in lines
    assert any("bilibili.com/video/BV1rb4y187vD" in line for line in lines)


def test_search_says_that_nothing_is_found(home: Path) -> None:
    """A query outside the catalogue has no hits, which is no failure."""
    done = run(home, "search", "红烧肉")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().splitlines()[0] == "Nothing found for 红烧肉"


def test_search_json_is_one_object_with_the_contracts_fields(home: Path) -> None:
    """`--json` prints query, time, suggestion and results with their videos; `--limit` holds."""
    done = run(home, "search", "生成对抗网络", "--json", "--limit", "2")
    answer = json.loads(done.stdout)
    assert set(answer) >= {"query", "took_ms", "suggestion", "results"}
    assert answer["query"] == "生成对抗网络"
    assert 1 <= len(answer["results"]) <= 2
    first = answer["results"][0]
    assert (first["id"], first["kind"], first["title"]) == ("gan", "paper", "GAN")
    assert first["recorded"] is True
    assert first["why"]
    assert {v["platform"] for v in first["videos"]} == {"bilibili", "zhihu", "youtube"}


def test_search_json_answers_each_line_in_order(home: Path) -> None:
    """`--json -` prints an object for each line, with an error for one that asks nothing."""
    asked = ["GAN", "", "\u3000 ", '"a OR (b', "\ud7ff😀", "transformer", "x" * 3000]
    stdin = "\n".join(asked).encode() + b"\n\xff\xfe broken\r\n"
    done = run(home, "search", "--json", "-", stdin=stdin)
    answers = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert (done.returncode, done.stderr) == (0, b"")
    assert [a["query"] for a in answers] == [*asked, "\ufffd\ufffd broken"]
    assert answers[0]["results"][0]["id"] == "gan"
    for blank in answers[1:3]:
        assert (blank["error"], blank["results"]) == ("say what to look for", [])
    assert answers[5]["results"][0]["id"] == "transformer"
    assert (answers[-1]["error"], answers[-1]["results"]) == ("the line is not UTF-8 text", [])
    assert not any("error" in answer for answer in [answers[0], *answers[3:-1]])


def test_search_explains_its_order(home: Path) -> None:
    """`--explain` says what was read out of the query and what speaks for the first hit."""
    done = run(home, "search", "transformr 2017 年", "--explain")
    said = done.stdout.decode()
    assert (done.returncode, done.stderr) == (0, b"")
    assert "transformr" in said
    assert "2017" in said
    assert "Transformer" in said


def test_complete_json_answers_each_line(home: Path) -> None:
    """`complete --json -` prints the choices for each text: labels, and ids as values."""
    done = run(home, "complete", "--json", "-", stdin="tra\n\n红烧肉\n".encode() + b"\xff\n")
    answers = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert (done.returncode, done.stderr) == (0, b"")
    assert [a["text"] for a in answers] == ["tra", "", "红烧肉", "\ufffd"]
    assert "transformer" in [c["value"] for c in answers[0]["choices"]]
    assert 1 <= len(answers[1]["choices"]) <= 25
    assert all(len(c["name"]) <= 100 for a in answers for c in a["choices"])
    assert answers[2]["choices"] == []
    assert (answers[3]["error"], answers[3]["choices"]) == ("the line is not UTF-8 text", [])


def test_complete_prints_a_choice_a_line(home: Path) -> None:
    """Without `--json` each line is a label, in English as all else, and in brackets its id."""
    done = run(home, "complete", "gan")
    assert done.stdout.decode().splitlines()[0].endswith("· 46 min  (gan)")


@pytest.mark.parametrize("command", ["search", "complete"])
def test_a_dash_needs_json(home: Path, command: str) -> None:
    """A dash alone is no query: wrong usage, with a hint."""
    done = run(home, command, "-")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"--json" in done.stderr


def test_a_reader_that_leaves_is_no_problem(home: Path) -> None:
    """`paperbot search … | head -1` ends with 0 and complains of nothing."""
    program = (
        "import os, sys\nfrom bot.cli import main\n"
        "reader, writer = os.pipe()\nos.close(reader)\nos.dup2(writer, 1)\nmain(['search', 'GAN'])"
    )
    done = run(home, program=("-c", program))
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_version_is_said(home: Path) -> None:
    """`--version` prints the program and its number."""
    done = run(home, "--version")
    assert (done.returncode, done.stderr) == (0, b"")
    assert re.fullmatch(r"paperbot \d+\.\d+\.\d+", done.stdout.decode().strip())


def test_a_search_loads_only_what_it_needs(home: Path) -> None:
    """With a ready index a Latin query waits for no database, Discord, HTTP or dictionary."""
    run(home, "search", "GAN")
    program = (
        "import sys\nfrom bot.cli import main\ntry:\n    main(['search', 'GAN'])\n"
        f"except SystemExit:\n    print(sorted({HEAVY!r} & set(sys.modules)), file=sys.stderr)"
    )
    done = run(home, program=("-c", program))
    assert done.stdout.decode().startswith("GAN")
    assert done.stderr.decode().strip() == "[]"


@pytest.mark.parametrize("words", [(), ("",), ("  ", "\u3000"), ("", "--json")])
def test_an_empty_query_is_wrong_usage(home: Path, words: tuple[str, ...]) -> None:
    """A search for nothing is one sentence that says what is missing."""
    done = run(home, "search", *words)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().startswith("paperbot: Say what to look for")
    assert len(done.stderr.splitlines()) == 1


def test_labels_are_the_same_for_people_and_programs(home: Path) -> None:
    """`complete` speaks the same language with `--json` and without."""
    plain = run(home, "complete", "transformer").stdout.decode().splitlines()
    choices = json.loads(run(home, "complete", "transformer", "--json").stdout)["choices"]
    assert [f"{choice['name']}  ({choice['value']})" for choice in choices] == plain
    assert "1 h 27 min" in plain[0]
