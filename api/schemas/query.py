"""What a client asks: the body of a screening, of a batch, and the parameters of a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import marshmallow as ma

from api.schemas.base import In, problems_of
from api.schemas.fields import Choice, Country, DateText, Each, Inner, Name, Number, NumberText, OneOf, Text, Whole
from screening import Identifier, IdentifierType, Measure, PartyKind, Query
from screening.errors import InvalidQuery, Problem
from screening.policy import knobs

MAX_ROWS = 1_000
"""Most queries of one batch."""

POLICY_FIELDS = ("lists", "programmes", "measures", "kinds", "threshold", "limit")
"""Fields of a query that say how it is screened and not who is asked about."""

MAX_PAGE, USUAL_PAGE = 500, 100

_BOUNDS = {knob.name: knob for knob in knobs()}
_THRESHOLD, _LIMIT = _BOUNDS["threshold"], _BOUNDS["limit"]

# What a question may choose of the policy it is screened by; a schema makes copies of the fields it has.
LISTS = Each(
    OneOf((), "the id of a list that is loaded"),
    100,
    least=1,
    metadata={"description": "Ids of the lists to screen against. Left out: every list."},
)
PROGRAMMES = Each(
    OneOf((), "a programme of a list that is loaded"),
    100,
    least=1,
    metadata={"description": "Programmes, as the lists write them: only parties designated under one of them. Left out: every party."},
)
MEASURES = Each(
    Choice(Measure),
    100,
    least=1,
    metadata={"description": "Only parties whose designations do one of these. Left out: every party."},
)
KINDS = Each(
    Choice(PartyKind),
    10,
    least=1,
    metadata={"description": "Only listed parties of these kinds. Left out: every party. (`kind` is evidence, and hides nobody.)"},
)
THRESHOLD = Number(
    _THRESHOLD.low or 0.0,
    _THRESHOLD.high,
    metadata={"description": f"{_THRESHOLD.meaning} Left out: {_THRESHOLD.default}.", "examples": [_THRESHOLD.default]},
)
LIMIT = Whole(
    int(_LIMIT.low or 1),
    int(_LIMIT.high),
    metadata={"description": f"{_LIMIT.meaning} Left out: {_LIMIT.default}.", "examples": [_LIMIT.default]},
)


@dataclass(frozen=True, slots=True)
class Question:
    """A query and the policy fields it came with; None where the client left one out."""

    query: Query
    lists: tuple[str, ...] | None = None
    programmes: tuple[str, ...] | None = None
    measures: tuple[Measure, ...] | None = None
    kinds: tuple[PartyKind, ...] | None = None
    threshold: float | None = None
    limit: int | None = None


class IdentifierSchema(In):
    """A document or registry number."""

    type = Choice(IdentifierType, required=True, metadata={"description": "What the number is."})
    value = NumberText(200, required=True, metadata={"description": "As written, with at least one letter or digit."})
    country = Country(metadata={"description": "The country that issued it."})

    @ma.post_load
    def identifier(self, data: dict[str, Any], **_: Any) -> Identifier:
        """Build the value."""
        return Identifier(**data)


class QuerySchema(In):
    """One party to screen. Only the name is needed; the more is known, the better the answer."""

    name = Name(required=True, metadata={"description": "As the client has it, in any script.", "examples": ["Reinhard Butikofer"]})
    other_names = Each(Name(), 20, metadata={"description": "Other names of the same party; the best of all counts."})
    kind = Choice(PartyKind, metadata={"description": "What the party is. Evidence; it narrows nothing by itself."})
    birth_date = DateText(
        metadata={"description": "To the precision that is known: 1953, 1953-01 or 1953-01-26.", "examples": ["1953-01-26"]}
    )
    countries = Each(
        Country(),
        20,
        metadata={"description": "Nationality, residence, registration: any country tied to the party.", "examples": [["DE"]]},
    )
    identifiers = Each(Inner(IdentifierSchema), 50, metadata={"description": "Numbers of documents and registries."})
    lists, programmes, measures, kinds, threshold, limit = LISTS, PROGRAMMES, MEASURES, KINDS, THRESHOLD, LIMIT
    reference = Text(
        200, metadata={"description": "The client's own reference, returned untouched and never logged.", "examples": ["customer-4711"]}
    )

    def __init__(self, *, list_ids: Sequence[str] = (), programmes: Sequence[str] = (), **options: Any) -> None:
        super().__init__(**options)
        narrow(self, list_ids, programmes)

    @ma.post_load
    def question(self, data: dict[str, Any], **_: Any) -> Question:
        """Build the query and keep what belongs to the policy beside it."""
        policy = {name: data.pop(name) for name in POLICY_FIELDS if name in data}
        try:
            return Question(Query(**data), **policy)
        except InvalidQuery as error:
            raise ma.ValidationError(list(error.problems)) from error


def narrow(schema: ma.Schema, list_ids: Sequence[str], programmes: Sequence[str]) -> None:
    """Let a schema accept these lists and programmes alone; where there are none, any."""
    for name, values in (("lists", list_ids), ("programmes", programmes)):
        if values:
            schema.fields[name].inner = OneOf(values, ", ".join(values))  # type: ignore[attr-defined]


class BatchSchema(In):
    """Many parties to screen at once. Each is checked on its own: a row that cannot be screened is answered with its problem."""

    queries = Each(
        ma.fields.Raw(
            allow_none=True,
            metadata={"anyOf": [{"$ref": "#/components/schemas/Query"}, {"description": "Anything else is answered as a bad row."}]},
        ),
        MAX_ROWS,
        least=1,
        required=True,
        metadata={"description": f"1 to {MAX_ROWS} queries; results come in the same order."},
    )


class NoParameters(In):
    """No parameter at all."""


class PageParameters(In):
    """Which page of a long collection."""

    limit = Whole(
        1, MAX_PAGE, from_text=True, load_default=USUAL_PAGE, metadata={"description": "Most items of the page.", "default": USUAL_PAGE}
    )
    cursor = Text(1_000, metadata={"description": "Where the page before ended: its `next_cursor`."})


def load(schema: ma.Schema, document: Any) -> tuple[Any, tuple[Problem, ...]]:
    """Load `document`: the value and no problem, or None and every problem at once."""
    try:
        return schema.load(document), ()
    except ma.ValidationError as error:
        return None, tuple(problems_of(error.messages))
