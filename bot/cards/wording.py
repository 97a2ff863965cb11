"""Facts of the catalogue in words: numbers, lengths, names, as each language writes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

from bot.i18n import spoken, translator
from index.catalog import Entry, Episode, Paper
from index.categories import Category, find

_TEN_THOUSAND = {"zh-CN": "万", "zh-TW": "萬"}

# A quiet hue a category, so that a reader knows the field before reading; by category id.
_ACCENTS: Mapping[str, int] = {
    "cnn": 0x3B82F6,
    "vision-transformer": 0x6366F1,
    "generative": 0xEC4899,
    "detection": 0xF97316,
    "contrastive": 0x14B8A6,
    "video": 0xEF4444,
    "multimodal": 0x8B5CF6,
    "nlp": 0x22C55E,
    "systems": 0x64748B,
    "gnn": 0x06B6D4,
    "optimization": 0xEAB308,
    "applications": 0x84CC16,
    "research": 0xA16207,
}
PLAIN_ACCENT = 0x94A3B8


def accent(names: Sequence[str]) -> int:
    """The colour of the first of some categories, by upstream's names."""
    category = _category(names[0]) if names else None
    return _ACCENTS.get(category.id, PLAIN_ACCENT) if category else PLAIN_ACCENT


def category_name(name: str, locale: str) -> str:
    """A category, given by upstream's name, in the reader's language."""
    category = _category(name)
    return category.label(spoken(locale)) if category else name


@lru_cache(maxsize=256)
def _category(name: str) -> Category | None:
    return find(name)


def number(count: int, locale: str) -> str:
    """A count as a reader's eye takes it in: `51.4 万`, `51.4 萬`, `514K`; small ones exactly."""
    sign = _TEN_THOUSAND.get(spoken(locale))
    if sign:
        return f"{_short(count / 10_000)} {sign}" if count >= 10_000 else str(count)
    if count >= 1_000_000:
        return f"{_short(count / 1_000_000)}M"
    return f"{_short(count / 1_000)}K" if count >= 10_000 else f"{count:,}"


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def plays(episode: Episode, locale: str) -> str:
    """The play counter with the month it was seen in, or empty where it is unknown."""
    if episode.plays is None:
        return ""
    # A number leans on the word after it; `514 播放` wants the space `51.4 万播放` does not.
    count = number(episode.plays, locale)
    if count[-1].isdigit() and spoken(locale) != "en":
        count += " "
    return _seen("card.plays", "plays", count, episode.plays_seen, locale)


def citations(paper: Paper, locale: str) -> str:
    """The citation counter with the month it was seen in, or empty where it is unknown."""
    if paper.citations is None:
        return ""
    return _seen("card.citations", "number", f"{paper.citations:,}", paper.citations_seen, locale)


def _seen(key: str, name: str, count: str, day: date | None, locale: str) -> str:
    say = translator(spoken(locale))
    if day is None:
        return say(key, **{name: count})
    return say(f"{key}_seen", month=f"{day:%Y-%m}", **{name: count})


def length(episode: Episode, locale: str) -> str:
    """How long an episode is, in hours and whole minutes, or empty where it is unknown."""
    if episode.seconds is None:
        return ""
    hours, minutes = divmod(max(1, round(episode.seconds / 60)), 60)
    say = translator(spoken(locale))
    if hours:
        return say("card.length_hours", hours=hours, minutes=minutes)
    return say("card.length", minutes=minutes)


def authors(paper: Paper, locale: str) -> str:
    """The first authors, three at most."""
    names = ", ".join(paper.authors[:3])
    if len(paper.authors) <= 3:
        return names
    return translator(spoken(locale))("card.et_al", names=names)


def facts(parts: Sequence[str]) -> str:
    """What is known of some facts, on one line."""
    return " · ".join(part for part in parts if part)


def day(episode: Episode) -> str:
    """The date of an episode, or empty where it is unknown."""
    return episode.date.isoformat() if episode.date else ""


def episode_facts(episode: Episode, locale: str) -> str:
    """Date, length and plays, as far as they are known."""
    return facts([day(episode), length(episode, locale), plays(episode, locale)])


def mark(entry: Entry) -> str:
    """A sign for what has a video, and one for what does not."""
    return "📺" if isinstance(entry, Episode) or entry.recorded else "📄"


def gist(entry: Entry, names: Sequence[str], locale: str) -> str:
    """One line that tells an entry of some categories from its neighbours, unescaped."""
    categories = [category_name(name, locale) for name in names[:1]]
    if isinstance(entry, Episode):
        return facts([day(entry), length(entry, locale), *categories])
    return facts([str(entry.year or ""), *categories, *entry.authors[:1]])
