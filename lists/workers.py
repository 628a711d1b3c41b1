"""Work spread over fresh processes that end when this one does and leave Ctrl-C to it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait as wait_for
from typing import TypeVar

from lists.errors import WorkerDied

Piece = TypeVar("Piece")
Made = TypeVar("Made")
Given = TypeVar("Given")

_AHEAD = 3
"""Pieces handed out for each worker: enough that none waits, few enough that memory stays small."""


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def spread(
    pieces: Iterable[Piece], work: Callable[[Piece], Made], workers: int, begin: Callable[[Given], None], given: Given
) -> Iterator[tuple[Piece, Made]]:
    """Do `work` on every piece with so many processes; yield each piece with what came of it as it is done, in no particular order.

    Every process first calls `begin` with what is given to all. All that is handed over must pickle. Raises `WorkerDied`, and what
    `work` raises.
    """
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(begin, given)) as pool:
        try:
            yield from _handed_out(pool, iter(pieces), work, workers * _AHEAD)
        except BaseException as error:
            pool.shutdown(wait=False, cancel_futures=True)
            if isinstance(error, BrokenProcessPool):
                raise WorkerDied("a worker died, killed or out of memory") from error
            raise


def _handed_out(
    pool: ProcessPoolExecutor, pieces: Iterator[Piece], work: Callable[[Piece], Made], most: int
) -> Iterator[tuple[Piece, Made]]:
    running: dict[Future[Made], Piece] = {}
    more = True
    while more or running:
        while more and len(running) < most:
            try:
                piece = next(pieces)
            except StopIteration:
                more = False
            else:
                running[pool.submit(work, piece)] = piece
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            yield running.pop(future), future.result()


def _begin(begin: Callable[[Given], None], given: Given) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    begin(given)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait_for([parent.sentinel])
        os._exit(1)
