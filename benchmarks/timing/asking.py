"""One name at a time, and many at once, against OFAC's persons; beside rapidfuzz's sweep of the same names in the same process.

Each function runs in a process of its own, so that "cold" means: nothing was asked before, the index just opened.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rapidfuzz.fuzz import token_sort_ratio
from rapidfuzz.process import cdist

from benchmarks.timing.clock import each_timed, percentiles, timed
from benchmarks.timing.world import athletes, ofac_persons
from screening import Index, Policy, Query, examine
from screening.index.kernel import COMPILED

SINGLES = 2_000
PEER_SINGLES = 300
PEER_BATCH = 1_000


def singles(folder: Path) -> dict[str, Any]:
    """Milliseconds a name, one at a time: the first ones, later ones, and ones asked before."""
    index, policy, names = Index.open(folder), Policy(), athletes()
    before, later = names[:SINGLES], names[-SINGLES:]

    def ask(name: str) -> None:
        examine([Query(name)], index, policy)

    cold = each_timed(ask, before)
    examine([Query(name) for name in names[SINGLES:-SINGLES]], index, policy)
    warm = each_timed(ask, later)
    again = each_timed(ask, later)
    listed = _peer_names()
    peer = each_timed(lambda name: cdist([name.lower()], listed, scorer=token_sort_ratio, workers=1), later[:PEER_SINGLES])
    return {
        "names asked": SINGLES,
        "in C": COMPILED,
        "first names asked of a just opened index (ms)": percentiles(cold),
        "names not asked before, index in use (ms)": percentiles(warm),
        "names asked before (ms)": percentiles(again),
        "rapidfuzz token_sort_ratio sweep (ms)": percentiles(peer),
    }


def batch(folder: Path) -> dict[str, Any]:
    """Names a second of processor time, many at once: at first, and asked again."""
    index, policy, listed = Index.open(folder), Policy(), _peer_names()
    queries = [Query(name) for name in athletes()]
    answers, cold = timed(lambda: examine(queries, index, policy))
    _, warm = timed(lambda: examine(queries, index, policy))
    peer_names = [query.name.lower() for query in queries[:PEER_BATCH]]
    _, peer = timed(lambda: cdist(peer_names, listed, scorer=token_sort_ratio, workers=1))
    rates = {"first time": len(queries) / cold.cpu, "asked again": len(queries) / warm.cpu, "rapidfuzz cdist": PEER_BATCH / peer.cpu}
    return {
        "names asked": len(queries),
        "listed names": len(listed),
        "parties within or near the threshold, per name": sum(answer.candidates for answer in answers) / len(queries),
        "names a second and core": rates,
        "seconds on the clock": {"first time": cold.wall, "asked again": warm.wall},
        "times as fast as rapidfuzz": {name: rate / rates["rapidfuzz cdist"] for name, rate in rates.items() if name != "rapidfuzz cdist"},
    }


def _peer_names() -> list[str]:
    return [name.text.lower() for party in ofac_persons() for name in party.names]
