"""An upstream README that tests edit as its author would: by hand, row by row."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

BVIDS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True)
class Row:
    """A row of the recorded episodes; `video` is a Bilibili id, or empty while there is none."""

    day: str
    title: str
    length: str = "45:01"
    video: str = ""
    plays: str = "1.2 万"

    def __str__(self) -> str:
        link = f"https://www.bilibili.com/video/{self.video}/"
        video = f"[B站]({link})" if self.video else ""
        plays = f"[![bilibili](https://img.shields.io/x)]({link}){self.plays}" if self.video else ""
        return f"| {self.day} | {self.title} | | {self.length} | {video} | {plays} |"


@dataclass(frozen=True)
class Listed:
    """A row of the papers."""

    name: str
    year: int = 2021
    recorded: bool = True

    def __str__(self) -> str:
        mark = "✅" if self.recorded else " "
        address = f"https://example.org/{self.name.lower()}.pdf"
        return f"| {mark} | {self.year} | [{self.name}]({address}) | 一句话介绍 {self.name} | 12 |"


@dataclass(frozen=True)
class Readme:
    """The document; `episodes` newest first, `papers` by category."""

    episodes: tuple[Row, ...] = ()
    papers: dict[str, tuple[Listed, ...]] = field(default_factory=dict)
    episode_header: str = "| 日期 | 标题 | 封面 | 时长 | 视频 | 播放数 |"

    def __str__(self) -> str:
        lines = ["# 深度学习论文精读", "", "## 录制完成的论文", ""]
        lines += [self.episode_header, "| --: | -- | -- | --: | -- | --: |"]
        lines += [str(row) for row in self.episodes]
        lines += ["", "## 所有论文", ""]
        for category, papers in self.papers.items():
            lines += [f"### {category}", "", "| 已录制 | 年份 | 名字 | 简介 | 引用 |"]
            lines += ["| -- | -- | -- | -- | --: |", *map(str, papers), ""]
        return "\n".join(lines) + "\n"

    def with_episode(self, row: Row, at: int = 0) -> Readme:
        """The document with a new row at a place."""
        return replace(self, episodes=(*self.episodes[:at], row, *self.episodes[at:]))

    def edited(self, row_title: str, /, **changes: str) -> Readme:
        """The document with one episode's cells written anew."""
        assert any(row.title == row_title for row in self.episodes), row_title
        rows = (replace(r, **changes) if r.title == row_title else r for r in self.episodes)
        return replace(self, episodes=tuple(rows))

    def without(self, *titles: str) -> Readme:
        """The document without some episodes."""
        rows = tuple(row for row in self.episodes if row.title not in titles)
        assert len(rows) == len(self.episodes) - len(titles)
        return replace(self, episodes=rows)


def readme(episodes: int = 20, categories: int = 3) -> Readme:
    """A document of so many weekly episodes, the newest of 2026-06, and papers to match."""
    rows = [
        Row(
            f"{1 + n % 6}/{1 + n}/26",
            f"[Net{n:02d}](https://example.org/net{n:02d}.pdf) 逐段精读",
            f"{30 + n}:01",
            f"BV1{BVIDS[n]}xxxxxxxx",
        )
        for n in range(episodes)
    ]
    papers = {
        f"类别 {BVIDS[c]}": tuple(Listed(f"Net{n:02d}") for n in range(c, episodes, categories))
        for c in range(categories)
    }
    rows.sort(key=lambda row: [int(part) for part in row.day.split("/")], reverse=True)
    return Readme(tuple(rows), papers)
