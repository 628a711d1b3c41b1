"""What both layouts of the EU list share: its kinds, names, identifiers, and where it is published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lists.readers.base import OfficialSource, ReadReport
from lists.readers.building import PartyBuilder
from lists.readers.countries import folded
from lists.readers.fields import SourceRecord
from screening.countries import is_country
from screening.party import AliasStrength, Identifier, IdentifierType, Measure, NameKind, PartyKind

MEASURES = (Measure.ASSET_FREEZE,)
"""The file is the consolidated list of those subject to EU financial sanctions: whoever is in it has assets frozen."""

KINDS: Mapping[str, PartyKind] = {"P": PartyKind.INDIVIDUAL, "E": PartyKind.ENTITY}
"""Classification code of the schema (P: physical person, E: enterprise and every other body)."""

GENDERS: Mapping[str, str | None] = {"M": "male", "F": "female", "?": None}

_CONTACTS: Mapping[str, IdentifierType] = {
    "email": IdentifierType.EMAIL,
    "e mail": IdentifierType.EMAIL,
    "phone": IdentifierType.PHONE,
    "mobile": IdentifierType.PHONE,
    "fax": IdentifierType.PHONE,
    "web": IdentifierType.WEBSITE,
    "website": IdentifierType.WEBSITE,
}

# By code and by description, both folded: the schema leaves the code open, and the description always comes with it.
_IDENTIFIERS: Mapping[str, IdentifierType] = {
    **dict.fromkeys(("passport", "national passport", "diplomatic passport", "service passport"), IdentifierType.PASSPORT),
    **dict.fromkeys(("id", "national identification card", "national id", "identity card", "ssn"), IdentifierType.NATIONAL_ID),
    **dict.fromkeys(("social security number", "national identification number"), IdentifierType.NATIONAL_ID),
    **dict.fromkeys(("fiscalcode", "fiscal code", "tax identification number", "tax id", "taxid", "vat", "inn"), IdentifierType.TAX_ID),
    **dict.fromkeys(("regnumber", "registration number", "tradelic", "trade license", "trade licence"), IdentifierType.REGISTRATION),
    **dict.fromkeys(("swiftbic", "swift bic", "bic"), IdentifierType.BIC),
    **dict.fromkeys(("imo", "imo number"), IdentifierType.IMO),
    **dict.fromkeys(("lei", "legal entity identifier"), IdentifierType.LEI),
    **dict.fromkeys(
        ("other", "other identification number", "birthcert", "birth certificate number", "birth certificate"), IdentifierType.OTHER
    ),
    **dict.fromkeys(("drivinglicence", "driving licence", "residentperm", "resident permit", "residence permit"), IdentifierType.OTHER),
    **dict.fromkeys(("electionid", "electoral id", "election id", "travel", "traveldoc", "travel document"), IdentifierType.OTHER),
}


@dataclass(frozen=True, slots=True)
class StatedName:
    """One name of an entry before it is known which of them is the primary one; `source` is where it stands."""

    text: str
    source: str
    strength: AliasStrength = AliasStrength.STRONG
    language: str | None = None
    note: str | None = None


def add_names(builder: PartyBuilder, names: Sequence[StatedName], report: ReadReport) -> None:
    """Add the names of an entry. The list does not mark the primary name: it is the first strong one that is stated in English or
    in no language, failing that the first strong one, failing that the first.

    A name that a copy of the file left with more question marks than letters is no name any more: it becomes a remark, with a warning.
    """
    stated = [name for name in names if name.text.strip() and not _lost(name.text)]
    for name in names:
        if _lost(name.text):
            report.warn(f"{builder.file}: a name lost its letters in the copy (they became question marks); kept as a remark")
            builder.place = name.source
            builder.remark(f"Name, letters lost: {name.text}")
    primary = min(stated, key=lambda name: (name.strength is AliasStrength.WEAK, name.language not in {None, "en"}), default=None)
    for name in stated:
        kind = NameKind.PRIMARY if name is primary else NameKind.ALIAS
        if name is not primary and primary is not None and (name.text, name.strength) == (primary.text, primary.strength):
            continue
        builder.name(name.text, name.source, kind=kind, strength=name.strength, language=name.language, note=name.note)


def _lost(text: str) -> bool:
    return text.count("?") > sum(char.isalnum() for char in text)


def identifier_type(record: SourceRecord, field: str, code: str, description: str | None) -> IdentifierType:
    """The type of an identifier by its code, else by its description. Raises `InvalidListFile` when neither is known."""
    known = _IDENTIFIERS.get(folded(code)) or _IDENTIFIERS.get(folded(description or ""))
    return known or record.choice(field, code, _IDENTIFIERS)


def add_contact(builder: PartyBuilder, key: str, value: str, source: str) -> None:
    """Add a way to reach the party: an identifier when its kind is known, else a remark (the schema leaves the kinds open)."""
    known = _CONTACTS.get(folded(key))
    if known and value:
        builder.identifier(Identifier(known, value, note="fax" if folded(key) == "fax" else None), source)
    else:
        builder.place = source
        builder.remark(f"{key}: {value}")


def country_code(record: SourceRecord, field: str, code: str | None) -> str | None:
    """A country code as the list writes it (`00` and none: not known). Warns of one that is no ISO 3166-1 alpha-2 code."""
    if not code or code == "00":
        return None
    if is_country(code.upper()):
        return code.upper()
    record.report.warn(f"{record.file}: field {field!r}: {code!r} is no country code; the text is kept")
    return None


SOURCES = (
    OfficialSource(
        id="eu-fsf",
        title="Consolidated list of persons, groups and entities subject to EU financial sanctions",
        authority="European Union",
        country="EU",
        format="eu-fsf-xml",
        addresses=("https://webgate.ec.europa.eu/fsd/fsf/public/files/xmlFullSanctionsList_1_1/content?token=dG9rZW4tMjAxNw",),
        hosts=("webgate.ec.europa.eu",),
        terms="European Commission: reuse allowed with the source acknowledged (Decision 2011/833/EU)",
        hours=12,
        least=4000,
        most=12000,
    ),
)
