"""Measure 4: labelled pairs of our own, adversarial by design, from tests/cases/pairs_*.csv (see the README there)."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure.ask import Question, Reply
from benchmarks.measure.result import DEFAULT_THRESHOLD, Errors, Figure, Measured, share
from benchmarks.measure.split import in_half
from benchmarks.measure.statistics import best_f1
from screening import PartyKind, compare

CASES = Path(__file__).resolve().parents[2] / "tests" / "cases"
FILES = ("pairs_persons.csv", "pairs_entities.csv", "pairs_scripts.csv")


@dataclass(frozen=True, slots=True)
class Case:
    """Two names and whether they can be the same party's; `grade` says how firmly (STRONG, MEDIUM, WEAK)."""

    name_a: str
    name_b: str
    kind: PartyKind | None
    same: bool
    grade: str
    category: str
    note: str
    file: str


def cases() -> list[Case]:
    """Every labelled pair, in the order of the files."""
    found = []
    for file in FILES:
        with (CASES / file).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, strict=True):
                kind = PartyKind(row["kind"]) if row["kind"] else None
                same = {"same": True, "different": False}[row["label"]]
                found.append(Case(row["name_a"], row["name_b"], kind, same, row["grade"], row["category"], row["note"], file))
    return found


def labelled(half: str) -> Measured:
    """Score every pair of one half with `compare`: best F1, and precision and recall at the default threshold."""
    chosen = [case for case in cases() if in_half(f"{case.name_a} {case.name_b}", half)]
    replies = [(case, _reply(case)) for case in chosen]
    measured = Measured("Labelled adversarial pairs")
    _figures("", replies, measured)
    for file in FILES:
        _figures(f"{file.removeprefix('pairs_').removesuffix('.csv')}.", [one for one in replies if one[0].file == file], measured)
    strong = [(case, reply) for case, reply in replies if case.grade == "STRONG"]
    right = sum(case.same is (reply.score >= DEFAULT_THRESHOLD) for case, reply in strong)
    measured.figures["strong.right"] = share(right, len(strong))
    measured.positives = [reply.score for case, reply in replies if case.same]
    measured.negatives = [reply.score for case, reply in replies if not case.same]
    _, bar = best_f1(measured.positives, measured.negatives)
    wrong = Counter(case.category for case, reply in replies if case.same is not (reply.score >= DEFAULT_THRESHOLD))
    measured.notes = [
        f"best F1 at {bar:.3f}; default {DEFAULT_THRESHOLD:.2f}",
        "wrong at the default, by category: " + (", ".join(f"{category} {count}" for category, count in wrong.most_common()) or "none"),
    ]
    misses = [reply for case, reply in replies if case.same and reply.score < DEFAULT_THRESHOLD]
    alerts = [reply for case, reply in replies if not case.same and reply.score >= DEFAULT_THRESHOLD]
    measured.errors = Errors(sorted(misses, key=lambda reply: reply.score), sorted(alerts, key=lambda reply: -reply.score))
    return measured


def _reply(case: Case) -> Reply:
    score = compare(case.name_a, case.name_b, case.kind).name_score
    return Reply(Question(case.name_a, case.name_b, f"{case.category}, {case.grade}", case.note), None, score, None, None)


def _figures(prefix: str, replies: list[tuple[Case, Reply]], measured: Measured) -> None:
    positives = [reply.score for case, reply in replies if case.same]
    negatives = [reply.score for case, reply in replies if not case.same]
    found = sum(score >= DEFAULT_THRESHOLD for score in positives)
    false = sum(score >= DEFAULT_THRESHOLD for score in negatives)
    best, _ = best_f1(positives, negatives)
    measured.figures[f"{prefix}best_f1"] = Figure(best, best, best, len(replies))
    measured.figures[f"{prefix}precision"] = share(found, found + false)
    measured.figures[f"{prefix}recall"] = share(found, len(positives))
