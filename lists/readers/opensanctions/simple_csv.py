"""OpenSanctions' simple table of targets, `targets.simple.csv`: a row for each target, cells with several values apart by `;`."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from lists.readers.base import ReadReport, unreadable
from lists.readers.building import PartyBuilder
from lists.readers.fields import SourceRecord, clean
from lists.readers.opensanctions import words
from lists.readers.opensanctions.entity import country
from lists.readers.streams import csv_rows, head, single
from lists.readers.tables import header, records
from screening.dates import PartialDate
from screening.party import CountryRelation, DesignatedParty, Designation, Identifier, IdentifierType, NameKind

REQUIRED = ("id", "schema", "name", "aliases", "birth_date", "countries", "addresses", "identifiers", "sanctions", "dataset")
KNOWN: Mapping[str, str] = {
    column: column for column in (*REQUIRED, "phones", "emails", "program_ids", "first_seen", "last_seen", "last_change")
}
IGNORED: Mapping[str, str] = dict.fromkeys(
    ("first_seen", "last_seen", "last_change"), "when the publisher's own data changed, not the listing"
)


class OpenSanctionsCsvReader:
    """Reads one table. The table has no topics: a row is of a sanctioned party when its `sanctions` cell is not blank."""

    format = "opensanctions-csv"
    files = "one CSV file of OpenSanctions (targets.simple.csv)"

    def recognises(self, files: Sequence[Path]) -> bool:
        """Whether the one file starts with the columns of the table."""
        start = head(files[0]).partition(b"\n")[0].removeprefix(b"\xef\xbb\xbf") if len(files) == 1 else b""
        return start.replace(b'"', b"").startswith(b"id,schema,name,aliases")

    def read(self, files: Sequence[Path], list_id: str, report: ReadReport) -> Iterator[DesignatedParty]:
        """Yield every sanctioned party. Raises `InvalidListFile` for anything that cannot be read."""
        path = single(files, self.files)
        report.ignored = IGNORED
        rows = csv_rows(path)
        columns = header(path, rows, REQUIRED)
        for record in records(path, rows, columns, report, KNOWN):
            schema, sanctions = record.take("schema"), record.take_optional("sanctions")
            if schema not in words.KINDS and schema not in words.NO_PARTIES:
                record.choice("schema", schema, words.KINDS)
            if schema not in words.KINDS or not sanctions:
                what = "rows without a sanction" if schema in words.KINDS else f"{schema} ({words.NO_PARTIES[schema]})"
                report.warn(f"{path.name}: {what} are not read")
                continue
            report.records += 1
            yield report.counted(_party(record, schema, sanctions, list_id))


def _party(record: SourceRecord, schema: str, sanctions: str, list_id: str) -> DesignatedParty:
    reference = record.take("id")
    builder = PartyBuilder(list_id, reference, record.file)
    record.entry = builder.entry
    where = f"{record.file} {reference}"
    builder.kind = words.KINDS[schema]
    primary = record.take("name")
    builder.name(primary, f"{where} name", kind=NameKind.PRIMARY)
    for alias in _values(record, "aliases"):
        if alias != primary:
            builder.name(alias, f"{where} aliases")
    for text in _values(record, "birth_date"):
        try:
            builder.birth_date(PartialDate.parse(text), f"{where} birth_date")
        except ValueError as error:
            raise record.problem("birth_date", str(error)) from None
    for text in _values(record, "countries"):
        builder.at("countries").country(country(text, record.report, record.file), CountryRelation.OTHER)
    for text in _values(record, "addresses"):
        builder.at("addresses").address(text)
    for column, kind in (("identifiers", IdentifierType.OTHER), ("phones", IdentifierType.PHONE), ("emails", IdentifierType.EMAIL)):
        for text in _values(record, column):
            builder.identifier(Identifier(kind, text), f"{where} {column}")
    programmes = _values(record, "program_ids")
    datasets = "; ".join(_values(record, "dataset"))
    for sanction in _split(record, "sanctions", sanctions):
        act = Designation(programme=sanction, reference=", ".join(programmes) or None, basis=datasets or None)
        builder.designation(act, f"{where} sanctions")
    record.ignore(*IGNORED)
    record.finish()
    return builder.build()


def _values(record: SourceRecord, column: str) -> list[str]:
    return _split(record, column, record.take_optional(column) or "")


def _split(record: SourceRecord, column: str, text: str) -> list[str]:
    """The values of a cell: apart by `;`, those that hold one in quotes."""
    try:
        found = next(csv.reader([text], delimiter=";", strict=True), [])
    except csv.Error as error:
        raise unreadable(record.file, record.entry, f"field {column!r}: is no list of values apart by ';': {error}") from None
    return [value for value in map(clean, found) if value]
