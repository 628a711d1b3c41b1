"""Lines of the documented form, and the same answers as one by one."""

from __future__ import annotations

import pytest

from screening import DesignatedParty, Index, ListedName, NameKind, PartialDate, PartyKind, Policy, Query, examine
from screening.rows import LINE_COLUMNS, LINE_FORMAT, DateOrder, Line, LineType, Row, RowReader, map_columns, screen_rows

NAMES = ("Reinhard Bütikofer", "Adrian Zenz", "Xinjiang Production and Construction Corps", "Zhu Hailun", "Wang Junzheng")
COLUMNS = ["id", "name", "dob"]


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.build(
        DesignatedParty(
            "demo", str(number), PartyKind.INDIVIDUAL, (ListedName(name, NameKind.PRIMARY),), birth_dates=(PartialDate(1953, 1, 26),)
        )
        for number, name in enumerate(NAMES)
    )


def screened(index: Index, *rows: tuple[str, str, str], order: DateOrder | None = None, policy: Policy | None = None) -> list[list[Line]]:
    reader = RowReader(map_columns(COLUMNS), order)
    return screen_rows([Row(number, number + 1, cells) for number, cells in enumerate(rows, 1)], reader, index, policy or Policy())


def test_each_row_has_its_lines_in_order(index: Index) -> None:
    found = screened(index, ("1", "Reinhard Butikofer", "1953-01-26"), ("2", "Nobody Listed", ""), ("3", "!!!", ""))
    assert [[line.status for line in lines] for lines in found] == [["block"], ["clear"], ["error"]]
    [[hit], [clear], [error]] = found
    assert (hit.row, hit.line, hit.reference, hit.rank, hit.party, hit.evidence) == (1, 2, "1", 1, "demo:0", "birth_date agrees")
    assert (clear.hits, clear.rank, clear.reason, clear.name) == (0, None, None, "Nobody Listed")
    assert (error.hits, error.rank, error.reference) == (None, None, "3")
    assert error.reason is not None
    assert error.reason.startswith("name: ")


def test_the_answers_are_those_of_single_screenings(index: Index) -> None:
    rows = [(str(number), name, "") for number, name in enumerate((*NAMES, "Zenz Adrian", "Juzheng Wang", "Clearly Nobody"))]
    policy = Policy(threshold=0.5, limit=2)
    for (_, name, _), lines in zip(rows, screened(index, *rows, policy=policy), strict=True):
        [answer] = examine([Query(name)], index, policy)
        assert {line.status for line in lines} == {answer.outcome.value}
        assert [(line.party, line.score, line.explanation) for line in lines if line.rank] == [
            (hit.party.id, round(hit.score, 4), hit.explanation) for hit in answer.hits
        ]
        assert lines[0].hits == answer.total


def test_equal_subjects_have_equal_answers_and_their_own_references(index: Index) -> None:
    [[one], [other]] = screened(index, ("1", "Adrian Zenz", ""), ("2", "Adrian Zenz", ""))
    assert one._replace(row=2, line=3, reference="2") == other


def test_a_date_that_could_be_two_is_an_error_of_its_row_alone(index: Index) -> None:
    rows = [("1", "Adrian Zenz", "03/04/1953"), ("2", "Adrian Zenz", "")]
    assert [lines[0].status for lines in screened(index, *rows)] == ["error", "review"]
    assert [lines[0].status for lines in screened(index, *rows, order=DateOrder.DAY_FIRST)] == ["review", "review"]


def test_a_row_the_file_could_not_give_is_an_error(index: Index) -> None:
    reader = RowReader(map_columns(COLUMNS))
    [[line]] = screen_rows([Row(7, 9, (), "has 2 fields, the header has 3")], reader, index, Policy())
    assert (line.row, line.line, line.status, line.reason) == (7, 9, "error", "has 2 fields, the header has 3")


def test_the_form_of_a_line_is_the_documented_one(index: Index) -> None:
    assert LINE_FORMAT == 2
    assert tuple(column.name for column in LINE_COLUMNS) == Line._fields
    kinds = {LineType.WHOLE: int, LineType.NUMBER: float, LineType.TEXT: str}
    for [line] in screened(index, ("1", "Adrian Zenz", ""), ("2", "Nobody Listed", ""), ("3", "!!!", "")):
        for column, value in zip(LINE_COLUMNS, line, strict=True):
            assert column.nullable if value is None else isinstance(value, kinds[column.type]), column.name
