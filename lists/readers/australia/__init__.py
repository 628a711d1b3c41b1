"""Reader of Australia's consolidated list, which the Department of Foreign Affairs and Trade publishes as a workbook."""

from __future__ import annotations

from lists.readers.australia.dfat import DfatReader
from lists.readers.australia.words import SOURCES
from lists.readers.base import Reader

READERS: tuple[Reader, ...] = (DfatReader(),)

__all__ = ["READERS", "SOURCES"]
