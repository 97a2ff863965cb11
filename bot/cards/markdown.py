"""Text of others made safe for Discord: their words, never their markup or pings."""

from __future__ import annotations

import re

# Escaped only where Discord would read a mark: `GPT-3`, `R(2+1)D` and `C#` stay as they are,
# for notification previews and screen readers show the backslashes.
_MARKS = re.compile(
    r"[\\*_`~|]"  # emphasis, code, strike-through, spoiler
    r"|(?m:^(?=\s*(?:#{1,3}\s|-#\s|>{1,3}\s|[-+]\s))\s*[#>+-])"  # heading, quote, list
    r"|\[(?=[^\]\n]*\]\()"  # masked link
    r"|<(?=[@#/:a-z]|https?)",  # mention, channel, command, emoji, time
    re.IGNORECASE,
)
_PINGS = re.compile(r"@(?=everyone|here|[!&]?\d)", re.IGNORECASE)
_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ud800-\udfff]"
)

# Formula commands a reader of plain text can do without; others lose only their backslash.
_FORMULA = re.compile(r"\$\$(?P<block>.+?)\$\$|\$(?P<inline>[^$\n]+?)\$", re.DOTALL)
_IMAGE = re.compile(r"!\[(?P<alt>[^\]]*)\]\([^)]*\)")
_LINK = re.compile(r"\[(?P<label>[^\]]*)\]\([^)]*\)")
_LEAD = re.compile(r"^\s{0,3}(?:#{1,6}\s+|[-*+]\s+|>\s?|\d+\.\s+)", re.MULTILINE)


def readable(text: str) -> str:
    """A text without control characters, direction marks, zero-width spaces and lone surrogates."""
    return _CONTROLS.sub("", text)


def escape(text: str) -> str:
    """A text that Discord shows as it is written, and that pings nobody."""
    marked = _MARKS.sub(lambda m: m[0][:-1] + "\\" + m[0][-1], readable(text))
    return _PINGS.sub("@\u200b", marked)


def plain(markdown: str) -> str:
    """The words of a note: headings, lists, links and emphasis without their marks.

    A formula keeps its source, without the dollar signs.
    """
    text = _IMAGE.sub(lambda m: m["alt"], markdown)
    text = _LINK.sub(lambda m: m["label"], text)
    text = _FORMULA.sub(lambda m: m["block"] or m["inline"], text)
    return _LEAD.sub("", text).replace("**", "").replace("`", "")
