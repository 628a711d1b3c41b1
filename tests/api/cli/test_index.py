"""`screening index`: the lists in force, saved for programs that screen elsewhere."""

from __future__ import annotations

from pathlib import Path

from screening import Index, Policy, Query, screen
from screening.index.packing import unpack_index
from tests.api.files.made import screening


def test_the_saved_index_answers_as_the_lists_do(tmp_path: Path) -> None:
    done = screening("index", tmp_path / "index")
    assert done.exit_code == 0
    index = Index.open(tmp_path / "index")
    assert [index.hash[:16] in done.stdout, list(index.list_ids)] == [
        True,
        ["ca-gac", "cn-mfa", "eu-council", "uk-fcdo", "us-treasury"],
    ]
    assert screen([Query("Adrian Zenz")], index, Policy())[0][0].party.id == "cn-mfa:adrian-zenz"


def test_a_name_that_ends_in_zip_is_one_file(tmp_path: Path) -> None:
    assert screening("index", tmp_path / "index.zip", "--list", "uk-fcdo", "--list", "cn-mfa").exit_code == 0
    (tmp_path / "there").mkdir()
    unpack_index(tmp_path / "index.zip", tmp_path / "there")
    assert Index.open(tmp_path / "there").list_ids == ("cn-mfa", "uk-fcdo")


def test_what_cannot_be_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    done = screening("index", tmp_path / "index", "--list", "no-such-list")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "--list number 1: unknown list 'no-such-list'" in done.stderr or "--list: unknown list 'no-such-list'" in done.stderr
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").write_text("mine")
    assert "is not empty" in screening("index", tmp_path / "full").stderr
    (tmp_path / "a.zip").write_text("mine")
    assert "is there already" in screening("index", tmp_path / "a.zip").stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "full"]
