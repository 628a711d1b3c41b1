"""Many queries at once: each row has its own result or its own problem, and no row's trouble is another's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from api.catalogue import Catalogue
from api.errors import InvalidBody, problem_of
from api.record import Screening, screen_all
from api.schemas.batch import ERROR, OK, dump_row
from api.schemas.query import QuerySchema, Question, load
from api.schemas.screening import screening_view
from screening import Outcome
from screening.errors import Problem

MAX_ROW_PROBLEMS = 10
"""Most problems spelt out for one row; the row's `errors_total` says how many there were."""


class ScreenedBatch(NamedTuple):
    """The results of the rows (JSON values), in order, and the screenings among them by their place."""

    results: list[dict[str, Any]]
    screenings: dict[int, Screening]


def screen_rows(rows: Sequence[Any], catalogue: Catalogue) -> ScreenedBatch:
    """Screen every row that can be screened."""
    schema = QuerySchema(**catalogue.scopes)
    loaded = [load(schema, row) for row in rows]
    questions: dict[int, Question] = {place: question for place, (question, problems) in enumerate(loaded) if not problems}
    screenings = dict(zip(questions, screen_all(list(questions.values()), catalogue), strict=True))
    results = [
        {"index": place, "status": OK, **screening_view(screenings[place])}
        if place in screenings
        else _refused(place, rows[place], problems)
        for place, (_, problems) in enumerate(loaded)
    ]
    return ScreenedBatch([dump_row(row) for row in results], screenings)


def arranged(batch: str, results: list[dict[str, Any]]) -> dict[str, Any]:
    """Put the results of the rows, in order, into the answer of the batch of that id, as `BatchResultSchema` describes it."""
    refused = sum(row["status"] == ERROR for row in results)
    return {"batch": batch, "results": results, "screened": len(results) - refused, "refused": refused}


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
