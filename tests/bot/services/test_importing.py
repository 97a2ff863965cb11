"""A reader's own documents: taken, followed, refused with reasons."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.services.importing import ImportProblemError, bring_in
from tests.e2e.following import World, world
from tests.e2e.readme import Row, readme
from tests.index.sync.local import text

OWN = readme(episodes=3, categories=1).with_episode(
    Row("2/3/25", "[Own](https://example.org/own.pdf) 精读", video="BV1Ownxxxxxx")
)
UPSTREAM = text(str(readme(episodes=6)))


@pytest.fixture
async def followed(tmp_path: Path) -> AsyncIterator[World]:
    """A world with one look behind it, and a channel that follows."""
    async with world(tmp_path / "home") as made:
        await made.look(UPSTREAM)
        await made.follow()
        yield made


def write(path: Path, document: object) -> None:
    """Save a document as its author would."""
    path.write_text(str(document))


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A document of the reader's own."""
    path = tmp_path / "own.md"
    path.write_text(str(OWN))
    return path


async def test_a_list_is_imported_and_announces_nothing(followed: World, own: Path) -> None:
    """The first import adds its episodes; they are old to those who follow."""
    imported = await bring_in(followed.following, [own])
    assert [entry.title for entry in imported.outcome.diff.added] == ["Own 精读"]
    assert await followed.announced() == []
    assert [source.name for source in imported.taken] == [str(own)]


async def test_an_imported_list_is_followed(followed: World, own: Path) -> None:
    """What the file gains later is found by the next look, and told."""
    await bring_in(followed.following, [own])
    more = Row("2/9/25", "[More](https://example.org/more.pdf) 精读", video="BV1Morexxxxx")
    write(own, OWN.with_episode(more))
    outcome = await followed.look(UPSTREAM)
    assert [entry.title for entry in outcome.diff.added] == ["More 精读"]
    assert await followed.announced() == ["new More 精读"]


async def test_upstream_takes_nothing_from_an_import(followed: World, own: Path) -> None:
    """Absence upstream does not delete what the reader's own list gives."""
    await bring_in(followed.following, [own])
    assert not (await followed.look(UPSTREAM)).diff
    Path.unlink(own)
    outcome = await followed.look(UPSTREAM)
    assert not outcome.diff
    assert outcome.refused[0].refused == "the file is gone"


async def test_a_folder_of_notes_is_followed(followed: World, tmp_path: Path) -> None:
    """Notes join their episodes, and a note that is written later joins as well."""
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "a.md").write_text("# Net01 逐段精读\n\n残差连接让梯度保持。\n")
    imported = await bring_in(followed.following, [folder])
    assert [change.new.title for change in imported.outcome.diff.changed] == ["Net01 逐段精读"]
    (folder / "b.md").write_text("# Net02 逐段精读\n\n注意力就是一切。\n")
    outcome = await followed.look(UPSTREAM)
    assert [change.new.title for change in outcome.diff.changed] == ["Net02 逐段精读"]


async def test_what_cannot_be_taken_is_refused(followed: World, tmp_path: Path) -> None:
    """A file of something else is refused with a reason, the others are taken."""
    bad, good = tmp_path / "bad.md", tmp_path / "good.md"
    bad.write_bytes(b"\xff\xfe\x00")
    good.write_text(str(OWN))
    imported = await bring_in(followed.following, [bad, good])
    assert [source.refused for source in imported.refused] == ["the document is not UTF-8 text"]
    assert [source.name for source in imported.taken] == [str(good)]
    assert str(bad) not in (await followed.following.recall()).memory.sources


async def test_a_path_that_leads_nowhere_is_said(followed: World, tmp_path: Path) -> None:
    """A missing file and a folder without documents end the import with one sentence."""
    with pytest.raises(ImportProblemError, match="neither a file nor a folder"):
        await bring_in(followed.following, [tmp_path / "nowhere.md"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(ImportProblemError, match="holds no Markdown file"):
        await bring_in(followed.following, [tmp_path / "empty"])
