"""The EU's consolidated financial sanctions list in the CSV layout 1.0: a row for each name, address, birth, document or citizenship.

The columns stand in six blocks, each with the entity's number; one block of a row besides the entity's own is filled. Rows of
one entity stand together. A copy that went through a spreadsheet is read too: there every line is one quoted cell in which
commas have become tabs, and the report says so.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from pathlib import Path

from lists.readers.base import ReadReport, unreadable
from lists.readers.building import PartyBuilder
from lists.readers.eu.common import GENDERS, KINDS, MEASURES, StatedName, add_contact, add_names, country_code, identifier_type
from lists.readers.eu.iso3 import ALPHA_2
from lists.readers.fields import SourceRecord
from lists.readers.streams import csv_rows, head, single
from lists.readers.tables import Row, encoding_of, wrong_width
from lists.readers.written.dates import read_date
from screening.dates import PartialDate
from screening.party import CountryRelation, DesignatedParty, Designation, Identifier, IdentifierType

_OWN = (
    "Date_file",
    "Entity_logical_id",
    "Subject_type",
    "Leba_numtitle",
    "Leba_publication_date",
    "Leba_url",
    "Programme",
    "Entity_remark",
)
_ACT = ("leba_numtitle", "leba_publication_date", "leba_url", "programme")
_BLOCKS: Mapping[str, Sequence[str]] = {
    "Naal": ("lastname", "firstname", "middlename", "wholename", "gender", "title", "function", "language"),
    "Addr": ("number", "street", "zipcode", "city", "country", "other"),
    "Birt": ("date", "place", "country"),
    "Iden": ("number", "country"),
    "Citi": ("country",),
}
COLUMNS: tuple[str, ...] = (
    *_OWN,
    *(
        column
        for block, fields in _BLOCKS.items()
        for column in (f"{block}_logical_id", f"{block}_entity", *(f"{block}_{field}" for field in (*_ACT, *fields)))
    ),
    "EU_ref_num",
)
"""The columns in order. The entity's number, which the file calls Entity_logical_id in every block, bears the block's name here."""

IGNORED: Mapping[str, str] = dict.fromkeys(
    (f"{block}_{field}" for block in _BLOCKS for field in _ACT),
    "which act added one detail of the entry; the acts that list the party are kept",
)

_DOCUMENT = re.compile(r"(.*?) ?\(([a-z0-9]+)-([^()]*)\) ?(.*)", re.DOTALL)
_CONTACT = re.compile(r"([A-Z]+)\[([^\]]*)\]")
_BLANK = {"", "-", "N/A", "n/a", '""'}


class EuCsvReader:
    """Reads one CSV file, entity by entity."""

    format = "eu-fsf-csv"
    files = "one CSV file of the EU's consolidated financial sanctions list, layout 1.0 (columns apart by ;)"

    def recognises(self, files: Sequence[Path]) -> bool:
        """Whether the one file starts with the header of the layout."""
        return len(files) == 1 and head(files[0]).removeprefix(b"\xef\xbb\xbf").lstrip(b'"').startswith(b"Date_file")

    def read(self, files: Sequence[Path], list_id: str, report: ReadReport) -> Iterator[DesignatedParty]:
        """Yield every entity. Raises `InvalidListFile` for anything that cannot be read."""
        path = single(files, self.files)
        report.ignored = IGNORED
        met: set[str] = set()
        for number, rows in groupby(_records(path, report), key=lambda record: record.entry):
            report.records += 1
            if number in met:
                raise unreadable(path.name, number, "the rows of the entity do not stand together")
            met.add(number)
            yield report.counted(_party(list(rows), number.removeprefix("entity "), list_id, report))


def _records(path: Path, report: ReadReport) -> Iterator[SourceRecord]:
    rows = _rows(path, report)
    line, columns = next(rows, (0, []))
    wanted = tuple(column if not column.endswith("_entity") else "Entity_logical_id" for column in COLUMNS)
    if len(columns) != len(wanted) or not columns[0].startswith("Date_file") or tuple(columns[1:]) != wanted[1:]:
        raise unreadable(path.name, f"line {line}", f"is not the header of the layout, which is {';'.join(wanted)}")
    for line, cells in rows:
        if len(cells) != len(COLUMNS):
            raise wrong_width(path, line, len(cells), len(COLUMNS))
        fields = {column: cell.replace("\\n", "\n").strip() for column, cell in zip(COLUMNS, cells, strict=True)}
        number = fields["Entity_logical_id"]
        for block in _BLOCKS:
            if fields[f"{block}_entity"] not in {"", number}:
                raise unreadable(path.name, f"line {line}", f"belongs to entity {number} and to {fields[f'{block}_entity']}")
        yield SourceRecord(fields, path.name, f"entity {number}", report)


def _rows(path: Path, report: ReadReport) -> Iterator[Row]:
    encoding = encoding_of(path, report)
    if not head(path).removeprefix(b"\xef\xbb\xbf").startswith(b'"Date_file') or b";" not in head(path).split(b'"')[1]:
        yield from csv_rows(path, encoding, ";")
        return
    report.warn(f"{path.name} is a copy saved by a spreadsheet: each line is one cell, tabs in it are read as commas")
    for line, cells in csv_rows(path, encoding):
        if len(cells) != 1:
            raise unreadable(path.name, f"line {line}", f"has {len(cells)} cells, the other lines have one")
        try:
            inner = list(csv.reader([cells[0].rstrip("\t").replace("\t", ",")], delimiter=";", strict=True))
        except csv.Error as error:
            raise unreadable(path.name, f"line {line}", f"is not well formed CSV: {error}") from None
        yield line, inner[0] if inner else []


def _party(rows: Sequence[SourceRecord], number: str, list_id: str, report: ReadReport) -> DesignatedParty:
    references = {row.take("EU_ref_num") for row in rows}
    if len(references) != 1:
        raise rows[-1].problem("EU_ref_num", f"differs within the entity: {', '.join(sorted(references))}")
    builder = PartyBuilder(list_id, references.pop(), rows[0].file)
    names: list[StatedName] = []
    for row in rows:
        row.entry = builder.entry
        kind = row.take_choice("Subject_type", KINDS)
        if builder.kind not in {None, kind}:
            raise row.problem("Subject_type", "differs within the entity")
        builder.kind = kind
        report.published = _file_date(row)
        where = f"{row.file} entity {number}"
        row.take("Entity_logical_id")
        _designation(row, builder, where)
        names += _name(row, builder, where)
        _address(row, builder, where)
        _birth(row, builder, where)
        _document(row, builder, where)
        builder.at("Citi_country", where).country(_country(row, "Citi_country"), CountryRelation.CITIZENSHIP)
        row.ignore(*IGNORED)
        for block in _BLOCKS:
            row.take_optional(f"{block}_logical_id")
            row.take_optional(f"{block}_entity")
        row.finish()
    add_names(builder, names, report)
    return builder.build()


def _file_date(row: SourceRecord) -> date:
    text = row.take("Date_file")
    try:
        return datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 - the file states a day, no time
    except ValueError:
        raise row.problem("Date_file", f"{text!r} is not a date; allowed: DD/MM/YYYY") from None


def _designation(row: SourceRecord, builder: PartyBuilder, where: str) -> None:
    act = Designation(
        programme=row.take("Programme"),
        measures=MEASURES,
        reference=row.take("Leba_numtitle"),
        amended_on=(row.date("Leba_publication_date", row.take("Leba_publication_date")),),
        statement=row.take_optional("Leba_url"),
    )
    builder.designation(act, f"{where} Leba_numtitle")
    builder.at("Entity_remark", where).remark(row.take_optional("Entity_remark"))


def _name(row: SourceRecord, builder: PartyBuilder, where: str) -> list[StatedName]:
    parts = [row.take_optional(f"Naal_{part}") for part in ("firstname", "middlename", "lastname")]
    text = row.take_optional("Naal_wholename") or " ".join(part for part in parts if part)
    gender, language = row.take_optional("Naal_gender"), row.take_optional("Naal_language")
    builder.at("Naal_title", where).position(row.take_optional("Naal_title"))
    builder.at("Naal_function", where).position(row.take_optional("Naal_function"))
    if gender:
        builder.at("Naal_gender", where).gender = builder.gender or row.choice("Naal_gender", gender, GENDERS)
    source = f"{where} Naal_logical_id {row.take_optional('Naal_logical_id') or ''}".strip()
    return [StatedName(text, source, language=language.lower() if language else None)] if text else []


def _address(row: SourceRecord, builder: PartyBuilder, where: str) -> None:
    street, number, code, city = (row.take_optional(f"Addr_{part}") for part in ("street", "number", "zipcode", "city"))
    stated = row.take_optional("Addr_country")
    country = _code(row, "Addr_country", stated)
    parts = (street, number, " ".join(filter(None, (code, city))), stated if stated and not country else None)
    builder.at("Addr_street ...", where).address(", ".join(part for part in parts if part), country)
    builder.country(country, CountryRelation.ADDRESS)
    other = row.take_optional("Addr_other") or ""
    for key, value in _CONTACT.findall(other):
        add_contact(builder, key, value, f"{where} Addr_other")
    builder.at("Addr_other", where).remark(" ".join(_CONTACT.sub("", other).split()))


def _birth(row: SourceRecord, builder: PartyBuilder, where: str) -> None:
    text = row.take_optional("Birt_date") or ""
    if text not in _BLANK:
        builder.birth_date(_born(row, text), f"{where} Birt_logical_id {row.take_optional('Birt_logical_id') or ''}".strip())
    place = row.take_optional("Birt_place") or ""
    stated = row.take_optional("Birt_country")
    country = _code(row, "Birt_country", stated)
    builder.at("Birt_place, Birt_country", where)
    if place not in _BLANK:
        builder.birth_place(f"{place}, {stated}" if stated and not country else place)
    builder.country(country, CountryRelation.BIRTH)


def _born(row: SourceRecord, text: str) -> PartialDate:
    born = read_date(text)
    if born is None:
        raise row.problem("Birt_date", f"{text!r} is not a date that can be read; allowed: YYYY-MM-DD, YYYY, YYYY to YYYY, circa YYYY, N/A")
    return born


def _document(row: SourceRecord, builder: PartyBuilder, where: str) -> None:
    text = row.take_optional("Iden_number") or ""
    country = _country(row, "Iden_country")
    if text in _BLANK:
        return
    parts = _DOCUMENT.fullmatch(text)
    value, code, description, rest = parts.groups() if parts else (text, "", "", "")
    kind = identifier_type(row, "Iden_number", code, description) if code else IdentifierType.OTHER
    note = "; ".join(part for part in (description, rest.replace('"', "").strip()) if part)
    source = f"{where} Iden_logical_id {row.take_optional('Iden_logical_id') or ''}".strip()
    if value.strip():
        builder.identifier(Identifier(kind, value.strip(), country, note or None), source)
    else:
        builder.at("Iden_number", where).remark(text)


def _country(row: SourceRecord, field: str) -> str | None:
    return _code(row, field, row.take_optional(field))


def _code(row: SourceRecord, field: str, stated: str | None) -> str | None:
    return country_code(row, field, ALPHA_2.get(stated, stated) if stated else None)
