from __future__ import annotations

from datetime import date

import pytest

from lists.documents import read_documents
from lists.errors import InvalidListFile
from screening.party import Measure
from tests.lists.world import FIRST, ORIGINAL, World

RECORD = "seeds/tides.toml"


def test_a_record_holds_what_its_file_says(world: World):
    document = read_documents(world.records)["tides"]
    assert (document.file, document.published, document.characters) == ("tides.txt", date(2020, 2, 3), len(ORIGINAL))
    first, second = document.statements
    assert first.designated == ("Mira Wyrdmann", "Bureau of Tides")
    assert first.measures == (Measure.ASSET_FREEZE,)
    assert (second.measures, second.announced, second.mentioned) == ((), None, ("Olo Brandt",))
    assert ORIGINAL[first.spans[0].start : first.spans[0].end] == FIRST
    assert document.pointer(2) == "tides#2"
    assert document.statement(3) is None


@pytest.mark.parametrize(
    ("old", "new", "entry", "reason"),
    [
        ('id = "tides"', 'id = "waves"', "", "the id is 'waves', the file's name says 'tides'"),
        ("number = 2", "number = 3", "statement 2", "the number is 3; statements are numbered"),
        ("number = 2", "number = 2\nmood = 1", "statement 2", "unknown field 'mood'"),
        ('title = "', 'note = "x"\ntitle = "', "", "unknown field 'note'"),
        ("says", "said", "statement 1", "missing field 'says'"),
        ("start = 15", "start = 150", "statement 1 spans 1", "are not a place in a document of"),
        (f"characters = {len(ORIGINAL)}", "characters = 20", "statement 1 spans 1", "are not a place in a document of 20 characters"),
        ('sha256 = "', 'sha256 = "x', "", "is not 64 lower-case hexadecimal digits"),
        ('file = "', 'file = "../', "", "allowed: a file name without a folder"),
        ('lists = ["erewhon"]', "lists = []", "statement 2", "designates, but names no list"),
        ('measures = ["asset_freeze"]', 'measures = ["jail"]', "statement 1", "field 'measures' is 'jail'"),
        ("individuals = 2", "individuals = -2", "statement 1 announced", "less than 0"),
    ],
)
def test_a_wrong_record_is_refused_with_file_entry_and_reason(world: World, old: str, new: str, entry: str, reason: str):
    world.edit(RECORD, old, new)
    with pytest.raises(InvalidListFile) as error:
        read_documents(world.records)
    problem = error.value.problems[0]
    assert (problem.file, problem.entry) == (RECORD, entry)
    assert reason in problem.reason


def test_a_statement_without_a_span_is_refused(world: World):
    text = (world.records / "tides.toml").read_text(encoding="utf-8")
    world.write(RECORD, text[: text.rindex("spans = ")] + "spans = []\n")
    with pytest.raises(InvalidListFile, match="statement 2: no span supports it"):
        read_documents(world.records)


def test_all_wrong_statements_are_named_at_once(world: World):
    world.edit(RECORD, "number = 1", "number = 7")
    world.edit(RECORD, "number = 2", "number = 8")
    with pytest.raises(InvalidListFile) as error:
        read_documents(world.records)
    assert [problem.entry for problem in error.value.problems] == ["statement 1", "statement 2"]
