"""Where Global Affairs Canada publishes the consolidated list."""

from __future__ import annotations

from lists.readers.base import OfficialSource

_FOLDER = "https://www.international.gc.ca/world-monde/assets/office_docs/international_relations-relations_internationales"

SOURCES = (
    OfficialSource(
        id="ca-sema",
        title="Consolidated Canadian Autonomous Sanctions List (SEMA and JVCFOA)",
        authority="Global Affairs Canada",
        country="CA",
        format="canada-xml",
        addresses=(f"{_FOLDER}/sanctions/sema-lmes.xml",),
        hosts=("www.international.gc.ca",),
        terms="Open Government Licence - Canada, version 2.0",
        hours=24,
        least=3_500,
        most=12_000,
    ),
)
