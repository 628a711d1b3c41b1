"""A chunk of rows screened: its lines, the records of its screenings, and its counts, in one transaction.

So each row is on record once and counted once, however often workers began with its chunk.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from api.batch import MAX_ROW_PROBLEMS
from api.caller import Caller
from api.errors import problem_of
from api.files.work import Tally
from api.jobs.asked import Plan, boxed, unboxed
from api.jobs.preparing import chunk_of
from api.record import ScreenedList, Screening
from api.recording import Answered, entry_of, refusal_entry
from api.schemas.batch import ERROR
from api.schemas.screening import dump_alike
from api.store import jobs, tasks
from api.store.append import append
from api.store.entry import BATCH, Entry
from api.store.errors import LostLease
from api.store.jobs import Job, JobState
from api.store.tasks import Task, TaskKind
from api.vault import Vault
from api.wire.identity import milliseconds, uuid7, uuid7_at
from api.wire.moments import to_milliseconds
from lists.database import writing
from screening import Answer, Index, Outcome, Query
from screening.errors import InvalidInput
from screening.rows import Line, Row, RowReader, Understood, answer_rows, lines_of


@dataclass(frozen=True, slots=True)
class Work:
    """What a worker needs for the chunks of one job, opened once: the job, its key, what it goes by, the index, and who asked."""

    job: Job
    key: bytes
    plan: Plan
    index: Index
    reader: RowReader
    lists: tuple[ScreenedList, ...]

    @property
    def caller(self) -> Caller:
        """Who made the job."""
        return Caller(self.job.tenant, self.job.caller)


def screen_chunk(vault: Vault, task: Task, work: Work) -> None:
    """Screen a chunk and keep all that follows from it. Raises `LostLease`, `DatabaseError`, `ProofError`: then nothing is kept."""
    chunk = chunk_of(task.number, unboxed(task.input or b"", work.key, task.job, f"rows {task.number}"))
    understood = [work.reader.read(row) for row in chunk.rows]
    asked = list(zip(chunk.rows, understood, answer_rows(understood, work.index, work.plan.policy), strict=True))
    rows = [lines_of(row, one, answer, chunk.same_as.get(row.number)) for row, one, answer in asked]
    counted = Tally()
    for lines in rows:
        counted.add(lines)
    at = to_milliseconds(datetime.now(UTC))
    entries = list(_entries(vault, work, asked, number=task.number, at=at))
    output = _boxed_lines(rows, work, task.number)
    with writing(vault.engine) as connection:
        tasks.finish(connection, task, at, errors=counted.status[Outcome.ERROR], output=output)
        append(connection, vault.keys, entries, set())
        job = jobs.count(connection, work.job, _counts(counted))
        if job is None:
            raise LostLease(f"job {task.job} does not run any more")
        if job.rows_done == job.rows:
            _last(connection, job, at)
    vault.sealer.notice()


def _last(connection: Any, job: Job, now: datetime) -> None:
    """The last chunk is done: what comes next is the result."""
    jobs.change(connection, job, state=JobState.WRITING)
    tasks.add(connection, job, TaskKind.WRITE, now, [(-1, 0, None)])


def _counts(counted: Tally) -> Mapping[str, int]:
    statuses = {status.value: counted.status[status] for status in Outcome}
    return {
        "rows_done": counted.rows,
        **statuses,
        "hits": counted.hits,
        "lines": counted.lines,
        "repeated": counted.repeated,
        "chunks": 1,
    }


def _boxed_lines(rows: list[list[Line]], work: Work, number: int) -> bytes:
    """Encrypt the lines of a chunk."""
    return boxed(rows, work.key, work.job.id, f"lines {number}")


def lines_in(output: bytes, key: bytes, job: str, number: int) -> Iterator[list[Line]]:
    """The lines of each row of a chunk that is done, in order. Raises `KeyUnusable`."""
    for row in unboxed(output, key, job, f"lines {number}"):
        yield [Line(*line) for line in row]


def _entries(
    vault: Vault, work: Work, asked: Sequence[tuple[Row, Understood, Answer | None]], *, number: int, at: datetime
) -> Iterator[Entry]:
    """The records of a chunk: the chunk itself, each screening, and each row that could not be asked, with the reason."""
    batch, caller = work.job.id, work.caller
    screened = [(row, one.query, answer) for row, one, answer in asked if one.query is not None and answer is not None]
    counted = {"rows": len(asked), "screened": len(screened), "refused": len(asked) - len(screened)}
    yield Entry(uuid7_at(at), BATCH, at, caller, {"job": batch, "chunk": number, **counted}, batch=batch)
    screenings = [
        Screening(uuid7(milliseconds(at)), query, answer, work.plan.policy, work.lists, work.index.hash, work.plan.basis.editions, at)
        for _, query, answer in screened
    ]
    for (row, query, _), screening, document in zip(screened, screenings, dump_alike(screenings), strict=True):
        answered = Answered(screening, received(query, work.plan.chosen), document)
        yield entry_of(answered, caller, vault, place=row.number, batch=batch)
    for row, one, answer in asked:
        if answer is None:
            problem = problem_of(InvalidInput(one.problems), MAX_ROW_PROBLEMS)
            refused = {"index": row.number, "status": ERROR, "outcome": Outcome.ERROR, "reference": one.reference, "problem": problem}
            yield refusal_entry(refused, vault, batch, at, caller)


def received(query: Query, chosen: Mapping[str, Any]) -> dict[str, Any]:
    """Write a query as the body of a screening that asks the same."""
    identifiers = [
        {"type": each.type, "value": each.value, **({"country": each.country} if each.country else {})} for each in query.identifiers
    ]
    said = {
        "name": query.name,
        "other_names": list(query.other_names),
        "kind": query.kind,
        "birth_date": str(query.birth_date) if query.birth_date else None,
        "countries": list(query.countries),
        "identifiers": identifiers,
        "reference": query.reference,
        **{name: list(value) if isinstance(value, tuple) else value for name, value in chosen.items()},
    }
    return {name: value for name, value in said.items() if value not in (None, [])}
