"""OFAC's lists (SDN and non-SDN consolidated), in the four layouts the Office publishes: CSV, XML, advanced XML, enhanced XML."""

from __future__ import annotations

from lists.readers.ofac.advanced_xml import OfacAdvancedXml
from lists.readers.ofac.enhanced_xml import OfacEnhancedXml
from lists.readers.ofac.legacy_csv import OfacCsv
from lists.readers.ofac.legacy_xml import OfacXml
from lists.readers.ofac.sources import SOURCES

READERS = (
    OfacCsv(),
    OfacXml(),
    OfacAdvancedXml(),
    OfacEnhancedXml(),
)
__all__ = ["READERS", "SOURCES"]
