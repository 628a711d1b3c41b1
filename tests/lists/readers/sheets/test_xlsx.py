from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lists.errors import InvalidListFile
from lists.readers.sheets.xlsx import xlsx_rows
from tests.lists.readers.workbooks import packed, xlsx_members

SHEET = "xl/worksheets/sheet1.xml"


def rows(path: Path) -> list[tuple[int, list[str]]]:
    return list(xlsx_rows(path))


def test_cells_are_read_as_what_they_mean(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.xlsx", xlsx_members([["text", 2, 2.5, True, False, date(2014, 12, 15)]]))
    assert rows(path) == [(1, ["text", "2", "2.5", "TRUE", "FALSE", "2014-12-15"])]


def test_blank_cells_keep_their_place_and_blank_rows_their_number(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.xlsx", xlsx_members([["a", None, "c"], [None, None, None], [None, "b", None]]))
    assert rows(path) == [(1, ["a", "", "c"]), (3, ["", "b"])]


def test_runs_of_one_text_are_joined_and_pronunciation_is_left_out(tmp_path: Path) -> None:
    members = xlsx_members([["x"]])
    rich = '<si><r><t>Ali </t></r><r><t xml:space="preserve">Hassan</t></r><rPh sb="0" eb="1"><t>ha</t></rPh></si>'
    members["xl/sharedStrings.xml"] = members["xl/sharedStrings.xml"].replace('<si><t xml:space="preserve">x</t></si>', rich)
    assert rows(packed(tmp_path / "a.xlsx", members)) == [(1, ["Ali Hassan"])]


def test_characters_that_xml_cannot_carry_are_read(tmp_path: Path) -> None:
    assert rows(packed(tmp_path / "a.xlsx", xlsx_members([["a_x000D_b"]]))) == [(1, ["a\rb"])]


def test_a_text_inside_the_cell_is_read(tmp_path: Path) -> None:
    members = xlsx_members([["x"]])
    members[SHEET] = members[SHEET].replace('t="s"><v>0</v>', 't="inlineStr"><is><t>inside</t></is>')
    assert rows(packed(tmp_path / "a.xlsx", members)) == [(1, ["inside"])]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("<v>0</v>", "<v>9</v>", "refers to text '9', which is not in the file"),
        ('t="s"><v>0</v>', 't="e"><v>#REF!</v>', "holds an error"),
        ('t="s"><v>0</v>', 's="1"><v>1e300</v>', "is not a number or date"),
        ('r="A1" t="s"', 'r="ZZZ1" t="s"', "beyond column 1024"),
        ("</sheetData>", "", "not well formed to its end"),
        ("<worksheet", "<!DOCTYPE worksheet><worksheet", "declares a document type"),
    ],
)
def test_a_damaged_sheet_is_refused_and_the_error_says_why(old: str, new: str, said: str, tmp_path: Path) -> None:
    members = xlsx_members([["x"]])
    assert old in members[SHEET]
    members[SHEET] = members[SHEET].replace(old, new)
    with pytest.raises(InvalidListFile, match=said):
        rows(packed(tmp_path / "a.xlsx", members))


@pytest.mark.parametrize("missing", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", SHEET])
def test_a_missing_member_is_named(missing: str, tmp_path: Path) -> None:
    members = xlsx_members([["x"]])
    del members[missing]
    with pytest.raises(InvalidListFile, match=f"has no {missing} inside"):
        rows(packed(tmp_path / "a.xlsx", members))


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    members = {**xlsx_members([["x"]]), SHEET: b" " * (9 * 1024 * 1024)}
    with pytest.raises(InvalidListFile, match="would unpack to 9437184 bytes"):
        rows(packed(tmp_path / "a.xlsx", members))


def test_what_is_no_archive_and_what_is_not_there_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"not a zip archive")
    for name, said in (("a.xlsx", "is not a whole spreadsheet file"), ("b.xlsx", "cannot be read")):
        with pytest.raises(InvalidListFile, match=said):
            rows(tmp_path / name)


def test_an_archive_cut_anywhere_is_refused(tmp_path: Path) -> None:
    whole = packed(tmp_path / "a.xlsx", xlsx_members([["x"]])).read_bytes()
    for length in range(0, len(whole) - 1, 97):
        (tmp_path / "b.xlsx").write_bytes(whole[:length])
        with pytest.raises(InvalidListFile):
            rows(tmp_path / "b.xlsx")
