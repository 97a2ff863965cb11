"""What autocomplete calls an entry: its name, and in a few marks what it is."""

from __future__ import annotations

import unicodedata

from index.catalog import Catalog, Entry, Episode, Paper

# Discord's limit on the name of an autocomplete choice, in characters.
LONGEST = 100
MARKS = _RECORDED, _UNRECORDED = "📺", "📄"
_WORDS = {
    "zh-CN": ("{n} 分钟", "{h} 小时 {n} 分", "未录制"),
    "zh-TW": ("{n} 分鐘", "{h} 小時 {n} 分", "未錄製"),
    "en": ("{n} min", "{h} h {n} min", "not recorded"),
}


def label(entry: Entry, catalog: Catalog, locale: str) -> str:
    """A label of at most 100 characters: 📺 Transformer · 2017 · 1 小时 27 分."""
    minutes, hours, unrecorded = _WORDS.get(locale, _WORDS["en"])
    episodes = catalog.episodes_of(entry) if isinstance(entry, Paper) else (entry,)
    recorded = any(e.videos for e in episodes) or isinstance(entry, Episode)
    facts: list[str] = []
    year = entry.year if isinstance(entry, Paper) else entry.date and entry.date.year
    if year:
        facts.append(str(year))
    if recorded:
        seconds = _length(entry, episodes)
        if seconds:
            h, n = divmod(round(seconds / 60), 60)
            facts.append((hours if h else minutes).format(h=h, n=n))
    else:
        facts.append(unrecorded)
    mark = _RECORDED if recorded else _UNRECORDED
    tail = "".join(f" · {fact}" for fact in facts)
    return f"{mark} {_shorten(entry.title, LONGEST - len(tail) - len(mark) - 1)}{tail}"


def _length(entry: Entry, episodes: tuple[Episode, ...]) -> int | None:
    """An episode's seconds; a paper's where one episode reads it alone, else none."""
    own = [e.seconds for e in episodes if e.seconds and len(e.papers) <= 1]
    if isinstance(entry, Episode):
        return entry.seconds
    return max(own, default=None)


def _shorten(text: str, most: int) -> str:
    """At most `most` characters, never cut before a combining mark."""
    if len(text) <= most:
        return text
    end = most - 1
    while end > 1 and unicodedata.combining(text[end]):
        end -= 1
    return text[:end] + "…"
