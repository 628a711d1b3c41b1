"""OFAC's programme tags and what they do.

The tags of one party stand in one text, `SDGT] [IRGC] [IFSR`. New tags appear with new executive orders, so any text of the form
of a tag is taken; a text of another form stops the load. What a tag does depends on the list it stands on: on the SDN list
every tag blocks property; on the other lists the prohibition is that of the programme.
Source: the descriptions of the non-SDN lists published by the Office with its consolidated list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from lists.readers.building import PartyBuilder
from lists.readers.fields import SourceRecord
from screening.party import Designation, Measure

_TAG = re.compile(r"[A-Z0-9]+(?: ?[-/] ?[A-Za-z0-9]+| [A-Z0-9]+)*")
_NON_SDN: Mapping[str, Measure] = {
    "NS-PLC": Measure.DEALINGS_BAN,
    "FSE-IR": Measure.DEALINGS_BAN,
    "FSE-SY": Measure.DEALINGS_BAN,
    "UKRAINE-EO13662": Measure.DEALINGS_BAN,
    "RUSSIA-EO14024": Measure.DEALINGS_BAN,
    "VENEZUELA-EO13850": Measure.DEALINGS_BAN,
    "BURMA-EO14014": Measure.SERVICES_BAN,
    "CMIC-EO13959": Measure.INVESTMENT_BAN,
    "561-Related": Measure.CORRESPONDENT_ACCOUNT_BAN,
    "ILLICIT-DRUGS-EO14059": Measure.DEALINGS_BAN,
}

SANCTIONS_TYPES: Mapping[str, Measure | None] = {
    "Block": Measure.ASSET_FREEZE,
    "Reject": Measure.DEALINGS_BAN,
    "561 Full Restrictions": Measure.CORRESPONDENT_ACCOUNT_BAN,
    "NDAA Special Conditions": Measure.CORRESPONDENT_ACCOUNT_BAN,
    "13662 Sectoral Directive 1": Measure.DEALINGS_BAN,
    "13662 Sectoral Directive 2": Measure.DEALINGS_BAN,
    "13662 Sectoral Directive 3": Measure.DEALINGS_BAN,
    "13662 Sectoral Directive 4": Measure.DEALINGS_BAN,
    "CAATSA Section 231/235 Sanctions": Measure.OTHER,
    "Executive Order 13959 Sanctions": Measure.INVESTMENT_BAN,
    "CMIC Executive Order": Measure.INVESTMENT_BAN,
    "Executive Order 14024 Directive 1a": Measure.DEALINGS_BAN,
    "Executive Order 14024 Directive 2": Measure.CORRESPONDENT_ACCOUNT_BAN,
    "Executive Order 14024 Directive 3": Measure.DEALINGS_BAN,
    "Executive Order 14024 Directive 4": Measure.DEALINGS_BAN,
    "Executive Order 14014 Directive 1": Measure.SERVICES_BAN,
    "Executive Order 14059 Non-blocking": Measure.DEALINGS_BAN,
    "Program": None,
}
"""What the advanced and enhanced files call a measure; `Program` stands before the name of a programme and is none."""


def tags(text: str, record: SourceRecord, field: str) -> tuple[str, ...]:
    """The tags of a programme text, in order. Raises `InvalidListFile` for one that has not the form of a tag."""
    found = tuple(part.strip() for part in text.strip().removeprefix("[").removesuffix("]").split("] ["))
    for tag in found:
        if not _TAG.fullmatch(tag):
            raise record.problem(field, f"{text!r} is no programme or programmes between '] ['")
    return found


def measure(tag: str, *, blocks: bool | None) -> Measure:
    """What a tag does: `blocks` says whether it stands on the SDN list (None: the file does not say)."""
    if blocks is None:
        return Measure.UNSPECIFIED
    return Measure.ASSET_FREEZE if blocks else _NON_SDN.get(tag, Measure.UNSPECIFIED)


def designate(builder: PartyBuilder, found: Iterable[str], source: str, *, blocks: bool | None) -> None:
    """Add one designation per tag."""
    for tag in found:
        builder.designation(Designation(programme=tag, measures=(measure(tag, blocks=blocks),)), source)


def blocks(path: Path) -> bool | None:
    """Whether a file holds the SDN list (True) or the other lists (False), which its name alone tells; None when it tells neither."""
    name = path.name.lower()
    return True if name.startswith("sdn") else False if name.startswith("cons") else None
