"""OFAC's enhanced XML layout: everything of a party in one element, names and addresses in their original scripts too.

The primary translation of a name is the Latin one, as the Office prints it ("LAST, First"); every other translation becomes a
name of its own whose note is the script.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from lists.readers.base import ReadReport, unreadable
from lists.readers.building import PartyBuilder
from lists.readers.fields import XmlRecord, local
from lists.readers.ofac import dates, labels, programmes
from lists.readers.ofac.facts import COUNTRIES, Facts
from lists.readers.ofac.legacy_xml import ALIAS_KINDS, PARTY_KINDS
from lists.readers.ofac.remarks import KINDS, read_remarks
from lists.readers.streams import single, xml_elements, xml_root
from screening.dates import PartialDate
from screening.party import AliasStrength, CountryRelation, DesignatedParty, Designation, NameKind, Relation

ROOT = "sanctionsData"
TRUTH: Mapping[str, bool] = {"true": True, "false": False}
RELIABILITIES: Mapping[str, str | None] = {"Confirmed": None, "Reported": "reported", "False": "false", "Unknown": None}
_PARTS_OF_ADDRESS = {"ADDRESS1", "ADDRESS2", "ADDRESS3", "CITY", "STATE/PROVINCE", "POSTAL CODE", "REGION"}
IGNORED = {
    "identityId": "a number of the publisher's database",
    "isPrimary": "says which of several is printed first; they stand in that order",
    "versionId": "a number of the publisher's database",
    "valueRefId": "the number of the value, which stands beside it in words",
    "valueDate": "the same date as the value, which is in words",
    "nameParts": "the formatted name holds them in the order of print",
    "formattedFirstName": "a part of the formatted full name",
    "formattedLastName": "a part of the formatted full name",
    "issuingLocation": "repeats the issuing country or a city in it",
    "idFeatures": "facts of the party that stand in its features too",
    "name": "which name a document is made out to; all of them are names of the party",
    "@id": "a number of a part, no fact of the party",
    "@refId": "the number of the value, which stands beside it in words",
    "@featureTypeId": "the number of the type, which stands beside it in words",
    "isUsPerson": "an answer for the Office's own use",
    "isUsCitizen": "an answer for the Office's own use",
    "filters": "which lists and programmes the file was asked for",
}


class OfacEnhancedXml:
    """Reads one enhanced XML file, of the whole lists or of a programme."""

    format = "ofac-enhanced-xml"
    files = "sdn_enhanced.xml or cons_enhanced.xml, one file that starts with <sanctionsData>"

    def recognises(self, files: Sequence[Path]) -> bool:
        """Whether it is one XML file with the layout's root element."""
        root = xml_root(files[0]) if len(files) == 1 else None
        return root is not None and root.tag == ROOT

    def read(self, files: Sequence[Path], list_id: str, report: ReadReport) -> Iterator[DesignatedParty]:
        """Yield every party, in file order."""
        path = single(files, self.files)
        report.ignored = IGNORED
        for element in xml_elements(path, ROOT, "entities", "referenceValues", "featureTypes"):
            tag = local(element.tag)
            record = XmlRecord(element, path.name, f"record {report.records + 1}", report)
            if tag == "entity":
                report.records += 1
                yield report.counted(_Entity(record, list_id).party())
            elif tag == "publicationInfo":
                report.published = _published(record)
            elif tag not in {"referenceValue", "featureType"}:
                raise unreadable(path.name, "", f"an element <{tag}> where only entities and reference values are expected")


def _published(record: XmlRecord) -> date:
    record.ignore("filters")
    text = record.take("dataAsOf")
    record.finish()
    try:
        return date.fromisoformat(text[:10])
    except ValueError as error:
        raise record.problem("dataAsOf", str(error)) from None


class _Entity:
    """One entity on its way to a party."""

    def __init__(self, record: XmlRecord, list_id: str) -> None:
        self.record = record
        self.reference = record.take("@id")
        record.entry = f"{list_id}:{self.reference}"
        self.builder = PartyBuilder(list_id, self.reference, record.file)
        self.facts = Facts(self.builder, record)

    def party(self) -> DesignatedParty:
        self._general()
        self._names()
        self._designations()
        self._addresses()
        self._features()
        self._documents()
        self._relations()
        self.record.finish()
        return self.builder.build()

    def _source(self, field: str) -> str:
        return f"{self.record.file} {self.reference} {field}"

    def _items(self, container: str, item: str) -> Iterator[XmlRecord]:
        for outer in self.record.children(container):
            yield from outer.children(item)
            outer.finish()

    def _general(self) -> None:
        info = self.record.child("generalInfo")
        if info is None:
            raise self.record.problem("generalInfo", "is missing")
        info.ignore("identityId", "isUsPerson", "isUsCitizen")
        self.builder.kind = info.choice("entityType", _value(info, "entityType") or "", PARTY_KINDS)
        self.builder.at("title").position(info.take_optional("title"))
        living = _value(info, "livingStatus")
        self.builder.at("livingStatus").remark(f"Living status {living}" if living else None)
        read_remarks(info.take_optional("remarks") or "", self.facts, self._source("remarks"))
        info.finish()

    def _names(self) -> None:
        for row in self._items("names", "name"):
            source = f"{self.record.file} name {row.take('@id')}"
            primary, weak = row.take_choice("isPrimary", TRUTH), row.take_choice("isLowQuality", TRUTH)
            alias = _value(row, "aliasType")
            letter = "a" if primary else row.choice("aliasType", alias.casefold() if alias else "", ALIAS_KINDS)
            strength = AliasStrength.WEAK if weak else AliasStrength.STRONG
            for outer in row.children("translations"):
                for translation in outer.children("translation"):
                    latin = translation.take_choice("isPrimary", TRUTH)
                    script = _value(translation, "script")
                    translation.ignore("@id", "nameParts", "formattedFirstName", "formattedLastName")
                    self.builder.name(
                        translation.take("formattedFullName"),
                        source,
                        kind=NameKind.PRIMARY if primary and latin else KINDS[letter],
                        strength=strength,
                        note="n.k.a." if letter == "n" else None if latin else script,
                    )
                    translation.finish()
                outer.finish()
            row.finish()

    def _designations(self) -> None:
        measures = [
            row.choice("sanctionsType", row.text, programmes.SANCTIONS_TYPES) for row in self._items("sanctionsTypes", "sanctionsType")
        ]
        authorities = "; ".join(row.text for row in self._items("legalAuthorities", "legalAuthority"))
        lists = [(row.text, row.take_optional("@datePublished")) for row in self._items("sanctionsLists", "sanctionsList")]
        listed = min((self.record.date("datePublished", day) for _, day in lists if day), default=None)
        for row in self._items("sanctionsPrograms", "sanctionsProgram"):
            for tag in programmes.tags(row.text, row, "sanctionsProgram"):
                designation = Designation(
                    programme=tag,
                    measures=tuple(dict.fromkeys(measure for measure in measures if measure)) or (programmes.measure(tag, blocks=None),),
                    listed_on=listed,
                    basis="; ".join(name for name, _ in lists) or None,
                    statement=authorities or None,
                )
                self.builder.designation(designation, self._source("sanctionsProgram"))

    def _addresses(self) -> None:
        for row in self._items("addresses", "address"):
            self.builder.at(f"address {row.take('@id')}")
            country = _value(row, "country")
            code = COUNTRIES.code(country, row, "country")
            self.builder.country(code, CountryRelation.ADDRESS)
            texts = [text for outer in row.children("translations") for text in _translated_addresses(outer)]
            for text in texts or [""]:
                self.builder.address(", ".join(part for part in (text, country) if part), code)
            row.finish()

    def _features(self) -> None:
        for row in self._items("features", "feature"):
            row.ignore("@id", "versionId", "valueRefId", "valueDate", "isPrimary")
            label, value = _value(row, "type") or "", row.take("value")
            reliability = row.choice("reliability", _value(row, "reliability") or "Unknown", RELIABILITIES)
            comments = row.take_optional("comments")
            known = labels.key(label)
            if not labels.is_known(known):
                raise row.problem("type", f"unknown kind of feature {label!r}")
            self.facts.add(label, value, self._source(f"feature {label}"))
            said = "; ".join(part for part in (reliability, comments) if part)
            self.builder.at(f"feature {label}").remark(f"{label} {value}: {said}" if said else None)
            row.finish()

    def _documents(self) -> None:
        for row in self._items("identityDocuments", "identityDocument"):
            row.ignore("@id", "name", "issuingLocation", "idFeatures")
            label, number = _value(row, "type") or "", row.take("documentNumber")
            if labels.key(label) not in labels.IDENTIFIERS:
                raise row.problem("type", f"unknown kind of document {label!r}")
            country = COUNTRIES.code(_value(row, "issuingCountry"), row, "issuingCountry")
            details = [
                *(
                    f"{word} {day}"
                    for word, field in (("issued", "issueDate"), ("expires", "expirationDate"))
                    if (day := _period(row, field))
                ),
                "" if row.take_choice("isValid", TRUTH) else "fraudulent",
                row.take_optional("issuingAuthority") or "",
                row.take_optional("comments") or "",
            ]
            validity = "; ".join(part for part in details if part)
            self.facts.document(label, number, country, validity, self._source(f"identityDocument {label}"))
            row.finish()

    def _relations(self) -> None:
        for row in self._items("relationships", "relationship"):
            row.ignore("@id")
            kind, quality = _value(row, "type") or "", _value(row, "quality")
            period, comments = _period(row, "dateRange"), row.take_optional("comments")
            related = row.child("relatedEntity")
            if related is None:
                raise row.problem("relatedEntity", "is missing")
            self.builder.at("relationship").relation(Relation(kind, related.text, f"{self.builder.list_id}:{related.take('@entityId')}"))
            said = "; ".join(part for part in (quality, str(period) if period else None, comments) if part)
            self.builder.remark(f"{kind} {related.text}: {said}" if said and said != "High" else None)
            row.finish()


def _value(row: XmlRecord, field: str) -> str | None:
    """The text of a child that carries the number of its reference value; None when there is none."""
    child = row.child(field)
    return (child.text or None) if child else None


def _translated_addresses(translations: XmlRecord) -> Iterator[str]:
    """The texts of an address in each script, without the country."""
    for translation in translations.children("translation"):
        parts: list[str] = []
        for outer in translation.children("addressParts"):
            for part in outer.children("addressPart"):
                type_ = _value(part, "type") or ""
                if type_ not in _PARTS_OF_ADDRESS:
                    raise part.problem("addressPart", f"unknown type {type_!r}; known: {', '.join(sorted(_PARTS_OF_ADDRESS))}")
                parts.append(part.take("value"))
        yield ", ".join(parts)


def _period(row: XmlRecord, field: str) -> PartialDate | None:
    """The date or span of an element with its four corners, None when it is missing. Raises `InvalidListFile`."""
    period = row.child(field)
    if period is None:
        return None
    first, last = period.take_optional("fromDateBegin"), period.take_optional("toDateEnd")
    if first is None:
        return None
    begin = period.date(field, first)
    try:
        return dates.between(begin, period.date(field, last))[0] if last else begin
    except ValueError as error:
        raise period.problem(field, str(error)) from None
