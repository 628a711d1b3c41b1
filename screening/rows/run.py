"""The one function every engine calls: rows in, lines out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from screening.errors import Problem
from screening.evidence import Verdict
from screening.index import Index
from screening.outcome import Outcome
from screening.policy import Policy
from screening.rows.reading import Row, RowReader, Understood
from screening.rows.result import DECIMALS, Line
from screening.screen import Answer, Hit, examine


def screen_rows(rows: Sequence[Row], reader: RowReader, index: Index, policy: Policy) -> list[list[Line]]:
    """Screen rows; for each, in order, its lines: one, or as many as it has hits (at most the policy's limit).

    Rows that cannot be understood have a line with status ``error``; no row stops another. Raises `InvalidPolicy` when the policy
    names a list that is not in the index.
    """
    understood = [reader.read(row) for row in rows]
    answers = answer_rows(understood, index, policy)
    return [lines_of(row, one, answer) for row, one, answer in zip(rows, understood, answers, strict=True)]


def answer_rows(understood: Sequence[Understood], index: Index, policy: Policy) -> list[Answer | None]:
    """Screen what was understood, equal subjects once; None for rows that were not. Raises as `examine`."""
    asked = {place: replace(one.query, reference=None) for place, one in enumerate(understood) if one.query is not None}
    distinct = list(dict.fromkeys(asked.values()))
    answers = dict(zip(distinct, examine(distinct, index, policy), strict=True))
    return [answers[asked[place]] if place in asked else None for place in range(len(understood))]


def lines_of(row: Row, understood: Understood, answer: Answer | None, same_as: int | None = None) -> list[Line]:
    """Write the lines of one row from its answer, which is None when it could not be asked."""
    asked = (row.number, row.line, understood.reference, understood.name)
    if answer is None:
        return [Line(*asked, Outcome.ERROR.value, reason_of(understood.problems), same_as, None)]
    head = Line(*asked, answer.outcome.value, understood.warning, same_as, answer.total)
    return [head._replace(**_shown(hit)) for hit in answer.hits] or [head]


def reason_of(problems: Iterable[Problem]) -> str:
    """Put problems into one text: field, what is wrong, what is allowed."""
    return "; ".join(str(replace(one, pointer=one.pointer.strip("/"))) for one in problems)


def _shown(hit: Hit) -> dict[str, Any]:
    party = hit.party
    return {
        "rank": hit.rank,
        "score": round(hit.score, DECIMALS),
        "name_score": round(hit.name_score, DECIMALS),
        "party": party.id,
        "list": party.list_id,
        "listed_name": hit.listed_name.text,
        "primary_name": party.primary_name,
        "kind": party.kind.value,
        "birth_dates": _joined(map(str, party.birth_dates)),
        "countries": _joined(dict.fromkeys(one.code for one in party.countries)),
        "programmes": _joined(party.programmes),
        "measures": _joined(one.value for one in party.measures),
        "listed_on": str(party.listed_on) if party.listed_on else None,
        "evidence": _joined(f"{one.what} {one.verdict.value}" for one in hit.evidence if one.verdict is not Verdict.UNKNOWN),
        "explanation": hit.explanation,
    }


def _joined(texts: Iterable[str]) -> str | None:
    return "; ".join(texts) or None
