from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from lists.errors import InvalidListFile
from lists.record import Record
from screening.party import Measure


def record(**fields: object) -> Record:
    return Record(fields, "folder/file.toml", "entry")


def reason(error: pytest.ExceptionInfo[InvalidListFile]) -> str:
    (problem,) = error.value.problems
    assert (problem.file, problem.entry) == ("folder/file.toml", "entry")
    return problem.reason


def test_every_field_taken_leaves_nothing_to_report():
    one = record(name="Mira", day=date(2020, 2, 3), count=2, kinds=["asset_freeze"], inner={"a": 1}, rows=[{"b": 2}])
    assert one.take_text("name") == "Mira"
    assert one.take("day", date) == date(2020, 2, 3)
    assert one.take_count("count") == 2
    assert one.take_choices("kinds", Measure) == (Measure.ASSET_FREEZE,)
    assert one.take_record("inner").take("a", int) == 1
    assert [row.take("b", int) for row in one.take_records("rows")] == [2]
    one.finish()


def test_a_field_nobody_took_is_an_error_and_all_are_named():
    one = record(b=1, a=2)
    with pytest.raises(InvalidListFile) as error:
        one.finish()
    assert [problem.reason for problem in error.value.problems] == ["unknown field 'a'", "unknown field 'b'"]


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        (1, str, "field 'x' is a whole number, not text"),
        (True, int, "field 'x' is true or false, not a whole number"),
        ("2020-02-03", date, "field 'x' is text, not a date"),
        (datetime(2020, 2, 3, tzinfo=UTC), date, "field 'x' is datetime, not a date"),
    ],
)
def test_a_value_of_another_type_is_refused(value: object, kind: type, expected: str):
    with pytest.raises(InvalidListFile) as error:
        record(x=value).take("x", kind)
    assert reason(error) == expected


def test_a_missing_field_is_named():
    with pytest.raises(InvalidListFile) as error:
        record().take_text("name")
    assert reason(error) == "missing field 'name'"


@pytest.mark.parametrize("text", ["", " ", " Mira", "Mira\n"])
def test_blank_or_padded_text_is_refused(text: str):
    with pytest.raises(InvalidListFile) as error:
        record(name=text).take_text("name")
    assert "blank or has white space" in reason(error)


def test_a_value_outside_the_table_is_refused_with_what_is_allowed():
    with pytest.raises(InvalidListFile) as error:
        record(measures=["jail"]).take_choices("measures", Measure)
    assert reason(error).startswith("field 'measures' is 'jail'; allowed: asset_freeze, travel_ban")


@pytest.mark.parametrize(
    ("values", "expected"),
    [(["a", "a"], "field 'x' holds a value twice"), (["a", 1], "field 'x' holds a whole number, not text")],
)
def test_an_array_of_texts_holds_each_once_and_only_texts(values: list[object], expected: str):
    with pytest.raises(InvalidListFile) as error:
        record(x=values).take_texts("x")
    assert reason(error) == expected


def test_a_count_is_never_negative():
    with pytest.raises(InvalidListFile) as error:
        record(x=-1).take_count("x")
    assert reason(error) == "field 'x' is -1, less than 0"


def test_a_row_that_is_no_table_is_refused():
    with pytest.raises(InvalidListFile) as error:
        record(rows=[{}, 1]).take_records("rows")
    assert reason(error) == "rows 2 is a whole number, not a table"


def test_an_optional_field_may_be_missing_but_not_wrong():
    one = record(x=1)
    assert one.take_optional("y", one.take_text) is None
    with pytest.raises(InvalidListFile):
        one.take_optional("x", one.take_text)
