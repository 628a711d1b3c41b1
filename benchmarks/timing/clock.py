"""Time spent, and numbers put in order."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, NamedTuple, TypeVar

import numpy as np

T = TypeVar("T")


class Spent(NamedTuple):
    """Seconds on the clock, and seconds of processor time of this process (all its threads)."""

    wall: float
    cpu: float


def timed(function: Callable[[], T]) -> tuple[T, Spent]:
    """Call a function; return what it gave and the time spent."""
    wall, cpu = time.perf_counter(), time.process_time()
    found = function()
    return found, Spent(time.perf_counter() - wall, time.process_time() - cpu)


def each_timed(function: Callable[[T], Any], items: Iterable[T]) -> list[Spent]:
    """Call a function with every item; return the milliseconds of each call."""
    spent = []
    for item in items:
        wall, cpu = time.perf_counter(), time.process_time()
        function(item)
        spent.append(Spent(1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - cpu)))
    return spent


def percentiles(values: Sequence[Spent]) -> dict[str, float]:
    """The median, 95th and 99th percentiles of the time on the clock, and the 95th of the processor's (what others take left out)."""
    found = {f"p{share}": float(np.percentile([one.wall for one in values], share)) for share in (50, 95, 99)}
    return found | {"p95 of the processor": float(np.percentile([one.cpu for one in values], 95))}


def in_new_process(function: Callable[..., T], *arguments: object) -> T:
    """Call a function of a module in a Python started for it, whose caches are empty."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(function, *arguments).result()
