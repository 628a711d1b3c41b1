"""The EU's consolidated financial sanctions list as XML, version 1.1 of its schema (`export`/`sanctionEntity`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from lists.readers.base import ReadReport, unreadable
from lists.readers.building import PartyBuilder
from lists.readers.eu.common import (
    GENDERS,
    KINDS,
    MEASURES,
    StatedName,
    add_contact,
    add_names,
    country_code,
    identifier_type,
)
from lists.readers.fields import XmlRecord
from lists.readers.streams import single, xml_elements, xml_root
from screening.dates import PartialDate
from screening.party import (
    AliasStrength,
    CountryRelation,
    DesignatedParty,
    Designation,
    Identifier,
    IdentifierType,
)

IGNORED: Mapping[str, str] = {
    "regulationSummary": "which act added one detail of the entry; the act that lists the party is kept",
    "@regulationLanguage": "the language of the act that added a detail, not of the detail",
    "@organisationType": "whether Council or Commission adopted the act; its number tells",
    "@regulationType": "whether the act is new or amends; its number and date are kept",
    "@entryIntoForceDate": "the day after publication or a few days on; the date of publication is kept",
    "corrigendum": "corrections of the printed act, already applied to the data",
    "@asAtListingTime": "whether the address was known when the party was first listed",
}

_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
_FLAGS = {
    "@diplomatic": "diplomatic",
    "@knownExpired": "known to have expired",
    "@knownFalse": "known to be false",
    "@reportedLost": "reported lost",
    "@revokedByIssuer": "revoked by the issuer",
}


class EuXmlReader:
    """Reads one export file: `sanctionEntity` by `sanctionEntity`."""

    format = "eu-fsf-xml"
    files = "one XML file (export) of the EU's consolidated financial sanctions list, version 1.1"

    def recognises(self, files: Sequence[Path]) -> bool:
        """Whether the one file starts with an `export` element that has a `globalFileId`."""
        root = xml_root(files[0]) if len(files) == 1 else None
        return root is not None and root.tag == "export" and "globalFileId" in root.attrib

    def read(self, files: Sequence[Path], list_id: str, report: ReadReport) -> Iterator[DesignatedParty]:
        """Yield every entity. Raises `InvalidListFile` for anything that cannot be read."""
        path = single(files, self.files)
        report.ignored = IGNORED
        report.published = _generated(path)
        for element in xml_elements(path, "export"):
            report.records += 1
            if element.tag.rpartition("}")[2] != "sanctionEntity":
                raise unreadable(path.name, "", f"holds an unknown element {element.tag!r}; known: sanctionEntity")
            yield report.counted(_party(XmlRecord(element, path.name, f"entity {report.records}", report), list_id))


def _generated(path: Path) -> date | None:
    root = xml_root(path)
    if root is None:
        return None  # the elements cannot be read either, and reading them says why
    text = root.get("generationDate", "")
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise unreadable(path.name, "export", f"generationDate is {text!r}, not a date and time") from None


def _party(record: XmlRecord, list_id: str) -> DesignatedParty:
    logical_id = record.take("@logicalId")
    builder = PartyBuilder(list_id, record.take_optional("@euReferenceNumber") or logical_id, record.file)
    record.entry = builder.entry
    where = f"{record.file} sanctionEntity {logical_id}"
    subject = record.child("subjectType")
    if subject is None:
        raise record.problem("subjectType", "is missing")
    builder.kind = subject.take_choice("@classificationCode", KINDS)
    subject.take("@code")
    subject.finish()
    _designation(record, builder, where)
    _names(record, builder, where)
    for citizenship in record.children("citizenship"):
        _citizenship(citizenship, builder, where)
    for birth in record.children("birthdate"):
        _birth(birth, builder, where)
    for address in record.children("address"):
        _address(address, builder, where)
    for document in record.children("identification"):
        _identification(document, builder, where)
    _own_remarks(record, builder.at("remark", where))
    record.finish()
    return builder.build()


def _designation(record: XmlRecord, builder: PartyBuilder, where: str) -> None:
    regulation = record.child("regulation")
    if regulation is None:
        raise record.problem("regulation", "is missing")
    listed, ended = record.take_optional("@designationDate"), record.take_optional("@delistingDate")
    act = Designation(
        programme=regulation.take("@programme"),
        measures=MEASURES,
        reference=regulation.take("@numberTitle"),
        listed_on=record.date("@designationDate", listed) if listed else None,
        amended_on=(regulation.date("@publicationDate", regulation.take("@publicationDate")),),
        ended_on=record.date("@delistingDate", ended) if ended else None,
        statement=regulation.take_optional("publicationUrl"),
    )
    builder.designation(act, f"{where} regulation {regulation.take('@logicalId')}")
    regulation.ignore("@organisationType", "@regulationType", "@entryIntoForceDate", "corrigendum")
    _own_remarks(regulation, builder.at("regulation", where))
    regulation.finish()
    builder.at("@designationDetails", where).remark(record.take_optional("@designationDetails"))
    united_nations = record.take_optional("@unitedNationId")
    if united_nations:
        builder.identifier(Identifier(IdentifierType.OTHER, united_nations, note="United Nations reference"), f"{where} @unitedNationId")


def _names(record: XmlRecord, builder: PartyBuilder, where: str) -> None:
    names = []
    for name in record.children("nameAlias"):
        builder.at("nameAlias", where)
        parts = [name.take_optional(field) for field in ("@firstName", "@middleName", "@lastName")]
        strong = name.take_optional("@strong")
        language = name.take_optional("@nameLanguage")
        gender = name.take_optional("@gender")
        builder.position(name.take_optional("@title"))
        builder.position(name.take_optional("@function"))
        if gender:
            builder.gender = builder.gender or name.choice("@gender", gender, GENDERS)
        names.append(
            StatedName(
                text=name.take_optional("@wholeName") or " ".join(part for part in parts if part),
                source=f"{where} nameAlias {name.take('@logicalId')}",
                strength=AliasStrength.STRONG if not strong or name.choice("@strong", strong, _BOOLEANS) else AliasStrength.WEAK,
                language=language.lower() if language else None,
                note="; ".join(name.texts("remark")) or None,
            )
        )
        _rest(name, builder)
    add_names(builder, names, record.report)


def _citizenship(record: XmlRecord, builder: PartyBuilder, where: str) -> None:
    builder.at("citizenship", where)
    code, country = _country(record)
    builder.country(code, CountryRelation.CITIZENSHIP)
    region, since, until = (record.take_optional(field) for field in ("@region", "@acquisitionDate", "@disenfranchisementDate"))
    if region or since or until or (country and not code):
        said = [region, f"since {since}" if since else None, f"until {until}" if until else None]
        builder.remark(f"Citizenship: {', '.join(filter(None, (country, *said)))}")
    _own_remarks(record, builder)
    _rest(record, builder)


def _birth(record: XmlRecord, builder: PartyBuilder, where: str) -> None:
    builder.at("birthdate", where)
    code, country = _country(record)
    builder.country(code, CountryRelation.BIRTH)
    place = [record.take_optional(field) for field in ("@place", "@zipCode", "@city", "@region")]
    if any(place) or country:
        builder.birth_place(", ".join(filter(None, (*place, country))))
    calendar = record.take("@calendarType")
    stated = {
        field: record.take_optional(field)
        for field in ("@birthdate", "@year", "@monthOfYear", "@dayOfMonth", "@yearRangeFrom", "@yearRangeTo")
    }
    circa = record.take_optional("@circa")
    approximate = bool(circa) and record.choice("@circa", circa or "", _BOOLEANS)
    if calendar != "GREGORIAN":
        said = " ".join(value for value in stated.values() if value)
        builder.remark(f"Born {said} ({calendar.lower()} calendar)")
    else:
        born = _birth_date(record, stated, approximate=approximate)
        if born:
            builder.birth_date(born, f"{where} birthdate {record.take('@logicalId')}")
    _own_remarks(record, builder)
    _rest(record, builder)


def _birth_date(record: XmlRecord, stated: Mapping[str, str | None], *, approximate: bool) -> PartialDate | None:
    numbers = {field: _number(record, field, text) for field, text in stated.items() if field != "@birthdate"}
    exact, year, first, last = stated["@birthdate"], numbers["@year"], numbers["@yearRangeFrom"], numbers["@yearRangeTo"]
    try:
        if exact:
            born = PartialDate.parse(exact)
            return PartialDate(born.year, born.month, born.day, approximate=approximate)
        if year:
            return PartialDate(year, numbers["@monthOfYear"], numbers["@dayOfMonth"], approximate=approximate)
        if first or last:
            return PartialDate(first or last or 0, until_year=last or first, approximate=approximate)
    except ValueError as error:
        raise record.problem("birthdate", str(error)) from None
    return None


def _number(record: XmlRecord, field: str, text: str | None) -> int | None:
    """A whole number; 0 and no text alike mean that it is not known."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 5):
        raise record.problem(field, f"{text!r} is no whole number of at most four digits")
    return int(text) or None


def _address(record: XmlRecord, builder: PartyBuilder, where: str) -> None:
    builder.at("address", where)
    code, country = _country(record)
    street, box, code_of_place, city, region, place = (
        record.take_optional(field) for field in ("@street", "@poBox", "@zipCode", "@city", "@region", "@place")
    )
    town = " ".join(filter(None, (code_of_place, city)))
    parts = [street, f"PO Box {box}" if box and not box.lower().startswith("p") else box, town, region, place, country]
    builder.address(", ".join(part for part in parts if part), code)
    builder.country(code, CountryRelation.ADDRESS)
    for contact in record.children("contactInfo"):
        add_contact(builder, contact.take("@key"), contact.take_optional("@value") or "", f"{where} contactInfo")
        contact.finish()
    record.ignore("@asAtListingTime")
    _own_remarks(record, builder)
    _rest(record, builder)


def _identification(record: XmlRecord, builder: PartyBuilder, where: str) -> None:
    builder.at("identification", where)
    code, country = _country(record)
    description = record.take_optional("@identificationTypeDescription")
    kind = identifier_type(record, "@identificationTypeCode", record.take("@identificationTypeCode"), description)
    number, latin = record.take_optional("@number"), record.take_optional("@latinNumber")
    notes = [description, *(word for field, word in _FLAGS.items() if _flag(record, field))]
    for field, label in (
        *(("@issuedBy", "issued by"), ("@issueDate", "issued"), ("@validFrom", "valid from")),
        *(("@validTo", "valid to"), ("@nameOnDocument", "in the name of"), ("@region", "region")),
    ):
        value = record.take_optional(field)
        notes += [f"{label} {value}"] if value else []
    notes += record.texts("remark")
    note = "; ".join(filter(None, (*notes, country if country and not code else None)))
    source = f"{where} identification {record.take('@logicalId')}"
    for value in dict.fromkeys(filter(None, (number, latin))):
        builder.identifier(Identifier(kind, value, code, note or None), source)
    if not (number or latin):
        builder.remark(note)
    _rest(record, builder)


def _flag(record: XmlRecord, field: str) -> bool:
    text = record.take_optional(field)
    return bool(text) and record.choice(field, text or "", _BOOLEANS)


def _country(record: XmlRecord) -> tuple[str | None, str | None]:
    """The code and the name of the country an element states; the name is None where the list says UNKNOWN."""
    name = record.take_optional("@countryDescription")
    code = country_code(record, "@countryIso2Code", record.take_optional("@countryIso2Code"))
    return code, name if name and name != "UNKNOWN" else None


def _own_remarks(record: XmlRecord, builder: PartyBuilder) -> None:
    for text in record.texts("remark"):
        builder.remark(text)
    for extra in record.children("additionalInformation"):
        builder.remark(f"{extra.take('@key')}: {extra.take_optional('@value') or ''}")
        extra.finish()


def _rest(record: XmlRecord, builder: PartyBuilder) -> None:
    """Take what every detail has, and see that nothing is left."""
    record.take_optional("@logicalId")
    record.ignore("regulationSummary", "@regulationLanguage")
    for extra in record.children("additionalInformation"):
        builder.remark(f"{extra.take('@key')}: {extra.take_optional('@value') or ''}")
        extra.finish()
    record.finish()
