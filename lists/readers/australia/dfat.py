"""Australia's consolidated list as a workbook: a row for each name, in the layout of 2025 and in that of 2026.

The rows of one party have references of the same number: `2` (the primary name), `2a`, `2b1` ... Rows of one party mostly, not
always, stand together, and repeat its other facts, not always alike; every fact of every row is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from lists.readers.australia import listing, words
from lists.readers.base import ReadReport, unreadable
from lists.readers.building import PartyBuilder
from lists.readers.countries import folded
from lists.readers.fields import SourceRecord
from lists.readers.sheets.archive import mentions
from lists.readers.sheets.xlsx import xlsx_rows
from lists.readers.streams import single
from lists.readers.tables import header, records
from lists.readers.written.dates import read_dates
from lists.readers.written.documents import labelled_documents, united_nations_reference
from lists.readers.written.enumerations import enumerated
from lists.readers.written.places import country_codes, last_country
from screening.dates import PartialDate
from screening.party import AliasStrength, CountryRelation, DesignatedParty, Designation, Identifier, IdentifierType, Measure, NameKind

_REFERENCE = re.compile(r"([0-9]+)((?:[a-z]+[0-9]*)?)")
_FORMER_NAMES = re.compile(r"Previous names? includes? ([^.;\n]+)")


@dataclass(slots=True)
class _Group:
    """A party being put together from its rows. The texts about its designation differ between rows: each is kept once."""

    builder: PartyBuilder
    where: str
    suffixes: set[str] = field(default_factory=set)
    read: set[tuple[str, str]] = field(default_factory=set)
    committees: dict[str, None] = field(default_factory=dict)
    listings: dict[str, None] = field(default_factory=dict)
    instruments: dict[str, None] = field(default_factory=dict)
    changed: dict[PartialDate, None] = field(default_factory=dict)
    measures: dict[Measure, None] = field(default_factory=dict)

    def new(self, record: SourceRecord, column: str) -> str | None:
        """Take a text of a column; None when it stands for nothing or an earlier row of the party had it there."""
        text = _filled(record, column)
        if text is None or (column, text) in self.read:
            return None
        self.read.add((column, text))
        return text

    def build(self) -> DesignatedParty:
        """The party, with one designation for each committee or programme."""
        listed, amended = listing.dates(self.listings)
        for committee in self.committees:
            act = Designation(
                programme=committee,
                measures=tuple(self.measures) or (Measure.UNSPECIFIED,),
                listed_on=listed,
                amended_on=tuple(dict.fromkeys((*amended, *self.changed))),
                statement="; ".join(dict.fromkeys((*self.listings, *self.instruments))) or None,
            )
            self.builder.designation(act, f"{self.where} Committees")
        return self.builder.build()


class DfatReader:
    """Reads one workbook; parties come in the order of their first row, once the whole file is read."""

    format = "au-dfat-xlsx"
    files = "one .xlsx file of Australia's consolidated list"

    def recognises(self, files: Sequence[Path]) -> bool:
        """Whether the one file is a workbook whose first texts are the columns of the list."""
        return len(files) == 1 and mentions(files[0], "xl/sharedStrings.xml", b"Name of Individual or Entity", b"Control Date")

    def read(self, files: Sequence[Path], list_id: str, report: ReadReport) -> Iterator[DesignatedParty]:
        """Yield every party. Raises `InvalidListFile` for anything that cannot be read."""
        path = single(files, self.files)
        rows = xlsx_rows(path)
        columns = header(path, rows, words.REQUIRED)
        groups: dict[str, _Group] = {}
        for record in records(path, rows, columns, report, words.KNOWN, short=True):
            number, suffix = _reference(record)
            if number not in groups:
                report.records += 1
                groups[number] = _Group(PartyBuilder(list_id, number, path.name), f"{path.name} {number}")
            record.entry = f"{list_id}:{number} ({record.entry})"
            if suffix in groups[number].suffixes:
                raise record.problem("Reference", f"{number}{suffix} stands twice")
            groups[number].suffixes.add(suffix)
            _row(record, groups[number], f"{path.name} {number}{suffix}")
        if not groups:
            raise unreadable(path.name, "", "holds no party")
        for group in groups.values():
            yield report.counted(group.build())


def _reference(record: SourceRecord) -> tuple[str, str]:
    text = record.take("Reference")
    parts = _REFERENCE.fullmatch(text)
    if not parts:
        raise record.problem("Reference", f"{text!r} is not a number with an optional suffix of letters and a number")
    return parts[1], parts[2]


def _row(record: SourceRecord, group: _Group, where: str) -> None:
    builder = group.builder
    kind = record.choice("Type", record.take("Type").lower(), words.KINDS)
    if builder.kind not in {None, kind}:
        raise record.problem("Type", f"is {kind.value!r}, but another row of the party says {builder.kind}")
    builder.kind = kind
    _name(record, builder, where)
    _birth(record, group, where)
    builder.at("Citizenship", where)
    citizenship = group.new(record, "Citizenship")
    codes, whole = country_codes(words.COUNTRIES, citizenship, record, "Citizenship")
    for code in codes:
        builder.country(code, CountryRelation.CITIZENSHIP)
    if citizenship and not whole:
        builder.remark(f"Citizenship: {citizenship}")
    for text in _several(group.new(record, "Address")):
        country = last_country(words.COUNTRIES, text)
        builder.at("Address", where).address(text, country)
        builder.country(country, CountryRelation.ADDRESS)
    imo = _filled(record, "IMO Number")
    if imo:
        builder.identifier(Identifier(IdentifierType.IMO, imo), f"{where} IMO Number")
    _additional(group.new(record, "Additional Information") or "", builder, where)
    _designation(record, group)
    record.finish()


def _name(record: SourceRecord, builder: PartyBuilder, where: str) -> None:
    name_type = folded(record.take("Name Type"))
    quality = _filled(record, "Alias Strength")
    strength = record.choice("Alias Strength", quality.lower(), words.STRENGTHS) if quality else AliasStrength.STRONG
    builder.name(
        record.take("Name of Individual or Entity"),
        f"{where} Name of Individual or Entity",
        kind=record.choice("Name Type", name_type, words.NAME_KINDS),
        strength=strength,
        note="original script" if name_type == "original script" else None,
    )


def _birth(record: SourceRecord, group: _Group, where: str) -> None:
    builder = group.builder
    text = group.new(record, "Date of Birth")
    if text:
        read = read_dates(text, enumerated(text))
        for born in read.dates:
            builder.birth_date(born, f"{where} Date of Birth")
        if not read.whole:
            builder.at("Date of Birth", where).remark(f"Date of birth: {text}")
        if not read.dates:
            record.report.warn(f"{record.file}: field 'Date of Birth' is not a date that can be read; kept as a remark")
    for place in _several(group.new(record, "Place of Birth")):
        builder.at("Place of Birth", where).birth_place(place)
        builder.country(last_country(words.COUNTRIES, place), CountryRelation.BIRTH)


def _additional(text: str, builder: PartyBuilder, where: str) -> None:
    builder.at("Additional Information", where).remark(text)
    source = f"{where} Additional Information"
    reference = united_nations_reference(text)
    if reference:
        builder.identifier(Identifier(IdentifierType.OTHER, reference, note="United Nations reference"), source)
    for kind, document in labelled_documents(text, words.DOCUMENTS, words.COUNTRIES):
        if document.number:
            note = document.text if document.text != document.number else None
            builder.identifier(Identifier(kind, document.number, document.country, note), source)
    for former in _FORMER_NAMES.findall(text):
        for name in re.split(r",| and ", former):
            builder.name(name, source, kind=NameKind.FORMER)


def _designation(record: SourceRecord, group: _Group) -> None:
    group.committees.setdefault(record.take("Committees"))
    for column, texts in (("Listing Information", group.listings), ("Instrument of Designation", group.instruments)):
        text = _filled(record, column)
        if text:
            texts.setdefault(text)
    changed = record.date("Control Date", record.take("Control Date"))
    group.changed.setdefault(changed)
    if changed.month and changed.day:
        day = date(changed.year, changed.month, changed.day)
        record.report.published = max(record.report.published or day, day)
    for column, measure in words.MEASURES.items():
        text = record.take_optional(column)
        if text and record.choice(column, text.lower(), words.TRUTH):
            group.measures.setdefault(measure)


def _filled(record: SourceRecord, column: str) -> str | None:
    text = record.take_optional(column)
    return text if text and text.lower().strip(" .") not in words.BLANK else None


def _several(text: str | None) -> list[str]:
    return [part for item in enumerated(text or "") for piece in item.split(";") if (part := piece.strip()).lower() not in words.BLANK]
