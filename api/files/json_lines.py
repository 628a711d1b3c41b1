"""JSON lines: one object a line. Its keys are the columns, found by going through the file once."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, NoReturn

from api.files.encoding import encoding_of
from api.files.errors import unusable
from api.files.kinds import FileKind
from api.files.lines import TextLines
from api.files.source import MOST_COLUMNS, Reading
from screening.rows import Row
from screening.rows.reading import Cell


class JsonLinesSource:
    """A file of JSON lines."""

    kind = FileKind.JSONL

    def __init__(self, path: Path, name: str, reading: Reading) -> None:
        """Find the keys. Raises `InvalidFile`, also when the first line is no object or the last is cut off."""
        self.name = name
        self._path = path
        self._encoding = encoding_of(path, name, reading.encoding)
        self._skip = reading.skip
        self.blank = 0
        self.columns = self._keys()
        self.notes: tuple[str, ...] = (f"encoding {self._encoding.name} ({self._encoding.how})",)

    def rows(self, wanted: Collection[int] = ()) -> Iterator[Row]:
        """Yield every row in order. Raises `InvalidFile`."""
        keys = [(place, key, place in wanted) for place, key in enumerate(self.columns)]
        self.blank = 0
        number = 0
        for line, found in self._objects():
            number += 1
            if isinstance(found, str):
                yield Row(number, line, (), found)
                continue
            cells: list[Cell] = [""] * len(keys)
            problem = None
            for place, key, needed in keys:
                if needed and key in found:
                    cell = cell_of(found[key])
                    if cell is None:
                        problem = problem or f"{key!r} is {_json_type(found[key])} (allowed: text, a number, or an array of texts)"
                    else:
                        cells[place] = cell
            yield Row(number, line, cells, problem)

    def _keys(self) -> tuple[str, ...]:
        keys: dict[str, None] = {}
        for line, found in self._objects():
            if not isinstance(found, str):
                keys.update(dict.fromkeys(found))
            elif not keys:
                raise unusable(self.name, found, line=line)
            if len(keys) > MOST_COLUMNS:
                raise unusable(self.name, f"has more than {MOST_COLUMNS} keys", f"at most {MOST_COLUMNS}", line=line)
        return tuple(keys)

    def _objects(self) -> Iterator[tuple[int, dict[str, Any] | str]]:
        """Each line that is not empty: the object, or what is wrong with it."""
        lines = TextLines(self._path, self.name, self._encoding, self._skip)
        for text in lines:
            if not text.strip():
                self.blank += 1
                continue
            try:
                found = json.loads(text, parse_constant=_refuse, object_pairs_hook=_once)
            except (ValueError, RecursionError) as error:
                if not lines.ended:
                    raise unusable(
                        self.name, "the file ends in the middle of a line: it was cut off", "a whole file", line=lines.number
                    ) from error
                yield lines.number, f"is not a JSON object: {error} (allowed: one object on the line)"
                continue
            yield lines.number, found if isinstance(found, dict) else f"is {_json_type(found)} (allowed: one object on the line)"


def cell_of(value: Any) -> Cell | None:
    """A value as a cell; None for what is none: true, false, objects, arrays of anything but texts and numbers."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list):
        inner = [cell_of(one) for one in value]
        return tuple(one for one in inner if isinstance(one, str)) if all(isinstance(one, str) for one in inner) else None
    return None


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON value")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) != len(pairs):
        raise ValueError("a key occurs twice")
    return plain


def _json_type(value: Any) -> str:
    if isinstance(value, bool):
        return "true or false"
    names = {str: "text", int: "a number", float: "a number", list: "an array", type(None): "null"}
    return names.get(type(value), "an object")
