"""OFAC's advanced XML layout (`sdn_advanced.xml`, `cons_advanced.xml`), the one that follows the United Nations' advanced sanctions
data model.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from lists.readers.base import ReadReport
from lists.readers.building import PartyBuilder
from lists.readers.fields import XmlRecord, local
from lists.readers.ofac import labels
from lists.readers.ofac.advanced_names import spellings
from lists.readers.ofac.advanced_tables import ROOT, SECTIONS, Tables, read_tables
from lists.readers.ofac.advanced_values import period
from lists.readers.ofac.enhanced_xml import RELIABILITIES
from lists.readers.ofac.facts import COUNTRIES, Facts
from lists.readers.ofac.remarks import KINDS, read_remarks
from lists.readers.streams import single, xml_elements, xml_root
from screening.party import AliasStrength, CountryRelation, DesignatedParty, NameKind, PartyKind, Relation

_PARTY_KINDS: Mapping[tuple[str, str], PartyKind] = {
    ("Individual", "Unknown"): PartyKind.INDIVIDUAL,
    ("Entity", "Unknown"): PartyKind.ENTITY,
    ("Transport", "Vessel"): PartyKind.VESSEL,
    ("Transport", "Aircraft"): PartyKind.AIRCRAFT,
}
IGNORED = {
    "@ID": "a number of a part, no fact of the party",
    "@FixedRef": "the number of the party, which its profile states too",
    "@False": "an identity that is false stands under its own names, with its reliability",
    "@Primary": "the identity that is printed first",
    "@CalendarTypeID": "every date is Gregorian",
    "@YearFixed": "the beginning and the end of the period say the same",
    "@MonthFixed": "the beginning and the end of the period say the same",
    "@DayFixed": "the beginning and the end of the period say the same",
    "@DetailTypeID": "the kind of the value, which shows in the value",
    "@DocNameStatusID": "says which name is the primary Latin one, which the alias and the script say too",
    "@IssuedIn-LocationID": "repeats the issuing country or a city in it",
    "@EntryEventTypeID": "every event is the creation of the entry",
    "@SanctionsEntryID": "the entry under which a relationship is published",
    "IDRegDocumentReference": "points back at the document issued there",
    "LocationAreaCode": "repeats the country",
    "FeatureVersionReference": "points back at the feature that names the location",
    "IdentityReference": "every party has one identity",
    "DocumentedNameReference": "which name a document is made out to; all of them are names of the party",
    "DatePeriod": "how long a measure lasts: always without end",
}


class OfacAdvancedXml:
    """Reads one `sdn_advanced.xml` or `cons_advanced.xml`."""

    format = "ofac-advanced-xml"
    files = "sdn_advanced.xml or cons_advanced.xml, one file that starts with <Sanctions>"

    def recognises(self, files: Sequence[Path]) -> bool:
        """Whether it is one XML file with the layout's root element."""
        root = xml_root(files[0]) if len(files) == 1 else None
        return root is not None and root.tag == ROOT

    def read(self, files: Sequence[Path], list_id: str, report: ReadReport) -> Iterator[DesignatedParty]:
        """Yield every party, in file order. A party without a sanctions entry is an error: its measures would be unknown."""
        path = single(files, self.files)
        report.ignored = IGNORED
        tables = read_tables(path, report)
        for element in xml_elements(path, ROOT, *SECTIONS):
            if local(element.tag) == "DistinctParty":
                report.records += 1
                record = XmlRecord(element, path.name, f"record {report.records}", report)
                yield report.counted(_Party(record, list_id, tables).party())


class _Party:
    """One distinct party on its way to a party."""

    def __init__(self, record: XmlRecord, list_id: str, tables: Tables) -> None:
        self.record = record
        self.reference = record.take("@FixedRef")
        record.entry = f"{list_id}:{self.reference}"
        self.tables = tables
        self.builder = PartyBuilder(list_id, self.reference, record.file)
        self.facts = Facts(self.builder, record)

    def party(self) -> DesignatedParty:
        profile = self.record.child("Profile")
        if profile is None:
            raise self.record.problem("Profile", "is missing")
        number = profile.take("@ID")
        self.builder.kind = self._kind(profile)
        for identity in profile.children("Identity"):
            self._identity(identity)
        for feature in profile.children("Feature"):
            self._feature(feature)
        self._designations(number)
        for kind_of_tie, other, said in self.tables.relations.get(number, ()):
            name = self.tables.names.get(other, other)
            text = f"{name} ({said})" if said else name
            self.builder.at("ProfileRelationship").relation(Relation(kind_of_tie, text, f"{self.builder.list_id}:{other}"))
        profile.finish()
        read_remarks(self.record.take_optional("Comment") or "", self.facts, self._source("Comment"))
        self.record.finish()
        return self.builder.build()

    def _kind(self, profile: XmlRecord) -> PartyKind:
        values, number = self.tables.values, profile.take("@PartySubTypeID")
        type_ = values.texts.get(("PartyTypeValues", values.party_types.get(number, "")), "")
        sub_type = values.texts.get(("PartySubTypeValues", number), "")
        if (type_, sub_type) not in _PARTY_KINDS:
            raise profile.problem("PartySubTypeID", f"unknown kind of party {f'{type_} / {sub_type}'!r}")
        return _PARTY_KINDS[type_, sub_type]

    def _source(self, field: str) -> str:
        return f"{self.record.file} {self.reference} {field}"

    def _designations(self, profile: str) -> None:
        found = self.tables.designations.get(profile)
        if not found:
            raise self.record.problem("SanctionsEntry", "no sanctions entry with a programme names this party: its measures are unknown")
        for designation in found:
            self.builder.designation(designation, self._source("SanctionsEntry"))

    def _identity(self, identity: XmlRecord) -> None:
        number = identity.take("@ID")
        identity.ignore("@FixedRef", "@Primary", "@False")
        for spelling in spellings(identity, self.tables.values):
            latin = spelling.script == "Latin"
            self.builder.name(
                spelling.text,
                f"{self.record.file} DocumentedName {spelling.number}",
                kind=NameKind.PRIMARY if spelling.primary else KINDS[spelling.letter],
                strength=AliasStrength.WEAK if spelling.weak else AliasStrength.STRONG,
                note="n.k.a." if spelling.letter == "n" else None if latin else spelling.script,
            )
        identity.finish()
        for document in self.tables.documents.get(number, ()):
            if labels.key(document.label) not in labels.IDENTIFIERS:
                raise self.record.problem("IDRegDocTypeID", f"unknown kind of document {document.label!r}")
            country = COUNTRIES.code(document.country, self.record, "IssuedBy-CountryID")
            self.facts.document(document.label, document.number, country, document.details, self._source(f"IDRegDocument {document.label}"))

    def _feature(self, feature: XmlRecord) -> None:
        feature.ignore("@ID", "IdentityReference")
        label = self.tables.values.text("FeatureTypeValues", feature, "@FeatureTypeID")
        known = labels.key(label)
        if not labels.is_known(known):
            raise feature.problem("FeatureTypeID", f"unknown kind of feature {label!r}")
        for version in feature.children("FeatureVersion"):
            version.ignore("@ID")
            reliability = version.choice(
                "ReliabilityID", self.tables.values.optional("ReliabilityValues", version, "@ReliabilityID") or "Unknown", RELIABILITIES
            )
            comment = version.take_optional("Comment")
            values = [*self._locations(version, label), *self._dated(version, label, known), *self._details(version, label)]
            said = "; ".join(part for part in (reliability, comment) if part)
            self.builder.at(f"Feature {label}").remark(f"{label} {' '.join(values)}: {said}" if said else None)
            version.finish()
        feature.finish()

    def _locations(self, version: XmlRecord, label: str) -> Iterator[str]:
        """A location is an address, or the country that another kind of feature (nationality ...) names."""
        for row in version.children("VersionLocation"):
            number = row.take("@LocationID")
            if number not in self.tables.locations:
                raise row.problem("LocationID", f"{number} is no location")
            text, country = self.tables.locations[number]
            if labels.key(label) != labels.LOCATION:
                if text:
                    self.facts.add(label, text, self._source(f"Feature {label}"))
            else:
                code = COUNTRIES.code(country, row, "LocationCountry")
                self.builder.at(f"Location {number}").address(text, code)
                self.builder.country(code, CountryRelation.ADDRESS)
            yield text

    def _dated(self, version: XmlRecord, label: str, known: str) -> Iterator[str]:
        for row in version.children("DatePeriod"):
            when = period(row)
            if when is None:
                continue
            value = replace(when[0], approximate=True) if when[1] else when[0]
            if known in labels.BIRTH_DATE:
                self.builder.birth_date(value, self._source(f"Feature {label}"))
            if known not in labels.BIRTH_DATE or not when[2]:
                self.builder.at(f"Feature {label}").remark(f"{label} {value}")
            yield str(value)

    def _details(self, version: XmlRecord, label: str) -> Iterator[str]:
        for row in version.children("VersionDetail"):
            row.ignore("@DetailTypeID")
            text = self.tables.values.optional("DetailReferenceValues", row, "@DetailReferenceID") or row.text
            if text:
                self.facts.add(label, text, self._source(f"Feature {label}"))
                yield text
            row.finish()
