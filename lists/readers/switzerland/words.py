"""The closed tables of SECO's list, and where it is published."""

from __future__ import annotations

from collections.abc import Mapping

from lists.readers.base import OfficialSource
from screening.party import AliasStrength, IdentifierType, NameKind, PartyKind

NAME_KINDS: Mapping[str, NameKind] = {
    "primary-name": NameKind.PRIMARY,
    "alias": NameKind.ALIAS,
    "formerly-known-as": NameKind.FORMER,
}
QUALITIES: Mapping[str, AliasStrength] = {"good": AliasStrength.STRONG, "low": AliasStrength.WEAK}
NAME_PARTS: Mapping[str, bool] = {
    "title": False,
    "suffix": True,
    "given-name": True,
    "further-given-name": True,
    "family-name": True,
    "maiden-name": True,
    "father-name": True,
    "grand-father-name": True,
    "tribal-name": True,
    "whole-name": True,
    "other": True,
}
"""Type of a part of a name -> whether it is part of the name as it is written; a title is a position instead."""

OBJECTS: Mapping[str, PartyKind] = {"vessel": PartyKind.VESSEL, "aircraft": PartyKind.AIRCRAFT}
GENDERS: Mapping[str, str] = {"male": "male", "female": "female"}
DOCUMENTS: Mapping[str, IdentifierType] = {
    "passport": IdentifierType.PASSPORT,
    "diplomatic-passport": IdentifierType.PASSPORT,
    "service-passport": IdentifierType.PASSPORT,
    "id-card": IdentifierType.NATIONAL_ID,
    "ssn": IdentifierType.NATIONAL_ID,
    "fiscal-code": IdentifierType.TAX_ID,
    "travel-document": IdentifierType.OTHER,
    "resident-permit": IdentifierType.OTHER,
    "residence-permit": IdentifierType.OTHER,
    "driving-license": IdentifierType.OTHER,
    "driving-permit": IdentifierType.OTHER,
    "visa": IdentifierType.OTHER,
    "other": IdentifierType.OTHER,
}
CALENDARS: Mapping[str, bool] = {"gregorian": True, "islamic": False, "hijri": False, "persian": False, "buddhist": False}
"""Calendar of a date -> whether it is read."""

MODIFICATIONS: Mapping[str, str] = {"listed": "listed", "amended": "amended", "de-listed": "ended", "re-listed": "amended"}

SOURCES = (
    OfficialSource(
        id="ch-seco",
        title="Sanctions of Switzerland: individuals, entities and organisations",
        authority="State Secretariat for Economic Affairs",
        country="CH",
        format="ch-seco-xml",
        addresses=(
            "https://www.sesam.search.admin.ch/sesam-search-web/pages/downloadXmlGesamtliste.xhtml?lang=en&action=downloadXmlGesamtlisteAction",
        ),
        hosts=("www.sesam.search.admin.ch",),
        terms="Public official information; use free with the source named",
        hours=24,
        least=3000,
        most=15000,
    ),
)
