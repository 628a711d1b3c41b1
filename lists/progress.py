"""How a load goes about its work, and how far it has come, for whoever waits for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

Item = TypeVar("Item")

_EVERY = 200


class Stage(StrEnum):
    """What a load is at: its files are read, the index with them is built, every strong name is asked for."""

    READING = "reading"
    INDEXING = "indexing"
    TESTING = "testing"


Heard = Callable[[Stage, int, int], None]
"""Called now and then with the stage, how many parties (testing: names) are done, and of how many; 0 where nobody knows yet."""


def silent(stage: Stage, done: int, total: int) -> None:
    """Hear nothing."""


@dataclass(frozen=True, slots=True)
class Working:
    """Who hears of the progress, and how many processes (1 or more) may share the work of a long list."""

    heard: Heard = silent
    workers: int = 1


QUIETLY = Working()
"""Nobody hears of it, and this process does it all."""


def counted(items: Iterable[Item], heard: Heard, stage: Stage, total: int = 0) -> Iterator[Item]:
    """Yield the items, and say every now and then how many there were."""
    number = 0
    for number, item in enumerate(items, 1):
        if number % _EVERY == 0:
            heard(stage, number, total)
        yield item
    heard(stage, number, total or number)
