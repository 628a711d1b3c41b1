"""Where the Security Council publishes its consolidated list."""

from __future__ import annotations

from lists.readers.base import OfficialSource

SOURCES = (
    OfficialSource(
        id="un-sc",
        title="United Nations Security Council Consolidated List",
        authority="United Nations Security Council",
        country="UN",
        format="un-xml",
        addresses=("https://scsanctions.un.org/resources/xml/en/consolidated.xml",),
        hosts=("scsanctions.un.org", "www.un.org", "unsolprodfiles.blob.core.windows.net"),
        terms="Published by the United Nations for use by member states and the private sector; terms of use of the United Nations' sites",
        hours=12,
        least=700,
        most=2_000,
    ),
)
