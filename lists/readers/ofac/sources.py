"""Where the Office of Foreign Assets Control publishes its lists."""

from __future__ import annotations

from lists.readers.base import OfficialSource

_AUTHORITY = "United States Department of the Treasury, Office of Foreign Assets Control"
_FOLDER = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports"
_HOSTS = ("sanctionslistservice.ofac.treas.gov", "www.treasury.gov", "ofac.treasury.gov")
_TERMS = "A work of the United States government, without copyright in the United States (17 U.S.C. 105)"

SOURCES = (
    OfficialSource(
        id="us-ofac-sdn",
        title="Specially Designated Nationals and Blocked Persons List",
        authority=_AUTHORITY,
        country="US",
        format="ofac-csv",
        addresses=tuple(f"{_FOLDER}/{name}" for name in ("SDN.CSV", "ALT.CSV", "ADD.CSV", "SDN_COMMENTS.CSV")),
        hosts=_HOSTS,
        terms=_TERMS,
        hours=6,
        least=12_000,
        most=30_000,
    ),
    OfficialSource(
        id="us-ofac-nonsdn",
        title="Consolidated Sanctions List: the lists beside the SDN list",
        authority=_AUTHORITY,
        country="US",
        format="ofac-csv",
        addresses=tuple(f"{_FOLDER}/{name}" for name in ("CONS_PRIM.CSV", "CONS_ALT.CSV", "CONS_ADD.CSV", "CONS_COMMENTS.CSV")),
        hosts=_HOSTS,
        terms=_TERMS,
        hours=6,
        least=300,
        most=2_000,
    ),
)
"""The CSV layout, which every tool of the Office's own has published longest; the XML layouts of the same lists load as well."""
