"""Files with something broken in them, hundreds for each format: refused with a `ListError`, or read whole; never anything else."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lists.readers.registry import READERS
from tests.lists.readers.reading import FIXTURES, broken, refused_or_whole
from tests.lists.readers.shown import table_of
from tests.lists.readers.test_fixtures_of_formats import FORMATS
from tests.lists.readers.workbooks import ods_members, packed, xlsx_members

PLAIN = [name for name in FORMATS if FORMATS[name] != "au-dfat-xlsx"]
some = settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("name", PLAIN)
@some
@given(data=st.data())
def test_a_broken_file_is_refused_or_read_whole(name: str, data: st.DataObject, tmp_path: Path) -> None:
    content = data.draw(broken((FIXTURES / name).read_bytes()))
    refused_or_whole(READERS[FORMATS[name]], {Path(name).name: content}, tmp_path)


@pytest.mark.parametrize("name", PLAIN)
def test_a_file_cut_off_anywhere_inside_its_records_is_refused(name: str, tmp_path: Path) -> None:
    content = (FIXTURES / name).read_bytes()
    lines = {number for number, byte in enumerate(content) if byte == ord("\n")}
    for length in range(0, len(content) - 1, 13):
        whole_lines = length in lines or length - 1 in lines
        cut_is_noticed = refused_or_whole(READERS[FORMATS[name]], {Path(name).name: content[:length]}, tmp_path)
        assert cut_is_noticed or whole_lines or tolerates_cut(name, content[:length])


def tolerates_cut(name: str, content: bytes) -> bool:
    """Whether what is left of the last line is a shorter line that is whole: only its last field or value is shorter."""
    last = content.rpartition(b"\n")[2]
    if name.endswith(".toml"):
        return last.count(b'"') % 2 == 0 or last.startswith(b"published")
    return name.endswith(".csv") and last.count(b'"') % 2 == 0


def sheet(kind: str, tmp_path: Path) -> tuple[str, str, str, Path]:
    """The format, the member that holds the cells, the file name, and a sound file of a workbook format."""
    if kind == "xlsx":
        rows = table_of(FIXTURES / "australia/dfat_2026.csv")
        return "au-dfat-xlsx", "xl/worksheets/sheet1.xml", "dfat.xlsx", packed(tmp_path / "sound.xlsx", xlsx_members(rows))
    texts = [[str(cell or "") for cell in row] for row in table_of(FIXTURES / "uk/sl_full.csv")]
    return "uk-sl-table", "content.xml", "sl.ods", packed(tmp_path / "sound.ods", ods_members(texts))


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
@some
@given(data=st.data())
def test_a_broken_archive_is_refused_or_read_whole(kind: str, data: st.DataObject, tmp_path: Path) -> None:
    format_name, _, file_name, sound = sheet(kind, tmp_path)
    refused_or_whole(READERS[format_name], {file_name: data.draw(broken(sound.read_bytes()))}, tmp_path)


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
@some
@given(data=st.data())
def test_a_broken_sheet_inside_a_sound_archive_is_refused_or_read_whole(kind: str, data: st.DataObject, tmp_path: Path) -> None:
    format_name, cells, file_name, sound = sheet(kind, tmp_path)
    with zipfile.ZipFile(sound) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = data.draw(st.sampled_from([cells, *(name for name in members if name.startswith("xl/"))]))
    members[name] = data.draw(broken(members[name]))
    changed = packed(tmp_path / "changed.zip", members).read_bytes()
    refused_or_whole(READERS[format_name], {file_name: changed}, tmp_path)
