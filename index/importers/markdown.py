"""Inline Markdown of a cell or a heading, and where the images of a line stand.

CommonMark by markdown-it-py. Upstream's tables lean on two things CommonMark leaves as
text: `[ViT]` without a definition, and footnotes `[^transformer]`. Both are reference
links, so the parser resolves them itself when it is given a definition for every label.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.image import image as image_rule
from markdown_it.token import Token

from index.importers.document import Reference

_FOOTNOTE = "footnote:"
_UNRESOLVED = "unresolved:"
# Stands for a footnote's place while the aside around it is cut out; no text holds it,
# for it is a noncharacter of Unicode.
_PLACE = "\ufdd0"
_OPENING, _CLOSING = "(（", ")）"


class _EveryReference(dict[str, Any]):
    """Definitions of a document, and one that leads nowhere for every other label."""

    def get(self, label: str, default: Any = None) -> Any:
        found = super().get(label, default)
        if found:
            return found
        scheme, name = (_FOOTNOTE, label[1:]) if label[:1] == "^" else (_UNRESOLVED, label)
        return {"href": scheme + name, "title": ""}


@dataclass(frozen=True, slots=True)
class Inline:
    """A cell without its markup.

    `text` has links flattened to their words, line breaks as spaces, footnote marks gone
    together with the brackets around them. `outside` is the text beside links and images.
    """

    text: str
    outside: str
    references: tuple[Reference, ...]
    images: tuple[str, ...]
    footnotes: tuple[str, ...]


_PARSER = MarkdownIt("commonmark")


def inline(source: str, definitions: Mapping[str, Any] | None = None) -> Inline:
    """One line of Markdown read with the reference definitions of its document."""
    tokens = _PARSER.parseInline(source, {"references": _EveryReference(definitions or {})})
    return _Reader().read(tokens[0].children or ())


def footnote_key(label: str) -> str:
    """The form in which two spellings of a footnote's label are equal."""
    return normalizeReference(label.removeprefix("^"))


def attributes(tag: str) -> tuple[str, dict[str, str]]:
    """The name and attributes of an HTML start tag; an empty name for anything else."""
    if not tag[1:2].isalpha():  # end tags and declarations, on which HTMLParser may assert
        return "", {}
    parser = _Tag()
    parser.feed(tag)
    return parser.name, parser.attributes


class _Tag(HTMLParser):
    name = ""

    def __init__(self) -> None:
        super().__init__()
        self.attributes: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.name = tag
        self.attributes = {name: value or "" for name, value in attrs}


class _Reader:
    """Walks inline tokens once."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._outside: list[str] = []
        self._references: list[Reference] = []
        self._images: list[str] = []
        self._footnotes: list[str] = []
        self._href: str | None = None
        self._label: list[str] = []

    def read(self, tokens: Sequence[Token]) -> Inline:
        for token in tokens:
            self._token(token)
        self._close()
        return Inline(
            text=_tidy(_without_asides("".join(self._text))),
            outside=_tidy("".join(self._outside)),
            references=tuple(self._references),
            images=tuple(self._images),
            footnotes=tuple(self._footnotes),
        )

    def _token(self, token: Token) -> None:
        match token.type:
            case "link_open":
                self._open(str(token.attrGet("href") or ""))
            case "link_close":
                self._close()
            case "image":
                self._images.append(str(token.attrGet("src") or ""))
                if self._href is not None:
                    self._label.append(token.content)
            case "html_inline":
                self._html(token.content)
            case "softbreak" | "hardbreak":
                self._write(" ")
            case "text" | "code_inline" | "text_special":
                self._write(token.content)
            case _:
                pass  # emphasis and the like have no text of their own

    def _html(self, tag: str) -> None:
        name, attrs = attributes(tag)
        if name == "br":
            self._write(" ")
        elif name == "img" and attrs.get("src"):
            self._images.append(attrs["src"])
        elif name == "a" and attrs.get("href"):
            self._open(attrs["href"])
        elif tag.lower().startswith("</a"):
            self._close()

    def _write(self, text: str) -> None:
        if self._href is None:
            self._outside.append(text)
            self._text.append(text)
        elif self._href.startswith(_FOOTNOTE):
            pass  # the label of a footnote is no part of the text
        else:
            self._label.append(text)
            self._text.append(text)

    def _open(self, href: str) -> None:
        self._close()
        self._href = href

    def _close(self) -> None:
        href, label = self._href, _tidy("".join(self._label))
        self._href, self._label = None, []
        if href is None:
            return
        if href.startswith(_FOOTNOTE):
            self._footnotes.append(href.removeprefix(_FOOTNOTE))
            self._text.append(_PLACE)
        else:
            url = None if href.startswith(_UNRESOLVED) else href
            self._references.append(Reference(label, url))


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _without_asides(text: str) -> str:
    """Cut `（视频中提到的文献 ␣)`: a footnote's mark and the brackets it stands in.

    The brackets need not match: upstream opens a full-width one and closes an ASCII one.
    """
    while _PLACE in text:
        before, _, after = text.partition(_PLACE)
        start = max(before.rfind(bracket) for bracket in _OPENING)
        ends = [at for at in map(after.find, _CLOSING) if at >= 0]
        closed_before = max(before.rfind(bracket) for bracket in _CLOSING)
        if start > closed_before and ends:
            before, after = before[:start], after[min(ends) + 1 :]
        text = before + after
    return text


@dataclass(frozen=True, slots=True)
class Image:
    """An image in a line: `line[start:end]` is its source text."""

    start: int
    end: int
    alt: str
    src: str


def images(line: str) -> tuple[Image, ...]:
    """The Markdown and HTML images of a line, in order, none inside another or in code."""
    found: list[Image] = []

    def recording(state: StateInline, silent: bool) -> bool:
        start = state.pos
        matched = image_rule(state, silent)
        if matched and not silent and state.src == line:
            token = state.tokens[-1]
            src = str(token.attrGet("src") or "")
            found.append(Image(start, state.pos, token.content, src))
        return matched

    parser = MarkdownIt("commonmark")
    parser.inline.ruler.at("image", recording)
    at = 0
    for token in parser.parseInline(line, {})[0].children or ():
        if token.type != "html_inline":
            continue
        at = line.find(token.content, at)
        name, attrs = attributes(token.content)
        if name == "img" and at >= 0:
            image = Image(at, at + len(token.content), attrs.get("alt", ""), attrs.get("src", ""))
            found.append(image)
        at = max(at, 0) + len(token.content)
    return tuple(sorted(found, key=lambda image: image.start))
