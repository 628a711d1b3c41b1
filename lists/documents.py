"""Source documents: what each one states, where in it, and under which hash it can be recognised.

The documents themselves are not part of the project. A record (`seeds/<id>.toml`) says in our own words what a document
states, and for every statement the places in the original that support it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable

from lists.errors import InvalidListFile, ListProblem
from lists.record import Record
from lists.source import PartyCounts
from lists.toml import read_toml, stem, toml_files
from screening.party import Measure

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Span:
    """A place in the original: Unicode code points `start` (from 0) up to but not including `end`; `sha256` (hex) of their UTF-8."""

    start: int
    end: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing a document states.

    `number` counts from 1 within the document. `says` is our paraphrase. `designated` are the names, as the document writes
    them, of parties that the statement says are designated by each of `lists` (list ids); `mentioned` are the other names in
    it. `measures` are those it states (empty: none), `announced` how many parties it says were announced.
    """

    number: int
    says: str
    lists: tuple[str, ...]
    designated: tuple[str, ...]
    mentioned: tuple[str, ...]
    spans: tuple[Span, ...]
    measures: tuple[Measure, ...] = ()
    announced: PartyCounts | None = None


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """The record of one source document. `label` is the record's file, `file` the original's name, `characters` its length in
    code points, `sha256` the hash (hex) of its bytes.
    """

    id: str
    label: str
    file: str
    sha256: str
    characters: int
    published: date
    title: str
    statements: tuple[Statement, ...]

    def statement(self, number: int) -> Statement | None:
        """The statement with that number, None when there is none."""
        return next((statement for statement in self.statements if statement.number == number), None)

    def pointer(self, number: int) -> str:
        """How a party refers to a statement: the document's id and the number, `xinjiang-2021-03-22#3`."""
        return f"{self.id}#{number}"


def read_documents(folder: Traversable | None = None) -> dict[str, SourceDocument]:
    """Read every record of `folder` (default: the `seeds` package), by id.

    Raises `InvalidListFile` with everything wrong: an unreadable file, a missing or unknown field, an id that is not the file's
    name, statements not numbered 1, 2, 3 ..., a hash that is not SHA-256, a span outside the document.
    """
    place = folder if folder is not None else files("seeds")
    documents: dict[str, SourceDocument] = {}
    problems: list[ListProblem] = []
    for file in toml_files(place):
        try:
            document = _document(read_toml(place, file.name), stem(file.name))
            documents[document.id] = document
        except InvalidListFile as error:
            problems += error.problems
    if problems:
        raise InvalidListFile(problems)
    return documents


def _document(record: Record, expected_id: str) -> SourceDocument:
    document_id = record.take_text("id")
    if document_id != expected_id:
        raise record.problem(f"the id is {document_id!r}, the file's name says {expected_id!r}")
    characters = record.take_count("characters")
    rows = record.take_records("statement")
    document = SourceDocument(
        id=document_id,
        label=record.file,
        file=_file_name(record),
        sha256=_sha256(record),
        characters=characters,
        published=record.take("date", date),
        title=record.take_text("title"),
        statements=_statements(rows, characters),
    )
    record.finish()
    return document


def _statements(rows: tuple[Record, ...], characters: int) -> tuple[Statement, ...]:
    statements: list[Statement] = []
    problems: list[ListProblem] = []
    for expected, row in enumerate(rows, 1):
        row.entry = f"statement {expected}"
        try:
            statements.append(_statement(row, expected, characters))
        except InvalidListFile as error:
            problems += error.problems
    if problems:
        raise InvalidListFile(problems)
    return tuple(statements)


def _statement(row: Record, expected: int, characters: int) -> Statement:
    number = row.take("number", int)
    if number != expected:
        raise row.problem(f"the number is {number}; statements are numbered 1, 2, 3 ... in order")
    announced = row.take_optional("announced", row.take_record)
    statement = Statement(
        number=number,
        says=row.take_text("says"),
        lists=row.take_texts("lists"),
        designated=row.take_texts("designated"),
        mentioned=row.take_texts("mentioned"),
        spans=tuple(_span(span, characters) for span in row.take_records("spans")),
        measures=row.take_optional("measures", lambda key: row.take_choices(key, Measure)) or (),
        announced=None if announced is None else counts(announced),
    )
    row.finish()
    if not statement.spans:
        raise row.problem("no span supports it")
    if not statement.lists and (statement.designated or statement.measures or statement.announced):
        raise row.problem("designates, but names no list")
    return statement


def _span(record: Record, characters: int) -> Span:
    span = Span(record.take_count("start"), record.take_count("end"), _sha256(record))
    record.finish()
    if not span.start < span.end <= characters:
        raise record.problem(f"characters {span.start} to {span.end} are not a place in a document of {characters} characters")
    return span


def counts(record: Record) -> PartyCounts:
    """Read a table of `individuals` and `entities`. Raises `InvalidListFile`."""
    found = PartyCounts(record.take_count("individuals"), record.take_count("entities"))
    record.finish()
    return found


def _sha256(record: Record) -> str:
    text = record.take_text("sha256")
    if not _SHA256.fullmatch(text):
        raise record.problem("field 'sha256' is not 64 lower-case hexadecimal digits")
    return text


def _file_name(record: Record) -> str:
    name = record.take_text("file")
    if "/" in name or "\\" in name:
        raise record.problem(f"field 'file' is {name!r}; allowed: a file name without a folder")
    return name
