"""A saved index as one file: whole there and back, and nothing else let in."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from screening import DesignatedParty, Index, IndexFileError, ListedName, NameKind, PartyKind
from screening.index.packing import pack_index, unpack_index


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    names = ("Adrian Zenz", "王君正")
    parties = (
        DesignatedParty("demo", str(place), PartyKind.INDIVIDUAL, (ListedName(name, NameKind.PRIMARY),)) for place, name in enumerate(names)
    )
    Index.build(parties, {"demo": "1"}).save(tmp_path / "index")
    return tmp_path / "index"


def test_what_is_packed_is_what_is_unpacked(folder: Path, tmp_path: Path) -> None:
    pack_index(folder, tmp_path / "deep" / "index.zip")
    (tmp_path / "again").mkdir()
    unpack_index(tmp_path / "deep" / "index.zip", tmp_path / "again")
    assert Index.open(tmp_path / "again").hash == Index.open(folder).hash
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["index.zip"]


def test_nothing_is_written_over(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "index.zip").write_text("mine")
    with pytest.raises(IndexFileError, match="is there already"):
        pack_index(folder, tmp_path / "index.zip")
    assert (tmp_path / "index.zip").read_text() == "mine"


def test_a_folder_that_is_none_is_not_packed(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "not-there"):
        with pytest.raises(IndexFileError, match=r"holds no index\.json"):
            pack_index(place, tmp_path / "index.zip")


@pytest.mark.parametrize("name", ["../escaped.column", "/escaped.column", "index.json.exe", "deep/a.column", "..\\a.column"])
def test_an_archive_that_holds_anything_else_is_refused(folder: Path, tmp_path: Path, name: str) -> None:
    pack_index(folder, tmp_path / "index.zip")
    with zipfile.ZipFile(tmp_path / "index.zip", "a") as archive:
        archive.writestr(name, b"x")
    (tmp_path / "again").mkdir()
    with pytest.raises(IndexFileError, match="is no index"):
        unpack_index(tmp_path / "index.zip", tmp_path / "again")
    assert not list((tmp_path / "again").iterdir())
    assert not list(tmp_path.glob("escaped*"))


def test_a_torn_archive_is_refused(folder: Path, tmp_path: Path) -> None:
    pack_index(folder, tmp_path / "index.zip")
    whole = (tmp_path / "index.zip").read_bytes()
    (tmp_path / "again").mkdir()
    for torn in (whole[:-50], whole[: len(whole) // 2], b"", b"no archive"):
        (tmp_path / "torn.zip").write_bytes(torn)
        with pytest.raises(IndexFileError, match="cannot be read"):
            unpack_index(tmp_path / "torn.zip", tmp_path / "again")
