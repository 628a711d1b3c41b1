"""`screening keys`."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from api.access.administration import DAYS, OVERLAP_HOURS
from api.cli import cli
from api.cli.keys import DEFAULT_TENANT, command
from api.store import tables
from tests.api.access.serving import bearer, service

KEY = r"scr_([A-Za-z0-9]{12})_[A-Za-z0-9]{43}"


@pytest.fixture
def screening(tmp_path: Path):
    """Run a command on records of its own."""

    def run(*words: str) -> Result:
        settings = {"SCREENING_DATA": str(tmp_path), "SCREENING_LOG_LEVEL": "critical", "COLUMNS": "120"}
        return CliRunner().invoke(cli, ["keys", *words], env=settings)

    return run


def made(done: Result) -> tuple[str, str]:
    """Text and id of the key that a command printed, alone on standard output."""
    assert done.exit_code == 0, done.output
    found = re.fullmatch(KEY, done.stdout.rstrip("\n"))
    assert found
    assert found[0] not in done.stderr
    return found[0], found[1]


def test_a_key_is_printed_once_and_opens_the_service(screening, tmp_path: Path) -> None:
    done = screening("create", "onboarding", "--role", "screener", "--role", "auditor", "--days", "30")
    text, key_id = made(done)
    assert "onboarding (auditor, screener; tenant default; until " in done.stderr
    assert "shown this once" in done.stderr
    answer = service(tmp_path).test_client().get("/v1/lists", headers=bearer(text))
    assert answer.status_code == 200
    listed = screening("list")
    assert key_id in listed.output
    assert text not in listed.output + screening("list", "--json").output


def test_json_is_that_of_the_http_service(screening) -> None:
    shown = json.loads(screening("create", "onboarding", "--role", "screener", "--rate", "9", "--json").stdout)
    assert re.fullmatch(KEY, shown.pop("key"))
    assert json.loads(screening("list", "--json").stdout) == {"keys": [shown]}
    assert (shown["name"], shown["roles"], shown["rate"], shown["state"]) == ("onboarding", ["screener"], 9, "active")
    assert shown["created_by"].startswith("command line: ")


def test_rotation_revocation_and_roles(screening, tmp_path: Path) -> None:
    old, old_id = made(screening("create", "onboarding", "--role", "screener"))
    new, new_id = made(screening("rotate", old_id, "--overlap-hours", "1"))
    assert screening("roles", new_id, "--role", "analyst").output == f"the key {new_id} of onboarding has the roles analyst\n"
    client = service(tmp_path).test_client()
    assert [client.get("/v1/screenings", headers=bearer(text)).status_code for text in (old, new)] == [200, 200]
    assert screening("revoke", old_id).output == f"the key {old_id} of onboarding is revoked\n"
    assert [client.get("/v1/screenings", headers=bearer(text)).status_code for text in (old, new)] == [401, 200]
    lines = screening("list").output.splitlines()
    assert re.search(rf"^{old_id} +onboarding +revoked ", lines[1])
    assert re.search(rf"^{new_id} +onboarding +active ", lines[2])


def test_tenants_have_keys_of_their_own(screening) -> None:
    _, key_id = made(screening("create", "onboarding", "--role", "screener", "--tenant", "bank-a"))
    assert key_id not in screening("list").output
    assert key_id in screening("list", "--tenant", "bank-a").output
    for words in (["revoke", key_id], ["rotate", key_id], ["roles", key_id, "--role", "analyst"]):
        done = screening(*words)
        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr == "screening: no key has this id (allowed: an id from the list of keys)\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["create", "Onboarding", "--role", "screener"], r"NAME: 'Onboarding' is not allowed \(allowed: 1 to 63 of a-z"),
        (["create", "a", "--role", "screener", "--days", "0"], r"--days: 0 is out of bounds \(allowed: 1 to 1095 days\)"),
        (["create", "a", "--role", "screener", "--rate", "0"], r"--rate: 0 is out of bounds"),
        (["create", "a", "--role", "screener", "--tenant", "A"], r"--tenant: 'A' is not allowed"),
        (["create", "a", "--role", "root"], r"'root' is not one of 'screener'"),
        (["create", "a"], r"Missing option '--role'"),
        (["rotate", "x" * 12], r"no key has this id"),
    ],
)
def test_what_is_not_allowed_is_told_and_nothing_is_made(screening, words: list[str], told: str) -> None:
    done = screening(*words)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert re.search(told, done.stderr)
    assert json.loads(screening("list", "--json").stdout) == {"keys": []}


def test_a_name_is_given_once(screening) -> None:
    screening("create", "onboarding", "--role", "screener")
    done = screening("create", "onboarding", "--role", "screener")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "the name onboarding is taken" in done.stderr


def test_defaults_are_those_of_the_code_the_command_stands_for() -> None:
    assert tables.DEFAULT_TENANT == DEFAULT_TENANT
    defaults = {
        (name, option.name): option.default
        for name, each in command.commands.items()
        for option in each.params
        if isinstance(option, click.Option)
    }
    assert defaults["create", "days"] == defaults["rotate", "days"] == DAYS
    assert defaults["rotate", "overlap_hours"] == OVERLAP_HOURS
