"""The files of the seeded lists as plain values, before anything is checked against the source documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from importlib.resources.abc import Traversable

from lists.documents import counts
from lists.errors import InvalidListFile, ListProblem
from lists.record import Record
from lists.source import ListSource
from lists.toml import read_toml, stem, toml_files
from screening.countries import is_country
from screening.dates import EARLIEST_YEAR, LATEST_YEAR
from screening.party import AliasStrength, ListedName, Measure, NameKind, NameOrigin, PartyKind

CURATED = "curated.toml"
"""The one file of the folder that is not a list: the curated names."""

BASES = ("named", "joint_announcement")
"""How a list comes to name a party: by name, or as acting together with an authority that did."""


@dataclass(frozen=True, slots=True)
class Position:
    """A position as one line of text, and the number of the statement that gives it."""

    text: str
    statement: int


@dataclass(frozen=True, slots=True)
class SeededEntry:
    """One party of a list file. `statement` is the statement that designates it, `measures_statement` the one that gives the
    measures (the same one, unless the file says otherwise).
    """

    reference: str
    kind: PartyKind
    name: str
    statement: int
    basis: str
    measures: tuple[Measure, ...]
    measures_statement: int
    positions: tuple[Position, ...]
    remarks: str | None


@dataclass(frozen=True, slots=True)
class SeededFile:
    """One list file: what the list is and its entries. `label` names the file in errors, `announced_on` is its source's."""

    label: str
    source: ListSource
    announced_on: date
    document: str
    entries: tuple[SeededEntry, ...]


@dataclass(frozen=True, slots=True)
class CuratedParty:
    """The curated names of one reference, for every list that uses it."""

    label: str
    reference: str
    names: tuple[ListedName, ...]


def read_lists(folder: Traversable) -> tuple[SeededFile, ...]:
    """Read every list file of `folder`, in id order. Raises `InvalidListFile` with everything wrong in any of them."""
    found: list[SeededFile] = []
    problems: list[ListProblem] = []
    for file in toml_files(folder):
        if file.name == CURATED:
            continue
        try:
            found.append(_list(read_toml(folder, file.name), stem(file.name)))
        except InvalidListFile as error:
            problems += error.problems
    if problems:
        raise InvalidListFile(problems)
    return tuple(found)


def read_curated(folder: Traversable) -> tuple[CuratedParty, ...]:
    """Read the curated names of `folder`, in file order. Raises `InvalidListFile`."""
    record = read_toml(folder, CURATED)
    rows = record.take_records("party")
    record.finish()
    return tuple(_curated(row) for row in rows)


def _list(record: Record, expected_id: str) -> SeededFile:
    list_id = record.take_text("id")
    if list_id != expected_id:
        raise record.problem(f"the id is {list_id!r}, the file's name says {expected_id!r}")
    rows = record.take_records("party")
    document = record.take_text("document")
    announced = record.take_optional("announced", record.take_record)
    announced_on = _day(record)
    source = ListSource(
        id=list_id,
        title=record.take_text("title"),
        authority=record.take_text("authority"),
        country=_country(record),
        format="seeded",
        announced_on=announced_on,
        named=counts(record.take_record("named")),
        announced=None if announced is None else counts(announced),
        terms=record.take_text("terms"),
        document=document,
    )
    record.finish()
    return SeededFile(record.file, source, announced_on, document, _entries(rows))


def _entries(rows: tuple[Record, ...]) -> tuple[SeededEntry, ...]:
    entries: list[SeededEntry] = []
    problems: list[ListProblem] = []
    for row in rows:
        try:
            entries.append(_entry(row))
        except InvalidListFile as error:
            problems += error.problems
    if problems:
        raise InvalidListFile(problems)
    return tuple(entries)


def _entry(row: Record) -> SeededEntry:
    reference = row.take_text("reference")
    row.entry = reference
    statement = row.take_count("statement")
    measures_statement = row.take_optional("measures_statement", row.take_count)
    entry = SeededEntry(
        reference=reference,
        kind=row.take_choice("kind", PartyKind),
        name=row.take_text("name"),
        statement=statement,
        basis=_basis(row),
        measures=row.take_choices("measures", Measure),
        measures_statement=statement if measures_statement is None else measures_statement,
        positions=row.take_optional("positions", lambda key: tuple(_position(item) for item in row.take_records(key))) or (),
        remarks=row.take_optional("remarks", row.take_text),
    )
    row.finish()
    return entry


def _position(record: Record) -> Position:
    position = Position(record.take_text("text"), record.take_count("statement"))
    record.finish()
    return position


def _curated(row: Record) -> CuratedParty:
    reference = row.take_text("reference")
    row.entry = reference
    names = tuple(_curated_name(item) for item in row.take_records("names"))
    row.finish()
    return CuratedParty(row.file, reference, names)


def _curated_name(record: Record) -> ListedName:
    name = ListedName(
        text=record.take_text("text"),
        kind=NameKind.ALIAS,
        strength=record.take_choice("strength", AliasStrength),
        origin=NameOrigin.CURATED,
        language=record.take_text("language"),
        note=record.take_text("note"),
    )
    record.finish()
    return name


def _basis(row: Record) -> str:
    basis = row.take_text("basis")
    if basis not in BASES:
        raise row.problem(f"field 'basis' is {basis!r}; allowed: {', '.join(BASES)}")
    return basis


def _day(record: Record) -> date:
    day = record.take("announced_on", date)
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise record.problem(f"field 'announced_on' is {day}; allowed: years {EARLIEST_YEAR} to {LATEST_YEAR}")
    return day


def _country(record: Record) -> str:
    code = record.take_text("country")
    if not is_country(code):
        raise record.problem(f"field 'country' is {code!r}; allowed: ISO 3166-1 alpha-2 or EU, upper case")
    return code
