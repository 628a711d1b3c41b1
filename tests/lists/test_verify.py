from __future__ import annotations

from pathlib import Path

import pytest

from lists.errors import InvalidListFile
from lists.verify import VerifyReport, verify
from tests.lists.world import ORIGINAL, World, digest

RECORD, UTOPIA = "seeds/tides.toml", "seeded/utopia.toml"


def checked(world: World) -> VerifyReport:
    return verify(world.originals, world.lists, world.records)


def test_a_sound_world_is_verified_down_to_its_spans(world: World):
    report = checked(world)
    assert (report.ok, report.problems, report.unchecked) == (True, (), ())
    assert len(report.checked) == 3
    assert report.checked[-1] == "tides.txt: hash, length, 2 statements and 2 spans compared."
    report.raise_problems()


def test_without_the_originals_the_report_says_what_was_not_checked(world: World):
    report = verify(None, world.lists, world.records)
    assert report.ok
    assert report.unchecked == ("Hashes and spans: no folder with the originals was given.",)
    assert len(report.checked) == 2


def test_an_original_that_is_missing_is_a_problem(world: World):
    world.remove("originals/tides.txt")
    report = checked(world)
    assert [str(problem) for problem in report.problems] == [f"{RECORD}: the original tides.txt cannot be read: No such file or directory"]
    assert report.unchecked == ("Hash and spans of tides.txt: the original cannot be read.",)


def test_an_original_that_is_not_utf8_is_a_problem(world: World):
    (world.originals / "tides.txt").write_bytes(b"\xff")
    (problem,) = checked(world).problems
    assert "the original tides.txt is not UTF-8" in problem.reason


def test_a_changed_original_fails_by_its_hash(world: World):
    world.edit("originals/tides.txt", "Olo Brandt spoke", "Olo Brandt spake")
    reasons = [str(problem) for problem in checked(world).problems]
    assert reasons[0].startswith(f"{RECORD}: sha256 of tides.txt is {digest(ORIGINAL.replace('spoke', 'spake'))}, the record says")
    assert reasons[1].startswith(f"{RECORD}: statement 2: the span ")


def test_a_wrong_hash_in_the_record_fails(world: World):
    world.edit(RECORD, digest(ORIGINAL), "0" * 64)
    assert [problem.reason for problem in checked(world).problems] == [
        f"sha256 of tides.txt is {digest(ORIGINAL)}, the record says {'0' * 64}"
    ]


def test_a_wrong_length_in_the_record_fails(world: World):
    world.edit(RECORD, f"characters = {len(ORIGINAL)}", f"characters = {len(ORIGINAL) + 1}")
    assert [problem.reason for problem in checked(world).problems] == [
        f"tides.txt has {len(ORIGINAL)} characters, the record says {len(ORIGINAL) + 1}"
    ]


@pytest.mark.parametrize("start", [14, 16])
def test_a_span_shifted_by_one_character_fails_though_it_holds_the_names(world: World, start: int):
    world.edit(RECORD, "start = 15", f"start = {start}")
    (problem,) = checked(world).problems
    assert (problem.file, problem.entry) == (RECORD, "statement 1")
    assert "is not the passage recorded" in problem.reason


def test_a_span_elsewhere_fails_for_every_name_it_does_not_hold(world: World):
    passage = ORIGINAL[0:14]
    text = (world.records / "tides.toml").read_text(encoding="utf-8")
    head, _, _ = text.rpartition("spans = ")
    world.write(RECORD, f'{head}spans = [{{ start = 0, end = 14, sha256 = "{digest(passage)}" }}]\n')
    assert [str(problem) for problem in checked(world).problems] == [
        f"{RECORD}: statement 2: 'Mira Wyrdmann' does not stand in the span 0 to 14",
        f"{RECORD}: statement 2: 'Olo Brandt' does not stand in the span 0 to 14",
    ]


def test_part_of_a_word_is_not_the_name(world: World):
    world.edit(RECORD, '"Olo Brandt"', '"Olo Bran"')
    assert [problem.reason.partition(" in ")[0] for problem in checked(world).problems] == ["'Olo Bran' does not stand"]


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (UTOPIA, "entities = 1", "entities = 2", f"{UTOPIA}: the list says it names"),
        (UTOPIA, "statement = 1", "statement = 9", f"{UTOPIA}: mira-wyrdmann: statement 9 is not in {RECORD}"),
        (UTOPIA, 'terms = "', 'colour = 1\nterms = "', f"{UTOPIA}: unknown field 'colour'"),
        (UTOPIA, '"bureau-of-tides"', '"mira-wyrdmann"', f"{UTOPIA}: mira-wyrdmann: the reference stands 2 times"),
        (RECORD, "end = ", "end = 9", f"{RECORD}: statement 1 spans 1: characters"),
    ],
)
def test_a_list_that_cannot_be_loaded_is_reported_not_raised(world: World, file: str, old: str, new: str, expected: str):
    world.edit(file, old, new)
    report = checked(world)
    assert not report.ok
    assert any(str(problem).startswith(expected) for problem in report.problems)
    with pytest.raises(InvalidListFile):
        report.raise_problems()


def test_the_originals_are_compared_even_when_a_list_cannot_be_loaded(world: World):
    world.edit(UTOPIA, "entities = 1", "entities = 2")
    world.edit("originals/tides.txt", "spoke", "spake")
    assert {problem.file for problem in checked(world).problems} == {UTOPIA, RECORD}


def test_the_lists_of_the_project_agree_with_their_records():
    report = verify()
    report.raise_problems()
    assert len(report.checked) == 5


@pytest.mark.data
def test_the_lists_of_the_project_agree_with_the_originals(originals: Path):
    report = verify(originals)
    report.raise_problems()
    assert report.unchecked == ()
    assert report.checked[-1].endswith("13 statements and 16 spans compared.")
