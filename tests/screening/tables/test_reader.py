"""A damaged table says which file and line is wrong; it never yields half a table in silence."""

from importlib.resources import files
from pathlib import Path

import pytest

from screening.tables import TableError, reader
from screening.tables.reader import rows, share, spellings


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "data").mkdir()
    monkeypatch.setattr(reader, "files", lambda _: tmp_path)
    return tmp_path / "data"


def test_comments_and_blank_lines_are_not_rows(folder: Path) -> None:
    (folder / "some.tsv").write_text("# scope\n\na\tb\n# more\n1\t2\n\n", encoding="utf-8")
    assert list(rows("some", "a", "b")) == [("1", "2")]


def test_an_empty_last_column_is_a_value(folder: Path) -> None:
    (folder / "some.tsv").write_text("a\tb\n1\t\n", encoding="utf-8")
    assert list(rows("some", "a", "b")) == [("1", "")]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a\tc\n", "line 1: columns a, c, not a, b"),
        ("a\tb\n1\n", "line 2: 1 columns, not 2"),
        ("# nothing\n", "no header"),
    ],
)
def test_a_damaged_table_is_refused(folder: Path, text: str, problem: str) -> None:
    (folder / "some.tsv").write_text(text, encoding="utf-8")
    with pytest.raises(TableError, match=problem):
        list(rows("some", "a", "b"))


def test_a_missing_table_is_refused(folder: Path) -> None:
    with pytest.raises(TableError, match=r"absent\.tsv cannot be read"):
        list(rows("absent", "a"))


@pytest.mark.parametrize("text", ["", "much", "0", "-1", "1.5", "nan"])
def test_what_is_no_share_is_refused(text: str) -> None:
    with pytest.raises(TableError, match="key"):
        share(text, "some", "key")


def test_spellings_choose_braces_and_join_or_part_dotted_letters() -> None:
    assert list(spellings("limited")) == ["limited"]
    assert list(spellings("s.a.r.l")) == ["sarl", "s a r l"]
    assert list(spellings("{co,und co} kg")) == ["co kg", "und co kg"]
    assert list(spellings("s.a de c.v")) == ["sa de cv", "s a de c v"]


def test_every_data_file_states_its_scope_and_columns() -> None:
    tables = [entry for entry in files("screening.tables").joinpath("data").iterdir() if entry.name.endswith(".tsv")]
    assert len(tables) == 11
    for table in tables:
        head = table.read_text(encoding="utf-8").split("\n\t")[0]
        assert head.startswith("# ")
        assert "# Columns: " in head or table.name == "number_words.tsv"
        assert "# Source" in head
