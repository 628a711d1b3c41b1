"""`screening lists`, its sub-commands, and what all commands share."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import lists
from api.cli import COMMANDS, cli
from lists import ListProblem, VerifyReport
from screening import ENGINE_VERSION
from screening.errors import ListError


def run(*arguments: str) -> Result:
    """The command line on these arguments."""
    return CliRunner().invoke(cli, list(arguments), prog_name="screening", env={"COLUMNS": "140"})


def test_every_list_is_shown_with_its_counts_and_how_complete_it_is() -> None:
    done = run("lists")
    assert done.exit_code == 0
    rows = {line.split()[0]: line for line in done.stdout.splitlines()}
    assert {"us-treasury", "eu-council", "uk-fcdo", "ca-gac", "cn-mfa"} <= set(rows)
    assert "named 10 of 14 announced" in rows["cn-mfa"]


def test_a_list_is_shown_with_every_party_and_where_each_name_comes_from() -> None:
    done = run("lists", "show", "uk-fcdo")
    assert done.exit_code == 0
    found = lists.load_all().list("uk-fcdo")
    assert found is not None
    assert found.edition.sha256 in done.stdout
    for party in found.parties:
        assert party.primary_name.split()[0] in done.stdout
    assert "(curated)" in done.stdout


def test_an_unknown_list_is_refused_with_those_there_are() -> None:
    done = run("lists", "show", "nowhere")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert (
        done.stderr == "screening: ID: no list in force is called 'nowhere' (allowed: ca-gac, cn-mfa, eu-council, uk-fcdo, us-treasury)\n"
    )


def test_verification_without_the_originals_says_what_it_could_not_check() -> None:
    done = run("lists", "verify")
    assert done.exit_code == 0
    assert done.stderr == ""
    assert "unchecked  Hashes and spans" in done.stdout
    checked = [line for line in done.stdout.splitlines() if line.startswith("checked ")]
    assert [one.source.id in line for one, line in zip(lists.load_all().lists, checked, strict=False)] == [True] * 5


@pytest.mark.data
def test_verification_against_the_originals_leaves_nothing_unchecked(originals: Path) -> None:
    assert run("lists", "status").exit_code == 0, "from then on there is a database"
    done = run("lists", "verify", "--original", str(originals))
    assert done.exit_code == 0, done.output
    assert "unchecked" not in done.stdout


def test_verification_against_a_folder_without_the_originals_fails(tmp_path: Path) -> None:
    done = run("lists", "verify", "--original", str(tmp_path))
    assert done.exit_code == 2
    assert "cannot be read" in done.stderr


def test_verification_against_a_changed_original_fails_and_says_so(tmp_path: Path) -> None:
    for document in lists.load_all().documents.values():
        (tmp_path / document.file).write_text("another text", encoding="utf-8")
    done = run("lists", "verify", "--original", str(tmp_path))
    assert done.exit_code == 2
    assert "sha256" in done.stderr


def test_each_problem_of_a_verification_names_file_entry_and_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    report = VerifyReport(("some.",), (), (ListProblem("seeded/x.toml", "entry 3", "wrong count"),))
    monkeypatch.setattr(lists, "verify", lambda _folder: report)
    done = run("lists", "verify")
    assert done.exit_code == 2
    assert done.stderr == "screening: seeded/x.toml: entry 3: wrong count\n"


def test_verification_against_a_folder_that_is_not_there_is_a_misuse() -> None:
    done = run("lists", "verify", "--original", "/no/such/folder")
    assert done.exit_code == 2
    assert "does not exist" in done.stderr


def test_a_list_that_cannot_be_loaded_ends_every_command_with_exit_code_2(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_config: object) -> None:
        raise ListError("seeded/x.toml: entry 3: wrong count")

    monkeypatch.setattr("api.catalogue.load_catalogue", fail)
    for arguments in (["lists"], ["lists", "show", "cn-mfa"], ["check", "Zhang Ming"]):
        done = run(*arguments)
        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr == "screening: seeded/x.toml: entry 3: wrong count\n"


def test_the_version_names_the_engine() -> None:
    done = run("--version")
    assert done.exit_code == 0
    assert done.stdout.startswith("screening ")
    assert f"(engine {ENGINE_VERSION})" in done.stdout


def test_help_shows_every_command_and_the_exit_codes() -> None:
    done = run("--help")
    assert done.exit_code == 0
    assert "0 nothing found, 1 hits, 2 error" in done.stdout
    for name in COMMANDS:
        assert f"\n  {name} " in done.stdout


def test_an_unknown_command_is_a_misuse() -> None:
    assert run("chekc").exit_code == 2
