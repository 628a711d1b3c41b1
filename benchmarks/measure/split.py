"""Choices that depend on nothing but a hash: which half a name falls into, which ones a sample takes, seeds of distortions."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")

HALVES = ("tune", "report", "all")


def digest(*parts: str) -> int:
    """A whole number from the SHA-256 of the parts: the same on every machine and run."""
    return int.from_bytes(hashlib.sha256("\x1f".join(parts).encode()).digest()[:8], "big")


def rng(*parts: str) -> random.Random:
    """A random source seeded by the parts alone."""
    return random.Random(digest(*parts))


def in_half(key: str, half: str) -> bool:
    """Whether what `key` names (a party, a person, a pair) belongs to `half`: ``tune``, ``report`` or ``all``."""
    return half == "all" or HALVES[digest("half", key) % 2] == half


def sample(items: Iterable[T], key: Callable[[T], str], size: int | None) -> list[T]:
    """The `size` items whose keys hash lowest (all when None), in that order: a larger sample holds every smaller one."""
    ordered = sorted(items, key=lambda item: (digest("sample", key(item)), key(item)))
    return ordered if size is None else ordered[:size]
