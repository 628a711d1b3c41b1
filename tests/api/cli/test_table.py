"""Tables for a terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.cli.table import display_width, table, wrapped


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("", 0),
        ("Wang", 4),
        ("王君正", 6),
        ("ﾜﾝ", 2),  # half-width forms
        ("Ｗ", 2),  # full-width forms
        ("e\u0301", 1),  # a combining accent stands over its letter
        ("a\u200bb", 2),
        ("정", 2),
        ("Рейнхард", 8),
    ],
)
def test_width_is_counted_in_terminal_columns(text: str, columns: int) -> None:
    assert display_width(text) == columns


def test_columns_stay_aligned_under_wide_characters() -> None:
    lines = table(("NAME", "LIST"), [("王君正", "eu-council"), ("Wang", "uk-fcdo")], 80).splitlines()
    assert lines == ["NAME    LIST", "王君正  eu-council", "Wang    uk-fcdo"]


def test_a_long_cell_wraps_and_nothing_is_cut_off() -> None:
    why = "the same once accents are set aside, and nothing else was found that speaks for or against it"
    drawn = table(("SCORE", "WHY"), [("0.950", why)], 50)
    assert max(display_width(line) for line in drawn.splitlines()) <= 50
    assert " ".join(drawn.replace("SCORE  WHY", "").replace("0.950", "").split()) == why


def test_a_word_longer_than_the_column_is_broken() -> None:
    assert wrapped("abcdefghij kl", 4) == ["abcd", "efgh", "ij", "kl"]


def test_control_characters_in_a_cell_are_shown_not_obeyed() -> None:
    drawn = table(("NAME",), [("a\x1b[2Jb\u202ec\ud800",)], 80)
    assert drawn.splitlines()[1] == "a\\x1b[2Jb\\u202ec\\ud800"


def test_a_table_without_rows_is_its_heading() -> None:
    assert table(("SCORE", "NAME"), [], 80) == "SCORE  NAME"


@given(st.lists(st.tuples(st.text(max_size=40), st.text(max_size=200)), max_size=5), st.integers(50, 120))
def test_no_line_is_wider_than_the_terminal_whatever_the_cells_hold(rows: list[tuple[str, str]], width: int) -> None:
    drawn = table(("ONE", "TWO"), rows, width)
    assert all(display_width(line) <= width for line in drawn.split("\n"))


@given(st.text(max_size=200), st.integers(2, 60))
def test_wrapping_loses_no_character(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(display_width(line) <= width for line in lines)
