"""A reader's own documents: taken, followed, refused with reasons."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.services.importing import ImportProblemError, bring_in, forget
from bot.services.importing import own as owned
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
    assert list(imported.taken) == [str(own)]


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
    assert list(imported.taken) == [str(good)]
    assert str(bad) not in (await followed.following.recall()).memory.sources


async def test_a_path_that_leads_nowhere_is_said(followed: World, tmp_path: Path) -> None:
    """A missing file and a folder without documents end the import with one sentence."""
    with pytest.raises(ImportProblemError, match="neither a file nor a folder"):
        await bring_in(followed.following, [tmp_path / "nowhere.md"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(ImportProblemError, match="holds no Markdown file"):
        await bring_in(followed.following, [tmp_path / "empty"])


async def test_what_gives_nothing_is_refused(followed: World, tmp_path: Path) -> None:
    """Notes under a heading of their own are not taken; which heading would do is said."""
    notes = tmp_path / "notes.md"
    notes.write_text("# My notes on Net01\n\n残差连接让梯度保持。\n")
    imported = await bring_in(followed.following, [notes])
    assert not imported.taken
    (refused,) = imported.refused
    assert "`## <episode title>`" in refused.refused
    assert "for “My notes on Net01” write “## Net01 逐段精读”" in refused.refused
    assert not imported.outcome.diff
    assert not await owned(followed.following)


async def test_of_a_folder_only_what_gives_something_is_taken(
    followed: World, tmp_path: Path
) -> None:
    """Other Markdown in it is counted and left alone, by later looks as well."""
    (tmp_path / "a.md").write_text("# Net01 逐段精读\n\n残差连接让梯度保持。\n")
    (tmp_path / "b.md").write_text("# Shopping\n\n- milk\n")
    imported = await bring_in(followed.following, [tmp_path])
    assert (list(imported.taken), imported.skipped) == ([f"{tmp_path}/a.md"], 1)
    assert not imported.refused
    outcome = await followed.look(UPSTREAM)
    assert f"{tmp_path}/b.md" not in [source.name for source in outcome.sources]


async def test_a_folder_that_gives_nothing_is_refused(followed: World, tmp_path: Path) -> None:
    """Nothing is followed when none of its documents gives something."""
    (tmp_path / "b.md").write_text("# Shopping\n\n- milk\n")
    imported = await bring_in(followed.following, [tmp_path])
    assert [source.name for source in imported.refused] == [f"{tmp_path}/"]
    assert not await owned(followed.following)


async def test_problems_are_told_with_their_document(followed: World, tmp_path: Path) -> None:
    """What is odd in a document is told whenever it is imported, and of no other."""
    odd, fine = tmp_path / "odd.md", tmp_path / "fine.md"
    odd.write_text("## Net01 逐段精读\n\n一。\n\n## Shopping\n\nmilk\n")
    fine.write_text("## Net02 逐段精读\n\n二。\n")
    first, again = [await bring_in(followed.following, [odd]) for _ in range(2)]
    assert first.problems == again.problems
    assert first.problems == (f"{odd}:5: notes on no known episode: “Shopping”",)
    assert not (await bring_in(followed.following, [fine])).problems


async def test_notes_on_what_comes_along_are_taken(followed: World, own: Path) -> None:
    """A list and notes on its episodes can be imported together."""
    notes = own.with_name("notes.md")
    notes.write_text("## Own 精读\n\n我的笔记。\n")
    imported = await bring_in(followed.following, [notes, own])
    assert set(imported.taken) == {str(own), str(notes)}
    assert str(imported.taken[str(notes)]) == "1 note"


async def test_what_is_forgotten_is_gone(followed: World, own: Path) -> None:
    """The catalogue is joined without a forgotten document, and it is not read again."""
    await bring_in(followed.following, [own])
    Path.unlink(own)
    outcome = await forget(followed.following, own)
    assert [entry.title for entry in outcome.diff.withdrawn] == ["Own 精读"]
    assert not await owned(followed.following)
    assert not (await followed.look(UPSTREAM)).diff
    with pytest.raises(ImportProblemError, match="is not followed"):
        await forget(followed.following, own)


async def test_a_folder_is_forgotten_as_a_whole(followed: World, tmp_path: Path) -> None:
    """Its files go with it; one of them alone would be found again, which is said."""
    folder, note = tmp_path / "notes", tmp_path / "notes" / "a.md"
    folder.mkdir()
    note.write_text("# Net01 逐段精读\n\n残差连接让梯度保持。\n")
    await bring_in(followed.following, [folder])
    assert [str(found) for _, found in (await owned(followed.following)).values()] == [
        "nothing",
        "1 note",
    ]
    with pytest.raises(ImportProblemError, match="is in the followed folder"):
        await forget(followed.following, note)
    outcome = await forget(followed.following, folder)
    assert [change.new.title for change in outcome.diff.changed] == ["Net01 逐段精读"]
    assert not await owned(followed.following)
