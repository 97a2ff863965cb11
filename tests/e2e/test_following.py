"""What readers get of everything that can happen to upstream's README.

The table below is the promise: each case is a list of versions that upstream serves one
after another, and for each of them what changed in the catalogue, what was refused, and
what followers are told.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from index.data import shipped_catalog
from index.reviewed import load_reviewed
from index.sync.pipeline import Ground
from tests.e2e.following import World, world
from tests.e2e.readme import Listed, Row, readme
from tests.index.sync.local import Answer, cut, never, tagged, text

BASE = readme()
NEWEST, OLDEST = BASE.episodes[0].title, BASE.episodes[-1].title
NEW = Row("7/1/26", "[Mamba](https://example.org/mamba.pdf) 逐段精读", "1:02:03", "BV1Mambaxxxx")
NAME, LATER = "Mamba 逐段精读", "Mamba-2 逐段精读"
SOON = replace(NEW, video="")
LONG_AGO = replace(NEW, day="1/1/20")
NEXT = Row("7/8/26", "[RWKV](https://example.org/rwkv.pdf) 逐段精读", "55:00", "BV1Rwkvxxxxx")
WITH_NEW = BASE.with_episode(NEW)
TWO_NEW = WITH_NEW.with_episode(NEXT)
GARBLED = str(WITH_NEW).replace("| 45:01 |", "| ").replace("/26 |", "/26/x |")


@dataclass(frozen=True)
class Step:
    """One version of upstream, and what comes of it."""

    says: Answer
    summary: str = "nothing new"
    told: tuple[str, ...] = ()
    refused: str = ""


def doc(version: object, summary: str = "nothing new", *told: str, refused: str = "") -> Step:
    """A version that upstream serves as a document."""
    return Step(text(str(version)), summary, told, refused)


TABLE: dict[str, list[Step]] = {
    "the same again": [doc(BASE)],
    "unchanged by its tag": [Step(tagged(str(BASE), '"1"')), Step(tagged(str(BASE), '"1"'))],
    "an episode is added": [doc(WITH_NEW, "1 new episode", f"new {NAME}"), doc(WITH_NEW)],
    "two at once, oldest told first": [
        doc(TWO_NEW, "2 new episodes", f"new {NAME}", "new RWKV 逐段精读")
    ],
    "an episode is added with an old date, at the end": [
        doc(BASE.with_episode(LONG_AGO, at=len(BASE.episodes)), "1 new episode", f"new {NAME}")
    ],
    "a typo in an old title is fixed": [
        doc(
            BASE.edited(OLDEST, title=OLDEST.replace("逐段精读", "论文逐段精读")), "1 changed entry"
        )
    ],
    "a typo in an announced title is fixed": [
        doc(WITH_NEW, "1 new episode", f"new {NAME}"),
        doc(
            WITH_NEW.edited(NEW.title, title=NEW.title.replace("[Mamba]", "[Mamba-2]")),
            "1 changed entry",
            f"edit {LATER}",
        ),
    ],
    "a row is moved": [
        doc(replace(BASE, episodes=(*BASE.episodes[3:], *BASE.episodes[:3]))),
    ],
    "a category is moved": [
        doc(replace(BASE, papers=dict(reversed(BASE.papers.items())))),
    ],
    "a date is corrected": [
        doc(WITH_NEW, "1 new episode", f"new {NAME}"),
        doc(WITH_NEW.edited(NEW.title, day="6/30/26"), "1 changed entry", f"edit {NAME}"),
    ],
    "a video is linked late": [
        doc(BASE.with_episode(SOON), "1 new episode", f"new {NAME}"),
        doc(WITH_NEW, "1 changed entry", f"edit {NAME}"),
        doc(WITH_NEW),
    ],
    "a video is linked late, and the title changed with it": [
        doc(BASE.with_episode(SOON), "1 new episode", f"new {NAME}"),
        doc(
            WITH_NEW.edited(NEW.title, title=NEW.title + "（上）"),
            "1 changed entry",
            f"edit {NAME}（上）",
        ),
    ],
    "plays go up": [
        doc(WITH_NEW.edited(NEWEST, plays="9.9 万").without(NEW.title), "1 refreshed counter")
    ],
    "an episode is withdrawn and returns": [
        doc(WITH_NEW, "1 new episode", f"new {NAME}"),
        doc(BASE, "1 withdrawn entry"),
        doc(WITH_NEW, "1 new episode"),
    ],
    "an old episode is withdrawn and returns": [
        doc(BASE.without(OLDEST), "1 withdrawn entry"),
        doc(BASE, "1 new episode"),
    ],
    "the header of the episodes breaks": [
        doc(
            replace(WITH_NEW, episode_header="| 什么 | 名 |"),
            refused="its table of episodes is gone",
        ),
        doc(WITH_NEW, "1 new episode", f"new {NAME}"),
    ],
    "rows break": [
        doc(GARBLED, refused="unreadable places"),
        doc(WITH_NEW, "1 new episode", f"new {NAME}"),
    ],
    "half of the file is gone": [
        doc(str(WITH_NEW)[: len(str(WITH_NEW)) // 2], refused="papers are gone"),
        doc(WITH_NEW, "1 new episode", f"new {NAME}"),
    ],
    "the last lines are cut": [doc(str(BASE)[:-100], refused="breaks off")],
    "the episodes shrink": [
        doc(
            BASE.without(*(row.title for row in BASE.episodes[:5])),
            refused="from 20 to 15 episodes",
        )
    ],
    "the papers are gone": [doc(replace(BASE, papers={}), refused="tables of papers are gone")],
    "an empty file": [doc("", refused="it is empty"), doc(BASE)],
    "a login page": [doc("<!DOCTYPE html><p>Sign in", refused="a web page came")],
    "another encoding": [Step(text(str(BASE).encode("gb18030")), refused="not UTF-8")],
    "404": [Step(text("gone", 404), refused="HTTP status 404"), doc(BASE)],
    "500": [
        Step(text("oops", 500), refused="HTTP status 500"),
        doc(WITH_NEW, "1 new episode", f"new {NAME}"),
    ],
    "429": [
        Step(text("wait", 429, {"Retry-After": "600"}), refused="HTTP status 429"),
        doc(WITH_NEW, "1 new episode", f"new {NAME}"),
    ],
    "slow": [
        Step(never, refused="no answer within"),
        doc(WITH_NEW, "1 new episode", f"new {NAME}"),
    ],
    "broken off": [Step(cut, refused="the connection broke"), doc(BASE)],
    "oversize": [doc("#" * 400_000, refused="larger than"), doc(BASE)],
    "a paper is added and one renamed": [
        doc(
            replace(
                BASE,
                papers=BASE.papers
                | {"类别 A": (*BASE.papers["类别 A"], Listed("Jamba", recorded=False))},
            ),
            "1 new paper",
        ),
    ],
}


@pytest.fixture
async def followed(tmp_path: Path) -> AsyncIterator[World]:
    """A world that has read the document once, and a channel that follows from then on."""
    async with world(tmp_path) as made:
        await made.look(text(str(BASE)))
        assert len((await made.catalog()).episodes) == len(BASE.episodes)
        await made.follow()
        yield made


@pytest.mark.parametrize("case", TABLE)
async def test_what_readers_get(followed: World, case: str) -> None:
    """Each version leads to the catalogue and the announcements that the table promises."""
    for step in TABLE[case]:
        before = await followed.catalog()
        outcome = await followed.look(step.says)
        assert outcome.diff.summary == step.summary
        assert tuple(await followed.announced()) == step.told
        reasons = " ".join(source.refused for source in outcome.refused)
        if step.refused:
            assert step.refused in reasons
            assert await followed.catalog() == before
        else:
            assert reasons == ""


async def test_a_refused_document_can_be_taken(followed: World) -> None:
    """Whoever knows better than the checks takes a document that shrank."""
    fewer = text(str(BASE.without(*(row.title for row in BASE.episodes[:5]))))
    assert (await followed.look(fewer)).refused
    assert (await followed.look(fewer, accept=True)).diff.summary == "5 withdrawn entries"


async def test_another_address_begins_anew(followed: World) -> None:
    """A new address is judged alone, and until it answers, what the old one said stands."""
    elsewhere = replace(followed.following.upstreams, readme=f"{followed.upstream.url}/fork.md")
    followed.following.upstreams = elsewhere
    outcome = await followed.look(text("no", 404))
    assert outcome.diff.summary == "nothing new"
    assert len((await followed.catalog()).episodes) == 20
    smaller = BASE.without(*(row.title for row in BASE.episodes[:5]))
    assert (await followed.look(text(str(smaller)))).diff.summary == "5 withdrawn entries"


@pytest.fixture
def seeds() -> dict[str, str]:
    """The seed documents by their numbers."""
    place = os.environ.get("PAPERBOT_TEST_SEEDS")
    if not place:
        pytest.skip("PAPERBOT_TEST_SEEDS names no directory of seed documents")
    return {path.name[:3]: path.read_text(encoding="utf-8") for path in Path(place).iterdir()}


@pytest.fixture
async def shipped(tmp_path: Path) -> AsyncIterator[World]:
    """A fresh installation with the shipped catalogue, and a channel that follows it."""
    async with world(tmp_path, Ground(shipped_catalog(), load_reviewed())) as made:
        await made.catalog()
        await made.follow()
        yield made


async def test_documents_that_were_shipped_change_nothing(
    shipped: World, seeds: dict[str, str]
) -> None:
    """An upstream older than the shipped catalogue, or as old, takes nothing back."""
    for number in ("000", "003", "000"):
        outcome = await shipped.look(text(seeds[number]))
        assert outcome.after == shipped_catalog()
        assert await shipped.announced() == []
        # Going back to the smaller document is damage, to the same source.
        assert bool(outcome.refused) == (
            number == "000" and outcome.sources[0].body != seeds["000"].encode()
        )


async def test_upstream_goes_on_from_what_was_shipped(
    shipped: World, seeds: dict[str, str]
) -> None:
    """New rows, a fixed typo, a moved row, a late link and damage, on the real document."""
    head, row, rest = seeds["003"].partition("| 3/30/23 |")
    new = (
        "| 4/20/23 | [SAM](https://arxiv.org/abs/2304.02643) 逐段精读 | 50:00 |"
        " [video](https://www.bilibili.com/video/BV1SAMxxxxxx) |\n"
    )
    await shipped.look(text(seeds["003"]))
    added = await shipped.look(text(head + new + row + rest))
    assert [entry.title for entry in added.diff.added] == ["SAM 逐段精读"]
    assert await shipped.announced() == ["new SAM 逐段精读"]
    typo = seeds["003"].replace("DETR] 逐段精读", "DETR] 论文逐段精读").partition("| 3/30/23 |")
    fixed = await shipped.look(text(typo[0] + new + typo[1] + typo[2]))
    assert [change.new.id for change in fixed.diff.changed] == ["BV1GB4y1X72R"]
    broken = await shipped.look(text((head + new + row + rest).replace("| 日期 | 标题 |", "| | |")))
    assert "episodes is gone" in broken.refused[0].refused
    cut_short = await shipped.look(text((head + new + row + rest)[:-700]))
    assert cut_short.refused
    assert len((await shipped.catalog()).episodes) == 55
    assert await shipped.announced() == []


@pytest.mark.parametrize("number", ["000", "003"])
async def test_no_cut_loses_what_is_known(
    shipped: World, seeds: dict[str, str], number: str
) -> None:
    """Wherever a document breaks off, the catalogue stays as it was."""
    whole = seeds[number]
    await shipped.look(text(whole))
    for part in (0.3, 0.6, 0.9, 0.97):
        assert (await shipped.look(text(whole[: int(len(whole) * part)]))).refused
        assert await shipped.catalog() == shipped_catalog()
