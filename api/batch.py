"""Many queries at once: each row has its own result or its own problem, and no row's trouble is another's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from api.catalogue import Catalogue
from api.errors import InvalidBody, problem_of
from api.record import Screening, screen_all
from api.schemas.batch import ERROR, OK
from api.schemas.query import QuerySchema, Question, load
from api.schemas.screening import screening_view
from screening import Outcome
from screening.errors import Problem

MAX_ROW_PROBLEMS = 10
"""Most problems spelt out for one row; the row's `errors_total` says how many there were."""


def screen_rows(rows: Sequence[Any], catalogue: Catalogue) -> tuple[dict[str, Any], list[Screening]]:
    """Screen every row that can be screened; return the batch as `BatchResultSchema` dumps it, and the screenings in it."""
    schema = QuerySchema(list_ids=catalogue.list_ids)
    loaded = [load(schema, row) for row in rows]
    questions: dict[int, Question] = {place: question for place, (question, problems) in enumerate(loaded) if not problems}
    screenings = dict(zip(questions, screen_all(list(questions.values()), catalogue), strict=True))
    results = [
        {"index": place, "status": OK, **screening_view(screenings[place], catalogue.index.hash)}
        if place in screenings
        else _refused(place, rows[place], problems)
        for place, (_, problems) in enumerate(loaded)
    ]
    batch = {"results": results, "screened": len(screenings), "refused": len(rows) - len(screenings)}
    return batch, list(screenings.values())


def _refused(place: int, row: Any, problems: tuple[Problem, ...]) -> dict[str, Any]:
    moved = [Problem(f"/queries/{place}{problem.pointer}", problem.detail, problem.allowed) for problem in problems]
    at_fault = {problem.pointer for problem in problems}
    reference = row.get("reference") if isinstance(row, dict) and "/reference" not in at_fault else None
    return {
        "index": place,
        "status": ERROR,
        "outcome": Outcome.ERROR,
        "reference": reference,
        "problem": problem_of(InvalidBody(moved), MAX_ROW_PROBLEMS),
    }
