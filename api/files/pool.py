"""Chunks screened by several processes that share one saved index, or by this one alone: the same chunks, the same answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from api.files.errors import Interrupted
from api.files.work import Chunk, Screener
from lists.errors import WorkerDied
from lists.workers import spread
from screening import Index, Policy
from screening.rows import DateOrder, Mapping, RowReader


@dataclass(frozen=True, slots=True)
class Task:
    """What every worker of a run needs: the folder of the index, how rows are read, the policy."""

    index: Path
    mapping: Mapping
    order: DateOrder | None
    policy: Policy

    def screener(self) -> Screener:
        """Open the index and make a screener. Raises `IndexFileError`."""
        return Screener(Index.open(self.index), RowReader(self.mapping, self.order), self.policy)


def screened(chunks: Iterable[Chunk], task: Task, workers: int) -> Iterator[tuple[Chunk, bytes]]:
    """Screen chunks with so many processes (1: in this one); yield each with its packed rows as it is done, in no particular order.

    Raises `Interrupted` when a worker dies.
    """
    if workers == 1:
        screener = task.screener()
        yield from ((chunk, screener.packed(chunk)) for chunk in chunks)
        return
    try:
        yield from spread(chunks, _work, workers, _begin, task)
    except WorkerDied as error:
        raise Interrupted(str(error)) from error


_screener: Screener | None = None


def _begin(task: Task) -> None:
    """In a worker: open the index."""
    global _screener  # noqa: PLW0603 (one for each process: what a pool hands a worker at its start lives nowhere else)
    _screener = task.screener()


def _work(chunk: Chunk) -> bytes:
    if _screener is None:
        raise Interrupted("a worker has no index")
    return _screener.packed(chunk)
