"""Checkpoints: an end that was cut off, forged ones, and a file of them that was garbled, emptied or not written to its end."""

from __future__ import annotations

import json

import pytest

from api.proof.checkpoints import FILE
from api.proof.errors import CheckpointFileError
from api.proof.keys import open_keys
from tests.api.proof.tampering import behind_the_back, check
from tests.api.store.vaults import asked


@pytest.mark.parametrize("checkpoints_too", [False, True], ids=["records", "records and checkpoints"])
def test_an_end_that_was_cut_off_is_told(vault, checkpoints_too: bool) -> None:
    with behind_the_back(vault) as run:
        for [record] in run("SELECT record FROM chain WHERE sequence > 7").fetchall():
            run("DELETE FROM records WHERE id = ?", record)
        run("DELETE FROM chain WHERE sequence > 7")
        if checkpoints_too:  # the file still has them
            run("DELETE FROM checkpoints WHERE sequence > 7")
    assert check(vault).problems == ("the end was cut off: the chain ends at sequence 7, and a checkpoint was signed at 9",)


def test_a_forged_checkpoint_is_told(vault, tmp_path) -> None:
    with behind_the_back(vault) as run:
        run("UPDATE checkpoints SET statement = replace(statement, '\"sequence\":9', '\"sequence\":8') WHERE sequence = 9")
    assert "its signature is not that of its statement" in check(vault).problems[0]
    other = open_keys(tmp_path / "others", make=True)
    (vault.folder / FILE).write_text(
        json.dumps({"statement": {"sequence": 9, "link": "ab" * 32}, "signature": "x", "key": other.signing_id}) + "\n", encoding="utf-8"
    )
    assert any("not trusted" in problem for problem in check(vault).problems)


def test_a_file_of_checkpoints_that_was_garbled_is_told(vault) -> None:
    (vault.folder / FILE).write_text("garbled\n", encoding="utf-8")
    assert "line 1: not a checkpoint" in check(vault).problems[0]


def test_an_end_cut_off_with_every_checkpoint_here_is_told_by_one_kept_elsewhere(vault, tmp_path) -> None:
    elsewhere = tmp_path / "elsewhere.jsonl"
    elsewhere.write_bytes((vault.folder / FILE).read_bytes())
    with behind_the_back(vault) as run:
        for [record] in run("SELECT record FROM chain WHERE sequence > 7").fetchall():
            run("DELETE FROM records WHERE id = ?", record)
        run("DELETE FROM chain WHERE sequence > 7")
        run("DELETE FROM checkpoints WHERE sequence > 7")
    (vault.folder / FILE).unlink()
    assert check(vault).ok
    assert "the end was cut off" in check(vault, checkpoint_files=[elsewhere]).problems[0]


@pytest.mark.parametrize("content", [None, ""], ids=["absent", "empty"])
def test_a_file_of_checkpoints_that_holds_none_is_told(vault, tmp_path, content) -> None:
    given = tmp_path / "given.jsonl"
    if content is not None:
        given.write_text(content, encoding="utf-8")
    assert check(vault, checkpoint_files=[given]).problems == (f"{given}: no checkpoint in it",)


def test_a_checkpoint_removed_from_the_database_is_told(vault) -> None:
    with behind_the_back(vault) as run:
        run("DELETE FROM checkpoints WHERE sequence = 5")
    assert check(vault).problems == ("checkpoint at sequence 5: it stands in checkpoints.jsonl and was removed from the database",)


def test_a_line_of_checkpoints_that_was_not_written_to_its_end_is_noted_and_goes_with_the_next(vault) -> None:
    file = vault.folder / FILE
    whole = file.read_text(encoding="utf-8")
    file.write_text(whole + whole[:40], encoding="utf-8")
    report = check(vault)
    assert (report.ok, report.checkpoints) == (True, 2)
    assert "line 3: not written to its end" in report.notes[0]
    asked(vault)
    vault.sealer.seal()
    assert file.read_text(encoding="utf-8").startswith(whole)
    assert len(file.read_text(encoding="utf-8").splitlines()) == 3
    assert (check(vault).ok, check(vault).notes) == (True, ())


def test_a_full_disk_leaves_no_part_of_a_checkpoint(vault, monkeypatch) -> None:
    file = vault.folder / FILE
    whole = file.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    asked(vault)
    with monkeypatch.context() as patch:
        patch.setattr("api.proof.checkpoints.os.fsync", full)
        with pytest.raises(CheckpointFileError, match="No space left"):
            vault.sealer.seal()
    assert file.read_bytes() == whole
    assert check(vault).ok
