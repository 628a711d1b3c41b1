"""Readers of the European Union's consolidated financial sanctions list: XML 1.1 and the CSV 1.0 layout."""

from __future__ import annotations

from lists.readers.base import Reader
from lists.readers.eu.common import SOURCES
from lists.readers.eu.fsf_csv import EuCsvReader
from lists.readers.eu.fsf_xml import EuXmlReader

READERS: tuple[Reader, ...] = (
    EuXmlReader(),
    EuCsvReader(),
)

__all__ = ["READERS", "SOURCES"]
