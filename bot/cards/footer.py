"""The small print under a card: briefly, why this is the answer."""

from __future__ import annotations

from dataclasses import dataclass

from bot.cards.limits import cut
from bot.cards.markdown import escape, plain
from bot.i18n import spoken, translator
from index.catalog import Entry, Paper
from index.search.results import UNFILTERED, Filters, Hit, Snippet, conditions
from index.text.normalize import has_cjk

DETAIL = 80
SNIPPET = 220

# What a name says by itself needs no explaining; of the rest the most telling is said.
_SAID = (
    "notes",
    "concept",
    "alias",
    "author",
    "full_title",
    "summary",
    "category",
    "gist",
    "pinyin",
)
_GUESSES = frozenset({"notes", "concept", "gist", "summary", "corrected", "pinyin"})

# Stand for the borders of a highlight while the text around them is cleaned and cut.
_OPEN, _CLOSE = "\ue000", "\ue001"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an entry was found: the hit, the reading that was searched, a filter not understood.

    `unmet` is what was asked for in words and is not to be had on its subject.
    """

    hit: Hit
    corrected: str | None = None
    notice: str = ""
    unmet: Filters = UNFILTERED


def footer(entry: Entry, reason: Reason, locale: str) -> str:
    """A line of small print and a quotation, or nothing where the name says it all."""
    say = translator(spoken(locale))
    why, lines = reason.hit.why, []
    said = []
    named = _is_name(entry, reason.hit)
    if reason.notice:
        said.append(say("card.why.notice", text=escape(cut(reason.notice, DETAIL))))
    if unmet := _worded(reason.unmet, locale):
        said.append(say("card.unmet.notice", text=unmet))
    if why and why[0] in _GUESSES and not named:
        said.append(say("card.why.guess", title=escape(cut(entry.title, DETAIL))))
    if reason.corrected:
        said.append(say("card.why.corrected", text=escape(cut(reason.corrected, DETAIL))))
    if not named:
        said += _matched(reason.hit, locale)
    if said:
        lines.append("-# " + " · ".join(said))
    if reason.hit.snippet and "notes" in why:
        lines.append(f"> {highlighted(reason.hit.snippet)}")
    return "\n".join(lines)


def _worded(asked: Filters, locale: str) -> str:
    """Conditions in the reader's language, or empty."""
    say = translator(spoken(locale))
    return say("card.comma").join(
        say(f"card.unmet.{name}", **values) for name, values in conditions(asked)
    )


def _is_name(entry: Entry, hit: Hit) -> bool:
    """Whether what matched is what the card is headed with: “GAN, also known as GAN”."""
    if not hit.detail or hit.why[:1] not in (("alias",), ("concept",)):
        return False
    headings = [entry.title, entry.full_title if isinstance(entry, Paper) else ""]
    return any(_folded(hit.detail) in _folded(heading) for heading in headings)


def _folded(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _matched(hit: Hit, locale: str) -> list[str]:
    say = translator(spoken(locale))
    lead = hit.why[0] if hit.why else ""
    if lead in ("id", "link"):
        return [say("card.why.identifier")]
    for name in ("pinyin",) if lead == "title" else hit.why:
        if name not in _SAID or name not in hit.why:
            continue
        # The detail says what the first of them matched, and nothing of the others.
        if name in ("concept", "alias") and not (name == lead and hit.detail):
            continue
        detail = hit.detail
        if name == "concept" and has_cjk(detail) and spoken(locale) != "zh-CN":
            # The lexicon names concepts in simplified Chinese; others are told as much as
            # they can read.
            detail, name = hit.detail_en, name if hit.detail_en else "topic"
        return [say(f"card.why.{name}", detail=escape(cut(detail, DETAIL)))]
    return []


def highlighted(snippet: Snippet) -> str:
    """A snippet as one line of Markdown with its hits in bold and nothing else marked."""
    source = snippet.text
    for start, end in sorted(snippet.marks, reverse=True):
        source = f"{source[:start]}{_OPEN}{source[start:end]}{_CLOSE}{source[end:]}"
    line = cut(plain(source), SNIPPET)
    if line.count(_OPEN) > line.count(_CLOSE):
        line += _CLOSE
    return escape(line).replace(_OPEN, "**").replace(_CLOSE, "**")
