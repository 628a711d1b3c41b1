"""The same customers in every format give the same answers, in every format."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from screening.rows import LINE_COLUMNS
from tests.api.files.made import HEADER, ROWS, STATUSES, csv_text, read_result, screening, workbook, write

COLUMNS = [column.name for column in LINE_COLUMNS]


def answers(source: Path, *options: str) -> list[dict[str, Any]]:
    """The lines of a file, without the places they stand in."""
    target = source.with_name("answers.jsonl")
    done = screening("file", source, "-o", target, "--overwrite", *options)
    assert target.exists(), done.output
    return [{name: value for name, value in line.items() if name != "line"} for line in read_result(target)]


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    found = answers(write(tmp_path_factory.mktemp("expected") / "customers.csv", csv_text()))
    rows = [line for line in found if line["rank"] in {None, 1}]
    assert [line["status"] for line in rows] == list(STATUSES)
    assert [line["reference"] for line in rows] == [row[0] for row in ROWS]
    return found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv_in_any_encoding_and_usual_delimiter(tmp_path: Path, expected: list[dict[str, Any]], encoding: str, delimiter: str) -> None:
    source = write(tmp_path / "customers.csv", csv_text(delimiter=delimiter), encoding)
    assert answers(source) == expected


@pytest.mark.parametrize(
    ("encoding", "names"),
    [
        ("cp1252", "Müller Jäger Groß Köhler Weiß Björk Öberg"),
        ("cp1251", "Иван Пётр Сергеев Кузнецова Ленин"),
        ("cp1250", "Łukasz Wójcik Gołąb Świątek Żuk"),
        ("cp1254", "Şükrü Güneş İstanbul Yılmaz Öztürk"),
        ("cp1256", "محمد علي حسن عبدالله"),
        ("gb18030", "习近平 王君正 张伟 李娜"),
        ("cp932", "山田太郎 鈴木一郎 佐藤花子"),
    ],
)
def test_code_pages_are_recognised_and_told(tmp_path: Path, encoding: str, names: str) -> None:
    words = names.split()
    rows = [(f"c{number}", f"{words[number % len(words)]} {words[number * 3 % len(words)]}", "", "") for number in range(1, 30)]
    source = write(tmp_path / "customers.csv", csv_text(rows), encoding)
    done = screening("file", source, "-o", tmp_path / "out.jsonl")
    assert {line["name"] for line in read_result(tmp_path / "out.jsonl")} == {row[1] for row in rows}
    assert "recognised as" in done.stdout
    assert {line["name"] for line in answers(source, "--encoding", encoding)} == {row[1] for row in rows}


def test_an_encoding_that_could_be_two_is_asked_for(tmp_path: Path) -> None:
    rows = [(f"c{number}", name, "", "") for number, name in enumerate(["Peña", "Muñoz", "García", "Núñez", "José", "León", "Íñigo"] * 5)]
    source = write(tmp_path / "customers.csv", csv_text(rows), "cp1252")
    done = screening("file", source, "-o", tmp_path / "out.jsonl")
    assert done.exit_code == 2
    assert "Peña" in done.stderr
    assert "Peńa" in done.stderr
    assert answers(source, "--encoding", "windows-1252")[0]["name"] == "Peña"


def test_any_delimiter_can_be_said_and_excels_own_line_is_heeded(tmp_path: Path, expected: list[dict[str, Any]]) -> None:
    assert answers(write(tmp_path / "a.csv", csv_text(delimiter="!")), "--delimiter", "!") == expected
    assert answers(write(tmp_path / "b.csv", "sep=!\n" + csv_text(delimiter="!"))) == expected


def test_quoted_line_ends_delimiters_and_quotes_are_part_of_a_cell(tmp_path: Path) -> None:
    text = 'id,name,note\n1,"Adrian\nZenz","a ""quoted"", word"\r\n\r\n2,"Butikofer, Reinhard",\n'
    found = answers(write(tmp_path / "customers.csv", text))
    assert [(line["row"], line["name"], line["status"]) for line in found] == [
        (1, "Adrian\nZenz", "review"),
        (2, "Butikofer, Reinhard", "review"),
    ]


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    text = '\nid,name\n1,"Adrian\nZenz"\n\n2,Nobody\n'
    screening("file", write(tmp_path / "customers.csv", text), "-o", tmp_path / "out.jsonl")
    assert [(line["row"], line["line"]) for line in read_result(tmp_path / "out.jsonl")] == [(1, 3), (2, 6)]


def test_json_lines(tmp_path: Path, expected: list[dict[str, Any]]) -> None:
    lines = [json.dumps(dict(zip(HEADER, row, strict=True)), ensure_ascii=False) for row in ROWS]
    lines[1] = json.dumps({"name": "Nobody Listed", "id": "c2", "nationality": ["FR"], "dob": "1990-05-05", "more": {"a": 1}})
    assert answers(write(tmp_path / "customers.jsonl", "\n".join(lines) + "\n")) == expected


def test_values_of_json_that_are_no_text_are_errors_of_their_row(tmp_path: Path) -> None:
    text = (
        '{"name": "Adrian Zenz"}\n{"name": {"first": "Adrian"}}\nnot json\n{"name": true}\n["Adrian Zenz"]\n'
        '{"name": "a", "name": "b"}\n{"name": 17}\n'
    )
    found = answers(write(tmp_path / "customers.jsonl", text))
    assert [line["status"] for line in found] == ["review", "error", "error", "error", "error", "error", "clear"]
    assert "is an object" in found[1]["reason"]


def test_workbooks(tmp_path: Path, expected: list[dict[str, Any]]) -> None:
    rows: list[list[Any]] = [list(HEADER), *(list(row) for row in ROWS)]
    rows[1][2], rows[2][2], rows[4][2] = date(1953, 1, 26), date(1990, 5, 5), date(1953, 1, 26)
    source = workbook(tmp_path / "customers.xlsx", {"Customers": [[], *rows], "Notes": [], "Old": [["x"]]}, hidden=["Old"])
    assert answers(source) == expected


def test_numbers_of_a_workbook_are_whole_where_they_are(tmp_path: Path) -> None:
    source = workbook(tmp_path / "customers.xlsx", {"a": [["id", "name", "year of birth"], [4711, "Adrian Zenz", 1974]]})
    [line] = answers(source)
    assert (line["reference"], line["status"]) == ("4711", "review")


def test_parquet(tmp_path: Path, expected: list[dict[str, Any]]) -> None:
    pa = pytest.importorskip("pyarrow", reason="the extra [parquet] is not installed")
    from pyarrow import parquet

    days = [date.fromisoformat(row[2]) if row[2] else None for row in ROWS]
    columns = {
        "id": [row[0] for row in ROWS],
        "name": [row[1] for row in ROWS],
        "dob": days,
        "nationality": [[row[3]] if row[3] else None for row in ROWS],
    }
    parquet.write_table(pa.table(columns), tmp_path / "customers.parquet")
    assert answers(tmp_path / "customers.parquet") == expected


def test_every_format_of_a_result_holds_the_same(tmp_path: Path) -> None:
    source = write(tmp_path / "customers.csv", csv_text())
    for ending in ("csv", "jsonl", "xlsx", "parquet"):
        if ending == "parquet":
            pytest.importorskip("pyarrow", reason="the extra [parquet] is not installed")
        assert screening("file", source, "-o", tmp_path / f"out.{ending}").exit_code == 2
    lines = read_result(tmp_path / "out.jsonl")
    texts = [{name: None if value is None else str(value) for name, value in line.items()} for line in lines]
    assert read_result(tmp_path / "out.csv") == texts
    with CalamineWorkbook.from_path(tmp_path / "out.xlsx") as book:
        assert book.sheet_names == ["Results", "Summary"]
        header, *rows = book.get_sheet_by_name("Results").to_python()
        assert header == COLUMNS
        assert [[value if value != "" else None for value in row] for row in rows] == [list(line.values()) for line in lines]
        summary = dict(row[:2] for row in book.get_sheet_by_name("Summary").to_python())
        assert (summary["rows"], summary["review"], summary["error"]) == (6, 4, 1)
        assert summary["lists 1 id"] == "ca-gac"
    from pyarrow import parquet

    table = parquet.read_table(tmp_path / "out.parquet")
    assert table.to_pylist() == lines
    assert table.schema.metadata[b"screening.line_format"] == b"2"
    assert json.loads(parquet.ParquetFile(tmp_path / "out.parquet").metadata.metadata[b"screening.summary"])["rows"] == 6


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t="])
def test_no_cell_of_a_result_is_one_that_a_spreadsheet_runs(tmp_path: Path, start: str) -> None:
    source = write(tmp_path / "customers.jsonl", json.dumps({"id": f"{start}1+1", "name": f"{start}SUM(A1) Adrian Zenz"}))
    for ending in ("csv", "xlsx"):
        screening("file", source, "-o", tmp_path / f"out.{ending}")
    [line] = read_result(tmp_path / "out.csv")
    assert line["name"].startswith("'" + start.strip())
    import zipfile

    sheet = zipfile.ZipFile(tmp_path / "out.xlsx").read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"hyperlink" not in sheet
    assert b'state="frozen"' in sheet
