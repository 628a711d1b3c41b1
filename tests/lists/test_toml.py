from __future__ import annotations

from pathlib import Path

import pytest

from lists.errors import InvalidListFile
from lists.toml import read_toml, stem, toml_files


def test_files_come_in_name_order_and_others_are_left_alone(tmp_path: Path):
    for name in ("b.toml", "a.toml", "c.txt"):
        (tmp_path / name).touch()
    assert [file.name for file in toml_files(tmp_path)] == ["a.toml", "b.toml"]


def test_a_folder_without_files_is_an_error(tmp_path: Path):
    with pytest.raises(InvalidListFile, match=r"holds no \.toml file"):
        toml_files(tmp_path)


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path):
    with pytest.raises(InvalidListFile, match="gone: cannot be read: No such file"):
        toml_files(tmp_path / "gone")


def test_a_missing_file_is_named(tmp_path: Path):
    with pytest.raises(InvalidListFile, match=rf"{tmp_path.name}/a\.toml: cannot be read"):
        read_toml(tmp_path, "a.toml")


@pytest.mark.parametrize("content", [b"a = ", b"a = 1\na = 2", b'a = "\xff"'])
def test_what_is_not_toml_in_utf8_is_refused(tmp_path: Path, content: bytes):
    (tmp_path / "a.toml").write_bytes(content)
    with pytest.raises(InvalidListFile, match=r"a\.toml: is not TOML in UTF-8"):
        read_toml(tmp_path, "a.toml")


def test_the_stem_is_the_name_without_its_ending():
    assert stem("us-treasury.toml") == "us-treasury"
