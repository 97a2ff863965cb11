"""What a look prints, for people and for programs."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from io import StringIO

from rich.console import Console

from bot.cli.report import outcome_json, print_outcome
from bot.services.following import Outcome
from index.catalog import Catalog, Episode, Link, Paper, Platform, Video
from index.sync.sources import Source

NOW = datetime(2026, 11, 22, tzinfo=UTC)
GAN = Episode("BV1rb4y187vD", "GAN 论文逐段精读", date(2021, 11, 9), plays=10)
OLD = Episode("BV1aaaaaaaaa", "[旧] 一期", None)
BEFORE = Catalog((GAN, OLD), (Paper("gan", "GAN", citations=1),))
AFTER = Catalog(
    (
        Episode("BV1bbbbbbbbb", "新一期", date(2026, 1, 2)),
        replace(
            GAN,
            title="GAN 论文 " + "很" * 90,
            videos=(Video(Platform.YOUTUBE, "https://youtu.be/x"),),
            links=(Link("页", "https://example.org"),),
        ),
    ),
    (Paper("gan", "GAN", citations=2), Paper("bert", "BERT", year=2018)),
)
REFUSED = Source("https://example.org/README.md", body=b"old", refused="it shrank")
NEVER = Source("https://example.org/other.md", refused="HTTP status 404")


def printed(outcome: Outcome, *, dry_run: bool = False) -> str:
    """The report as text."""
    console = Console(file=StringIO(), width=200, highlight=False)
    print_outcome(outcome, dry_run=dry_run, console=console)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def test_a_report_shows_what_is_new_and_old() -> None:
    """Added, changed from old to new, withdrawn, refused and why, and a line that sums it up."""
    text = printed(
        Outcome(BEFORE, AFTER, (REFUSED, NEVER), ("README.md:3: odd",), 1, ("Bilibili refuses",))
    )
    assert "new       episode 新一期 (BV1bbbbbbbbb, 2026-01-02)" in text
    assert "new       paper BERT (bert, 2018)" in text
    assert "            title: GAN 论文逐段精读 → GAN 论文 很" in text
    assert "…" in text
    assert "            videos: – → youtube https://youtu.be/x" in text
    assert "            links: – → 页 https://example.org" in text
    assert "withdrawn episode [旧] 一期 (BV1aaaaaaaaa)" in text
    assert "README.md: it shrank; its last good content stays" in text
    assert "other.md: HTTP status 404\n" in text
    assert "counters  0 of episodes, 1 of papers (GAN: 1 → 2)" in text
    assert "counters  Bilibili refuses" in text
    assert text.splitlines()[-1].startswith("1 new episode, 1 new paper, 1 changed entry, 1 refr")


def test_doubts_are_told_when_the_document_is_new() -> None:
    """What cannot be read is told with the look that brought it, not with every later one."""
    known = replace(REFUSED, refused="", fetched_at=NOW, checked_at=NOW)
    doubts = ("README.md:3: odd",)
    assert "warning   README.md:3: odd" in printed(Outcome(BEFORE, BEFORE, (known,), doubts))
    later = replace(known, checked_at=NOW.replace(hour=5))
    assert "odd" not in printed(Outcome(BEFORE, BEFORE, (later,), doubts))


def test_a_dry_run_says_so() -> None:
    """Nobody takes a preview for an adoption."""
    assert printed(Outcome(BEFORE, AFTER), dry_run=True).endswith("nothing was kept (dry run)\n")
    assert printed(Outcome(BEFORE, BEFORE)) == "nothing new\n"


def test_json_has_it_all() -> None:
    """The machine's form is whole and plain."""
    raw = json.loads(json.dumps(outcome_json(Outcome(BEFORE, AFTER, (REFUSED,)), dry_run=False)))
    assert [entry["id"] for entry in raw["added"]] == ["BV1bbbbbbbbb", "bert"]
    assert raw["refused"] == [{"source": REFUSED.name, "reason": "it shrank"}]
    assert raw["counters"] == {"refreshed": 0, "troubles": []}
