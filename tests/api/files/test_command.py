"""`screening file`: what it takes, prints and ends with."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from api.files.writing.csv_file import harmless
from api.files.writing.workbook import MOST_CHARACTERS, shortened
from tests.api.files.made import csv_text, read_result, screening, workbook, write
from tests.source_tree import ROOT

CLEAR, HIT, BAD = ("c1", "Nobody Listed", "", ""), ("c2", "Reinhard Butikofer", "", ""), ("c3", "!!!", "", "")


@pytest.mark.parametrize(("rows", "code"), [([CLEAR], 0), ([CLEAR, HIT], 1), ([CLEAR, HIT, BAD], 2), ([CLEAR, BAD], 2)])
def test_the_exit_code_is_that_of_check(tmp_path: Path, rows: list[tuple[str, ...]], code: int) -> None:
    assert screening("file", write(tmp_path / "a.csv", csv_text(rows)), "-o", tmp_path / "out.csv").exit_code == code
    assert len(read_result(tmp_path / "out.csv")) == len(rows)


def test_a_pipe_in_and_out(tmp_path: Path) -> None:
    done = screening("file", "-", stdin=csv_text([CLEAR, HIT]).encode())
    assert done.exit_code == 1
    header, *lines = done.stdout.splitlines()
    assert header.startswith("row,line,reference,name,status,")
    assert [line.split(",")[4] for line in lines] == ["clear", "review"]
    assert "standard input: 2 rows = 1 clear, 1 review, 0 block, 0 error" in done.stderr


def test_a_refused_pipe_prints_nothing(tmp_path: Path) -> None:
    done = screening("file", "-", stdin=b"id,name\n")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "standard input: has a header and no row" in done.stderr


def test_the_counts_of_the_summary_add_up(tmp_path: Path) -> None:
    done = screening(
        "file", write(tmp_path / "a.csv", csv_text([CLEAR, HIT, BAD, CLEAR]) + "\n,,,\n"), "-o", tmp_path / "out.csv", "--json"
    )
    summary = json.loads(done.stdout)
    assert summary["rows"] == summary["clear"] + summary["review"] + summary["block"] + summary["error"] == 4
    assert (summary["clear"], summary["review"], summary["error"], summary["repeated"], summary["file"]["blank"]) == (2, 1, 1, 1, 2)
    assert summary["alerts_per_1000"] == 333.33
    assert {each["id"] for each in summary["lists"]} == {"ca-gac", "cn-mfa", "eu-council", "uk-fcdo", "us-treasury"}
    assert len(summary["policy"]["hash"]) == len(summary["engine"]["index"]) == len(summary["file"]["sha256"]) == 64
    assert summary["seconds"] > 0


def test_the_same_file_gives_the_same_bytes_whatever_the_workers_and_chunks(tmp_path: Path) -> None:
    rows = [(f"c{number}", name, "", "") for number, name in enumerate(["Reinhard Butikofer", "Zenz", "Wang Junzheng", "Nobody"] * 9)]
    source = write(tmp_path / "a.csv", csv_text(rows))
    found = set()
    for number, options in enumerate([[], ["--chunk", "1"], ["--chunk", "7", "--workers", "2"], ["--workers", "3", "--chunk", "2"]]):
        screening("file", source, "-o", tmp_path / f"out{number}.csv", *options)
        found.add((tmp_path / f"out{number}.csv").read_bytes())
    assert len(found) == 1


def test_the_policy_of_the_command_is_the_one_of_the_answers(tmp_path: Path) -> None:
    source = write(tmp_path / "a.csv", csv_text([("c1", "王君正", "", "")]))
    screening("file", source, "-o", tmp_path / "out.jsonl", "--list", "uk-fcdo", "--list", "ca-gac", "--limit", "1", "--threshold", "0.5")
    [line] = read_result(tmp_path / "out.jsonl")
    assert line["list"] in {"uk-fcdo", "ca-gac"}
    assert line["hits"] == 2


def test_what_is_there_is_not_overwritten_unless_that_is_said(tmp_path: Path) -> None:
    source, target = write(tmp_path / "a.csv", csv_text([CLEAR])), write(tmp_path / "out.csv", "mine")
    assert screening("file", source, "-o", target).exit_code == 2
    assert target.read_text() == "mine"
    assert screening("file", source, "-o", target, "--overwrite").exit_code == 0
    assert screening("file", source, "-o", source, "--overwrite").exit_code == 2


@pytest.mark.parametrize(("target", "words"), [("out.doc", "names no format"), ("no/out.csv", "is not a folder")])
def test_a_result_that_cannot_be_written_is_told_before_anything_is_read(tmp_path: Path, target: str, words: str) -> None:
    done = screening("file", tmp_path / "not-there.csv", "-o", tmp_path / target)
    assert done.exit_code == 2
    assert words in done.stderr


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    done = screening("file", tmp_path / "not-there.csv", "-o", tmp_path / "out.csv")
    assert "not-there.csv: cannot be read: No such file or directory" in done.stderr
    assert not list(tmp_path.iterdir())


def test_dates_are_told_or_refused(tmp_path: Path) -> None:
    rows = [("c1", "Nobody Listed", "03/04/1960", "")]
    source = write(tmp_path / "a.csv", csv_text(rows))
    done = screening("file", source, "-o", tmp_path / "out.jsonl")
    assert done.exit_code == 2
    assert "dates: not known: 0 dates can be day first alone, 0 month first alone, 1 either" in done.stdout
    assert "may be day or month first" in read_result(tmp_path / "out.jsonl")[0]["reason"]
    assert screening("file", source, "-o", tmp_path / "other.jsonl", "--date-order", "month-first").exit_code == 0
    shown = write(tmp_path / "b.csv", csv_text([*rows, ("c2", "Nobody Else", "13/04/1960", "")]))
    assert "dates: day-first, as the file shows" in screening("file", shown, "-o", tmp_path / "third.jsonl").stdout


def test_a_file_without_a_header_is_read_by_the_numbers_of_its_columns(tmp_path: Path) -> None:
    source = write(tmp_path / "a.csv", csv_text([CLEAR, HIT], header=None))
    assert screening("file", source, "-o", tmp_path / "out.jsonl").exit_code == 2
    assert (
        screening("file", source, "-o", tmp_path / "out.jsonl", "--no-header", "--map", "name=#2", "--map", "reference=#1").exit_code == 1
    )
    assert [line["reference"] for line in read_result(tmp_path / "out.jsonl")] == ["c1", "c2"]


def test_lines_before_the_header_are_skipped(tmp_path: Path) -> None:
    text = "Customers of the day;\nprinted on Monday;\n" + csv_text([HIT], delimiter=";")
    assert screening("file", write(tmp_path / "a.csv", text), "-o", tmp_path / "out.jsonl", "--skip", "2").exit_code == 1
    assert read_result(tmp_path / "out.jsonl")[0]["line"] == 4
    book = workbook(tmp_path / "b.xlsx", {"a": [["Customers"], ["id", "name"], ["c1", "Adrian Zenz"]]})
    assert screening("file", book, "-o", tmp_path / "b.jsonl", "--skip", "1").exit_code == 1
    assert read_result(tmp_path / "b.jsonl")[0]["line"] == 3


def test_a_sheet_is_chosen_by_its_name(tmp_path: Path) -> None:
    book = workbook(tmp_path / "a.xlsx", {"Old": [["name"], ["x"]], "New": [["name"], ["Adrian Zenz"]]})
    done = screening("file", book, "-o", tmp_path / "out.jsonl", "--sheet", "New")
    assert done.exit_code == 1
    assert "sheet 'New'; not read: 'Old'" in done.stdout


def test_a_checkpoint_is_for_its_owner_alone(tmp_path: Path) -> None:
    from api.files.checkpoint import Checkpoint

    made = Checkpoint.begin(tmp_path / "out.partial")
    assert stat.S_IMODE(made.folder.stat().st_mode) == 0o700
    made.close()


def test_texts_that_a_spreadsheet_would_run_are_made_harmless() -> None:
    for text in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"):
        assert harmless(text) == f"'{text}"
    for value in ("a=1", "Müller", "", None, -1, 0.5):
        assert harmless(value) == value


def test_a_text_that_is_too_long_for_a_cell_is_cut_and_says_so() -> None:
    assert shortened("x" * MOST_CHARACTERS) == "x" * MOST_CHARACTERS
    cut = shortened("x" * 40_000)
    assert len(cut) == MOST_CHARACTERS
    assert cut.endswith("(40000 characters)")


def test_a_named_pipe_is_read_once_and_whole(tmp_path: Path) -> None:
    pipe, rows = tmp_path / "pipe", [(f"c{number}", f"Nobody {number}", "", "") for number in range(2000)]
    for options in ([], ["--encoding", "utf-8"]):
        os.mkfifo(pipe)
        writer = threading.Thread(target=pipe.write_text, args=(csv_text([*rows, HIT]),))
        writer.start()
        done = screening("file", pipe, "-o", tmp_path / "out.jsonl", "--overwrite", *options)
        writer.join()
        assert "2,001 rows = 2,000 clear, 1 review" in done.stdout
        pipe.unlink()


def test_a_pipe_leaves_nothing_to_go_on_from(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "--resume needs IN and OUT" in screening("file", tmp_path / "pipe", "-o", tmp_path / "out.csv", "--resume").stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_standard_output_that_is_full_is_told(tmp_path: Path) -> None:
    source = write(tmp_path / "a.csv", csv_text([HIT]))
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from api.cli import main; main()"
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-c", code, "file", str(source)], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 2
    assert "standard output cannot be written: No space left on device" in done.stderr
    assert "Traceback" not in done.stderr


def test_ctrl_z_on_the_last_line_is_the_end_of_the_file(tmp_path: Path) -> None:
    for end in ("\x1a", "\x1a\n", "\x1a\r\n"):
        done = screening("file", write(tmp_path / "a.csv", csv_text([CLEAR, HIT]) + end), "-o", tmp_path / "out.jsonl", "--overwrite")
        assert "2 rows = 1 clear, 1 review, 0 block, 0 error" in done.stdout
    done = screening(
        "file", write(tmp_path / "a.csv", csv_text([CLEAR]) + "\x1a\n" + csv_text([HIT], header=None)), "-o", tmp_path / "b.csv"
    )
    assert "3 rows = 1 clear, 1 review, 0 block, 1 error" in done.stdout


def test_what_is_to_be_said_comes_with_the_option_that_says_it(tmp_path: Path) -> None:
    source = write(tmp_path / "a.csv", "id,name\n1,Bütikofer\n".encode("cp1252"))
    assert "the encoding said: --encoding" in screening("file", source, "-o", tmp_path / "out.csv").stderr


def numbers(count: int, letters: int) -> str:
    """A file in which so many names are numbers, and so many are not."""
    names = [*(str(4710 + number) for number in range(count)), *(f"Nobody {one}" for one in "abcdefghijkl"[:letters])]
    return csv_text([("1", name, "", "") for name in names])


def test_names_without_a_letter_are_screened_counted_and_warned_of(tmp_path: Path) -> None:
    source = write(tmp_path / "a.csv", numbers(2, 3))
    warning = "WARNING: 2 names have no letter, and such a row is screened all the same: look whether 'name' holds names"
    assert warning in screening("file", source, "--dry-run").stdout
    done = screening("file", source, "-o", tmp_path / "out.jsonl")
    assert done.exit_code == 0
    assert warning in done.stdout
    lines = read_result(tmp_path / "out.jsonl")
    assert [line["status"] for line in lines] == ["clear"] * 5
    assert [line["reason"] for line in lines] == ["warning: the name has no letter; look whether 'name' holds names"] * 2 + [None] * 3
    summary = json.loads(screening("file", source, "-o", tmp_path / "b.jsonl", "--json").stdout)
    assert summary["file"]["names_without_letters"] == 2


def test_a_column_of_numbers_is_not_taken_for_one_of_names(tmp_path: Path) -> None:
    for count, letters, code in ((10, 9, 2), (10, 10, 0), (9, 0, 0)):
        source = write(tmp_path / "a.csv", numbers(count, letters))
        assert screening("file", source, "-o", tmp_path / "out.csv", "--overwrite").exit_code == code
    for options in (["--dry-run"], ["-o", tmp_path / "new.csv"]):
        done = screening("file", write(tmp_path / "a.csv", numbers(12, 1)), *options)
        assert (done.exit_code, done.stdout) == (2, "")
        assert "a.csv, line 2: 12 of 13 names have no letter: 'name' holds something else" in done.stderr
        assert "the column of the names said: --map name=COLUMN" in done.stderr
    assert not (tmp_path / "new.csv").exists()


def test_a_bad_reference_is_an_error_of_its_own_row_and_of_no_other(tmp_path: Path) -> None:
    rows = [
        ("x" * 201, "Adrian Zenz", "", ""),
        ("b", "Adrian Zenz", "", ""),
        ("y" * 201, "Adrian Zenz", "", ""),
        ("d", "Adrian Zenz", "", ""),
    ]
    source = write(tmp_path / "a.csv", csv_text(rows))
    for number, chunk in enumerate(("1", "2", "500")):
        screening("file", source, "-o", tmp_path / f"{number}.jsonl", "--chunk", chunk)
        lines = read_result(tmp_path / f"{number}.jsonl")
        assert [(line["status"], line["same_as"], line["reference"]) for line in lines] == [
            ("error", None, None), ("review", None, "b"), ("error", None, None), ("review", 2, "d"),
        ]  # fmt: skip
        assert "reference: 201 characters, too long" in lines[0]["reason"]
