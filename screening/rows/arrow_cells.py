"""Columns of Arrow to cells of rows: whole columns at a time, one value at a time where a column holds one that cannot be read.

pyarrow is imported inside functions: the library works without it.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from screening.rows.reading import Cell

if TYPE_CHECKING:
    import pyarrow as pa

READABLE = "text, numbers, dates, timestamps, or lists of texts or whole numbers"
"""What a column that is read may hold."""

_Convert = Callable[[Any], list[Cell]]


def is_readable(kind: pa.DataType) -> bool:
    """Whether columns of a type can be read: those of `READABLE`, and dictionaries of them but for lists."""
    return _convert(kind) is not None


def is_list(kind: pa.DataType) -> bool:
    """Whether a value of the type is several."""
    import pyarrow as pa  # noqa: PLC0415 (an extra)

    return bool(pa.types.is_list(kind) or pa.types.is_large_list(kind))


def cells_of(column: pa.Array) -> list[Cell] | list[Cell | None]:
    """Return the values of a readable column as cells, as they would stand in a CSV; None for one that cannot be read.

    Missing values and NaN are blank; whole numbers have no decimal point; dates are as in ISO 8601; a timestamp is that of its own
    time zone, and a date where it is midnight throughout. Raises `ValueError` for a column of another type.
    """
    import pyarrow as pa  # noqa: PLC0415 (an extra)

    convert = _convert(column.type)
    if convert is None:
        raise ValueError(f"a column of type {column.type} cannot be read (allowed: {READABLE})")
    try:
        return convert(column)
    except (pa.ArrowException, ValueError, OverflowError):
        return [_cell(column.slice(row, 1), convert) for row in range(len(column))]


def _cell(value: pa.Array, convert: _Convert) -> Cell | None:
    import pyarrow as pa  # noqa: PLC0415 (an extra)

    try:
        return convert(value)[0]
    except (pa.ArrowException, ValueError, OverflowError):
        return None


def _convert(kind: pa.DataType) -> _Convert | None:
    """What turns columns of a type into cells; None for a type that is not read."""
    from pyarrow import types  # noqa: PLC0415 (an extra)

    if types.is_dictionary(kind):
        inner = None if is_list(kind.value_type) else _convert(kind.value_type)
        return None if inner is None else lambda column: inner(column.dictionary_decode())
    if is_list(kind):
        return _lists if _is_text(kind.value_type) or types.is_integer(kind.value_type) else None
    if _is_text(kind):
        return _texts
    if types.is_null(kind):
        return lambda column: [""] * len(column)
    if types.is_integer(kind) or types.is_date32(kind):
        return _cast
    plain: dict[bool, _Convert] = {
        bool(types.is_floating(kind)): _floats,
        bool(types.is_decimal(kind)): _decimals,
        bool(types.is_timestamp(kind) or types.is_date64(kind)): _moments,
    }
    return plain.get(True)


def _is_text(kind: pa.DataType) -> bool:
    from pyarrow import types  # noqa: PLC0415 (an extra)

    return bool(types.is_string(kind) or types.is_large_string(kind))


def _texts(column: pa.Array) -> list[Cell]:
    return [value or "" for value in column.to_pylist()]


def _cast(column: pa.Array) -> list[Cell]:
    import pyarrow as pa  # noqa: PLC0415 (an extra)

    return _texts(column.cast(pa.string()))


def _lists(column: pa.Array) -> list[Cell]:
    return [tuple("" if one is None else str(one) for one in value or ()) for value in column.to_pylist()]


def _floats(column: pa.Array) -> list[Cell]:
    return ["" if value is None or value != value else _float(value) for value in column.to_pylist()]  # noqa: PLR0124 (NaN alone differs from itself)


def _float(value: float) -> str:
    return str(int(value)) if value.is_integer() else repr(value)


def _decimals(column: pa.Array) -> list[Cell]:
    return ["" if value is None else _decimal(value) for value in column.to_pylist()]


def _decimal(value: Decimal) -> str:
    return format(value.to_integral_value() if value == value.to_integral_value() else value, "f")


def _moments(column: pa.Array) -> list[Cell]:
    import pyarrow as pa  # noqa: PLC0415 (an extra)
    from pyarrow import compute, types  # noqa: PLC0415 (an extra)

    if types.is_timestamp(column.type) and column.type.tz is not None:
        column = compute.local_timestamp(column)
    whole = column.cast(pa.timestamp("us"), safe=False)
    texts = _cast(whole)
    return [text.removesuffix(" 00:00:00.000000") if isinstance(text, str) else text for text in texts]
