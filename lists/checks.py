"""The completeness gate: what must hold before an edition may go into force. Nothing here changes anything.

Records counted in the source = parties read = parties indexed = each party found by each of its strong names at the default policy;
ids unique; exactly one primary name; numbers within bounds of the edition before; every exclusion in the ledger. That no file is
truncated is for the readers and `lists.fetch` to see: they raise.

What needs no index comes first, and what fails there is not indexed. The index that is tested is the one that is to come into force,
as saved: the incoming edition with those of all other lists.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lists.incoming import Incoming
from lists.progress import QUIETLY, Working
from lists.selftest import Named, self_test
from lists.source import ListEdition, PartyCounts
from screening.errors import InvalidParty
from screening.index import Index
from screening.party import DesignatedParty, NameKind

MOST_FEWER, MOST_MORE = 0.10, 0.50
"""Shares by which a number may fall or rise against the edition before without anybody's word for it."""

COUNTED_FROM = 50
"""A kind of party is held to these shares where the edition before has at least so many of it: fewer may change by chance."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an edition may not go into force: which check, which entry (empty: the whole), the reason in words."""

    check: str
    entry: str
    reason: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.check, self.entry, self.reason) if part)


@dataclass(frozen=True, slots=True)
class Change:
    """A number that moved further than it may without a person's word: `--accept-change` records the reason."""

    what: str
    before: str
    after: int

    def __str__(self) -> str:
        return f"{self.what}: {self.after}, {self.before}"


@dataclass(slots=True)
class GateReport:
    """What the gate found. An edition passes when `refusals` is empty; `changes` are those a person accepted, or would have to."""

    records: int = 0
    parties: int = 0
    excluded: dict[str, str] = field(default_factory=dict)
    indexed: int = 0
    names_asked: int = 0
    names_found: int = 0
    changes: list[Change] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        """Whether the edition may go into force."""
        return not self.refusals

    def plain(self) -> dict[str, Any]:
        """The report as JSON has it."""
        return {
            "passed": self.passed,
            "records": self.records,
            "parties": self.parties,
            "excluded": self.excluded,
            "indexed": self.indexed,
            "names_asked": self.names_asked,
            "names_found": self.names_found,
            "changes": [str(change) for change in self.changes],
            "refusals": [{"check": one.check, "entry": one.entry, "reason": one.reason} for one in self.refusals],
            "warnings": self.warnings,
        }


def check_records(
    incoming: Incoming, *, before: ListEdition | None, ledger: Mapping[str, str], accepted: bool = False
) -> tuple[GateReport, tuple[DesignatedParty, ...]]:
    """Hold what was read to every rule that needs no index; return the report, and the parties of the edition: those the ledger does not
    exclude.

    `before` is the edition in force; `ledger` maps the references excluded to the reason; `accepted` tells that a person accepts
    the change in numbers.
    """
    parties = tuple(party for party in incoming.parties if party.reference not in ledger)
    report = GateReport(incoming.report.records, len(parties), warnings=list(incoming.report.warnings))
    report.excluded = dict(incoming.excluded)
    report.excluded |= {party.reference: ledger[party.reference] for party in incoming.parties if party.reference in ledger}
    report.refusals += _every_record(incoming, ledger, report)
    report.refusals += _sound(incoming.source.id, parties)
    report.changes = list(_changes(incoming, parties, before))
    if not accepted:
        report.refusals += (Refusal("numbers", "", f"{change}; accept the change with a reason") for change in report.changes)
    return report, parties


def check_index(
    report: GateReport, saved: tuple[Path, Index], list_id: str, loaded: int, names: Sequence[Named], *, working: Working = QUIETLY
) -> None:
    """Hold the saved index that is to come into force to the parties of a list: all are in it, and each is found by its strong names.

    `saved` is its folder and it as opened from there; `loaded` is how many parties the list has, `names` their `strong_names`. What is
    wrong is added to the report. Raises `IndexFileError`, `WorkerDied`.
    """
    folder, index = saved
    report.indexed = len(index.places(list_id))
    if report.indexed != loaded:
        report.refusals.append(Refusal("index", "", f"{loaded} parties were read, {report.indexed} are in the index"))
    tested = self_test(folder, list_id, names, working)
    report.names_asked = tested.asked
    report.names_found = tested.asked - len(tested.not_found)
    prefix = f"{list_id}:"
    report.refusals += (Refusal("self-test", one.party_id.removeprefix(prefix), f"{one.name!r}: {one.reason}") for one in tested.not_found)


def not_indexed(list_id: str, error: InvalidParty) -> list[Refusal]:
    """Why parties of the list cannot be indexed; none when the error is of other lists."""
    prefix = f"/{list_id}:"
    mine = [problem for problem in error.problems if problem.pointer.startswith(prefix)]
    return [Refusal("index", problem.pointer.removeprefix(prefix), problem.detail) for problem in mine]


def _every_record(incoming: Incoming, ledger: Mapping[str, str], report: GateReport) -> Iterator[Refusal]:
    read = incoming.report
    if not incoming.parties:
        yield Refusal("records", "", "no party was read")
    if read.parties != len(incoming.parties):
        yield Refusal("records", "", f"the reader counted {read.parties} parties and gave {len(incoming.parties)}")
    prefix = f"{incoming.source.id}:"
    for entry, reason in read.left_out.items():
        reference = entry.removeprefix(prefix)
        if reference in ledger:
            report.excluded[reference] = ledger[reference]
        else:
            yield Refusal("records", reference, f"gives no party ({reason}) and is not in the ledger of exclusions")
    given = len(incoming.parties) + len(read.left_out)
    if read.records != given:
        yield Refusal("records", "", f"{read.records} records were counted in the source, {given} came out of the reader")
    for reference in ledger:
        if reference not in report.excluded:
            report.warnings.append(f"the ledger excludes {reference}, which is not in this edition")


def _sound(list_id: str, parties: Sequence[DesignatedParty]) -> Iterator[Refusal]:
    for reference, times in Counter(party.reference for party in parties).items():
        if times > 1:
            yield Refusal("ids", reference, f"{times} parties have this id")
    for party in parties:
        if party.list_id != list_id:
            yield Refusal("ids", party.id, f"is a party of another list than {list_id}")
        primaries = sum(name.kind is NameKind.PRIMARY for name in party.names)
        if primaries != 1:
            yield Refusal("primary name", party.reference, f"{primaries} primary names, exactly one is needed")


def _changes(incoming: Incoming, parties: Collection[DesignatedParty], before: ListEdition | None) -> Iterator[Change]:
    least, most = incoming.least, incoming.most
    if least is not None and len(parties) < least:
        yield Change("parties", f"at least {least} are expected of this list", len(parties))
    if most is not None and len(parties) > most:
        yield Change("parties", f"at most {most} are expected of this list", len(parties))
    if before is None:
        return
    after = PartyCounts.of(parties)
    pairs = [("parties", before.loaded, len(parties), 1), ("names", before.names, sum(len(party.names) for party in parties), 1)]
    pairs += [
        (kind, getattr(before.counts, kind), getattr(after, kind), COUNTED_FROM)
        for kind in ("individuals", "entities", "vessels", "aircraft")
    ]
    for what, old, new, counted_from in pairs:
        if old >= counted_from and not old * (1 - MOST_FEWER) <= new <= old * (1 + MOST_MORE):
            bounds = f"{MOST_FEWER:.0%} fewer or {MOST_MORE:.0%} more"
            yield Change(what, f"against {old} in edition {before.id} ({(new - old) / old:+.1%}; at most {bounds})", new)
