"""`screening check`."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from click.testing import CliRunner, Result

from api import create_app
from api.cli import cli
from tests.source_tree import ROOT

VOLATILE = ("id", "screened_at", "batch")


def run(*arguments: str, columns: int = 100) -> Result:
    """The command line on these arguments; an exception that is not an exit fails the test."""
    result = CliRunner().invoke(cli, list(arguments), prog_name="screening", env={"COLUMNS": str(columns)})
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def steady(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer without what differs from one screening to the next."""
    return {name: value for name, value in answer.items() if name not in VOLATILE}


def posted(path: str, body: dict[str, Any]) -> dict[str, Any]:
    """What the HTTP service answers."""
    answer: dict[str, Any] = create_app().test_client().post(path, json=body).get_json()
    return answer


def test_hits_end_with_exit_code_1_and_show_score_name_list_and_reason() -> None:
    done = run("check", "Reinhard Butikofer")
    assert done.exit_code == 1
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert lines[0].startswith("Reinhard Butikofer: review, 1 hit at 0.8 or above")
    assert lines[2].split() == ["SCORE", "NAME", "LIST", "WHY"]
    assert lines[3].split()[0] == "1.000"
    assert "cn-mfa" in lines[3]


def test_nothing_found_ends_with_exit_code_0_and_still_says_what_was_screened() -> None:
    done = run("check", "Zhang Ming")
    assert done.exit_code == 0
    assert "Zhang Ming: clear, no hit" in done.stdout
    for list_id, completeness in [("cn-mfa", "named 10 of 14 announced"), ("eu-council", "named 2 of 4 announced")]:
        assert any(line.startswith(list_id) and completeness in line for line in done.stdout.splitlines())


def test_several_names_are_answered_one_after_another() -> None:
    done = run("check", "Zhang Ming", "王君正")
    assert done.exit_code == 1
    assert done.stdout.index("Zhang Ming: clear") < done.stdout.index("王君正: review, 4 hits")


@pytest.mark.parametrize("name", ["", "   ", "-", "!!!", "🙂", "a\x1bb", "\ud800", "x" * 501])
def test_a_name_that_cannot_be_screened_ends_with_exit_code_2(name: str) -> None:
    done = run("check", "--", name)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr.startswith("screening: NAME: ")
    assert "(allowed: " in done.stderr


def test_one_bad_name_spoils_the_exit_code_but_not_the_answer_of_another() -> None:
    done = run("check", "Reinhard Butikofer", "!!!")
    assert done.exit_code == 2
    assert "Reinhard Butikofer: review" in done.stdout
    assert done.stderr.startswith("screening: “!!!”: NAME: ")


def test_a_control_character_never_reaches_the_terminal() -> None:
    done = run("check", "Zhang Ming", "a\x1b[2Jb")
    assert "\x1b" not in done.output
    assert "“a\\x1b[2Jb”" in done.stderr


@pytest.mark.parametrize(
    ("option", "value", "allowed"),
    [
        ("--birth-date", "1953-02-31", "YYYY, YYYY-MM or YYYY-MM-DD"),
        ("--birth-date", "soon", "YYYY, YYYY-MM or YYYY-MM-DD"),
        ("--country", "QQ", "ISO 3166-1 alpha-2"),
        ("--country", "de", "ISO 3166-1 alpha-2"),
        ("--list", "nowhere", "ca-gac, cn-mfa, eu-council, uk-fcdo, us-treasury"),
        ("--threshold", "1.5", "0.3 to 1.0"),
        ("--threshold", "nan", "0.3 to 1.0"),
    ],
)
def test_a_bad_option_is_refused_with_its_name_and_what_is_allowed(option: str, value: str, allowed: str) -> None:
    done = run("check", "Zhang Ming", option, value)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr.startswith(f"screening: {option}")
    assert allowed in done.stderr


@pytest.mark.parametrize("arguments", [["--kind", "robot", "A B"], ["--threshold", "high", "A B"], ["--nonsense", "A B"], []])
def test_misuse_ends_with_exit_code_2(arguments: list[str]) -> None:
    done = run("check", *arguments)
    assert done.exit_code == 2
    assert done.stderr.startswith("Usage: screening check")


def test_all_problems_are_told_at_once() -> None:
    done = run("check", "!!!", "--birth-date", "x", "--country", "QQ", "--list", "nowhere")
    assert [line.split(":")[1].strip().split()[0] for line in done.stderr.splitlines()] == ["NAME", "--birth-date", "--country", "--list"]


def test_a_list_chosen_is_the_only_one_screened() -> None:
    done = run("check", "王君正", "--list", "uk-fcdo", "--list", "eu-council", "--json")
    answer = json.loads(done.stdout)
    assert [each["id"] for each in answer["lists"]] == ["eu-council", "uk-fcdo"]
    assert {hit["list"]["id"] for hit in answer["hits"]} == {"eu-council", "uk-fcdo"}


def test_the_threshold_given_is_the_one_applied_even_above_the_block_threshold() -> None:
    answer = json.loads(run("check", "Reinhard Bütikoffer", "--threshold", "1.0", "--json").stdout)
    assert answer["policy"]["threshold"] == 1.0
    assert answer["hits"] == []


def test_json_of_one_name_is_the_answer_of_the_http_service() -> None:
    done = run("check", "Buetikofer, Reinhard", "--kind", "individual", "--birth-date", "1953-01", "--country", "DE", "--json")
    body = {"name": "Buetikofer, Reinhard", "kind": "individual", "birth_date": "1953-01", "countries": ["DE"]}
    assert done.exit_code == 1
    answer = json.loads(done.stdout)
    assert {"id", "screened_at"} <= set(answer)
    assert steady(answer) == steady(posted("/v1/screenings", body))


def test_json_of_several_names_is_the_batch_of_the_http_service() -> None:
    done = run("check", "王君正", "!!!", "--json")
    batch, expected = json.loads(done.stdout), posted("/v1/screenings/batch", {"queries": [{"name": "王君正"}, {"name": "!!!"}]})
    assert done.exit_code == 2
    assert [steady(row) for row in batch["results"]] == [steady(row) for row in expected["results"]]
    assert "1 of 2 names were refused" in done.stderr


def test_json_of_a_refused_name_is_nothing_but_the_error() -> None:
    done = run("check", "!!!", "--json")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("screening: NAME: ")


def test_the_table_fits_the_terminal() -> None:
    done = run("check", "Reinhard Butikofer", columns=60)
    assert max(map(len, done.stdout.splitlines())) <= 60


def test_a_setting_that_cannot_be_used_is_told_and_ends_with_exit_code_2(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCREENING_LISTS", "nowhere")
    done = run("check", "Zhang Ming")
    assert done.exit_code == 2
    assert "SCREENING_LISTS" in done.stderr
    assert "cn-mfa" in done.stderr


def test_the_command_loads_neither_the_server_nor_the_documentation() -> None:
    code = (
        "import sys\nfrom api.cli import cli\n"
        "try: cli(['check', 'Zhang Ming'], prog_name='screening')\n"
        "except SystemExit as end: assert end.code == 0\n"
        "print([name for name in ('gunicorn', 'flask_smorest', 'structlog', 'api.app') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
