"""docs/files.md is true: its example prints what it shows, its tables are those of the code."""

from __future__ import annotations

from pathlib import Path

import pytest

from screening.rows import FIELDS, LINE_COLUMNS, LINE_FORMAT
from screening.rows.fields import IDENTIFIERS
from tests.api.files.made import write
from tests.test_docs import blocks, commands, text_of

DOCUMENT = "docs/files.md"


def test_the_dry_run_of_the_document_prints_what_it_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import shlex

    from click.testing import CliRunner

    from api.cli import cli

    monkeypatch.chdir(tmp_path)
    [example] = blocks(DOCUMENT, "csv")
    write(tmp_path / "customers.csv", example)
    [(command, shown)] = [(command, output) for command, output in commands(DOCUMENT) if output]
    done = CliRunner().invoke(cli, shlex.split(command)[1:], prog_name="screening", env={"COLUMNS": "100"})
    assert done.output.strip() == shown.strip()
    assert done.exit_code == 2


def test_every_field_stands_in_the_document() -> None:
    for field in FIELDS:
        if field.name in IDENTIFIERS:
            assert f"`{field.name}`" in text_of(DOCUMENT)
        else:
            columns = "several" if field.several else "one"
            assert f"| `{field.name}` | {columns} | {field.meaning} |" in text_of(DOCUMENT)


def test_the_lines_of_a_result_stand_in_the_document() -> None:
    rows = [f"| `{each.name}` | {each.type}{' or empty' if each.nullable else ''} | {each.meaning} |" for each in LINE_COLUMNS]
    assert "\n".join(rows) in text_of(DOCUMENT)
    assert f"the present one is {LINE_FORMAT}." in text_of(DOCUMENT)
