"""Retrieval against the full scan on real questions: hits and scores must be the same for every one.

The full scan compares with every listed name, at every threshold that is asked. To take hours instead of days it leaves out, by
comparing every token with every other, the names that have no token (or joined run) similar to any of the query's: their score is
0.0 by the rule that a score needs a pair. Nothing of the index's columns, bounds or kernel is used.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

from benchmarks.measure.ask import progress
from benchmarks.timing.world import ofac_persons, questions
from screening import Answer, Index, Policy, Query, examine
from screening.alignment import WeighedForm, weigh
from screening.names import forms_of
from screening.runs import token_keys
from screening.screen import Comparison
from screening.similarity import similarity

PROCESSES = 2
CHUNK = 50
THRESHOLDS = (Policy().threshold, 0.6)
POLICIES = [Policy(threshold=threshold, block_threshold=1.0, limit=1000) for threshold in THRESHOLDS]


class FullScan:
    """Every listed name of an index, to be compared without it."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._entries = [index.entry(number) for number in index.entries]
        self._with_token: dict[str, list[int]] = {}
        self._with_run: dict[str, list[int]] = {}
        self._with_key: dict[str, list[int]] = {}
        for number, entry in enumerate(self._entries):
            for token in entry.weighed.form.tokens:
                self._with_token.setdefault(token.text, []).append(number)
                for key in token_keys(token):
                    self._with_key.setdefault(key, []).append(number)
            for run in entry.weighed.runs:
                self._with_run.setdefault(run, []).append(number)
        self._similar: dict[str, list[int]] = {}

    def answers(self, query: Query, policies: Sequence[Policy]) -> list[Answer]:
        """The answers to a query by name alone, under policies that differ in their threshold: names are compared once."""
        comparison = Comparison(query, self._index, policies[0], frozenset())
        for asked in query.names:
            for form in forms_of(asked):
                weighed = weigh(form, self._index.rarity)
                comparison.add(asked, weighed, sorted(self._sharing(weighed)))
        return [comparison.answer(policy) for policy in policies]

    def _sharing(self, form: WeighedForm) -> set[int]:
        found: set[int] = set()
        for token in form.form.tokens:
            found.update(self._with_similar(token.text))
            found.update(_all(self._with_run, token_keys(token)))
        found.update(_all(self._with_key, form.runs))
        return found

    def _with_similar(self, text: str) -> list[int]:
        if text not in self._similar:
            compared = similarity.__wrapped__  # Each pair is met once: a cache of them would be filled and emptied for nothing.
            alike = [other for other in self._with_token if compared(*sorted((text, other))).value > 0.0]
            self._similar[text] = sorted(set(_all(self._with_token, alike)))
        return self._similar[text]


def _all(lists: dict[str, list[int]], keys: Iterable[str]) -> Iterable[int]:
    return (number for key in keys for number in lists.get(key, ()))


def exact(count: int) -> dict[str, Any]:
    """Ask so many questions both ways; list those answered differently."""
    names = questions(count)
    chunks = [names[start : start + CHUNK] for start in range(0, len(names), CHUNK)]
    say = progress("retrieval against the full scan", len(names))
    done, different, hits = 0, [], 0
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn"), initializer=_prepare) as processes:
        for chunk, (wrong, found) in zip(chunks, processes.map(_compare, chunks), strict=True):
            done += len(chunk)
            hits += found
            different += wrong
            for name in wrong:
                print(f"answered differently: {name}", file=sys.stderr)
            say(done)
    thresholds = ", ".join(map(str, THRESHOLDS))
    return {"questions": len(names), "thresholds": thresholds, "hits": hits, "answered differently": len(different)}


_state: list[tuple[Index, FullScan]] = []


def _prepare() -> None:
    index = Index.build(ofac_persons())
    _state.append((index, FullScan(index)))


def _compare(names: Sequence[str]) -> tuple[list[str], int]:
    [(index, scan)] = _state
    different, hits = [], 0
    queries = [Query(name) for name in names]
    retrieved = [examine(queries, index, policy) for policy in POLICIES]
    for place, query in enumerate(queries):
        for policy, answers, wanted in zip(POLICIES, retrieved, scan.answers(query, POLICIES), strict=True):
            hits += wanted.total
            if answers[place] != wanted:
                different.append(f"{query.name} at {policy.threshold}")
    return different, hits
