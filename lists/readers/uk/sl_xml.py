"""The UK Sanctions List as XML (`Designations`/`Designation`): lists of names, dates, documents and so on for each party."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from lists.readers.base import ReadReport, unreadable
from lists.readers.building import PartyBuilder
from lists.readers.fields import XmlRecord
from lists.readers.streams import single, xml_elements, xml_root
from lists.readers.uk import words
from lists.readers.uk.facts import UkFacts, day, full_name, lookup, measures
from lists.readers.written.dates import read_date
from screening.party import AliasStrength, CountryRelation, DesignatedParty, Designation, IdentifierType

IGNORED: Mapping[str, str] = {"SanctionsImposedIndicators": "says in truth values what SanctionsImposed says in words"}

_NAMES = ("Name1", "Name2", "Name3", "Name4", "Name5")
_ADDRESS = ("AddressLine1", "AddressLine2", "AddressLine3", "AddressLine4", "AddressLine5", "AddressLine6")


class UkSanctionsXmlReader:
    """Reads one XML file, designation by designation."""

    format = "uk-sl-xml"
    files = "one XML file (Designations) of the UK Sanctions List"

    def recognises(self, files: Sequence[Path]) -> bool:
        """Whether the one file starts with a `Designations` element."""
        root = xml_root(files[0]) if len(files) == 1 else None
        return root is not None and root.tag == "Designations"

    def read(self, files: Sequence[Path], list_id: str, report: ReadReport) -> Iterator[DesignatedParty]:
        """Yield every party. Raises `InvalidListFile` for anything that cannot be read."""
        path = single(files, self.files)
        report.ignored = IGNORED
        for element in xml_elements(path, "Designations"):
            name = element.tag.rpartition("}")[2]
            if name == "DateGenerated":
                report.published = _generated(path, element.text or "")
                continue
            if name != "Designation":
                raise unreadable(path.name, "", f"holds an unknown element {name!r}; known: DateGenerated, Designation")
            report.records += 1
            facts = _party(XmlRecord(element, path.name, f"designation {report.records}", report), list_id)
            if facts.nameless:
                report.leave_out(facts.builder.entry, "the publisher gives it no name")
            else:
                yield report.counted(facts.builder.build())


def _generated(path: Path, text: str) -> date:
    found = read_date(text.strip().partition("T")[0])
    if found is None or not found.month or not found.day:
        raise unreadable(path.name, "DateGenerated", f"{text!r} is not a date")
    return date(found.year, found.month, found.day)


def _party(record: XmlRecord, list_id: str) -> UkFacts:
    reference = record.take("UniqueID")
    builder = PartyBuilder(list_id, reference, record.file)
    record.entry = builder.entry
    where = f"{record.file} {reference}"
    facts = UkFacts(builder)
    facts.kind(record, "IndividualEntityShip", record.take("IndividualEntityShip"))
    _names(record, facts, where)
    for title in _listed(record, "Titles", "Title"):
        facts.titles(title, "Title")
    facts.identifier(IdentifierType.OTHER, record.take_optional("OFSIGroupID"), f"{where} OFSIGroupID", "OFSI Group ID")
    united_nations = record.take_optional("UNReferenceNumber")
    facts.identifier(IdentifierType.OTHER, united_nations, f"{where} UNReferenceNumber", "United Nations reference")
    _designation(record, facts, where)
    _contacts(record, facts, where)
    for address in _nested(record, "Addresses", "Address"):
        lines = [address.take_optional(line) for line in _ADDRESS]
        facts.address(lines, address.take_optional("AddressPostalCode"), address.take_optional("AddressCountry"), address, "AddressCountry")
        address.finish()
    for individual in _nested(record, "IndividualDetails", "Individual"):
        _individual(individual, facts, where)
    for entity in _nested(record, "EntityDetails", "Entity"):
        _entity(entity, facts, where)
    for ship in _nested(record, "ShipDetails", "Ship"):
        _ship(ship, facts, where)
    builder.at("OtherInformation").remark(record.take_optional("OtherInformation"))
    builder.at("UKStatementofReasons").remark(record.take_optional("UKStatementofReasons"))
    record.finish()
    return facts


def _names(record: XmlRecord, facts: UkFacts, where: str) -> None:
    for name in _nested(record, "Names", "Name"):
        text = full_name([name.take_optional(part) for part in _NAMES], name.take_optional("Name6"))
        kind = lookup(name, "NameType", name.take("NameType"), words.NAME_KINDS)
        quality = name.take_optional("AliasStrength")
        strength = lookup(name, "AliasStrength", quality, words.STRENGTHS) if quality else AliasStrength.STRONG
        facts.name(text, kind, strength, f"{where} Name", name)
        name.finish()
    for name in _nested(record, "NonLatinNames", "NonLatinName"):
        script, language = name.take_optional("NonLatinScriptType"), name.take_optional("NonLatinScriptLanguage")
        facts.other_script(name.take_optional("NameNonLatinScript"), script, language, f"{where} NonLatinName")
        name.finish()


def _designation(record: XmlRecord, facts: UkFacts, where: str) -> None:
    imposed, updated = record.take_optional("SanctionsImposed"), record.take_optional("LastUpdated")
    amended = day(record, "LastUpdated", updated) if updated else None
    act = Designation(
        programme=record.take("RegimeName"),
        measures=measures(record, "SanctionsImposed", imposed),
        listed_on=day(record, "DateDesignated", record.take("DateDesignated")),
        amended_on=(amended,) if amended else (),
        basis=record.take("DesignationSource"),
        statement=imposed,
    )
    facts.builder.designation(act, f"{where} RegimeName")
    record.ignore("SanctionsImposedIndicators")


def _contacts(record: XmlRecord, facts: UkFacts, where: str) -> None:
    for kind, group, field in (
        (IdentifierType.PHONE, "PhoneNumbers", "PhoneNumber"),
        (IdentifierType.EMAIL, "EmailAddresses", "EmailAddress"),
        (IdentifierType.WEBSITE, "Websites", "Website"),
    ):
        for text in _listed(record, group, field):
            facts.identifier(kind, text, f"{where} {field}")


def _individual(record: XmlRecord, facts: UkFacts, where: str) -> None:
    for born in _listed(record, "DOBs", "DOB"):
        facts.born(born, record, "DOB", f"{where} DOB")
    for nationality in _listed(record, "Nationalities", "Nationality"):
        facts.countries(nationality, CountryRelation.NATIONALITY, record, "Nationality")
    for kind, group, field in (
        (IdentifierType.PASSPORT, "PassportDetails", "Passport"),
        (IdentifierType.NATIONAL_ID, "NationalIdentifierDetails", "NationalIdentifier"),
    ):
        for document in _nested(record, group, field):
            number, more = document.take_optional(f"{field}Number"), document.take_optional(f"{field}AdditionalInformation")
            facts.documents(kind, number, more, f"{where} {field}Number")
            document.finish()
    for position in _listed(record, "Positions", "Position"):
        facts.titles(position, "Position")
    for place in _nested(record, "BirthDetails", "Location"):
        facts.birth_place(place.take_optional("TownOfBirth"), place.take_optional("CountryOfBirth"), place, "CountryOfBirth")
        place.finish()
    for gender in _listed(record, "Genders", "Gender"):
        facts.gender(gender, record, "Gender")
    record.finish()


def _entity(record: XmlRecord, facts: UkFacts, where: str) -> None:
    for text in _listed(record, "TypeOfEntities", "TypeOfEntity"):
        facts.builder.at("TypeOfEntity").remark(f"Type of entity: {text}")
    for text in _listed(record, "Subsidiaries", "Subsidiary"):
        facts.relation("subsidiary", text, "Subsidiary")
    for text in _listed(record, "ParentCompanies", "ParentCompany"):
        facts.relation("parent company", text, "ParentCompany")
    for text in _listed(record, "BusinessRegistrationNumbers", "BusinessRegistrationNumber"):
        facts.identifier(IdentifierType.REGISTRATION, text, f"{where} BusinessRegistrationNumber")
    record.finish()


def _ship(record: XmlRecord, facts: UkFacts, where: str) -> None:
    for text in _listed(record, "IMONumbers", "IMONumber"):
        facts.identifier(IdentifierType.IMO, text, f"{where} IMONumber")
    for text in _listed(record, "HullIdentificationNumbers", "HullIdentificationNumber"):
        facts.identifier(IdentifierType.OTHER, text, f"{where} HullIdentificationNumber", "hull identification number")
    for text in _listed(record, "CurrentBelievedFlagOfShips", "CurrentBelievedFlagOfShip"):
        facts.countries(text, CountryRelation.FLAG, record, "CurrentBelievedFlagOfShip")
    for group, field, kind in (
        ("CurrentOwnerOperators", "CurrentOwnerOperator", "current owner or operator"),
        ("PreviousOwnerOperators", "PreviousOwnerOperator", "previous owner or operator"),
    ):
        for text in _listed(record, group, field):
            facts.relation(kind, text, field)
    for group, field, label in (
        ("PreviousFlags", "PreviousFlag", "Previous flag"),
        ("TypeOfShipDetails", "TypeOfShip", "Type of ship"),
        ("TonnageOfShipDetails", "TonnageOfShip", "Tonnage of ship"),
        ("LengthOfShipDetails", "LengthOfShip", "Length of ship"),
        ("YearsBuilt", "YearBuilt", "Year built"),
    ):
        for text in _listed(record, group, field):
            facts.builder.at(field).remark(f"{label}: {text}")
    record.finish()


def _nested(record: XmlRecord, group: str, field: str) -> Iterator[XmlRecord]:
    """The elements `field` inside the element `group`, of which there may be none, one or several."""
    for around in record.children(group):
        yield from around.children(field)
        around.finish()


def _listed(record: XmlRecord, group: str, field: str) -> Iterator[str]:
    """The texts of the elements `field` inside the element `group`, blank ones left out."""
    for around in record.children(group):
        yield from around.texts(field)
        around.finish()
