"""Which part of a series an episode is: 上 and 下, 一 and 二, or first and second by date."""

from __future__ import annotations

import re

from index.catalog import Catalog, Episode
from index.text.normalize import fold

_HALF = re.compile(r"[（(【\[·\s]\s*([上中下])\s*[)）】\]]?\s*$|[（(【\[]\s*([上中下])\s*[)）】\]]")
_NUMBER = re.compile(
    r"·\s*([一二三四五六七八九])\s*[)）】\]]|[（(【\[]\s*([一二三四五])\s*[)）】\]]|\s(\d)$"
)
_CHINESE = {c: n for n, c in enumerate("一二三四五六七八九", start=1)}


def part_of(episode: Episode, catalog: Catalog) -> int | None:
    """The part an episode is, counted from 1; None where it stands alone."""
    title = fold(episode.title)
    if match := _HALF.search(title):
        return {"上": 1, "中": 2, "下": 2}[match.group(1) or match.group(2)]
    if match := _NUMBER.search(title):
        said = next(g for g in match.groups() if g)
        return int(said) if said.isdigit() else _CHINESE[said]
    return _by_date(episode, catalog)


def _by_date(episode: Episode, catalog: Catalog) -> int | None:
    """Its place among the episodes that read the same paper and nothing else."""
    if len(episode.papers) != 1:
        return None
    paper = catalog.papers_of(episode)[0]
    dated = [e for e in catalog.episodes_of(paper) if len(e.papers) == 1 and e.date]
    dated.sort(key=lambda e: (e.date, e.id) if e.date else ())
    return dated.index(episode) + 1 if episode in dated else None
