from __future__ import annotations

from lists.errors import InvalidListFile, ListProblem
from screening.errors import ListError


def test_the_message_names_file_entry_and_reason_of_every_problem():
    error = InvalidListFile([ListProblem("a.toml", "mira", "is wrong"), ListProblem("b.toml", "", "is gone")])
    assert isinstance(error, ListError)
    assert str(error) == "a.toml: mira: is wrong; b.toml: is gone"
    assert len(error.problems) == 2
