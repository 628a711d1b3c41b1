"""OFAC's first XML layout (`sdn.xml`, `consolidated.xml`): one element per party, what has a field of its own in one, the rest in
remarks as in the CSV files. Names are joined as the Office prints them ("LAST, First").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from lists.readers.base import ReadReport, unreadable
from lists.readers.building import PartyBuilder
from lists.readers.fields import XmlRecord, local
from lists.readers.ofac import dates, labels, programmes
from lists.readers.ofac.facts import COUNTRIES, Facts
from lists.readers.ofac.remarks import KINDS, read_remarks
from lists.readers.streams import single, xml_elements, xml_root
from screening.dates import PartialDate
from screening.party import (
    AliasStrength,
    CountryRelation,
    DesignatedParty,
    Identifier,
    IdentifierType,
    NameKind,
    PartyKind,
    Relation,
)

ROOT = "sdnList"
PARTY_KINDS: Mapping[str, PartyKind] = {
    "Individual": PartyKind.INDIVIDUAL,
    "Entity": PartyKind.ENTITY,
    "Vessel": PartyKind.VESSEL,
    "Aircraft": PartyKind.AIRCRAFT,
}
ALIAS_KINDS: Mapping[str, str] = {"a.k.a.": "a", "f.k.a.": "f", "n.k.a.": "n"}
_STRENGTHS = {"strong": AliasStrength.STRONG, "weak": AliasStrength.WEAK}
IGNORED = {
    "mainEntry": "says which of several is printed first; they stand in that order",
    "uid": "a number of a part, no fact of the party",
}


class OfacXml:
    """Reads one `sdn.xml` or `consolidated.xml`."""

    format = "ofac-xml"
    files = "sdn.xml or consolidated.xml, one file that starts with <sdnList>"

    def recognises(self, files: Sequence[Path]) -> bool:
        """Whether it is one XML file with the layout's root element."""
        root = xml_root(files[0]) if len(files) == 1 else None
        return root is not None and root.tag == ROOT

    def read(self, files: Sequence[Path], list_id: str, report: ReadReport) -> Iterator[DesignatedParty]:
        """Yield every party, in file order."""
        path = single(files, self.files)
        report.ignored = IGNORED
        references = _references_by_name(path)
        announced: int | None = None
        for element in xml_elements(path, ROOT):
            tag = local(element.tag)
            record = XmlRecord(element, path.name, f"record {report.records + 1}", report)
            if tag == "publshInformation":
                announced = _published(record, report)
            elif tag == "sdnEntry":
                report.records += 1
                yield report.counted(_Entry(record, list_id, references).party(blocks=programmes.blocks(path)))
            else:
                raise unreadable(path.name, "", f"an element <{tag}> where only entries are expected")
        if announced != report.records:
            raise unreadable(path.name, "", f"holds {report.records} entries, but announces {announced} in Record_Count")


def full_name(last: str | None, first: str | None) -> str:
    """A name as the Office prints it: "LAST, First"."""
    return ", ".join(part for part in (last, first) if part)


def _references_by_name(path: Path) -> dict[str, str | None]:
    """Primary name -> uid, None for a name that several parties bear: what a remark "Linked To" names."""
    references: dict[str, str | None] = {}
    for element in xml_elements(path, ROOT):
        texts = {local(child.tag): " ".join((child.text or "").split()) for child in element}
        name = full_name(texts.get("lastName"), texts.get("firstName"))
        references[name] = None if name in references else texts.get("uid")
    return references


def _published(record: XmlRecord, report: ReadReport) -> int:
    text, count = record.take("Publish_Date"), record.take("Record_Count")
    record.finish()
    try:
        report.published = _day(text)
        return int(count)
    except ValueError as error:
        raise record.problem("publshInformation", str(error)) from None


def _day(text: str) -> date:
    return datetime.strptime(text, "%m/%d/%Y").date()  # noqa: DTZ007 - a day of publication has no zone


class _Entry:
    """One entry on its way to a party."""

    def __init__(self, record: XmlRecord, list_id: str, references: Mapping[str, str | None]) -> None:
        self.record = record
        self.reference = record.take("uid")
        record.entry = f"{list_id}:{self.reference}"
        self.builder = PartyBuilder(list_id, self.reference, record.file)
        self.facts = Facts(self.builder, record, references)

    def party(self, *, blocks: bool | None) -> DesignatedParty:
        record, builder = self.record, self.builder
        name = full_name(record.take("lastName"), record.take_optional("firstName"))
        builder.name(name, self._source("lastName"), kind=NameKind.PRIMARY)
        builder.kind = record.take_choice("sdnType", PARTY_KINDS)
        builder.at("title").position(record.take_optional("title"))
        for row in record.children("programList"):
            for text in row.texts("program"):
                programmes.designate(builder, programmes.tags(text, row, "program"), self._source("program"), blocks=blocks)
            row.finish()
        self._aliases()
        self._documents()
        self._addresses()
        for container, item, field, label in (
            ("dateOfBirthList", "dateOfBirthItem", "dateOfBirth", "DOB"),
            ("placeOfBirthList", "placeOfBirthItem", "placeOfBirth", "POB"),
            ("nationalityList", "nationality", "country", "nationality"),
            ("citizenshipList", "citizenship", "country", "citizen"),
        ):
            for row in self._items(container, item):
                self.facts.add(label, row.take(field), self._source(field))
                row.finish()
        self._vessel()
        read_remarks(record.take_optional("remarks") or "", self.facts, self._source("remarks"))
        record.finish()
        return builder.build()

    def _source(self, field: str) -> str:
        return f"{self.record.file} {self.reference} {field}"

    def _items(self, container: str, item: str) -> Iterator[XmlRecord]:
        for outer in self.record.children(container):
            for row in outer.children(item):
                row.ignore("mainEntry")
                if item != "aka":
                    row.ignore("uid")
                yield row
            outer.finish()

    def _aliases(self) -> None:
        for row in self._items("akaList", "aka"):
            kind = row.take_choice("type", ALIAS_KINDS)
            self.builder.name(
                full_name(row.take("lastName"), row.take_optional("firstName")),
                f"{row.file} aka {row.take('uid')}",
                kind=KINDS[kind],
                strength=row.take_choice("category", _STRENGTHS),
                note="n.k.a." if kind == "n" else None,
            )
            row.finish()

    def _documents(self) -> None:
        for row in self._items("idList", "id"):
            label, value = row.take("idType"), row.take_optional("idNumber")
            country, issued, expires = (row.take_optional(field) for field in ("idCountry", "issueDate", "expirationDate"))
            row.finish()
            known = labels.key(label)
            if not labels.is_known(known):
                raise row.problem("idType", f"unknown value {label!r}")
            if known in labels.IDENTIFIERS and value and not (country or issued or expires):
                self.facts.identifier(label, value, self._source(f"id {label}"))
            elif known in labels.IDENTIFIERS and value:
                validity = [f"{word} {self._date(row, day)}" for word, day in (("issued", issued), ("expires", expires)) if day]
                code = COUNTRIES.code(country, row, "idCountry")
                self.facts.document(label, value, code, "; ".join(validity), self._source(f"id {label}"))
            elif value or country:
                self.facts.add(label, value or country or "", self._source(f"id {label}"))
            else:
                self.builder.at(f"id {label}").remark(label)

    @staticmethod
    def _date(row: XmlRecord, text: str) -> PartialDate:
        try:
            return dates.parse(text)[0]
        except ValueError as error:
            raise row.problem("issueDate", str(error)) from None

    def _addresses(self) -> None:
        fields = ("address1", "address2", "address3", "city", "stateOrProvince", "postalCode", "region", "country")
        for row in self._items("addressList", "address"):
            parts = [row.take_optional(field) for field in fields]
            code = COUNTRIES.code(parts[-1], row, "country")
            self.builder.at("address").address(", ".join(part for part in parts if part), code)
            self.builder.country(code, CountryRelation.ADDRESS)
            row.finish()

    def _vessel(self) -> None:
        row = self.record.child("vesselInfo")
        if row is None:
            return
        call_sign, flag, owner = (row.take_optional(field) for field in ("callSign", "vesselFlag", "vesselOwner"))
        if call_sign:
            self.builder.identifier(Identifier(IdentifierType.CALL_SIGN, call_sign), self._source("callSign"))
        if flag:
            self.facts.country(flag, CountryRelation.FLAG, "vesselFlag", self._source("vesselFlag"))
        if owner:
            self.builder.at("vesselOwner").relation(Relation("Vessel owner", owner))
        for field, label in (
            ("vesselType", "Vessel Type"),
            ("tonnage", "Vessel Tonnage"),
            ("grossRegisteredTonnage", "Vessel Gross Registered Tonnage"),
        ):
            value = row.take_optional(field)
            self.builder.at(field).remark(f"{label} {value}" if value else None)
        row.finish()
