"""From what is remembered and what upstream says to a proposal, beyond the table of e2e."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.catalog import Catalog
from index.data import shipped_catalog
from index.reviewed import Reviewed, load_reviewed
from index.sync.looking import documents_in, look
from index.sync.message import FetchError, Request, Response
from index.sync.pipeline import Ground, Memory, propose, with_new_files
from index.sync.sources import Source

NOW = datetime(2026, 11, 22, tzinfo=UTC)
NOTES = "# 我的笔记\n\n## GAN 论文逐段精读\n\n生成器和判别器互相博弈。\n"
LIST = (
    "# 我的清单\n\n| 日期 | 标题 | 时长 | 视频 |\n| -- | -- | -- | -- |\n"
    "| 2/3/26 | Mamba 精读 | 10:01 | [B站](https://www.bilibili.com/video/BV1Mambaxxxx) |\n"
)


class Silent:
    """A transport behind which nothing answers."""

    async def send(self, request: Request) -> Response:
        """Nothing."""
        raise FetchError("no network")


async def at(path: Path, source: Source | None = None) -> Source:
    """A source after a look at a file."""
    return await look(source or Source(str(path)), Silent(), NOW, accept=False)


async def test_a_file_is_a_source(tmp_path: Path) -> None:
    """A file's content becomes the source's body, and is read again when it changed."""
    path = tmp_path / "list.md"
    path.write_text(LIST)
    first = await at(path)
    assert (first.body, first.refused) == (LIST.encode(), "")
    path.write_text(LIST + LIST.splitlines()[-1].replace("Mamba", "Rwkvv").replace("2/3", "2/9"))
    assert (await at(path, first)).body != first.body


async def test_a_file_that_is_gone_keeps_its_content(tmp_path: Path) -> None:
    """A removed or unreadable file says so, and what it said stays."""
    path = tmp_path / "list.md"
    path.write_text(LIST)
    known = await at(path)
    path.unlink()
    gone = await at(path, known)
    assert (gone.body, gone.refused, gone.failures) == (known.body, "the file is gone", 1)
    path.mkdir()
    assert (await at(path, known)).refused


async def test_a_huge_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file beyond the limit is no document."""
    monkeypatch.setattr("index.sync.looking.LARGEST", 100)
    path = tmp_path / "huge.md"
    path.write_text(LIST * 9)
    assert "larger than 100 bytes" in (await at(path)).refused


def test_a_folder_gives_its_documents(tmp_path: Path) -> None:
    """Markdown files at any depth, what is hidden or installed left out, in a fixed order."""
    others = (".git/d.md", "e.txt", "node_modules/f/g.md", "lib/site-packages/h.md", ".i.md")
    for name in ("b.md", "a.markdown", "deep/c.MD", *others):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True, parents=True)
        file.write_text(NOTES)
    names = [str(path.relative_to(tmp_path)) for path in documents_in(tmp_path)]
    assert names == ["a.markdown", "b.md", "deep/c.MD"]


def test_too_many_files_are_a_mistake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of thousands of files was not meant."""
    monkeypatch.setattr("index.sync.looking.MOST_FILES", 1)
    for name in "ab":
        (tmp_path / f"{name}.md").write_text(NOTES)
    with pytest.raises(ValueError, match="more than 1 Markdown files"):
        documents_in(tmp_path)


def test_too_many_folders_are_a_mistake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A whole disk was not meant, whether it holds Markdown or not."""
    monkeypatch.setattr("index.sync.looking.MOST_FOLDERS", 2)
    for name in "abc":
        (tmp_path / name).mkdir()
    with pytest.raises(ValueError, match="more than 2 folders"):
        documents_in(tmp_path)


async def test_a_followed_folder_gains_only_what_gives_something(tmp_path: Path) -> None:
    """A new file on something else is left alone, however often it is met."""
    (tmp_path / "notes.md").write_text(NOTES)
    (tmp_path / "other.md").write_text("# Shopping\n\n- milk\n")
    folder = Source(f"{tmp_path}/")
    memory = Memory(shipped_catalog(), {folder.name: folder})
    proposal = await propose(memory, Ground(memory.catalog, load_reviewed()), Silent(), NOW)
    assert [source.name for source in proposal.sources] == [folder.name, f"{tmp_path}/notes.md"]


def test_a_followed_folder_gains_files(tmp_path: Path) -> None:
    """A new file in a followed folder is followed; a folder that is gone loses nothing."""
    folder = Source(f"{tmp_path}/")
    (tmp_path / "new.md").write_text(NOTES)
    assert list(with_new_files({folder.name: folder})) == [folder.name, str(tmp_path / "new.md")]
    gone = Source(f"{tmp_path}/nowhere/")
    assert list(with_new_files({gone.name: gone})) == [gone.name]


async def test_without_a_network_nothing_is_lost() -> None:
    """A look that reaches nothing proposes what is in force, and says what failed."""
    shipped = shipped_catalog()
    readme = Source("https://example.org/README.md")
    memory = Memory(shipped, {readme.name: readme})
    proposal = await propose(memory, Ground(shipped, load_reviewed()), Silent(), NOW)
    assert proposal.catalog == shipped
    assert [source.refused for source in proposal.refused] == ["no network"]


async def test_a_newer_shipped_catalogue_is_joined() -> None:
    """After an upgrade the catalogue in force gains what the program brings."""
    shipped = shipped_catalog()
    adopted = Catalog()
    proposal = await propose(Memory(adopted), Ground(shipped, load_reviewed()), Silent(), NOW)
    assert proposal.catalog.entries.keys() == shipped.entries.keys()


async def test_what_is_settled_is_not_composed_again(tmp_path: Path) -> None:
    """While no source has news, a look costs nothing."""
    path = tmp_path / "list.md"
    path.write_text(LIST)
    source = await at(path)
    memory = Memory(Catalog(), {source.name: source})
    ground = Ground(Catalog(), Reviewed())
    settled = await propose(memory, ground, Silent(), NOW, settled=True)
    assert settled.catalog is memory.catalog
    fresh = await propose(memory, ground, Silent(), NOW)
    assert [episode.title for episode in fresh.catalog.episodes] == ["Mamba 精读"]


async def test_notes_of_a_reader_join_their_episode(tmp_path: Path) -> None:
    """Notes that a reader imports stand at the episode their heading names."""
    path = tmp_path / "notes.md"
    path.write_text("## OpenAI Whisper 精读 1:12:16\n\n语音识别的弱监督预训练。\n")
    source = await at(path)
    shipped = shipped_catalog()
    memory = Memory(shipped, {source.name: source})
    proposal = await propose(memory, Ground(shipped, load_reviewed()), Silent(), NOW)
    (change,) = proposal.diff.changed
    assert change.new.id == "BV1VG4y1t74x"
    assert "弱监督" in proposal.catalog.entries["BV1VG4y1t74x"].notes  # type: ignore[union-attr]
