"""Canada's consolidated list of autonomous sanctions (SEMA and JVCFOA), in its XML layout."""

from __future__ import annotations

from lists.readers.canada.reader import CanadaXml
from lists.readers.canada.sources import SOURCES

READERS = (CanadaXml(),)
__all__ = ["READERS", "SOURCES"]
