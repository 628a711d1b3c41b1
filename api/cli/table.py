"""Tables for a terminal: columns aligned by display width, long cells wrapped, nothing cut off.

Widths are those of Unicode Standard Annex 11 (East Asian Width): wide and full-width characters take two columns, combining
marks and other invisible characters none.
"""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Sequence
from itertools import zip_longest

from api.cli.failure import printable

GAP = "  "
LEAST_WIDTH, USUAL_WIDTH = 50, 100
_LEAST_COLUMN = 8


def terminal_width() -> int:
    """Columns of the terminal (or of the variable COLUMNS), at least 50; 100 where the output is no terminal."""
    return max(LEAST_WIDTH, shutil.get_terminal_size((USUAL_WIDTH, 24)).columns)


def display_width(text: str) -> int:
    """How many terminal columns `text` takes; 0 for the empty string."""
    return sum(_character_width(character) for character in text)


def _character_width(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def wrapped(text: str, width: int) -> list[str]:
    """`text` as lines of at most `width` columns (2 or more), broken at spaces, inside a word only when it is longer."""
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if display_width(joined) <= width:
            lines[-1] = joined
            continue
        if lines[-1]:
            lines.append("")
        for character in word:
            if display_width(lines[-1] + character) > width:
                lines.append("")
            lines[-1] += character
    return lines


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> str:
    """A table with a heading line; every row has as many cells as there are headings.

    Columns are as wide as their widest cell as long as the table fits into `width` columns; beyond that the widest
    column shrinks and its cells wrap. Control characters in cells are shown as escapes.
    """
    cells = [[printable(cell) for cell in row] for row in rows]
    widths = _column_widths([list(headings), *cells], width)
    lines = [_line(headings, widths)]
    for row in cells:
        columns = [wrapped(cell, size) for cell, size in zip(row, widths, strict=True)]
        lines += [_line(line, widths) for line in zip_longest(*columns, fillvalue="")]
    return "\n".join(lines)


def _column_widths(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    widths = [max(display_width(cell) for cell in column) for column in zip(*rows, strict=True)]
    while sum(widths) + len(GAP) * (len(widths) - 1) > width and max(widths) > _LEAST_COLUMN:
        widths[widths.index(max(widths))] -= 1
    return widths


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [cell + " " * (size - display_width(cell)) for cell, size in zip(cells, widths, strict=True)]
    return GAP.join(padded).rstrip()
