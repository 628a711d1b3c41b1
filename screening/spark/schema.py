"""The schema of lines as Spark has it, and what the answers rest on, which travels in its metadata.

Spark writes the metadata of a schema into Parquet files and reads it back, so a result never parts from its list editions, policy and
engine.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from screening.errors import InvalidInput
from screening.index import Index
from screening.policy import Policy
from screening.rows.result import LINE_COLUMNS, LINE_FORMAT, LineType
from screening.version import ENGINE_VERSION

if TYPE_CHECKING:
    from pyspark.sql import DataFrame
    from pyspark.sql.types import StructType

SCHEMA_KEY = "screening"
"""Key, in the metadata of the first column, of what the lines rest on."""


def basis(index: Index, policy: Policy) -> dict[str, Any]:
    """What answers rest on, as JSON values: engine, form of the lines, index, list editions, policy."""
    knobs = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(policy).items()}
    return {
        "line_format": LINE_FORMAT,
        "engine": ENGINE_VERSION,
        "index": index.hash,
        "editions": dict(index.editions),
        "policy": {**knobs, "hash": policy.hash},
    }


def line_struct(rests_on: Mapping[str, Any] | None = None) -> StructType:
    """Return the schema of lines: `screening.rows.LINE_COLUMNS` in order; what they rest on in the metadata of the first."""
    from pyspark.sql import types  # noqa: PLC0415 (an extra)

    kinds = {LineType.WHOLE: types.LongType(), LineType.NUMBER: types.DoubleType(), LineType.TEXT: types.StringType()}
    metadata = {SCHEMA_KEY: json.dumps(rests_on, ensure_ascii=False, sort_keys=True)} if rests_on else {}
    return types.StructType(
        [
            types.StructField(column.name, kinds[column.type], column.nullable, metadata if place == 0 else {})
            for place, column in enumerate(LINE_COLUMNS)
        ]
    )


def basis_of(lines: DataFrame) -> dict[str, Any]:
    """Return what lines rest on: of a DataFrame that `screen` gave, or that was read from Parquet that one was written to.

    Raises `InvalidInput` for any other, and for lines of another form than this version's.
    """
    first = lines.schema.fields[0] if lines.schema.fields else None
    text = (first.metadata or {}).get(SCHEMA_KEY) if first else None
    if not isinstance(text, str):
        raise InvalidInput("these are no lines of a screening: their schema does not say what they rest on")
    found: dict[str, Any] = json.loads(text)
    if found["line_format"] != LINE_FORMAT:
        raise InvalidInput(f"these lines are of form {found['line_format']}, this version reads form {LINE_FORMAT}")
    return found
