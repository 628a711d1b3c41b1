"""What is about to become an edition: the parties read from a publisher's files, or a seeded list, with all that is known about them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from lists.errors import InvalidListFile, ListProblem
from lists.progress import Heard, Stage, counted, silent
from lists.readers.base import OfficialSource, ReadReport
from lists.readers.registry import OFFICIAL_SOURCES, READERS, detect
from lists.seeded import SeededList
from lists.source import ListEdition, ListSource, PartyCounts
from screening.party import DesignatedParty

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file an edition was read from: its name without folders, its length in bytes, its SHA-256 (hex)."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Description:
    """What an organisation says about a list of its own, which no publisher describes."""

    title: str
    authority: str
    country: str
    terms: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """A list as read and not yet checked. `edition` is what a seeded list says of itself; None for a publisher's files.

    `least` and `most` bound a plausible number of parties where the publisher is known; None where not. `excluded` maps references to
    the reasons for which they were left out where a bundle was made.
    """

    source: ListSource
    parties: tuple[DesignatedParty, ...]
    report: ReadReport
    files: tuple[SourceFile, ...]
    edition: ListEdition | None = None
    least: int | None = None
    most: int | None = None
    excluded: Mapping[str, str] = field(default_factory=dict)


def fingerprint(path: Path) -> SourceFile:
    """Measure a file. Raises `InvalidListFile` when it cannot be read."""
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
    except OSError as error:
        raise InvalidListFile([ListProblem(path.name, "", f"cannot be read: {error.strerror or error}")]) from error
    return SourceFile(path.name, size, digest.hexdigest())


def read_incoming(
    list_id: str,
    files: Sequence[Path],
    *,
    format_name: str | None = None,
    description: Description | None = None,
    known: ListSource | None = None,
    heard: Heard = silent,
) -> Incoming:
    """Read the files of one list whole.

    A list of `OFFICIAL_SOURCES` describes itself; any other needs a `description`, or `known`: what its edition in force says.
    Raises `InvalidListFile` for files of no format, of another publisher's format than the list's, or that cannot be read whole.
    """
    official = OFFICIAL_SOURCES.get(list_id)
    measured = tuple(fingerprint(path) for path in files)
    found = format_name or detect(files)
    if found not in READERS:
        raise InvalidListFile([ListProblem("", "", f"no format is called {found!r}; known: {', '.join(READERS)}")])
    if official:
        _refuse_another_publisher(official, found, measured)
    source = _source(list_id, found, official, description, known)
    report = ReadReport()
    parties = tuple(counted(READERS[found].read(files, list_id, report), heard, Stage.READING))
    if tuple(fingerprint(path) for path in files) != measured:
        raise InvalidListFile([ListProblem(path.name, "", "changed while it was read") for path in files])
    return Incoming(
        source=replace(source, named=PartyCounts.of(parties)),
        parties=parties,
        report=report,
        files=measured,
        least=official.least if official else None,
        most=official.most if official else None,
    )


def seeded_incoming(one: SeededList) -> Incoming:
    """A seeded list, which was read and held against its document already."""
    report = ReadReport(published=one.source.announced_on, records=one.source.named.parties)
    for party in one.parties:
        report.counted(party)
    file = SourceFile(f"{one.source.id}.toml", 0, one.edition.sha256)
    return Incoming(one.source, one.parties, report, (file,), edition=one.edition)


def _refuse_another_publisher(official: OfficialSource, found: str, files: Sequence[SourceFile]) -> None:
    packages = {name: type(READERS[name]).__module__.split(".")[2] for name in READERS}
    if packages[found] != packages[official.format]:
        names = ", ".join(file.name for file in files)
        allowed = ", ".join(name for name, package in packages.items() if package == packages[official.format])
        raise InvalidListFile([ListProblem(names, "", f"is {found}; the list {official.id} is published as {allowed}")])


def _source(
    list_id: str, found: str, official: OfficialSource | None, description: Description | None, known: ListSource | None
) -> ListSource:
    nothing = PartyCounts(0, 0)
    if official:
        return ListSource(
            id=list_id,
            title=official.title,
            authority=official.authority,
            country=official.country,
            format=found,
            announced_on=None,
            named=nothing,
            announced=None,
            terms=official.terms,
            address=official.addresses[0] if official.addresses else None,
        )
    if description:
        said = description
        return ListSource(list_id, said.title, said.authority, said.country, found, None, nothing, None, said.terms)
    if known:
        return replace(known, format=found)
    reason = f"{list_id} is no official list ({', '.join(sorted(OFFICIAL_SOURCES))}); say what it is: title, authority, country and terms"
    raise InvalidListFile([ListProblem("", "", reason)])
