"""Notes: what a note-taker wrote under each video's heading, as clean Markdown."""

from __future__ import annotations

from collections.abc import Iterable

from index.importers.document import NoteSection
from index.importers.markdown import images
from index.importers.outline import Outline
from index.importers.values import seconds


def sections(outline: Outline, occupied: Iterable[int] = ()) -> tuple[NoteSection, ...]:
    """The sections of a document's note level: `##` where it has any, else its topmost.

    A section that holds a line of `occupied` (the catalogue's tables) is no note.
    """
    if not outline.headings:
        return ()
    levels = {heading.level for heading in outline.headings}
    level = 2 if 2 in levels else min(levels)
    # A heading above the note level ends a section too.
    borders = [heading for heading in outline.headings if heading.level <= level]
    ends = [heading.line for heading in borders[1:]] + [len(outline.lines) + 1]
    tables = set(occupied)
    found: list[NoteSection] = []
    for heading, end in zip(borders, ends, strict=True):
        inside = range(heading.line, end)
        if heading.level == level and tables.isdisjoint(inside):
            body = _clean(outline, heading.line + 1, end)
            found.append(_section(heading.line, heading.text, body))
    return tuple(found)


def whole(outline: Outline, name: str) -> NoteSection:
    """A document as one note, named by its front matter, its first `#` heading or `name`."""
    tops = [heading for heading in outline.headings if heading.level == 1]
    title = outline.front_title or (tops[0].text if tops else name)
    start = tops[0].line if tops else 0
    before = _clean(outline, 1, start)
    return _section(1, title, before + _clean(outline, start + 1, len(outline.lines) + 1))


def _clean(outline: Outline, start: int, end: int) -> list[str]:
    """The lines from `start` up to `end`, clean; those of code stay as they are."""
    lines: list[str] = []
    for number in range(start, end):
        line = outline.lines[number - 1]
        cleaned = line if number in outline.code else clean_line(line)
        if cleaned is not None:
            lines.append(cleaned)
    return lines


def _section(line: int, heading: str, lines: list[str]) -> NoteSection:
    title, _, last = heading.rpartition(" ")
    length = seconds(last)
    if length is None or not title:
        title = heading
    first = next((at for at, text in enumerate(lines) if text), None)
    if first is not None and (stated := seconds(lines[first].strip())) is not None:
        length = stated if length is None else length
        del lines[first]
    return NoteSection(line, title.strip(), length, _joined(lines))


def clean_line(line: str) -> str | None:
    """A line with absolute images as links and relative ones gone; None if only that was it."""
    cleaned = line
    for image in reversed(images(line)) if "!" in line or "<" in line else ():
        absolute = image.src.startswith(("http://", "https://"))
        link = f"[{image.alt or image.src.rpartition('/')[2]}]({image.src})" if absolute else ""
        cleaned = cleaned[: image.start] + link + cleaned[image.end :]
    cleaned = cleaned.rstrip()
    return None if not cleaned and line.strip() else cleaned


def _joined(lines: Iterable[str]) -> str:
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip("\n")
