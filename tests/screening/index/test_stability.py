"""The same parties give the same index and the same answers: in any order, process and hash seed."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening import DesignatedParty, Index, InvalidParty, ListedName, NameKind, PartyKind, Policy, Query, examine
from tests.screening.index.worlds import EDITIONS, PARTIES, QUERIES
from tests.source_tree import ROOT

SCRIPT = """
import hashlib, json, sys
from screening import DesignatedParty, Index, ListedName, NameKind, PartyKind, Policy, Query, examine
names = ["Reinhard Bütikofer", "Reinhart Butikoffer", "Michael Gahler", "王君正", "Jun Zheng Wang", "Путин", "Abd al-Rahman", "Sis d.o.o.",
    "Mohammed Ali", "Muhammad Aly", "Ali Mohamed", "Bank of Armenia", "44 Brigade", "45 Brigade"]
parties = [DesignatedParty("demo", str(place), kind, (ListedName(name, NameKind.PRIMARY),))
    for place, name in enumerate(names) for kind in [PartyKind.INDIVIDUAL if place < 11 else PartyKind.ENTITY]]
if sys.argv[1] == "backwards":
    parties.reverse()
index = Index.build(parties, {"demo": "1"})
index.save(sys.argv[2])
answers = examine([Query(name) for name in names], index, Policy(threshold=0.3))
print(json.dumps([index.hash, hashlib.sha256(repr(answers).encode()).hexdigest()]))
"""


def run(order: str, seed: str, folder: Path) -> tuple[list[str], str]:
    """Build, save and ask in a process of its own: the index's hash, that of the answers, and that of the saved files."""
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", SCRIPT, order, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True, env=environment)
    files = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        files.update(path.name.encode() + path.read_bytes())
    return json.loads(done.stdout), files.hexdigest()


def test_index_files_and_answers_are_the_same_in_every_process_and_order(tmp_path: Path) -> None:
    first = run("forwards", "0", tmp_path / "a")
    assert run("backwards", "1", tmp_path / "b") == first
    assert run("forwards", "4294967295", tmp_path / "c") == first


@given(PARTIES, st.lists(QUERIES, min_size=1, max_size=3), st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_the_order_of_parties_changes_neither_hash_nor_columns_nor_answers(
    parties: tuple[DesignatedParty, ...], queries: list[Query], random: object
) -> None:
    shuffled = list(parties)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = Index.build(parties, EDITIONS), Index.build(shuffled, EDITIONS)
    assert one.hash == other.hash
    assert all((column == other._columns[name]).all() for name, column in one._columns.items())
    assert examine(queries, one, Policy(threshold=0.3)) == examine(queries, other, Policy(threshold=0.3))


def party(reference: str = "1", name: str = "Reinhard Bütikofer", **more: object) -> DesignatedParty:
    return DesignatedParty("demo", reference, PartyKind.INDIVIDUAL, (ListedName(name, NameKind.PRIMARY),), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("parties", "editions"),
    [
        ([party(), party("2")], {"demo": "1"}),
        ([party(name="Reinhard Butikofer")], {"demo": "1"}),
        ([party(remarks="x")], {"demo": "1"}),
        ([party()], {"demo": "2"}),
        ([party()], {"demo": "1", "other": "1"}),
        ([], {"demo": "1"}),
    ],
)
def test_anything_that_differs_in_what_went_in_changes_the_hash(parties: list[DesignatedParty], editions: dict[str, str]) -> None:
    assert Index.build(parties, editions).hash != Index.build([party()], {"demo": "1"}).hash


def test_the_hash_names_the_engine_version_too(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Index.build([party()], {"demo": "1"}).hash
    monkeypatch.setattr("screening.index.build.ENGINE_VERSION", "0.0.0")
    assert Index.build([party()], {"demo": "1"}).hash != before


def test_two_parties_with_one_id_and_a_name_with_nothing_left_are_refused_together() -> None:
    with pytest.raises(InvalidParty) as raised:
        Index.build([party(), party(), party("2", "!!!")])
    assert [problem.pointer for problem in raised.value.problems] == ["/demo:1", "/demo:2/names/0"]


def test_a_list_with_an_edition_and_no_party_is_in_the_index() -> None:
    index = Index.build([party()], {"demo": "1", "empty": "7"})
    assert index.list_ids == ("demo", "empty")
    assert list(index.parties("empty")) == []
    assert examine([Query("Reinhard Bütikofer")], index, Policy(lists=("empty",)))[0].hits == ()
