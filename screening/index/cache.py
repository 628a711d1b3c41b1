"""A cache bounded by the bytes of what it holds, for several threads."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class BoundedCache(Generic[Key, Value]):
    """Keeps what `make` returned, the most recently used, until `cost` (bytes) sums up to more than `most`.

    `make` is given all the keys that are missing at once. It runs outside the lock: two threads that miss the same key at once both
    make its value, and the first stays.
    """

    def __init__(self, make: Callable[[Sequence[Key]], Sequence[Value]], cost: Callable[[Key, Value], int], most: int) -> None:
        self._make, self._cost, self._most = make, cost, most
        self._held: OrderedDict[Key, Value] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    @property
    def bytes_held(self) -> int:
        """What the values held cost; at most the bound."""
        return self._bytes

    def __call__(self, key: Key) -> Value:
        """Return the value of a key, held or made now."""
        return self.of([key])[0]

    def of(self, keys: Sequence[Key]) -> list[Value]:
        """Return the values of distinct keys, held or made now."""
        found: dict[Key, Value] = {}
        with self._lock:
            for key in keys:
                if key in self._held:
                    self._held.move_to_end(key)
                    found[key] = self._held[key]
        if len(found) < len(keys):
            missing = [key for key in keys if key not in found]
            found.update(self._keep(missing, self._make(missing)))
        return [found[key] for key in keys]

    def _keep(self, keys: Sequence[Key], values: Sequence[Value]) -> dict[Key, Value]:
        """Hold values made now, and return them; for a key that another thread has made one of meanwhile, that one."""
        costs = [self._cost(key, value) for key, value in zip(keys, values, strict=True)]
        kept = dict(zip(keys, values, strict=True))
        with self._lock:
            held = self._held
            for key, cost in zip(keys, costs, strict=True):
                if key in held:
                    kept[key] = held[key]
                elif cost <= self._most:
                    held[key] = kept[key]
                    self._bytes += cost
            while self._bytes > self._most:
                self._bytes -= self._cost(*held.popitem(last=False))
        return kept
