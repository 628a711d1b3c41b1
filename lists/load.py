"""Read -> check -> store as a new edition and put it into force, or keep the old one.

Nothing of a load can be seen before its last step, one transaction: a load that is killed, or for which the disk is full, leaves
what was in force in force. What did not pass is kept in quarantine, with the report that says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from lists.checks import GateReport, check_index, check_records, not_indexed
from lists.database import DatabaseError, reading, writing
from lists.editions import content_address, edition_of, members_of, with_records
from lists.errors import DamagedEdition, InvalidListFile
from lists.incoming import Description, Incoming, read_incoming
from lists.indexes import Editions, NewEdition, folder_of, forget_indexes, prepare_index, prepare_with
from lists.place import ListStore, one_load_at_a_time
from lists.progress import QUIETLY, Working
from lists.quarantine import put_in_quarantine
from lists.selftest import strong_names
from lists.source import ListEdition
from lists.store import StoredEdition, edition_with, editions_in_force, history, keep_edition, put_in_force
from lists.store.attempts import Result, record_attempt
from lists.store.files import forget_files
from lists.store.ledger import excluded
from screening.errors import InvalidParty, ScreeningError


@dataclass(frozen=True, slots=True)
class Occasion:
    """Who loads, when (aware), how (`load`, `refresh`, `import`, `seed`), and, where the numbers changed much, why that is right."""

    by: str
    at: datetime
    what: str = "load"
    accept_change: str | None = None


@dataclass(frozen=True, slots=True)
class Loading:
    """How a load ended. `edition` is the one in force afterwards (None: none), `before` the one before; `report` is the gate's, or
    holds `error`; `quarantine` is the folder with the files that did not pass, where they could be kept.
    """

    list_id: str
    result: Result
    edition: StoredEdition | None
    before: StoredEdition | None
    report: dict[str, Any]
    quarantine: Path | None = None


def load(
    store: ListStore,
    list_id: str,
    files: Sequence[Path],
    occasion: Occasion,
    *,
    format_name: str | None = None,
    description: Description | None = None,
    working: Working = QUIETLY,
) -> Loading:
    """Load the files of one list as its new edition.

    What cannot be read, or does not pass the gate, is quarantined: that is a result, not an error. Raises `DatabaseError`,
    `CannotStore`, `IndexFileError`, `ChangedMeanwhile`, `WorkerDied`; what was in force then still is.
    """
    with one_load_at_a_time(store):
        with reading(store.engine) as connection:
            before = editions_in_force(connection).get(list_id)
        try:
            known = before.source if before else None
            read = [read_incoming(list_id, files, format_name=format_name, description=description, known=known, heard=working.heard)]
        except InvalidListFile as error:
            return _quarantined(store, Loading(list_id, Result.QUARANTINED, before, before, {"error": str(error)}), files, occasion)
        return _take_in(store, read.pop(), files, occasion, working)  # which lets go of the parties as soon as it may


def take_in(store: ListStore, incoming: Incoming, occasion: Occasion, working: Working = QUIETLY) -> Loading:
    """Load what was read already (a seeded list, an edition of a bundle); otherwise as `load`."""
    with one_load_at_a_time(store):
        return _take_in(store, incoming, (), occasion, working)


def _take_in(store: ListStore, incoming: Incoming, files: Sequence[Path], occasion: Occasion, working: Working) -> Loading:
    list_id = incoming.source.id
    with reading(store.engine) as connection:
        editions = editions_in_force(connection)
        ledger = excluded(connection, list_id)
    before = editions.get(list_id)
    members = members_of(party for party in incoming.parties if party.reference not in ledger)
    members_sha256 = content_address(list_id, [(member.reference, member.hash) for member in members])
    # What a list says of itself holds as long as the ledger keeps nothing of it out.
    described = incoming.edition if len(members) == len(incoming.parties) else None
    sha256 = described.sha256 if described else with_records(members_sha256, len(members), incoming.report.records)
    if before and before.edition.sha256 == sha256:
        return _confirmed(store, incoming, occasion, before)

    def refused(report: dict[str, Any]) -> Loading:
        return _quarantined(store, Loading(list_id, Result.QUARANTINED, before, before, report), files, occasion)

    rolled_back = _rolled_back(store, list_id, sha256, occasion)
    if rolled_back:
        return refused({"error": rolled_back})
    report, parties = check_records(
        incoming, before=before.edition if before else None, ledger=ledger, accepted=bool(occasion.accept_change)
    )
    told = {"accepted": occasion.accept_change, "ignored": dict(incoming.report.ignored)}
    if not report.passed:
        return refused(report.plain() | told)
    edition = described or edition_of(
        incoming.source,
        parties,
        sha256,
        published=incoming.report.published,
        today=occasion.at.date(),
        records=incoming.report.records,
        excluded=len(report.excluded),
    )
    new = [NewEdition(_as_stored(store, edition), members_sha256, parties)]
    incoming, parties = replace(incoming, parties=()), ()
    try:
        if not _indexed(store, editions, new.pop(), report, working):
            return refused(report.plain() | told)
        told = report.plain() | told
        kept = keep_edition(store.engine, incoming.source, edition, members, files=incoming.files, report=told, at=occasion.at)
        switch(store, kept, before, occasion, report=told, reason=occasion.accept_change)
    except ScreeningError as error:
        _failed(store, list_id, occasion, error)
        raise
    return Loading(list_id, Result.IN_FORCE, kept, before, told)


def _as_stored(store: ListStore, edition: ListEdition) -> ListEdition:
    """The edition as it was first stored, where it was: content that was loaded before keeps the id it had."""
    with reading(store.engine) as connection:
        known = edition_with(connection, edition.list_id, edition.sha256)
    return known.edition if known else edition


def _indexed(store: ListStore, editions: Editions, new: NewEdition, report: GateReport, working: Working) -> bool:
    """Prepare the index that is to come into force and hold it to the parties; return whether it passed, what is wrong in the report."""
    list_id = new.edition.list_id
    try:
        saved = prepare_with(store, editions, new, working.heard)
    except InvalidParty as error:
        report.refusals += not_indexed(list_id, error)
        if report.passed:
            raise DamagedEdition(f"the editions in force cannot be indexed: {error}") from error
        return False
    loaded, names = len(new.parties), strong_names(new.parties)
    del new  # the memory of the parties is for the self-test now
    check_index(report, saved, list_id, loaded, names, working=working)
    if not report.passed:
        forget_indexes(store, folder_of(store, editions))
    return report.passed


def switch(
    store: ListStore,
    edition: StoredEdition,
    before: StoredEdition | None,
    occasion: Occasion,
    *,
    report: dict[str, Any],
    reason: str | None,
) -> None:
    """Prepare the index with a stored edition in it, then put the edition into force: the one step that others can see."""
    list_id = edition.edition.list_id
    with reading(store.engine) as connection:
        editions = editions_in_force(connection)
    folder = prepare_index(store, dict(sorted({**editions, list_id: edition}.items())))
    with writing(store.engine) as connection:
        put_in_force(
            connection,
            list_id,
            edition,
            instead_of=before.number if before else None,
            since=occasion.at,
            how=occasion.what,
            by=occasion.by,
            reason=reason,
        )
        record_attempt(
            connection,
            list_id,
            at=occasion.at,
            what=occasion.what,
            result=Result.IN_FORCE,
            by=occasion.by,
            report=report,
            edition=edition.number,
        )
        forget_files(connection, list_id)
    forget_indexes(store, folder)


def _confirmed(store: ListStore, incoming: Incoming, occasion: Occasion, before: StoredEdition) -> Loading:
    published = incoming.report.published
    report = {"published": published, "files": [file.sha256 for file in incoming.files], "warnings": list(incoming.report.warnings)}
    confirm(store, before, occasion, report)
    return Loading(incoming.source.id, Result.CONFIRMED, before, before, report)


def confirm(store: ListStore, edition: StoredEdition, occasion: Occasion, report: dict[str, Any]) -> None:
    """Write down that the edition in force is what the publisher publishes now."""
    with writing(store.engine) as connection:
        record_attempt(
            connection,
            edition.edition.list_id,
            at=occasion.at,
            what=occasion.what,
            result=Result.CONFIRMED,
            by=occasion.by,
            report=report,
            edition=edition.number,
        )


def _rolled_back(store: ListStore, list_id: str, sha256: str, occasion: Occasion) -> str | None:
    """Why a refresh may not take an edition that a person rolled back from; None when it may."""
    if occasion.what != "refresh":
        return None
    with reading(store.engine) as connection:
        known = edition_with(connection, list_id, sha256)
        past = history(connection, list_id)
    for newer, older in pairwise(past):
        if known and newer.how == "rollback" and older.edition == known.edition.id:
            return f"{newer.by} rolled back from edition {known.edition.id} ({newer.reason}); to take it again, load it by hand"
    return None


def _quarantined(store: ListStore, loading: Loading, files: Sequence[Path], occasion: Occasion) -> Loading:
    kept = put_in_quarantine(store, loading.list_id, files, loading.report, occasion.at)
    with writing(store.engine) as connection:
        record_attempt(
            connection,
            loading.list_id,
            at=occasion.at,
            what=occasion.what,
            result=loading.result,
            by=occasion.by,
            report=loading.report,
        )
    return replace(loading, quarantine=kept)


def _failed(store: ListStore, list_id: str, occasion: Occasion, error: ScreeningError) -> None:
    try:
        with writing(store.engine) as connection:
            record_attempt(
                connection, list_id, at=occasion.at, what=occasion.what, result=Result.FAILED, by=occasion.by, report={"error": str(error)}
            )
    except DatabaseError as second:
        # Where the disk is full the record of it cannot be written either: the error itself still reaches the caller.
        error.add_note(f"nor could that be recorded: {second}")
