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
            for key, value in zip(missing, self._make(missing), strict=True):
                found[key] = self._keep(key, value)
        return [found[key] for key in keys]

    def _keep(self, key: Key, value: Value) -> Value:
        cost = self._cost(key, value)
        with self._lock:
            if key in self._held:
                return self._held[key]
            if cost <= self._most:
                self._held[key] = value
                self._bytes += cost
            while self._bytes > self._most:
                self._bytes -= self._cost(*self._held.popitem(last=False))
        return value
