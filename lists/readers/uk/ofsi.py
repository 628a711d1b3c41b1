"""OFSI's consolidated list of financial sanctions targets as CSV (ConList): a row for each name of each party, and each combination
of its other facts. Rows of one party share the Group ID and stand anywhere in the file.

Two layouts are read: that of 2018 and the one published since 2022, which adds names in other scripts and alias quality.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from lists.readers.base import ReadReport, unreadable
from lists.readers.building import PartyBuilder
from lists.readers.fields import SourceRecord
from lists.readers.streams import csv_rows, head, single
from lists.readers.tables import encoding_of, header, records
from lists.readers.uk import words
from lists.readers.uk.facts import UkFacts, day, full_name, lookup
from lists.readers.written.documents import imo_number, united_nations_reference
from screening.party import AliasStrength, CountryRelation, DesignatedParty, Designation, Identifier, IdentifierType, Measure

NAMES = ("Name 1", "Name 2", "Name 3", "Name 4", "Name 5")
ADDRESS = ("Address 1", "Address 2", "Address 3", "Address 4", "Address 5", "Address 6")
REQUIRED = (
    *("Name 6", *NAMES, "Title", "DOB", "Town of Birth", "Country of Birth", "Nationality", "Position", *ADDRESS, "Post/Zip Code"),
    *("Country", "Other Information", "Group Type", "Alias Type", "Regime", "Listed On", "Last Updated", "Group ID"),
)
KNOWN: Mapping[str, str] = {
    **{column: column for column in REQUIRED},
    "Passport Details": "Passport Details",
    "NI Number": "NI Number",
    "Passport Number": "Passport Number",
    "National Identification Number": "NI Number",
    "National Identification Details": "NI Details",
    "Name Non-Latin Script": "Script Name",
    "Non-Latin Script Type": "Script",
    "Non-Latin Script Language": "Language",
    "Alias Quality": "Alias Quality",
    "UK Sanctions List Date Designated": "UK Sanctions List Date Designated",
}
IGNORED: Mapping[str, str] = {
    "UK Sanctions List Date Designated": "the UK Sanctions List itself states it; Listed On is this list's own date"
}

_PUBLISHED = re.compile(r"\d{2}/\d{2}/\d{4}", re.ASCII)


@dataclass(slots=True)
class _Group:
    """A party being put together from its rows."""

    builder: PartyBuilder
    facts: UkFacts


class OfsiReader:
    """Reads one ConList file; parties come in the order of their first row, once the whole file is read."""

    format = "uk-ofsi-csv"
    files = "one CSV file (ConList) of OFSI's consolidated list"

    def recognises(self, files: Sequence[Path]) -> bool:
        """Whether the one file starts as the ConList does: a line that says when it was updated, then the header."""
        start = head(files[0]).removeprefix(b"\xef\xbb\xbf") if len(files) == 1 else b""
        return start.startswith(b"Last Updated,") and b"Group ID" in start

    def read(self, files: Sequence[Path], list_id: str, report: ReadReport) -> Iterator[DesignatedParty]:
        """Yield every party. Raises `InvalidListFile` for anything that cannot be read."""
        path = single(files, self.files)
        report.ignored = IGNORED
        rows = csv_rows(path, encoding_of(path, report))
        _, first = next(rows, (0, []))
        report.published = _published(path, first)
        columns = header(path, rows, REQUIRED)
        groups: dict[str, _Group] = {}
        for record in records(path, rows, columns, report, KNOWN):
            number = record.take("Group ID")
            if number not in groups:
                report.records += 1
                builder = PartyBuilder(list_id, number, path.name)
                groups[number] = _Group(builder, UkFacts(builder))
            record.entry = f"{list_id}:{number} ({record.entry})"
            _row(record, groups[number], f"{path.name} Group ID {number}")
        if not groups:
            raise unreadable(path.name, "", "holds no party")
        for group in groups.values():
            yield report.counted(group.builder.build())


def _published(path: Path, cells: Sequence[str]) -> date:
    for cell in cells[1:]:
        if _PUBLISHED.fullmatch(cell.strip()):
            try:
                return datetime.strptime(cell.strip(), "%d/%m/%Y").date()  # noqa: DTZ007 - the file states a day, no time
            except ValueError:
                break
    raise unreadable(path.name, "row 1", "does not say when the list was last updated (DD/MM/YYYY)")


def _row(record: SourceRecord, group: _Group, where: str) -> None:
    facts, builder = group.facts, group.builder
    facts.kind(record, "Group Type", record.take("Group Type"))
    name = full_name([record.take_optional(part) for part in NAMES], record.take_optional("Name 6"))
    kind = lookup(record, "Alias Type", record.take("Alias Type"), words.NAME_KINDS)
    quality = record.take_optional("Alias Quality")
    strength = lookup(record, "Alias Quality", quality, words.STRENGTHS) if quality else AliasStrength.STRONG
    facts.name(name, kind, strength, f"{where} Name 1-6", record)
    script, language = record.take_optional("Script"), record.take_optional("Language")
    facts.other_script(record.take_optional("Script Name"), script, language, f"{where} Name Non-Latin Script")
    facts.titles(record.take_optional("Title"), "Title")
    facts.titles(record.take_optional("Position"), "Position")
    facts.born(record.take_optional("DOB"), record, "DOB", f"{where} DOB")
    facts.birth_place(record.take_optional("Town of Birth"), record.take_optional("Country of Birth"), record, "Country of Birth")
    facts.countries(record.take_optional("Nationality"), CountryRelation.NATIONALITY, record, "Nationality")
    _documents(record, facts, where)
    lines = [record.take_optional(line) for line in ADDRESS]
    facts.address(lines, record.take_optional("Post/Zip Code"), record.take_optional("Country"), record, "Country")
    _other_information(record, facts, where)
    updated = day(record, "Last Updated", record.take("Last Updated"))
    act = Designation(
        programme=record.take("Regime"),
        measures=(Measure.ASSET_FREEZE,),
        listed_on=day(record, "Listed On", record.take("Listed On")),
        amended_on=(updated,) if updated else (),
    )
    builder.designation(act, f"{where} Regime")
    record.ignore(*IGNORED)
    record.finish()


def _documents(record: SourceRecord, facts: UkFacts, where: str) -> None:
    number, details = record.take_optional("Passport Number"), record.take_optional("Passport Details")
    facts.documents(IdentifierType.PASSPORT, number, details, f"{where} Passport Details")
    number, details = record.take_optional("NI Number"), record.take_optional("NI Details")
    facts.documents(IdentifierType.NATIONAL_ID, number, details, f"{where} NI Number")


def _other_information(record: SourceRecord, facts: UkFacts, where: str) -> None:
    text = record.take_optional("Other Information")
    facts.builder.at("Other Information").remark(text)
    reference, imo = united_nations_reference(text or ""), imo_number(text or "")
    source = f"{where} Other Information"
    if reference:
        facts.builder.identifier(Identifier(IdentifierType.OTHER, reference, note="United Nations reference"), source)
    if imo:
        facts.builder.identifier(Identifier(IdentifierType.IMO, imo), source)
