"""Lines of a text file, decoded strictly, with limits: what is broken is told with its line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from api.files.encoding import Encoding
from api.files.errors import unusable

MOST_CHARACTERS = 1_000_000
"""Longest line, in characters: the longest row of a thousand columns is a tenth of it."""

_END = "\x1a"
"""Ctrl-Z: alone on the last line it is the end of a file, as DOS and its heirs mark it."""


class TextLines:
    """Iterates over the lines of a file, each with its line end. `number` counts them; `ended` tells whether the last had an end."""

    def __init__(self, path: Path, name: str, encoding: Encoding, skip: int = 0) -> None:
        self._path, self._name, self._encoding, self._skip = path, name, encoding, skip
        self.number = 0
        self.ended = True

    def __iter__(self) -> Iterator[str]:
        """Raises `InvalidFile` for what is not in the encoding, a zero character, or a line that is too long."""
        try:
            with self._path.open(encoding=self._encoding.name, newline="") as file:
                while line := file.readline(MOST_CHARACTERS + 1):
                    if line.startswith(_END) and not line.strip(f"{_END}\r\n") and not file.readline(1):
                        return
                    self.number += 1
                    self._check(line)
                    if self.number > self._skip:
                        yield line
        except UnicodeError as error:
            detail = f"is not {self._encoding.name} throughout ({self._encoding.how})"
            raise unusable(self._name, detail, "the right encoding said, or a whole file", line=self._first_wrong_line()) from error
        except OSError as error:
            raise unusable(self._name, f"cannot be read: {error.strerror or error}") from error

    def _first_wrong_line(self) -> int | None:
        """The line that cannot be decoded (text is decoded in blocks, well ahead of the lines); None where the codec cannot tell."""
        try:
            with self._path.open(encoding=self._encoding.name, newline="", errors="surrogateescape") as file:
                return next((number for number, line in enumerate(file, 1) if any("\udc80" <= one <= "\udcff" for one in line)), None)
        except UnicodeError:
            return None

    def _check(self, line: str) -> None:
        if len(line) > MOST_CHARACTERS:
            raise unusable(self._name, "the line is too long", f"lines of at most {MOST_CHARACTERS} characters", line=self.number)
        if "\0" in line:
            raise unusable(self._name, "holds a NUL byte, which no text does", "a whole text file", line=self.number)
        self.ended = line.endswith(("\n", "\r"))
