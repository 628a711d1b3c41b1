"""The console script as a process: exit codes and output whatever happens."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.source_tree import ROOT


def run(*arguments: str, code: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    """The console script in a process of its own, after `code`."""
    program = f"{code}\nfrom api.cli import main\nmain()"
    command = [sys.executable, "-c", program, *arguments]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", **variables}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False)


def test_exit_codes_are_those_promised() -> None:
    assert run("check", "Zhang Ming").returncode == 0
    assert run("check", "Reinhard Butikofer").returncode == 1
    assert run("check", "!!!").returncode == 2
    assert run("check", "--nonsense").returncode == 2
    assert run("--version").returncode == 0


def test_an_unforeseen_error_never_ends_with_the_code_of_hits() -> None:
    done = run("check", "Zhang Ming", code="import api.catalogue\napi.catalogue.load_catalogue = None")
    assert done.returncode == 2
    assert "TypeError" in done.stderr


def test_a_reader_that_goes_away_is_no_hit() -> None:
    program = "from api.cli import main\nmain()"
    command = [sys.executable, "-c", program, "check", "Zhang Ming"]
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(command, cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (2, "")


def test_a_terminal_without_the_characters_of_a_name_shows_escapes() -> None:
    done = run("check", "王君正", PYTHONIOENCODING="iso8859-1")
    assert done.returncode == 1
    assert "\\u738b\\u541b\\u6b63: review" in done.stdout


def test_undecodable_arguments_are_refused_not_guessed() -> None:
    command = [sys.executable, "-m", "api.cli", "check", b"B\xfctikofer"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 2
    assert done.stdout == b""
    assert b"lone surrogate" in done.stderr
