"""The self-test of an edition: every party is found by each of its strong names at the default policy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from lists.progress import QUIETLY, Stage, Working
from lists.workers import spread
from screening.errors import InvalidQuery
from screening.index import Index
from screening.party import AliasStrength, DesignatedParty
from screening.policy import Policy
from screening.query import Query
from screening.screen import finds

STRICT = 0.99
"""The threshold asked first. A hit there is one at the default policy too, and few names come near: the whole list takes seconds."""

BATCH = 500

MANY = 5_000
"""Names from which on other processes are worth their start."""

Named = tuple[str, tuple[str, ...]]
"""A name, and the ids of the parties that bear it."""


@dataclass(frozen=True, slots=True)
class NotFound:
    """A party that one of its own strong names does not find, and why not."""

    party_id: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class SelfTest:
    """How many (party, strong name) pairs were asked, and those that failed."""

    asked: int
    not_found: tuple[NotFound, ...]


class _Asker:
    """Asks one list of a saved index for names, and tells which of their parties were not found."""

    def __init__(self, folder: Path, list_id: str) -> None:
        self._index = Index.open(folder)
        self._policy = replace(Policy(), lists=(list_id,))
        strict = max(STRICT, self._policy.threshold)
        self._strict = replace(self._policy, threshold=strict, block_threshold=max(strict, self._policy.block_threshold))

    def not_found(self, names: Sequence[Named]) -> list[NotFound]:
        """Names that do not find all their parties at `STRICT` are asked again at the default policy itself."""
        again = [(name, missing) for name, missing in self._missing(names, self._strict) if missing]
        reason = f"a query for it does not find the party at the threshold of {self._policy.threshold}"
        return [NotFound(party_id, name, reason) for name, missing in self._missing(again, self._policy) for party_id in missing]

    def _missing(self, names: Sequence[Named], policy: Policy) -> Iterator[Named]:
        queries: dict[str, Query] = {}
        for name, wanted in names:
            try:
                queries[name] = Query(name=name)
            except InvalidQuery:
                # Nobody can ask for it: the party is not found by it, which is what the caller reports.
                yield name, wanted
        asked = [(name, wanted) for name, wanted in names if name in queries]
        found = finds(list(queries.values()), [wanted for _, wanted in asked], self._index, policy)
        for (name, wanted), ids in zip(asked, found, strict=True):
            yield name, tuple(one for one in wanted if one not in ids)


def strong_names(parties: Iterable[DesignatedParty]) -> list[Named]:
    """Return every strong name of the parties, each once."""
    bearers: dict[str, list[str]] = defaultdict(list)
    for party in parties:
        for text in dict.fromkeys(name.text for name in party.names if name.strength is AliasStrength.STRONG):
            bearers[text].append(party.id)
    return [(name, tuple(ids)) for name, ids in bearers.items()]


def self_test(folder: Path, list_id: str, names: Sequence[Named], working: Working = QUIETLY) -> SelfTest:
    """Ask the index saved in `folder` for every one of the `strong_names` of a list, with nothing known but the name.

    Raises `IndexFileError`, `WorkerDied`.
    """
    done, failed = 0, list[NotFound]()
    for batch, not_found in _asked(folder, list_id, names, working.workers):
        done += len(batch)
        failed += not_found
        working.heard(Stage.TESTING, done, len(names))
    return SelfTest(sum(len(ids) for _, ids in names), tuple(sorted(failed, key=lambda one: (one.party_id, one.name))))


def _asked(folder: Path, list_id: str, names: Sequence[Named], workers: int) -> Iterator[tuple[Sequence[Named], list[NotFound]]]:
    batches = [names[start : start + BATCH] for start in range(0, len(names), BATCH)]
    if workers > 1 and len(names) >= MANY:
        yield from spread(batches, _ask, workers, _begin, (folder, list_id))
        return
    asker = _Asker(folder, list_id)
    for batch in batches:
        yield batch, asker.not_found(batch)


_asker: _Asker | None = None


def _begin(given: tuple[Path, str]) -> None:
    """In a worker: open the index."""
    global _asker  # noqa: PLW0603 (one for each process: what a pool hands a worker at its start lives nowhere else)
    _asker = _Asker(*given)


def _ask(names: Sequence[Named]) -> list[NotFound]:
    if _asker is None:
        raise RuntimeError("a worker has no index")
    return _asker.not_found(names)
