"""A tolerant reader of Markdown tables.

Upstream's tables are typed by hand: header and delimiter rows differ in cells, a header
lacks its first pipe, a blank line splits a table. So a header is known by its names, and
a delimiter row is merely skipped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from index.importers.outline import Outline

_PIPE = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"\s*:?-+:?\s*")

Columns = Mapping[str, int]
"""Where each known column of a header stands."""


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one line; `line` counts from 1.

    `columns` come from the header it stands under; they are empty under no header.
    `attached` is false after a blank line: then it may be a row, or text with a pipe.
    """

    line: int
    cells: tuple[str, ...]
    columns: Columns
    attached: bool

    def cell(self, name: str, shift: int = 0) -> str:
        """The source of a cell by its column's name; empty where the row has none."""
        at = self.columns.get(name, -1)
        return self.cells[at + shift] if at >= 0 and 0 <= at + shift < len(self.cells) else ""


def split_cells(line: str) -> tuple[str, ...]:
    r"""The cells of a row; outer pipes may be missing, `\|` is a pipe of the text."""
    cells = [cell.replace("\\|", "|").strip() for cell in _PIPE.split(line.strip())]
    if len(cells) > 1 and not cells[0] and line.lstrip().startswith("|"):
        cells = cells[1:]
    if len(cells) > 1 and not cells[-1]:
        cells = cells[:-1]
    return tuple(cells)


def is_rule(line: str) -> bool:
    """Whether a line is a delimiter row, `| --: | -- |`."""
    cells = [cell for cell in split_cells(line) if cell]
    return "|" in line and bool(cells) and all(_RULE.fullmatch(cell) for cell in cells)


def rows(outline: Outline, columns_of: Callable[[tuple[str, ...]], Columns]) -> Iterator[Row]:
    """Every row of a document's tables, and every other line with a pipe.

    `columns_of` says which columns a header names; an answer of none means the cells are
    no header. Within a table each line up to a blank one is a row, with or without a pipe
    (as in GitHub's tables). After the blank line, lines with a pipe still get the columns,
    until the next heading: it is for the caller to see whether they read as rows.
    """
    columns: Columns = {}
    open_table = False
    headings = {heading.line for heading in outline.headings}
    for number, line in enumerate(outline.lines, 1):
        if number in headings:
            columns, open_table = {}, False
        elif not line.strip() or number in outline.code:
            open_table = False
        elif "|" in line or open_table:
            cells = split_cells(line)
            header = columns_of(cells)
            following = outline.lines[number] if number < len(outline.lines) else ""
            if header:
                columns, open_table = header, True
            elif is_rule(line):
                continue
            elif is_rule(following) and not open_table:
                columns = {}  # the header of a table of another kind
            else:
                yield Row(number, cells, columns, open_table)
