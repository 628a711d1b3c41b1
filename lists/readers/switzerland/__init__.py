"""Reader of Switzerland's list, which the State Secretariat for Economic Affairs (SECO) publishes as XML."""

from __future__ import annotations

from lists.readers.base import Reader
from lists.readers.switzerland.seco import SecoReader
from lists.readers.switzerland.words import SOURCES

READERS: tuple[Reader, ...] = (SecoReader(),)

__all__ = ["READERS", "SOURCES"]
