"""Readers of the United Kingdom's lists: the UK Sanctions List (XML and tables) and OFSI's consolidated list."""

from __future__ import annotations

from lists.readers.base import Reader
from lists.readers.uk.ofsi import OfsiReader
from lists.readers.uk.sl_table import UkSanctionsTableReader
from lists.readers.uk.sl_xml import UkSanctionsXmlReader
from lists.readers.uk.words import SOURCES

READERS: tuple[Reader, ...] = (
    UkSanctionsXmlReader(),
    UkSanctionsTableReader(),
    OfsiReader(),
)

__all__ = ["READERS", "SOURCES"]
