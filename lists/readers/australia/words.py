"""The closed tables of Australia's list, the columns of its two layouts, and where it is published."""

from __future__ import annotations

from collections.abc import Mapping

from lists.readers.base import OfficialSource
from lists.readers.countries import CountryNames
from screening.party import AliasStrength, IdentifierType, Measure, NameKind, PartyKind

REQUIRED = (
    *("Reference", "Name of Individual or Entity", "Type", "Name Type", "Date of Birth", "Place of Birth", "Citizenship"),
    *("Address", "Additional Information", "Listing Information", "Committees", "Control Date"),
)
MEASURES: Mapping[str, Measure] = {
    "Targeted Financial Sanction": Measure.ASSET_FREEZE,
    "Travel Ban": Measure.TRAVEL_BAN,
    "Arms Embargo": Measure.ARMS_EMBARGO,
    "Maritime Restriction": Measure.TRANSPORT_BAN,
}
"""Column of the newer layout -> the measure that TRUE in it means."""

KNOWN: Mapping[str, str] = {
    column: column for column in (*REQUIRED, "Alias Strength", "IMO Number", "Instrument of Designation", *MEASURES)
}
TRUTH: Mapping[str, bool] = {"true": True, "false": False}

KINDS: Mapping[str, PartyKind] = {
    "individual": PartyKind.INDIVIDUAL,
    "entity": PartyKind.ENTITY,
    "vessel": PartyKind.VESSEL,
}
NAME_KINDS: Mapping[str, NameKind] = {
    "primary name": NameKind.PRIMARY,
    "alias": NameKind.ALIAS,
    "aka": NameKind.ALIAS,
    "original script": NameKind.ALIAS,
    "formerly known as": NameKind.FORMER,
    "previously listed as": NameKind.FORMER,
}
STRENGTHS: Mapping[str, AliasStrength] = {"strong": AliasStrength.STRONG, "weak": AliasStrength.WEAK}

BLANK = frozenset({"", "na", "n a", "n/a", "nil", "none", "unknown", "not available", "-"})
"""What stands for nothing in a cell, lower case."""

DOCUMENTS: Mapping[str, IdentifierType] = {
    "passport": IdentifierType.PASSPORT,
    "national identification": IdentifierType.NATIONAL_ID,
    "national identifier": IdentifierType.NATIONAL_ID,
    "national id": IdentifierType.NATIONAL_ID,
    "tax id": IdentifierType.TAX_ID,
    "national tax": IdentifierType.TAX_ID,
    "registration": IdentifierType.REGISTRATION,
    "company identification": IdentifierType.REGISTRATION,
    "company number": IdentifierType.REGISTRATION,
    "company no": IdentifierType.REGISTRATION,
    "imo": IdentifierType.IMO,
}
"""How a labelled number of the additional information begins, lower case."""

COUNTRIES = CountryNames(
    {
        "turkiyish": "TR",
        "ukranian": "UA",
        "united kingdom of great britain": "GB",
        "kuwaiti citizenship withdrawn in 2002": None,
    }
)


SOURCES = (
    OfficialSource(
        id="au-dfat",
        title="Consolidated List of all persons and entities subject to targeted financial sanctions",
        authority="Department of Foreign Affairs and Trade",
        country="AU",
        format="au-dfat-xlsx",
        addresses=("https://www.dfat.gov.au/sites/default/files/Australian_Sanctions_Consolidated_List.xlsx",),
        hosts=("www.dfat.gov.au", "dfat.gov.au"),
        terms="Creative Commons Attribution 4.0 International",
        hours=24,
        least=2500,
        most=8000,
    ),
)
