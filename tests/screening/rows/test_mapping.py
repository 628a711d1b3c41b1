"""Columns find their fields by the usual headings, and nothing is decided that could mean two things."""

from __future__ import annotations

import pytest

from screening.rows import InvalidMapping, map_columns
from screening.rows.fields import BY_NAME
from screening.rows.mapping import folded_heading
from screening.tables import column_headings

GROUPS = {"prefix", "whole or family", "whole or given"}


def fields(*columns: str, **options: object) -> dict[str, tuple[str, ...]]:
    mapping = map_columns(columns, **options)
    return {field: mapping.headings(field) for field in mapping.places}


def test_every_heading_of_the_table_is_folded_and_stands_once() -> None:
    headings = [one for found in column_headings().values() for one in found]
    assert [one for one in headings if folded_heading(one) != one] == []
    assert len(headings) == len(set(headings))


def test_every_field_of_the_table_is_a_field() -> None:
    assert set(column_headings()) - GROUPS <= set(BY_NAME)


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (["full_name"], {"name": ("full_name",)}),
        (["Customer Name", "customer_id"], {"name": ("Customer Name",), "reference": ("customer_id",)}),
        (["fullName", "dateOfBirth"], {"name": ("fullName",), "birth_date": ("dateOfBirth",)}),
        (["FIRST NAME", "Middle-Name"], {"first_name": ("FIRST NAME",), "middle_name": ("Middle-Name",)}),
        (["Client Name", "Client DOB"], {"name": ("Client Name",), "birth_date": ("Client DOB",)}),
        (["Nationality", "Name", "Country of residence"], {"name": ("Name",), "countries": ("Nationality", "Country of residence")}),
        (["Name", "Vorname", "Geb.-Datum"], {"first_name": ("Vorname",), "last_name": ("Name",), "birth_date": ("Geb.-Datum",)}),
        (["Nom", "Prénom", "Né le"], {"first_name": ("Prénom",), "last_name": ("Nom",), "birth_date": ("Né le",)}),
        (
            ["Nombre", "Apellido paterno", "Apellido materno"],
            {"first_name": ("Nombre",), "last_name": ("Apellido paterno", "Apellido materno")},
        ),
        (["Nombre"], {"name": ("Nombre",)}),
        (["ФИО", "Дата рождения", "Гражданство"], {"name": ("ФИО",), "birth_date": ("Дата рождения",), "countries": ("Гражданство",)}),
        (["姓名", "出生日期", "国籍"], {"name": ("姓名",), "birth_date": ("出生日期",), "countries": ("国籍",)}),
        (["Name", "Passport No.", "IMO number"], {"name": ("Name",), "passport": ("Passport No.",), "imo": ("IMO number",)}),
        (["Name", "id", "Customer ID"], {"name": ("Name",), "reference": ("Customer ID",)}),
    ],
)
def test_usual_headings_are_known(columns: list[str], expected: dict[str, tuple[str, ...]]) -> None:
    assert fields(*columns) == expected


def test_what_the_caller_says_comes_before_any_heading() -> None:
    assert fields("Name", "Legal Name", said=[("name", "Legal Name")]) == {"name": ("Legal Name",)}
    assert fields("a", "b", said=[("name", "#2")]) == {"name": ("b",)}
    assert fields("Name", "Aka", ignored=["aka"]) == {"name": ("Name",)}


def test_columns_that_are_not_read_are_named() -> None:
    assert map_columns(["Name", "Balance"]).unused == ("Balance",)


@pytest.mark.parametrize(
    ("columns", "options", "words"),
    [
        (["Balance", "Branch"], {}, "no column is known to hold a name: 'Balance', 'Branch'"),
        (["Name", "Full Name"], {}, "the columns 'Name', 'Full Name' may all hold name"),
        (["Name", "First Name"], {}, "the column 'Name' may hold whole names or family names"),
        (["Name", "DOB", "Birth date"], {}, "may all hold birth_date"),
        (["Name"], {"said": [("nmae", "Name")]}, "unknown field 'nmae'"),
        (["Name"], {"said": [("name", "Nane")]}, "no column is called 'Nane'"),
        (["Name", "Name"], {"said": [("name", "Name")]}, "2 columns are called 'Name'"),
        (["Name"], {"ignored": ["Aka"]}, "no column is called 'Aka'"),
    ],
)
def test_what_may_mean_two_things_is_refused(columns: list[str], options: dict[str, object], words: str) -> None:
    with pytest.raises(InvalidMapping) as refused:
        map_columns(columns, **options)
    assert words in str(refused.value)
    assert all(problem.allowed for problem in refused.value.problems)
