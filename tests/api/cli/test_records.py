"""The commands of the records: check --record, audit, replay, lookback, subjects."""

from __future__ import annotations

import json
import shutil

import pytest
from click.testing import CliRunner, Result

from api.cli import cli
from tests.api.store.vaults import asked, opened


@pytest.fixture
def run(tmp_path):
    """Run the command line on a store of its own."""

    def invoke(*arguments: str, **options) -> Result:
        result = CliRunner().invoke(
            cli, list(arguments), prog_name="screening", env={"SCREENING_DATA": str(tmp_path / "var"), "COLUMNS": "120"}, **options
        )
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return invoke


@pytest.fixture
def screening(tmp_path) -> str:
    """The id of a screening on record."""
    vault = opened(tmp_path / "var")
    found = asked(vault, "Reinhard Buetikofer", reference="customer-1").answer["id"]
    vault.sealer.seal()
    vault.close()
    return found


def test_nothing_is_kept_without_being_asked_for(run, tmp_path) -> None:
    assert run("check", "Reinhard Butikofer").exit_code == 1
    assert not (tmp_path / "var").exists()


def test_check_records_each_name_when_asked_to(run) -> None:
    done = run("check", "Reinhard Butikofer", "Zhang Ming", "!!!", "--record")
    assert done.exit_code == 2
    assert run("audit", "verify").output == "2 records in the chain, 0 not linked yet, 1 checkpoints met: nothing is wrong\n"


def test_check_records_a_batch_as_one(run) -> None:
    done = run("check", "Reinhard Butikofer", "Zhang Ming", "--record", "--json")
    assert json.loads(done.output)["screened"] == 2
    assert run("audit", "verify").output.startswith("3 records in the chain")


def test_what_check_prints_is_what_is_on_record(run) -> None:
    answer = json.loads(run("check", "Reinhard Butikofer", "--record", "--json").output)
    again = json.loads(run("replay", answer["id"], "--json").output)
    assert again["identical"]
    assert again["answer"] == answer


def test_verify_ends_with_exit_code_2_when_something_is_wrong(run, tmp_path, screening) -> None:
    (tmp_path / "var" / "checkpoints.jsonl").write_text("garbled\n", encoding="utf-8")
    done = run("audit", "verify")
    assert done.exit_code == 2
    assert "line 1: not a checkpoint" in done.stderr
    assert "SOMETHING IS WRONG" in done.stdout


def test_verify_needs_a_database_and_makes_none(run, tmp_path) -> None:
    done = run("audit", "verify")
    assert (done.exit_code, done.stdout) == (2, "")
    assert f"no database at {tmp_path / 'var' / 'screening.db'}" in done.stderr
    assert not (tmp_path / "var").exists()


def test_verify_works_on_a_copy_with_the_public_key_and_checkpoints_kept_elsewhere(run, tmp_path, screening) -> None:
    (tmp_path / "var").rename(tmp_path / "machine")
    (tmp_path / "var").mkdir()
    assert "no database at" in run("db", "backup", str(tmp_path / "copy.db")).stderr
    shutil.copy(tmp_path / "machine" / "screening.db", tmp_path / "var")
    assert "no key in" in run("audit", "verify").stderr
    [key] = (tmp_path / "machine" / "keys").glob("*.pub.pem")
    done = run("audit", "verify", "--key", str(key), "--checkpoints", str(tmp_path / "machine" / "checkpoints.jsonl"))
    assert done.stdout == "1 records in the chain, 0 not linked yet, 1 checkpoints met: nothing is wrong\n"
    assert "public keys alone" in done.stderr
    assert [each for each in (tmp_path / "var").iterdir() if each.name.removesuffix("-wal").removesuffix("-shm") != "screening.db"] == []
    assert not (tmp_path / "copy.db").exists()


def test_verify_takes_a_range(run, screening) -> None:
    assert run("audit", "verify", "--from", "2020-01-01", "--to", "2021-01-01").output.startswith("0 records")
    assert run("audit", "verify", "--from", "2020-01-01T00:00:00Z").output.startswith("1 records")
    refused = run("audit", "verify", "--from", "yesterday")
    assert refused.exit_code == 2
    assert "YYYY-MM-DD" in refused.stderr


def test_a_receipt_is_printed_and_checked_without_the_database(run, tmp_path, screening) -> None:
    receipt = run("audit", "receipt", screening).output
    path = tmp_path / "receipt.json"
    path.write_text(receipt, encoding="utf-8")
    [key] = (tmp_path / "var" / "keys").glob("*.pub.pem")
    (tmp_path / "var" / "screening.db").unlink()
    good = run("audit", "verify-receipt", str(path))
    assert (good.exit_code, good.output.partition(":")[0]) == (0, "the receipt is good")
    assert run("audit", "verify-receipt", str(path), "--key", str(key)).exit_code == 0
    path.write_text(receipt.replace('"review"', '"clear"'), encoding="utf-8")
    bad = run("audit", "verify-receipt", str(path))
    assert (bad.exit_code, bad.stdout) == (2, "")
    assert "something in it was changed" in bad.stderr


def test_a_receipt_of_what_is_not_there_is_refused(run, screening) -> None:
    done = run("audit", "receipt", "0196e4a0-5c00-7000-8000-000000000000")
    assert done.exit_code == 2
    assert "no screening has this id" in done.stderr
    assert run("audit", "receipt", screening, "--tenant", "other").exit_code == 2


def test_a_checkpoint_is_printed_as_a_line(run, tmp_path, screening) -> None:
    line = run("audit", "checkpoint").output
    assert json.loads(line)["statement"]["sequence"] == 1
    assert line in (tmp_path / "var" / "checkpoints.jsonl").read_text(encoding="utf-8")


def test_a_store_without_a_record_has_no_checkpoint(run) -> None:
    assert run("audit", "checkpoint").output == "no record yet, so no checkpoint\n"


def test_replay_says_that_the_answer_is_the_same_or_what_differs(run, screening) -> None:
    assert run("replay", screening).output == "the same answer: review, 1 hits\n"
    assert run("replay", screening, "--on", "current").exit_code == 0


def test_replay_ends_with_exit_code_2_when_it_cannot(run, tmp_path, screening) -> None:
    subject = run("subjects", "find", input="customer-1\n").stdout.strip()
    assert run("subjects", "erase", subject, "--yes").output == "erased: 1 records can no longer be read\n"
    done = run("replay", screening)
    assert done.exit_code == 2
    assert "erased" in done.stderr
    assert "not asked again" in run("lookback").stdout


def test_lookback_prints_what_would_change_under_another_policy(run, screening) -> None:
    changed = run("lookback", "--set", "threshold=1.0", "--set", "block_threshold=1.0")
    assert f"{screening}" in changed.output
    assert "review -> clear  -cn-mfa:reinhard-butikofer" in changed.output
    assert run("lookback").output == "unchanged: 1\n"
    assert run("lookback", "--to", "2020-01-01").output == "no screening in this range\n"
    lines = run("lookback", "--set", "threshold=1.0", "--set", "block_threshold=1.0", "--json").stdout.splitlines()
    assert [json.loads(line)["now"] for line in lines] == ["clear"]


@pytest.mark.parametrize("setting", ["threshold", "threshold=much", "id=x", "lists=cn-mfa", "nothing=1", "limit=1.5"])
def test_lookback_refuses_what_sets_no_number(run, screening, setting: str) -> None:
    done = run("lookback", "--set", setting)
    assert done.exit_code == 2
    assert "NAME one of threshold" in done.stderr


def test_subjects_are_held_and_let_go(run, screening) -> None:
    subject = run("subjects", "find", input="customer-1\n").stdout.strip()
    hold = run("subjects", "hold", subject, "--reason", "case 17").output.strip()
    assert "case 17" in run("subjects", "holds").output
    refused = run("subjects", "erase", subject, "--yes")
    assert refused.exit_code == 2
    assert "legal hold" in refused.stderr
    assert run("subjects", "lift", hold).output == "lifted\n"
    assert run("subjects", "holds").output == "no hold stands\n"


def test_erasing_asks_first(run, screening) -> None:
    subject = run("subjects", "find", input="customer-1\n").stdout.strip()
    assert run("subjects", "erase", subject, input="n\n").exit_code != 0
    assert run("replay", screening).exit_code == 0


def test_a_reference_nobody_came_with_is_told(run, screening) -> None:
    done = run("subjects", "find", input="customer-2\n")
    assert done.exit_code == 2
    assert "no screening came with this reference" in done.stderr


def test_expire_needs_an_age(run, screening, monkeypatch) -> None:
    done = run("subjects", "expire")
    assert done.exit_code == 2
    assert "SCREENING_RETENTION_DAYS" in done.stderr
    assert run("subjects", "expire", "--days", "1").output == "expired: 0 records and 0 keys\n"
