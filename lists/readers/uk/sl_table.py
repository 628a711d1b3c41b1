"""The UK Sanctions List as a table, `.ods` or CSV: the full list (a row for each name of each party and each combination of its
other facts, after a line with the date of the report), and the short list of designations (a row for each party).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from lists.readers.base import ReadReport, unreadable
from lists.readers.building import PartyBuilder
from lists.readers.fields import SourceRecord
from lists.readers.sheets.archive import mentions
from lists.readers.sheets.ods import ods_rows
from lists.readers.streams import head, single
from lists.readers.tables import Header, Row, header, records, sheet_rows
from lists.readers.uk import words
from lists.readers.uk.facts import UkFacts, day, full_name, lookup, measures
from screening.party import AliasStrength, CountryRelation, DesignatedParty, Designation, IdentifierType, NameKind

NAMES = ("Name 1", "Name 2", "Name 3", "Name 4", "Name 5")
ADDRESS = ("Address Line 1", "Address Line 2", "Address Line 3", "Address Line 4", "Address Line 5", "Address Line 6")
ALWAYS = ("Unique ID", "OFSI Group ID", "Regime Name", "Designation source", "Date Designated", "Sanctions Imposed")
SHORT = (*ALWAYS, "Name", "Type")
FULL = (*ALWAYS, "Last Updated", "Name 6", *NAMES, "Name type")

KNOWN: Mapping[str, str] = {
    **{field: field for field in (*SHORT, *FULL, *ADDRESS)},
    "Designation Type": "Type",
    "Individual, Entity, Ship": "Type",
    "UN Reference Number": "UN Reference Number",
    "Alias strength": "Alias strength",
    "Title": "Title",
    "Name non-latin script": "Script Name",
    "Non-latin script type": "Script",
    "Non-latin script language": "Language",
    "Other Information": "Other Information",
    "UK Statement of Reasons": "UK Statement of Reasons",
    "Address Postal Code": "Address Postal Code",
    "Address Country": "Address Country",
    "Phone number": "Phone number",
    "Website": "Website",
    "Email address": "Email address",
    "D.O.B": "DOB",
    "DOB": "DOB",
    "Nationality(/ies)": "Nationality",
    "Nationality": "Nationality",
    "National Identifier number": "National Identifier number",
    "National Identifier additional information": "National Identifier additional information",
    "Passport number": "Passport number",
    "Passport additional information": "Passport additional information",
    "Position": "Position",
    "Gender": "Gender",
    "Town of birth": "Town of birth",
    "Country of birth": "Country of birth",
    "Type of entity": "Type of entity",
    "Subsidiaries": "Subsidiaries",
    "Parent company": "Parent company",
    "Business registration number (s)": "Business registration number",
    "Business registration number": "Business registration number",
    "IMO number": "IMO number",
    "Current owner/operator (s)": "Current owner/operator",
    "Current owner/operator": "Current owner/operator",
    "Previous owner/operator (s)": "Previous owner/operator",
    "Previous owner/operator": "Previous owner/operator",
    "Current believed flag of ship": "Flag",
    "Previous flags": "Previous flags",
    "Type of ship": "Type of ship",
    "Tonnage of ship": "Tonnage of ship",
    "Length of ship": "Length of ship",
    "Year Built": "Year Built",
    "Hull identification number (HIN)": "Hull identification number",
}
_REMARKS = ("Other Information", "UK Statement of Reasons")
_LABELLED_REMARKS = ("Type of entity", "Type of ship", "Tonnage of ship", "Length of ship", "Year Built", "Previous flags")
_REPORT_DATE = re.compile(r"Report Date:?\s*(.*)", re.IGNORECASE)


class UkSanctionsTableReader:
    """Reads one table; parties come in the order of their first row, once the whole file is read."""

    format = "uk-sl-table"
    files = "one .ods or .csv file of the UK Sanctions List (the full list, or its list of designations)"

    def recognises(self, files: Sequence[Path]) -> bool:
        """Whether the first rows of the one file hold the columns of either table."""
        if len(files) != 1:
            return False
        if files[0].suffix.lower() == ".ods":
            return mentions(files[0], "content.xml", b"Unique ID", b"OFSI Group ID")
        start = head(files[0])
        return b"Unique ID" in start and b"OFSI Group ID" in start and b"," in start and not start.lstrip(b"\xef\xbb\xbf").startswith(b"<")

    def read(self, files: Sequence[Path], list_id: str, report: ReadReport) -> Iterator[DesignatedParty]:
        """Yield every party. Raises `InvalidListFile` for anything that cannot be read."""
        path = single(files, self.files)
        in_sheet = path.suffix.lower() == ".ods"
        rows = ods_rows(path) if in_sheet else sheet_rows(path, report)
        rows, report.published = _published(path, rows)
        columns = header(path, rows, ALWAYS)
        short = columns.has(*SHORT)
        _has_all(path, columns, SHORT if short else FULL)
        parties: dict[str, UkFacts] = {}
        for record in records(path, rows, columns, report, KNOWN, short=in_sheet):
            number = record.take("Unique ID")
            if number not in parties:
                report.records += 1
                parties[number] = UkFacts(PartyBuilder(list_id, number, path.name))
            elif short:
                raise record.problem("Unique ID", f"{number!r} stands in two rows, expected once")
            record.entry = f"{list_id}:{number} ({record.entry})"
            _row(record, parties[number], f"{path.name} {number}", short=short)
        if not parties:
            raise unreadable(path.name, "", "holds no party")
        for facts in parties.values():
            if facts.nameless:
                report.leave_out(facts.builder.entry, "the publisher gives it no name")
            else:
                yield report.counted(facts.builder.build())


def _has_all(path: Path, columns: Header, wanted: Sequence[str]) -> None:
    missing = [field for field in wanted if not any(columns.has(column) for column, known in KNOWN.items() if known == field)]
    if missing:
        raise unreadable(path.name, "header", f"has no column {', '.join(missing)}")


def _published(path: Path, rows: Iterator[Row]) -> tuple[Iterator[Row], date | None]:
    """The rows from the header on, and the date of the report where a line before the header states one."""
    number, cells = next(rows, (0, []))
    found = _REPORT_DATE.fullmatch(next((cell.strip() for cell in cells if cell.strip()), ""))
    if not found:
        return _put_back((number, cells), rows), None
    text = found[1].strip() or next((cell.strip() for cell in cells[1:] if cell.strip()), "")
    for form in ("%d-%b-%Y", "%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d", "%d %B %Y"):
        try:
            return rows, datetime.strptime(text, form).date()  # noqa: DTZ007 - the file states a day, no time
        except ValueError:
            continue
    raise unreadable(path.name, f"row {number}", f"the date of the report {text!r} cannot be read")


def _put_back(first: Row, rows: Iterator[Row]) -> Iterator[Row]:
    if first[0]:
        yield first
    yield from rows


def _row(record: SourceRecord, facts: UkFacts, where: str, *, short: bool) -> None:
    facts.kind(record, "Type", record.take("Type"))
    if short:
        facts.name(record.take_optional("Name") or "", NameKind.PRIMARY, AliasStrength.STRONG, f"{where} Name", record)
    else:
        _full_row(record, facts, where)
    facts.identifier(IdentifierType.OTHER, record.take_optional("OFSI Group ID"), f"{where} OFSI Group ID", "OFSI Group ID")
    facts.identifier(
        IdentifierType.OTHER, record.take_optional("UN Reference Number"), f"{where} UN Reference Number", "United Nations reference"
    )
    imposed, updated = record.take_optional("Sanctions Imposed"), record.take_optional("Last Updated")
    amended = day(record, "Last Updated", updated) if updated else None
    act = Designation(
        programme=record.take("Regime Name"),
        measures=measures(record, "Sanctions Imposed", imposed),
        listed_on=day(record, "Date Designated", record.take("Date Designated")),
        amended_on=(amended,) if amended else (),
        basis=record.take("Designation source"),
        statement=imposed,
    )
    facts.builder.designation(act, f"{where} Regime Name")
    record.finish()


def _full_row(record: SourceRecord, facts: UkFacts, where: str) -> None:
    name = full_name([record.take_optional(part) for part in NAMES], record.take_optional("Name 6"))
    kind = lookup(record, "Name type", record.take("Name type"), words.NAME_KINDS)
    quality = record.take_optional("Alias strength")
    strength = lookup(record, "Alias strength", quality, words.STRENGTHS) if quality else AliasStrength.STRONG
    facts.name(name, kind, strength, f"{where} Name 1-6", record)
    script, language = record.take_optional("Script"), record.take_optional("Language")
    facts.other_script(record.take_optional("Script Name"), script, language, f"{where} Name non-latin script")
    facts.titles(record.take_optional("Title"), "Title")
    facts.titles(record.take_optional("Position"), "Position")
    facts.gender(record.take_optional("Gender"), record, "Gender")
    facts.born(record.take_optional("DOB"), record, "DOB", f"{where} D.O.B")
    facts.birth_place(record.take_optional("Town of birth"), record.take_optional("Country of birth"), record, "Country of birth")
    facts.countries(record.take_optional("Nationality"), CountryRelation.NATIONALITY, record, "Nationality")
    lines = [record.take_optional(line) for line in ADDRESS]
    facts.address(lines, record.take_optional("Address Postal Code"), record.take_optional("Address Country"), record, "Address Country")
    _numbers(record, facts, where)
    _ship(record, facts, where)
    facts.relation("parent company", record.take_optional("Parent company"), "Parent company")
    facts.relation("subsidiary", record.take_optional("Subsidiaries"), "Subsidiaries")
    for field in _REMARKS:
        facts.builder.at(field).remark(record.take_optional(field))
    for field in _LABELLED_REMARKS:
        text = record.take_optional(field)
        facts.builder.at(field).remark(f"{field}: {text}" if text else None)


def _numbers(record: SourceRecord, facts: UkFacts, where: str) -> None:
    for kind, field in ((IdentifierType.NATIONAL_ID, "National Identifier"), (IdentifierType.PASSPORT, "Passport")):
        number, more = record.take_optional(f"{field} number"), record.take_optional(f"{field} additional information")
        facts.documents(kind, number, more, f"{where} {field} number")
    for kind, field in (
        (IdentifierType.REGISTRATION, "Business registration number"),
        (IdentifierType.PHONE, "Phone number"),
        (IdentifierType.EMAIL, "Email address"),
        (IdentifierType.WEBSITE, "Website"),
        (IdentifierType.IMO, "IMO number"),
    ):
        facts.identifier(kind, record.take_optional(field), f"{where} {field}")


def _ship(record: SourceRecord, facts: UkFacts, where: str) -> None:
    facts.identifier(IdentifierType.OTHER, record.take_optional("Hull identification number"), f"{where} HIN", "hull identification number")
    facts.countries(record.take_optional("Flag"), CountryRelation.FLAG, record, "Current believed flag of ship")
    facts.relation("current owner or operator", record.take_optional("Current owner/operator"), "Current owner/operator")
    facts.relation("previous owner or operator", record.take_optional("Previous owner/operator"), "Previous owner/operator")
