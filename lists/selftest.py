"""The self-test of an edition: every party is found by each of its strong names at the default policy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from screening.errors import InvalidQuery
from screening.index import Index
from screening.party import AliasStrength, DesignatedParty
from screening.policy import Policy
from screening.query import Query
from screening.screen import examine

STRICT = 0.99
"""The threshold asked first. A hit there is one at the default policy too, and few names come near: the whole list takes seconds."""

BATCH = 500
MOST_HITS = 1000


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


def self_test(index: Index, parties: Iterable[DesignatedParty], heard: Callable[[int], None] = lambda _: None) -> SelfTest:
    """Ask the index for every strong name of the parties, each name once, with nothing known but the name.

    Names that do not find all their parties at `STRICT` are asked again at the default policy itself. `heard` is called with the
    number of names done, for a progress bar.
    """
    wanted: dict[str, set[str]] = defaultdict(set)
    for party in parties:
        for name in party.names:
            if name.strength is AliasStrength.STRONG:
                wanted[name.text].add(party.id)
    default = Policy()
    policy = replace(default, limit=MOST_HITS)
    strict = replace(policy, threshold=max(STRICT, policy.threshold), block_threshold=max(STRICT, policy.block_threshold))
    again = [name for name, missing in _missing(list(wanted), wanted, index, strict, heard) if missing]
    failed = [
        NotFound(party_id, name, f"a query for it does not find the party at the threshold of {default.threshold}")
        for name, missing in _missing(again, wanted, index, policy, lambda _: None)
        for party_id in sorted(missing)
    ]
    return SelfTest(sum(len(ids) for ids in wanted.values()), tuple(sorted(failed, key=lambda one: (one.party_id, one.name))))


def _missing(
    names: Sequence[str], wanted: dict[str, set[str]], index: Index, policy: Policy, heard: Callable[[int], None]
) -> Iterable[tuple[str, set[str]]]:
    for start in range(0, len(names), BATCH):
        batch = names[start : start + BATCH]
        queries: dict[str, Query] = {}
        for name in batch:
            try:
                queries[name] = Query(name=name)
            except InvalidQuery:
                # Nobody can ask for it: the party is not found by it, which is what the caller reports.
                yield name, wanted[name]
        for name, answer in zip(queries, examine(list(queries.values()), index, policy), strict=True):
            yield name, wanted[name] - {hit.party.id for hit in answer.hits}
        heard(len(batch))
