"""What every reader of an official list shares: its interface, the report it fills, and where a publisher's file comes from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Protocol

from lists.errors import InvalidListFile, ListProblem
from screening.party import DesignatedParty


def unreadable(file: str, entry: str, reason: str) -> InvalidListFile:
    """Build (not raise) the error that says `reason` about `entry` (empty: the whole) of `file` (a name, no folder)."""
    return InvalidListFile([ListProblem(file, entry, reason)])


@dataclass(slots=True)
class ReadReport:
    """What one reading of one edition met; filled while it goes on and complete when the reader's iterator is exhausted.

    `published`: the date the file itself states, None when it states none. `records`: source records met, counted before any
    of them is parsed. `parties`: parties yielded. `weak_names`: names among them that the publisher calls weak. `texts`: parts of
    free-text fields that fit no form the reader knows and are kept as remarks. `ignored`: field -> reason, the reader's static table.
    """

    published: date | None = None
    records: int = 0
    parties: int = 0
    parties_by_kind: Counter[str] = field(default_factory=Counter)
    names_by_kind: Counter[str] = field(default_factory=Counter)
    weak_names: int = 0
    texts: int = 0
    ignored: Mapping[str, str] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    _warned: Counter[str] = field(default_factory=Counter)

    def warn(self, text: str) -> None:
        """Note something that does not stop the load (an unknown extra column ...); the same text is kept once, with its count."""
        self._warned[text] += 1

    @property
    def warnings(self) -> list[str]:
        """Each warning once, in the order first met, with how often it was met when more than once."""
        return [text if count == 1 else f"{text} ({count} times)" for text, count in self._warned.items()]

    def leave_out(self, entry: str, reason: str) -> None:
        """Note that a record gives no party, and warn of it."""
        self.left_out[entry] = reason
        self.warn(f"{entry} is left out: {reason}")

    def counted(self, party: DesignatedParty) -> DesignatedParty:
        """Count a party that is about to be yielded, and hand it back."""
        self.parties += 1
        self.parties_by_kind[party.kind.value] += 1
        for name in party.names:
            self.names_by_kind[name.kind.value] += 1
            self.weak_names += name.strength.value == "weak"
        return party


class Reader(Protocol):
    """One format of one publisher. Readers hold no state: everything of one reading is in the report and the iterator."""

    @property
    def format(self) -> str:
        """The format's name (`ofac-csv`)."""

    @property
    def files(self) -> str:
        """Which files it wants, in words for an error message (`sdn.csv, alt.csv, add.csv and, if any, sdn_comments.csv`)."""

    def recognises(self, files: Sequence[Path]) -> bool:
        """Whether the files are of this format, by their names and their first kilobytes. Never raises for their content."""

    def read(self, files: Sequence[Path], list_id: str, report: ReadReport) -> Iterator[DesignatedParty]:
        """Yield every party of the files, in file order, filling `report`.

        Raises `InvalidListFile`, at once or while iterating, for anything that cannot be read. Nothing is ever skipped: a record that
        can be read but names nobody is put down in `report.left_out`.
        """


@dataclass(frozen=True, slots=True)
class OfficialSource:
    """Where an authority publishes a list and what is expected of it.

    `addresses` are the files fetched together, in the reader's order, `hosts` the only hosts a download may be redirected to,
    `hours` how often a new edition is looked for, `least` and `most` the bounds of a plausible number of parties,
    `country` ISO 3166-1 alpha-2 of the authority (or `EU`, `UN`), `terms` under which terms the content is used.
    """

    id: str
    title: str
    authority: str
    country: str
    format: str
    addresses: tuple[str, ...]
    hosts: tuple[str, ...]
    terms: str
    hours: int
    least: int
    most: int
