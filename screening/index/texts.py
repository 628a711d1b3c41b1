"""Texts as columns: sorted, laid end to end in UTF-8, read one at a time so that no process holds them all as strings."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from typing import overload

import numpy as np
from numpy.typing import NDArray


def encoded(text: str) -> bytes:
    """Return a text as kept in a column; lone surrogates survive."""
    return text.encode("utf-8", "surrogatepass")


def key_code(key: str) -> int:
    """Return the CRC-32 of a key: the same on every machine and run. Two keys may share one; that costs time, nothing else."""
    return zlib.crc32(encoded(key))


def key_codes(keys: Iterable[str]) -> NDArray[np.uint32]:
    """Return the `key_code` of each key."""
    return np.fromiter(map(key_code, keys), np.uint32)


class Texts(Sequence[str]):
    """Distinct texts in ascending order of code points; a text's place is its number."""

    def __init__(self, blob: NDArray[np.uint8], starts: NDArray[np.int64]) -> None:
        self._blob = blob
        self._starts = starts

    def __len__(self) -> int:
        return len(self._starts) - 1

    @overload
    def __getitem__(self, number: int) -> str: ...
    @overload
    def __getitem__(self, number: slice) -> list[str]: ...
    def __getitem__(self, number: int | slice) -> str | list[str]:
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        if not 0 <= number < len(self):
            raise IndexError(number)
        return self.bytes_of(number).decode("utf-8", "surrogatepass")

    def bytes_of(self, number: int) -> bytes:
        """Return a text as it is kept."""
        return self._blob[self._starts[number] : self._starts[number + 1]].tobytes()

    def first_from(self, text: str) -> int:
        """Return the number of the first text not below `text`; how many there are when all are below."""
        wanted = encoded(text)  # the order of UTF-8 is that of code points
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self.bytes_of(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return low
