"""Questions put to the engine in batches, and what of each answer the measures need."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from screening import Alignment, Index, Policy, Query, examine

FLOOR = 0.3
"""Scores below it count as nothing found: no measure looks there, and lower ones cost time."""

BATCH = 256
_POLICY = Policy(threshold=FLOOR, block_threshold=1.0, limit=1000)


@dataclass(frozen=True, slots=True)
class Question:
    """A name to ask and the id of the party it is (None: nobody on the list). `group` is the distortion or sort of alias."""

    name: str
    right: str | None
    group: str
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """The best listed name of one party for a question."""

    party: str
    primary: str
    listed: str
    score: float
    alignment: Alignment


@dataclass(frozen=True, slots=True)
class Reply:
    """What the engine answered: the right party's rank (None when under `FLOOR`) and score (0.0 then), and the best hit."""

    question: Question
    rank: int | None
    score: float
    right: Found | None
    top: Found | None

    @property
    def first(self) -> bool:
        """Whether the right party came first, alone or level with others."""
        return self.right is not None and self.score >= self.top_score

    @property
    def top_score(self) -> float:
        """Score of the best hit; 0.0 without one."""
        return self.top.score if self.top else 0.0


def ask(questions: Sequence[Question], index: Index, title: str) -> list[Reply]:
    """Put every question, by name alone, and report progress on stderr."""
    replies: list[Reply] = []
    say = progress(title, len(questions))
    for start in range(0, len(questions), BATCH):
        batch = questions[start : start + BATCH]
        answers = examine([Query(question.name) for question in batch], index, _POLICY)
        for question, answer in zip(batch, answers, strict=True):
            found = [Found(hit.party.id, hit.party.primary_name, hit.listed_name.text, hit.score, hit.alignment) for hit in answer.hits]
            rank = next((place for place, one in enumerate(found, start=1) if one.party == question.right), None)
            right = found[rank - 1] if rank else None
            replies.append(Reply(question, rank, right.score if right else 0.0, right, found[0] if found else None))
        say(len(replies))
    return replies


def progress(title: str, total: int) -> Callable[[int], None]:
    """A function that says on stderr how many of `total` are done, at most every two seconds and at the end."""
    started = last = time.monotonic()

    def say(done: int) -> None:
        nonlocal last
        now = time.monotonic()
        if done < total and now - last < 2:
            return
        last = now
        rate = done / max(now - started, 1e-6)
        print(f"{title}: {done} of {total} ({rate:,.0f}/s)", file=sys.stderr, flush=True)

    return say
