from __future__ import annotations

from pathlib import Path

import pytest

from lists.errors import InvalidListFile
from lists.readers.sheets.ods import ods_rows
from tests.lists.readers.workbooks import ods_members, packed

ROW = '<t:table-cell o:value-type="string"><x:p>b</x:p></t:table-cell>'


def rows(path: Path) -> list[tuple[int, list[str]]]:
    return list(ods_rows(path))


def changed(tmp_path: Path, old: str, new: str) -> Path:
    members = ods_members([["a", "b"], ["c", ""]])
    assert old in members["content.xml"]
    members["content.xml"] = members["content.xml"].replace(old, new)
    return packed(tmp_path / "a.ods", members)


def test_rows_are_read_without_the_blank_cells_and_rows_that_fill_the_sheet(tmp_path: Path) -> None:
    assert rows(packed(tmp_path / "a.ods", ods_members([["a", "", "c"], ["d"]]))) == [(1, ["a", "", "c"]), (2, ["d"])]


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ('<t:table-cell t:number-columns-repeated="3"><x:p>b</x:p></t:table-cell>', ["a", "b", "b", "b"]),
        ('<t:table-cell t:number-columns-repeated="2"/><t:table-cell><x:p>b</x:p></t:table-cell>', ["a", "", "", "b"]),
        ("<t:table-cell><x:p>b<x:s/>c</x:p><x:p>d</x:p></t:table-cell>", ["a", "b c\nd"]),
        ('<t:table-cell o:value-type="date" o:date-value="2025-08-11"><x:p>11 Aug</x:p></t:table-cell>', ["a", "2025-08-11"]),
        ("<t:table-cell>\n <x:p>\n  </x:p></t:table-cell>", ["a"]),
    ],
)
def test_cells_are_read_as_they_stand(cell: str, read: list[str], tmp_path: Path) -> None:
    assert rows(changed(tmp_path, ROW, cell))[0] == (1, read)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (ROW, '<t:table-cell t:number-columns-repeated="2000"><x:p>b</x:p></t:table-cell>', "more than 1024 columns"),
        (ROW, '<t:table-cell t:number-columns-repeated="-1"><x:p>b</x:p></t:table-cell>', "repeats columns '-1' times"),
        ("</o:body>", "", "not well formed to its end"),
    ],
)
def test_a_damaged_sheet_is_refused_and_the_error_says_why(old: str, new: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidListFile, match=said):
        rows(changed(tmp_path, old, new))
