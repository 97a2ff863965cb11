"""`paperbot catalog` and `paperbot build-catalog`."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.errors import UsageProblemError
from index import data

DOCUMENT = """
## 录制完成的论文

| 日期 | 标题 | 时长 | 视频 |
|--|--|--|--|
| 11/9/21 | [GAN] 逐段精读 | 46:16 | [B站](https://www.bilibili.com/video/BV1rb4y187vD/) |
| 11/9/21 | 没有时长 | 很长 | |

## 生成模型

| 已录制 | 年份 | 名字 |
|--|--|--|
| ✅ | 2014 | [GAN] |
"""


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """`data/` of the checkout worked in, with the shipped reviewed files and no catalogue."""
    clone = tmp_path / "clone"
    place = clone / "data"
    place.mkdir(parents=True)
    (clone / "pyproject.toml").touch()
    for name in ("categories.toml", "papers.toml", "episodes.toml"):
        (place / name).write_text(data.read(name), encoding="utf-8")
    monkeypatch.chdir(clone)
    return place


def test_catalog_prints_totals_and_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a fresh home the shipped catalogue is shown, and the home stays empty."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PAPERBOT_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("PAPERBOT_DATABASE_URL", raising=False)
    brief = CliRunner().invoke(app, ["catalog"])
    assert "54 episodes" in brief.stdout
    assert "89 papers, 58 recorded" in brief.stdout
    full = json.loads(CliRunner().invoke(app, ["catalog", "--json"]).stdout)
    transformer = next(paper for paper in full["papers"] if paper["id"] == "transformer")
    assert transformer["full_title"] == "Attention is All you Need"
    assert any("Vaswani" in author for author in transformer["authors"])
    assert not (tmp_path / "home").exists()


def test_build_writes_and_check_compares(checkout: Path, tmp_path: Path) -> None:
    """The catalogue is written once, then found up to date, then found to differ."""
    document = tmp_path / "README.md"
    document.write_text(DOCUMENT, encoding="utf-8")
    missing = CliRunner().invoke(app, ["build-catalog", "--check", str(document)])
    assert (missing.exit_code, (checkout / "catalog.json").exists()) == (1, False)
    built = CliRunner().invoke(app, ["build-catalog", str(document)])
    assert built.exit_code == 0
    assert "2 episodes, 1 papers, 1 recorded; 1 warnings" in built.stdout
    assert "warning   README.md:7: unreadable length: 很长" in built.stderr
    (gan, _) = data.shipped_catalog(checkout).episodes
    assert (gan.id, gan.papers) == ("BV1rb4y187vD", ("gan",))
    assert CliRunner().invoke(app, ["build-catalog", "--check", str(document)]).exit_code == 0
    document.write_text(DOCUMENT.replace("46:16", "46:17"), encoding="utf-8")
    changed = CliRunner().invoke(app, ["build-catalog", "--check", str(document)])
    assert changed.exit_code == 1
    assert "differs" in changed.stderr
    assert os.listdir(checkout).count("catalog.json.new") == 0


def test_an_installed_program_changes_the_clone_it_runs_in(
    checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever the program's own data lie, the clone around the working directory is built."""
    installed = tmp_path / "index" / "_data"
    shutil.copytree(checkout, installed)
    monkeypatch.setattr(data, "root", lambda: installed)
    (checkout / "papers.toml").write_text('[[paper]]\nid = "own-id"\nnames = ["GAN"]\n')
    deep = checkout / "lexicon"
    deep.mkdir()
    monkeypatch.chdir(deep)
    document = tmp_path / "README.md"
    document.write_text(DOCUMENT, encoding="utf-8")
    assert CliRunner().invoke(app, ["build-catalog", str(document)]).exit_code == 0
    assert [paper.id for paper in data.shipped_catalog(checkout).papers] == ["own-id"]
    assert not (installed / "catalog.json").exists()


def test_nothing_is_built_outside_of_a_clone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A missing document is said first; then that there is no clone to change."""
    monkeypatch.chdir(tmp_path)
    missing = CliRunner().invoke(app, ["build-catalog", "nowhere.md"])
    assert str(missing.exception) == "nowhere.md cannot be read: No such file or directory."
    (tmp_path / "some.md").write_text(DOCUMENT, encoding="utf-8")
    homeless = CliRunner().invoke(app, ["build-catalog", "some.md"])
    assert "is in none" in str(homeless.exception)
    assert isinstance(homeless.exception, UsageProblemError)


def test_what_is_no_text_is_refused(checkout: Path, tmp_path: Path) -> None:
    """A binary file is named in the refusal."""
    document = tmp_path / "picture.png"
    document.write_bytes(b"\x89PNG\xff")
    result = CliRunner().invoke(app, ["build-catalog", str(document)])
    assert "picture.png is not UTF-8 text" in str(result.exception)
