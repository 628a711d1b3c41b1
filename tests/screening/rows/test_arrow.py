"""Arrow batches in, Arrow batches out: the lines of rows one by one, every row answered, every type read as in a CSV."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from screening import DesignatedParty, Index, InvalidInput, InvalidPolicy, ListedName, NameKind, PartialDate, PartyKind, Policy
from screening.rows import LINE_COLUMNS, DateOrder, Row, RowReader, map_columns, screen_rows

pa = pytest.importorskip("pyarrow", reason="the extra [parquet] is not installed")

from screening.rows import arrow  # noqa: E402 (after the check that pyarrow is there)
from screening.rows.arrow_cells import cells_of, is_readable  # noqa: E402

NAMES = ("Reinhard Bütikofer", "Adrian Zenz", "Zhu Hailun", "Wang Junzheng")
ASKED = [
    ("a", "BUETIKOFER Reinhard", "1953-01-26"),
    ("b", "Nobody Listed", None),
    ("c", "!!!", None),
    (None, "Juzheng Wang", "03/04/1953"),
    ("e", None, None),
    ("f", "Zenz, Adrian", ""),
]


@pytest.fixture(scope="module")
def index() -> Index:
    born = (PartialDate(1953, 1, 26),)
    return Index.build(
        DesignatedParty("demo", str(number), PartyKind.INDIVIDUAL, (ListedName(name, NameKind.PRIMARY),), birth_dates=born)
        for number, name in enumerate(NAMES)
    )


def batch(rows: Sequence[tuple[Any, ...]], columns: Sequence[str] = ("id", "name", "dob")) -> Any:
    return pa.RecordBatch.from_arrays([pa.array(values) for values in zip(*rows, strict=True)], names=list(columns))


def screened(
    index: Index, *batches: Any, policy: Policy | None = None, order: DateOrder | None = None, **more: Any
) -> list[tuple[Any, ...]]:
    reader = RowReader(map_columns(["id", "name", "dob"]), order)
    made = arrow.screen_batches(batches, reader, index, policy or Policy(threshold=0.5), **more)
    return [tuple(line.values()) for one in made for line in one.to_pylist()]


def test_the_lines_are_those_of_the_rows(index: Index) -> None:
    reader = RowReader(map_columns(["id", "name", "dob"]))
    rows = [Row(number, None, tuple(cell or "" for cell in cells)) for number, cells in enumerate(ASKED, 1)]
    expected = [tuple(line) for lines in screen_rows(rows, reader, index, Policy(threshold=0.5)) for line in lines]
    assert {line[4] for line in expected} == {"clear", "review", "block", "error"}
    assert screened(index, batch(ASKED)) == expected


def test_how_rows_are_cut_into_batches_changes_nothing(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = screened(index, batch(ASKED))
    assert screened(index, *(batch(ASKED).slice(row, 1) for row in range(len(ASKED)))) == whole
    monkeypatch.setattr(arrow, "ROWS_AT_ONCE", 2)
    assert screened(index, batch(ASKED)) == whole
    assert screened(index, batch(ASKED).slice(0, 0)) == []


def test_the_schema_is_the_documented_one(index: Index) -> None:
    schema = arrow.line_schema()
    assert [(field.name, str(field.type), field.nullable) for field in schema] == [
        (column.name, {"float64": "double"}.get(column.type, column.type), column.nullable) for column in LINE_COLUMNS
    ]
    assert schema.metadata == {b"screening.line_format": b"2"}
    [made] = arrow.screen_batches([batch(ASKED)], RowReader(map_columns(["id", "name", "dob"])), index, Policy())
    assert made.schema.equals(schema, check_metadata=True)
    assert arrow.lines_to_batch([]).schema.equals(schema, check_metadata=True)


def test_rows_may_bring_their_numbers(index: Index) -> None:
    numbered = batch(ASKED).append_column("number", pa.array([10, 20, 30, 40, 50, 60]))
    assert sorted({line[0] for line in screened(index, numbered, numbers="number")}) == [10, 20, 30, 40, 50, 60]
    assert sorted({line[0] for line in screened(index, numbered)}) == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("numbers", [[1, 2, 3, 4, 5, None], ["1", "2", "3", "4", "5", "6"], None])
def test_numbers_that_do_not_number_every_row_are_refused(index: Index, numbers: list[Any] | None) -> None:
    given = batch(ASKED) if numbers is None else batch(ASKED).append_column("number", pa.array(numbers))
    with pytest.raises(InvalidInput, match="'number' does not number every row"):
        screened(index, given, numbers="number")


def test_other_columns_and_types_are_refused_all_at_once(index: Index) -> None:
    with pytest.raises(InvalidInput, match="the columns are id, name, born"):
        screened(index, batch(ASKED, ("id", "name", "born")))
    wrong = batch([(b"a", ["Adrian Zenz"], True)])
    with pytest.raises(InvalidInput) as refused:
        screened(index, wrong)
    assert [str(one).partition(" (")[0] for one in refused.value.problems] == [
        "/columns: 'name', read as name, is of type list<item: string>",
        "/columns: 'dob', read as birth_date, is of type bool",
        "/columns: 'id', read as reference, is of type binary",
    ]


def test_columns_that_are_not_read_may_hold_anything(index: Index) -> None:
    reader = RowReader(map_columns(["name", "photo"]))
    [made] = arrow.screen_batches([batch([("Adrian Zenz", b"\xff")], ("name", "photo"))], reader, index, Policy())
    assert made.to_pylist()[0]["status"] == "review"


def test_a_policy_that_names_an_unknown_list_is_refused(index: Index) -> None:
    with pytest.raises(InvalidPolicy, match="unknown list 'nowhere'"):
        screened(index, batch(ASKED), policy=Policy(lists=("nowhere",)))


def test_a_value_that_cannot_be_read_is_the_error_of_its_row_alone(index: Index) -> None:
    offsets = pa.array([0, 11, 12, 23], pa.int32()).buffers()[1]
    names = pa.Array.from_buffers(pa.string(), 3, [None, offsets, pa.py_buffer(b"Adrian Zenz\xffAdrian Zenz")])
    given = pa.RecordBatch.from_arrays([pa.array(["a", "b", "c"]), names, pa.nulls(3)], names=["id", "name", "dob"])
    found = screened(index, given, policy=Policy())
    assert [line[4] for line in found] == ["review", "error", "review"]
    assert found[1][5].startswith("'name' holds bytes that are not UTF-8")


DAYS = [date(1953, 1, 26), None]
CELLS = [
    (pa.array(["a", None, ""]), ["a", "", ""]),
    (pa.array(["a"], pa.large_string()), ["a"]),
    (pa.nulls(2), ["", ""]),
    (pa.array([4711, None]), ["4711", ""]),
    (pa.array([2**64 - 1], pa.uint64()), ["18446744073709551615"]),
    (pa.array([4711.0, None, float("nan"), 0.5]), ["4711", "", "", "0.5"]),
    (pa.array([Decimal(4711), Decimal("0.50"), None], pa.decimal128(38, 2)), ["4711", "0.50", ""]),
    (pa.array(DAYS), ["1953-01-26", ""]),
    (pa.array(DAYS, pa.date64()), ["1953-01-26", ""]),
    (pa.array([4_000_000], pa.int32()).cast(pa.date32()), ["12921-08-18"]),
    (pa.array(["1953-01-26", "1953-01-26 13:00:00"]).cast(pa.timestamp("ns")), ["1953-01-26", "1953-01-26 13:00:00.000000"]),
    (pa.array([datetime(1953, 1, 25, 23, tzinfo=UTC)], pa.timestamp("us", "Europe/Berlin")), ["1953-01-26"]),
    (pa.array([["a", None], None, []]), [("a", ""), (), ()]),
    (pa.array([[1, 2]]), [("1", "2")]),
    (pa.array(["a", "b", "a", None]).dictionary_encode(), ["a", "b", "a", ""]),
]


@pytest.mark.parametrize(("column", "cells"), CELLS, ids=lambda value: str(value.type) if isinstance(value, pa.Array) else "")
def test_a_column_is_read_as_it_would_stand_in_a_csv(column: Any, cells: list[Any]) -> None:
    assert cells_of(column) == cells


@pytest.mark.parametrize(
    "kind", [pa.bool_(), pa.binary(), pa.struct([("a", pa.string())]), pa.list_(pa.float64()), pa.time64("us")], ids=str
)
def test_a_column_of_another_type_is_not_read(kind: Any) -> None:
    assert not is_readable(kind)
    with pytest.raises(ValueError, match="cannot be read"):
        cells_of(pa.nulls(1, kind))
