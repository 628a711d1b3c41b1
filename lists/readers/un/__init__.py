"""The consolidated list of the United Nations Security Council, in its XML layout."""

from __future__ import annotations

from lists.readers.un.reader import UnXml
from lists.readers.un.sources import SOURCES

READERS = (UnXml(),)
__all__ = ["READERS", "SOURCES"]
