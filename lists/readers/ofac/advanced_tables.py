"""What the advanced XML layout keeps outside its parties: reference values, locations, documents, relationships, sanctions entries.

The parties stand in the middle of the file, and what belongs to them before and after, so the file is read twice: first these
tables, compactly, then the parties one by one.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from lists.readers.base import ReadReport, unreadable
from lists.readers.fields import XmlRecord, local
from lists.readers.ofac import programmes
from lists.readers.ofac.advanced_names import spellings
from lists.readers.ofac.advanced_values import Values, day, period, read_values
from lists.readers.streams import xml_elements
from screening.dates import PartialDate
from screening.party import Designation, Measure

ROOT = "Sanctions"
SECTIONS = ("Locations", "IDRegDocuments", "DistinctParties", "ProfileRelationships", "SanctionsEntries", "SanctionsEntryLinks")
_PART_OF_ADDRESS = {"ADDRESS1", "ADDRESS2", "ADDRESS3", "CITY", "STATE/PROVINCE", "POSTAL CODE", "REGION", "Unknown"}
_DATE_TYPES = {"Issue Date": "issued", "Expiration Date": "expires"}


@dataclass(frozen=True, slots=True)
class Document:
    """An identity document: `label` its type, `country` a country's name, `details` what else is said of it."""

    label: str
    number: str
    country: str | None
    details: str


@dataclass(slots=True)
class Tables:
    """The tables of one file: `documents` by the number of the identity, `names`, `relations` and `designations` by that of the
    profile, `locations` by their own.
    """

    values: Values = field(default_factory=Values)
    names: dict[str, str] = field(default_factory=dict)
    locations: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    documents: dict[str, list[Document]] = field(default_factory=lambda: defaultdict(list))
    relations: dict[str, list[tuple[str, str, str | None]]] = field(default_factory=lambda: defaultdict(list))
    designations: dict[str, list[Designation]] = field(default_factory=lambda: defaultdict(list))


def read_tables(path: Path, report: ReadReport) -> Tables:
    """Read everything of a file but its parties. Raises `InvalidListFile`."""
    tables = Tables()
    for element in xml_elements(path, ROOT, *SECTIONS):
        tag = local(element.tag)
        record = XmlRecord(element, path.name, f"{tag} {element.get('ID', '')}".strip(), report)
        if tag == "DateOfIssue":
            report.published = _published(record)
        elif tag == "ReferenceValueSets":
            tables.values = read_values(record)
        elif tag == "Location":
            _location(record, tables)
        elif tag == "IDRegDocument":
            _document(record, tables)
        elif tag == "ProfileRelationship":
            _relationship(record, tables)
        elif tag == "SanctionsEntry":
            _entry(record, tables)
        elif tag == "DistinctParty":
            _name(record, tables)
        else:
            raise unreadable(path.name, "", f"an element <{tag}> that is no known part of the layout")
    return tables


def _published(record: XmlRecord) -> date:
    value = day(record)
    return date(value.year, value.month or 1, value.day or 1)


def _name(record: XmlRecord, tables: Tables) -> None:
    """Keep the primary name of a party, for the relationships that name it by number."""
    for profile in record.children("Profile"):
        for identity in profile.children("Identity"):
            for spelling in spellings(identity, tables.values):
                if spelling.primary:
                    tables.names[profile.take("@ID")] = spelling.text


def _location(record: XmlRecord, tables: Tables) -> None:
    record.ignore("LocationAreaCode", "FeatureVersionReference", "IDRegDocumentReference")
    parts: list[str] = []
    for part in record.children("LocationPart"):
        part.choice(
            "LocPartTypeID", tables.values.text("LocPartTypeValues", part, "@LocPartTypeID"), {each: each for each in _PART_OF_ADDRESS}
        )
        parts += [value for row in part.children("LocationPartValue") if (value := row.take_optional("Value"))]
        part.finish()
    country = record.child("LocationCountry")
    name = tables.values.text("CountryValues", country, "@CountryID") if country else None
    tables.locations[record.take("@ID")] = (", ".join(part for part in (*parts, name) if part and part != "undetermined"), name)
    record.finish()


def _document(record: XmlRecord, tables: Tables) -> None:
    record.ignore("@ID", "@IssuedIn-LocationID", "DocumentedNameReference")
    details = []
    for row in record.children("DocumentDate"):
        word = row.choice("IDRegDocDateTypeID", tables.values.text("IDRegDocDateTypeValues", row, "@IDRegDocDateTypeID"), _DATE_TYPES)
        found = row.child("DatePeriod")
        when = period(found) if found else None
        if when:
            details.append(f"{word} {when[0]}")
    if tables.values.optional("ValidityValues", record, "@ValidityID") == "Fraudulent":
        details.append("fraudulent")
    details += [text for name in ("IssuingAuthority", "Comment") if (text := record.take_optional(name))]
    tables.documents[record.take("@IdentityID")].append(
        Document(
            label=tables.values.text("IDRegDocTypeValues", record, "@IDRegDocTypeID"),
            number=record.take("IDRegistrationNo"),
            country=tables.values.optional("CountryValues", record, "@IssuedBy-CountryID"),
            details="; ".join(sorted(details, key=lambda text: not text.startswith("issued"))),
        )
    )
    record.finish()


def _relationship(record: XmlRecord, tables: Tables) -> None:
    record.ignore("@ID", "@SanctionsEntryID")
    kind = tables.values.text("RelationTypeValues", record, "@RelationTypeID")
    quality = tables.values.optional("RelationQualityValues", record, "@RelationQualityID")
    former = record.take_optional("@Former") == "true"
    comment = record.take_optional("Comment")
    said = "; ".join(part for part in ("former" if former else None, comment, quality if quality == "Low" else None) if part)
    tables.relations[record.take("@From-ProfileID")].append((kind, record.take("@To-ProfileID"), said or None))
    record.finish()


def _entry(record: XmlRecord, tables: Tables) -> None:
    record.ignore("@ID")
    list_name = tables.values.text("ListValues", record, "@ListID")
    bases: list[str] = []
    days: list[PartialDate] = []
    for event in record.children("EntryEvent"):
        event.ignore("@ID", "@EntryEventTypeID")
        bases.append(tables.values.text("LegalBasisValues", event, "@LegalBasisID"))
        when = event.child("Date")
        days += [day(when)] if when else []
        bases += [comment] if (comment := event.take_optional("Comment")) else []
        event.finish()
    tags, measures = _measures(record, tables)
    profile = record.take("@ProfileID")
    for tag in tags:
        designation = Designation(
            programme=tag,
            measures=measures or (Measure.UNSPECIFIED,),
            listed_on=min(days, default=None),
            basis=list_name,
            statement="; ".join(dict.fromkeys(bases)) or None,
        )
        tables.designations[profile].append(designation)
    record.finish()


def _measures(record: XmlRecord, tables: Tables) -> tuple[list[str], tuple[Measure, ...]]:
    """The programme tags and the measures of a sanctions entry."""
    tags: list[str] = []
    measures: dict[Measure, None] = {}
    for row in record.children("SanctionsMeasure"):
        row.ignore("@ID", "DatePeriod")
        kind = tables.values.text("SanctionsTypeValues", row, "@SanctionsTypeID")
        comment = row.take_optional("Comment")
        measure = row.choice("SanctionsTypeID", kind, programmes.SANCTIONS_TYPES)
        if measure:
            measures.setdefault(measure)
        elif comment:
            tags += programmes.tags(comment, row, "Comment")
        row.finish()
    return tags, tuple(measures)
