"""The skeleton of a document: its lines, headings, anchors and footnotes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt

from index.importers.document import Reference
from index.importers.markdown import attributes, footnote_key, inline

# Jekyll's tags are no Markdown and may stand anywhere, within a link's label too.
_TAG = re.compile(r"[ \t]*\{%-?\s*(.*?)\s*-?%\}")
_OUTPUT = re.compile(r"\{\{-?\s*(?:site|page|include|layout|post|content)\b[^{}\n]*\}\}")
_INCLUDED_IMAGE = re.compile(r'include\s+image\.html\b.*?\burl="([^"]*)"')
_CAPTION = re.compile(r'\bcaption="([^"]*)"')
_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?\n)---[ \t]*(?:\n|$)", re.DOTALL)
_FRONT_TITLE = re.compile(r"^title:\s*[\"']?(.*?)[\"']?\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `line` counts from 1, `text` has no markup."""

    line: int
    level: int
    text: str


@dataclass(frozen=True)
class Outline:
    """A document cut into lines, Jekyll's own language taken out; line numbers stay true.

    `definitions` are Markdown's reference definitions, `code` the numbers of lines within
    fenced blocks.
    """

    lines: tuple[str, ...]
    headings: tuple[Heading, ...]
    code: frozenset[int]
    definitions: Mapping[str, Any]
    front_title: str

    def heading_at(self, line: int) -> str:
        """The text of the nearest heading above a line, or nothing."""
        above = [h.text for h in self.headings if h.line <= line]
        return above[-1] if above else ""

    @cached_property
    def anchors(self) -> dict[str, str]:
        """Link targets (`<a name="contrastive_learning">`) and the heading each precedes."""
        found: dict[str, str] = {}
        for number, line in enumerate(self.lines, 1):
            if not line.lstrip().startswith("<a"):
                continue
            name, attrs = attributes(line.strip())
            after = [h.text for h in self.headings if h.line >= number]
            target = attrs.get("name") or attrs.get("id")
            if name == "a" and target and after:
                found.setdefault(target, after[0])
        return found

    @cached_property
    def footnotes(self) -> dict[str, tuple[Reference, ...]]:
        """What each footnote `[^key]: …` points to."""
        found: dict[str, tuple[Reference, ...]] = {}
        for line in self.lines:
            label, colon, rest = line.partition("]:")
            if colon and label.startswith("[^"):
                found[footnote_key(label[1:])] = inline(rest, self.definitions).references
        return found


def outline(text: str) -> Outline:
    """The skeleton of a Markdown document."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    front = _FRONT_MATTER.match(text)
    title = _FRONT_TITLE.search(front[1]) if front else None
    if front:
        text = "\n" * front[0].count("\n") + text[front.end() :]
    text = _OUTPUT.sub("", _TAG.sub(_jekyll_tag, text))
    # Underlined headings are off: a formula's or a table's rule would make one.
    parser = MarkdownIt("commonmark").disable(["lheading", "code"])
    env: dict[str, Any] = {}
    headings: list[Heading] = []
    code: set[int] = set()
    tokens = parser.parse(text, env)
    definitions = env.get("references", {})
    for token, following in pairwise(tokens):
        if token.type == "heading_open" and token.map and token.level == 0:
            words = inline(following.content, definitions).text
            headings.append(Heading(token.map[0] + 1, int(token.tag[1:]), words))
    for token in tokens:
        if token.type == "fence" and token.map:
            code.update(range(token.map[0] + 1, token.map[1] + 1))
    return Outline(
        lines=tuple(text.split("\n")),
        headings=tuple(headings),
        code=frozenset(code),
        definitions=definitions,
        front_title=title[1] if title else "",
    )


def _jekyll_tag(tag: re.Match[str]) -> str:
    """Nothing, but for an included image with an absolute address: that as Markdown."""
    image = _INCLUDED_IMAGE.search(tag[1])
    if not image or "://" not in image[1]:
        return ""
    caption = _CAPTION.search(tag[1])
    return f"![{caption[1] if caption else ''}]({image[1]})"
