"""A file screened: from its rows to a result under its name, through a checkpoint that survives the run."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.files.checkpoint import Checkpoint
from api.files.errors import CannotWrite, unusable
from api.files.kinds import FileKind
from api.files.pool import Task, screened
from api.files.seen import Seen
from api.files.source import Source
from api.files.survey import wanted
from api.files.work import Chunk, Same, Tally, unpacked
from api.files.writing import WRITERS
from screening.rows import Line, Row, RowReader

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Run:
    """A file that was surveyed and is to be screened: its source, how many rows it has, what its workers need, rows of a chunk, and how
    many workers.
    """

    source: Source
    rows: int
    task: Task
    chunk: int
    workers: int

    @property
    def reader(self) -> RowReader:
        """What reads the rows."""
        return RowReader(self.task.mapping, self.task.order)


def screened_file(
    run: Run, checkpoint: Checkpoint, progress: Progress, kind: FileKind, summary: Callable[[Tally], Mapping[str, Any]]
) -> dict[str, Any]:
    """Screen every chunk that the checkpoint does not hold, and put the result together in the file `checkpoint.result`.

    `progress` is called with rows done, those of the checkpoint first; `summary` makes the summary, which is returned, from the counts.
    Raises `Interrupted`, `CannotWrite`, and `InvalidFile` when the file has changed since it was surveyed. The checkpoint stays.
    """
    seen = Seen(checkpoint.seen)
    try:
        progress(sum(checkpoint.done.values()))
        missing = (chunk for chunk in chunks_of(run, seen) if chunk.number not in checkpoint.done)
        for chunk, packed in screened(missing, run.task, run.workers):
            checkpoint.add(chunk.number, len(chunk.rows), packed)
            progress(len(chunk.rows))
        if sum(checkpoint.done.values()) != run.rows:
            raise unusable(run.source.name, "changed while it was read", "a file that stays as it is")
        return written(put_together(checkpoint, seen), checkpoint.result, kind, summary)
    finally:
        seen.close()


def chunks_of(run: Run, seen: Seen) -> Iterator[Chunk]:
    """Give the rows in chunks, each with the rows in it that ask what an earlier row asked. Raises `InvalidFile`."""
    reader, rows, number = run.reader, list[Row](), 0
    for row in run.source.rows(wanted(run.task.mapping)):
        rows.append(row)
        if len(rows) == run.chunk:
            yield Chunk(number, rows, seen.same_as(rows, reader))
            rows, number = [], number + 1
    if rows:
        yield Chunk(number, rows, seen.same_as(rows, reader))


def put_together(checkpoint: Checkpoint, seen: Seen) -> Iterator[list[Line]]:
    """Give the lines of every row, in order; rows that repeat an earlier one have its lines."""
    for number in sorted(checkpoint.done):
        rows = unpacked(checkpoint.packed(number))
        numbers = [one.row if isinstance(one, Same) else one[0].row for one in rows]
        repeated = seen.is_repeated(numbers[0], numbers[-1])
        for place, one in zip(numbers, rows, strict=True):
            lines = one.lines(seen.lines_of(one.first)) if isinstance(one, Same) else one
            if place in repeated:
                seen.keep(place, lines)
            yield lines


def written(rows: Iterable[list[Line]], path: Path, kind: FileKind, summary: Callable[[Tally], Mapping[str, Any]]) -> dict[str, Any]:
    """Write the lines of rows, in order, to a new file; return the summary, which `summary` makes from the counts. Raises `CannotWrite`."""
    tally = Tally()
    try:
        writer = WRITERS[kind](path)
        try:
            for lines in rows:
                tally.add(lines)
                writer.write(lines)
            made = dict(summary(tally))
            writer.finish(made)
        except BaseException:
            writer.abandon()
            raise
    except OSError as error:
        raise CannotWrite(f"{path} cannot be written: {error.strerror or error}; go on with --resume when it can") from error
    return made


def publish(made: Path, target: Path) -> None:
    """Give a finished file its name, in one step that leaves the old file or the new one. Raises `CannotWrite`."""
    try:
        with made.open("rb") as file:
            os.fsync(file.fileno())
        made.replace(target)
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise CannotWrite(f"{target} cannot be written: {error.strerror or error}") from error
