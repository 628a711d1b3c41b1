"""JSON lines in UTF-8: one object a line, every column in each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from screening.rows import Line


class JsonLinesWriter:
    """Writes a file of JSON lines."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("w", encoding="utf-8", errors="backslashreplace", newline="")

    def write(self, lines: Iterable[Line]) -> None:
        """Write lines, in order."""
        self._file.writelines(json.dumps(line.as_dict(), ensure_ascii=False, separators=(",", ":")) + "\n" for line in lines)

    def finish(self, summary: Mapping[str, Any]) -> None:  # noqa: ARG002 (every line is a line of the result)
        """Close the file."""
        self._file.close()

    def abandon(self) -> None:
        """Close the file as it is."""
        self._file.close()
