"""What all schemas share: strictness on the way in, order and rounding on the way out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import marshmallow as ma

from api.schemas.fields import json_type
from api.wire.strict_json import RepeatedKeys
from screening.errors import Problem

DECIMALS = 4
"""Decimals of every score that leaves the service. Scores are rounded here and nowhere else."""


class In(ma.Schema):
    """Base of the schemas of what comes in: unknown and repeated fields are refused."""

    class Meta:
        """Unknown fields raise."""

        unknown = ma.RAISE

    @ma.validates_schema(pass_original=True, skip_on_field_errors=False)
    def refuse_repeated(self, _: Any, original: Any, **__: Any) -> None:
        """Refuse an object that gives a field twice: which of the two was meant is anybody's guess."""
        if isinstance(original, RepeatedKeys):
            raise ma.ValidationError({name: [Problem("", "occurs more than once", "each field once")] for name in original.repeated})

    def handle_error(self, error: ma.ValidationError, data: Any, **_: Any) -> None:
        """Word marshmallow's own errors as problems that say what is allowed."""
        fields = f"an object with the fields {', '.join(self.fields)}" if self.fields else "no field"
        messages = error.messages
        if isinstance(messages, dict):
            for name, found in messages.items():
                if isinstance(found, list):
                    messages[name] = [self._worded(name, data, fields) if isinstance(each, str) else each for each in found]

    @staticmethod
    def _worded(name: str, data: Any, fields: str) -> Problem:
        if not isinstance(data, Mapping):
            return Problem("", f"is {json_type(data)}, not an object", fields)
        # marshmallow keeps errors of the whole object under this name, which a caller may well use for a field.
        return Problem(f"/{name}" if name == ma.exceptions.SCHEMA else "", "unknown field", fields)


class Out(ma.Schema):
    """Base of the schemas of what goes out: every field is always there, in this order."""

    class Meta:
        """Nothing but the fields of the schema."""

        unknown = ma.RAISE


class Score(ma.fields.Float):
    """A score from 0.0 to 1.0, rounded to `DECIMALS` decimals."""

    def __init__(self, **options: Any) -> None:
        metadata = {"minimum": 0, "maximum": 1, **options.pop("metadata", {})}
        super().__init__(required=True, metadata=metadata, **options)

    def _serialize(self, value: Any, *_: Any, **__: Any) -> Any:
        return None if value is None else round(float(value), DECIMALS)


def said(description: str, **options: Any) -> dict[str, Any]:
    """Options of a field that is always there: `required`, a description for the OpenAPI document, and whatever else."""
    metadata = {"description": description, **options.pop("metadata", {})}
    return {"required": True, "metadata": metadata, **options}


def problems_of(messages: Any, pointer: str = "") -> Iterator[Problem]:
    """Flatten marshmallow's nested messages into problems, each with its RFC 6901 JSON pointer."""
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            step = "" if key == ma.exceptions.SCHEMA else f"/{str(key).replace('~', '~0').replace('/', '~1')}"
            yield from problems_of(inner, pointer + step)
    elif isinstance(messages, list):
        for inner in messages:
            yield from problems_of(inner, pointer)
    elif isinstance(messages, Problem):
        yield Problem(pointer + messages.pointer, messages.detail, messages.allowed)
    else:
        yield Problem(pointer, str(messages))
