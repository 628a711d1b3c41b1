"""Chunks screened by several processes that share one saved index, or by this one alone: the same chunks, the same answers."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing.connection import wait as wait_for
from pathlib import Path

from api.files.errors import Interrupted
from api.files.work import Chunk, Screener
from screening import Index, Policy
from screening.rows import DateOrder, Mapping, RowReader

_AHEAD = 3
"""Chunks handed out for each worker: enough that none waits, few enough that memory stays small."""


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
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(task,)) as pool:
        try:
            yield from _handed_out(pool, iter(chunks), workers * _AHEAD)
        except BrokenProcessPool as error:
            raise Interrupted("a worker died, killed or out of memory") from error
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _handed_out(pool: ProcessPoolExecutor, chunks: Iterator[Chunk], most: int) -> Iterator[tuple[Chunk, bytes]]:
    running: dict[Future[bytes], Chunk] = {}
    more = True
    while more or running:
        while more and len(running) < most:
            chunk = next(chunks, None)
            if chunk is None:
                more = False
            else:
                running[pool.submit(_work, chunk)] = chunk
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            yield running.pop(future), future.result()


_screener: Screener | None = None


def _begin(task: Task) -> None:
    """In a worker: leave Ctrl-C to the process that started it, end when that one ends, and open the index."""
    global _screener  # noqa: PLW0603 (one for each process: what a pool hands a worker at its start lives nowhere else)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _screener = task.screener()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait_for([parent.sentinel])
        os._exit(1)


def _work(chunk: Chunk) -> bytes:
    if _screener is None:
        raise Interrupted("a worker has no index")
    return _screener.packed(chunk)
