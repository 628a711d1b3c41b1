"""The one reader of the table files in `screening/tables/data`.

A table is a UTF-8 text file: lines that start with ``#`` are comments (scope and source), the first other line names the
columns, every following line is one row, columns separated by single tabs. Blank lines are ignored.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from itertools import product

from screening.errors import ScreeningError
from screening.romanize.native import fold_native


class TableError(ScreeningError):
    """A table file that breaks the rules above: it is part of the package, so this means a damaged installation."""


def rows(name: str, *columns: str) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the table `name` (no suffix) in file order, one string per column.

    Raises TableError when the file is missing, when its header is not exactly `columns`, or when a row has another
    number of columns; the message names the file and the line.
    """
    try:
        text = files("screening.tables").joinpath("data", f"{name}.tsv").read_text(encoding="utf-8")
    except OSError as error:
        raise TableError(f"table {name}.tsv cannot be read: {error}") from error
    header: tuple[str, ...] | None = None
    for number, line in enumerate(text.split("\n"), 1):
        if not line or line[0] == "#":
            continue
        row = tuple(line.split("\t"))
        if header is None:
            header = row
            if header != columns:
                raise TableError(f"table {name}.tsv line {number}: columns {', '.join(row)}, not {', '.join(columns)}")
        elif len(row) != len(columns):
            raise TableError(f"table {name}.tsv line {number}: {len(row)} columns, not {len(columns)}")
        else:
            yield row
    if header is None:
        raise TableError(f"table {name}.tsv has no header line")


def add_folded(found: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Add to a table of phrases what those in other scripts are when names of the script are compared (`fold_native`).

    Yields each phrase that is new and the one it comes from. Where two fall together, as Persian and Arabic ones may, the first stands.
    """
    for phrase in [one for one in found if not one.isascii()]:
        folded = fold_native(phrase)
        if folded and folded not in found:
            found[folded] = found[phrase]
            yield folded, phrase


def spellings(phrase: str) -> Iterator[str]:
    """Yield what a phrase of a table stands for: every choice of its braces, and dotted letters both joined and apart.

    ``{societe,ste} a.g`` gives "societe ag", "societe a g", "ste ag" and "ste a g".
    """
    if "{" not in phrase and "." not in phrase:
        yield phrase
        return
    pieces = phrase.replace("}", "{").split("{")
    choices = [piece.split(",") if place % 2 else [piece] for place, piece in enumerate(pieces)]
    for choice in product(*choices):
        text = "".join(choice)
        if "." in text:
            yield text.replace(".", "")
            yield text.replace(".", " ")
        else:
            yield text


def share(text: str, table: str, key: str) -> float:
    """Return `text` as a number above 0 and up to 1; TableError, naming the table and the key, for anything else."""
    try:
        value = float(text)
    except ValueError as error:
        raise TableError(f"table {table}.tsv, {key!r}: {text!r} is not a number") from error
    if not 0.0 < value <= 1.0:
        raise TableError(f"table {table}.tsv, {key!r}: {text} is outside 0..1")
    return value
