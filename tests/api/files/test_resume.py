"""A run that is stopped, however, goes on without losing or repeating a row."""

from __future__ import annotations

import multiprocessing
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from api.files.checkpoint import Checkpoint
from api.files.errors import CannotResume, CannotWrite
from screening.rows import Line
from tests.api.files.made import csv_text, screening, write
from tests.source_tree import ROOT

NAMES = ("Reinhard Butikofer", "Adrian Zenz", "王君正", "Zhu Hailun", "Nobody Listed", "Somebody Else", "!!!")
ROWS = 1000
KILLS = 6


def customers(tmp_path: Path) -> Path:
    """A file in which some subjects come back, near and far, and some rows are errors."""
    source = random.Random(6)
    rows = [(f"c{number}", f"{source.choice(NAMES)}{source.choice(['', ' A', ' B'])}", "", "") for number in range(1, ROWS + 1)]
    return write(tmp_path / "customers.csv", csv_text(rows))


SLOWLY = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # tests that run in the background of a shell have it ignored
sys.path.insert(0, {root!r})
from api.cli import main
from api.files.checkpoint import Checkpoint
keep = Checkpoint.add
def keep_slowly(*chunk):
    keep(*chunk)
    time.sleep(0.01)
Checkpoint.add = keep_slowly
main()
"""


def started(source: Path, target: Path, *options: str) -> subprocess.Popen[bytes]:
    """The command line as a process of its own, in small chunks, from this checkout; slow enough to be killed before its end."""
    code = SLOWLY.format(root=str(ROOT))
    command = [sys.executable, "-c", code, "file", str(source), "-o", str(target), "--chunk", "4", *options]
    with (source.parent / "said").open("wb") as said:
        return subprocess.Popen(command, cwd=source.parent, stdout=subprocess.DEVNULL, stderr=said)


def chunks_done(target: Path) -> int:
    """Bytes of the chunks kept so far."""
    chunks = target.with_name(f"{target.name}.partial") / "chunks"
    return chunks.stat().st_size if chunks.exists() else 0


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_run_that_is_killed_at_random_goes_on_and_ends_as_if_it_had_not_been(tmp_path: Path, workers: str) -> None:
    source, target = customers(tmp_path), tmp_path / "out.csv"
    assert started(source, tmp_path / "whole.csv", "--workers", "1").wait() == 2
    moments, killed = random.Random(int(workers)), 0
    options: tuple[str, ...] = ()
    for _ in range(KILLS):
        before = chunks_done(target)
        run = started(source, target, "--workers", workers, *options)
        while run.poll() is None and chunks_done(target) <= before:
            time.sleep(0.01)
        time.sleep(moments.random() * 0.05)
        run.send_signal(signal.SIGKILL if moments.random() < 0.7 else signal.SIGINT)
        run.wait()
        killed += not target.exists()
        options = ("--resume",) if chunks_done(target) else ("--overwrite",)
    # A kill may fall between the result's getting its name and the checkpoint's going, or into the latter.
    if target.with_name("out.csv.partial").exists() or not target.exists():
        assert started(source, target, "--workers", workers, *options).wait() == 2
    assert killed >= 2, "the run was too quick to be killed"
    assert target.read_bytes() == (tmp_path / "whole.csv").read_bytes()
    assert not target.with_name("out.csv.partial").exists()


def test_ctrl_c_tells_how_to_go_on(tmp_path: Path) -> None:
    source, target = customers(tmp_path), tmp_path / "out.csv"
    run = started(source, target, "--workers", "1")
    while run.poll() is None and not chunks_done(target):
        time.sleep(0.01)
    run.send_signal(signal.SIGINT)
    run.wait()
    said = (tmp_path / "said").read_bytes()
    if run.returncode == 2 and not target.exists():
        assert b"rows are done; go on with --resume" in said
        assert screening("file", source, "-o", target).exit_code == 2, "an interrupted run is not forgotten in silence"
    assert screening("file", source, "-o", target, "--chunk", "4", "--resume" if not target.exists() else "--overwrite").exit_code == 2
    assert target.exists()


def half_done(tmp_path: Path) -> tuple[Path, Path]:
    """A run that was stopped after its first chunks."""
    source, target = customers(tmp_path), tmp_path / "out.csv"
    partial = target.with_name("out.csv.partial")
    assert screening("file", source, "-o", target, "--chunk", "4").exit_code == 2
    target.unlink()
    # The same again, stopped by a full disk.
    from api.files import checkpoint

    add, count = checkpoint.Checkpoint.add, 0

    def full(self: Checkpoint, number: int, rows: int, packed: bytes) -> None:
        nonlocal count
        count += 1
        if count > 5:
            raise CannotWrite("no space left; go on with --resume when it can")
        add(self, number, rows, packed)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checkpoint.Checkpoint, "add", full)
        assert screening("file", source, "-o", target, "--chunk", "4", "--workers", "1").exit_code == 2
    assert partial.exists()
    return source, target


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("--threshold", "0.9"), "another policy"),
        (("--chunk", "5"), "another rows of a chunk"),
        (("--date-order", "day-first"), "another date order"),
        (("--ignore", "dob"), "another columns"),
    ],
)
def test_only_the_same_run_goes_on(tmp_path: Path, change: tuple[str, str], words: str) -> None:
    source, target = half_done(tmp_path)
    options = {"--chunk": "4"} | dict([change])
    done = screening("file", source, "-o", target, "--resume", *(one for pair in options.items() for one in pair))
    assert done.exit_code == 2
    assert words in done.stderr
    assert not target.exists()


def test_another_file_does_not_go_on(tmp_path: Path) -> None:
    source, target = half_done(tmp_path)
    source.write_text(source.read_text("utf-8").replace("Somebody Else", "Somebody New"), "utf-8")
    done = screening("file", source, "-o", target, "--chunk", "4", "--resume")
    assert "another input" in done.stderr
    assert not target.exists()


def test_a_run_goes_on_with_the_lists_it_began_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, target = half_done(tmp_path)
    monkeypatch.setenv("SCREENING_LISTS", "cn-mfa,uk-fcdo")
    done = screening("file", source, "-o", target, "--chunk", "4", "--resume")
    assert "the lists have changed since" in done.stderr
    assert "us-treasury" in done.stdout


def test_there_is_nothing_to_go_on_from_without_a_checkpoint(tmp_path: Path) -> None:
    done = screening("file", customers(tmp_path), "-o", tmp_path / "out.csv", "--resume")
    assert done.exit_code == 2
    assert "no checkpoint" in done.stderr


def checkpoint_with(folder: Path, chunks: int) -> Checkpoint:
    made = Checkpoint.begin(folder)
    made.describe({"identity": {}})
    for number in range(chunks):
        made.add(number, 10, f"chunk {number}".encode())
    return made


def test_a_chunk_that_was_half_written_is_cut_off(tmp_path: Path) -> None:
    folder = tmp_path / "out.partial"
    checkpoint_with(folder, 3).close()
    whole = (folder / "chunks").read_bytes()
    for size in range(len(whole) * 2 // 3 + 1, len(whole)):
        (folder / "chunks").write_bytes(whole[:size])
        found, _ = Checkpoint.resume(folder)
        assert found.done == {0: 10, 1: 10}
        found.add(2, 10, b"again")
        assert (found.packed(1), found.packed(2)) == (b"chunk 1", b"again")
        found.close()


def test_a_checkpoint_is_held_by_one_run_at_a_time(tmp_path: Path) -> None:
    held = checkpoint_with(tmp_path / "out.partial", 1)
    with pytest.raises(CannotWrite, match="another run"):
        Checkpoint.resume(tmp_path / "out.partial")
    held.close()


def test_a_checkpoint_that_was_never_begun_whole_is_none(tmp_path: Path) -> None:
    Checkpoint.begin(tmp_path / "out.partial").close()
    with pytest.raises(CannotResume, match="no checkpoint"):
        Checkpoint.resume(tmp_path / "out.partial")


def test_a_worker_that_dies_ends_the_run_and_leaves_the_checkpoint(tmp_path: Path) -> None:
    from lists import workers as pool

    source, target = customers(tmp_path), tmp_path / "out.csv"
    submitted = 0

    class Dying(pool.ProcessPoolExecutor):
        def submit(self, *arguments: object, **more: object) -> object:
            nonlocal submitted
            submitted += 1
            if submitted == 20:
                for process in multiprocessing.active_children():
                    process.kill()
            return super().submit(*arguments, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pool, "ProcessPoolExecutor", Dying)
        done = screening("file", source, "-o", target, "--chunk", "4", "--workers", "2")
    assert done.exit_code == 2
    assert "a worker died" in done.stderr
    assert screening("file", source, "-o", target, "--chunk", "4", "--workers", "2", "--resume").exit_code == 2
    assert target.exists()
    screening("file", source, "-o", tmp_path / "whole.csv", "--chunk", "4", "--workers", "1")
    assert target.read_bytes() == (tmp_path / "whole.csv").read_bytes()


def test_lines_of_repeated_rows_are_those_of_the_first(tmp_path: Path) -> None:
    rows = [("a", "Adrian Zenz", "", ""), *((f"n{one}", f"Nobody {one}", "", "") for one in range(20)), ("b", "Adrian Zenz", "", "")]
    source, target = write(tmp_path / "a.jsonl", ""), tmp_path / "out.jsonl"
    source = write(tmp_path / "a.csv", csv_text(rows))
    done = screening("file", source, "-o", target, "--chunk", "3")
    import json

    lines = [Line(**json.loads(line)) for line in target.read_text("utf-8").splitlines()]
    assert lines[-1] == lines[0]._replace(row=22, line=23, reference="b", same_as=1)
    assert "rows that repeat an earlier one 1" in done.stdout


def left_beside_its_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """A run that was killed between its result's getting its name and the removal of its checkpoint."""
    source, target = write(tmp_path / "a.csv", csv_text([("a", "Adrian Zenz", "", "")])), tmp_path / "out.csv"
    with monkeypatch.context() as patch:
        patch.setattr(Checkpoint, "remove", Checkpoint.close)
        assert screening("file", source, "-o", target).exit_code == 1
    assert target.with_name("out.csv.partial").exists()
    return source, target


def test_a_run_that_was_killed_when_it_was_over_is_told_and_tidied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, target = left_beside_its_result(tmp_path, monkeypatch)
    before = target.read_bytes()
    assert "is there already: --overwrite replaces it" in screening("file", source, "-o", target).stderr
    done = screening("file", source, "-o", target, "--resume")
    assert (done.exit_code, target.read_bytes()) == (1, before)
    assert "the run was over" in done.stderr
    assert "1 rows = 0 clear, 1 review, 0 block, 0 error" in done.stdout
    assert not target.with_name("out.csv.partial").exists()


@pytest.mark.parametrize("change", ["another file", "the result gone", "another result"])
def test_what_is_left_of_a_run_that_was_over_vouches_for_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    source, target = left_beside_its_result(tmp_path, monkeypatch)
    whole = target.read_bytes()
    if change == "another file":
        source.write_text(csv_text([("a", "Nobody Listed", "", "")]))
        assert "another input" in screening("file", source, "-o", target, "--resume").stderr
    elif change == "the result gone":
        target.unlink()
        assert screening("file", source, "-o", target, "--resume").exit_code == 1
        assert target.read_bytes() == whole
    else:
        target.write_text("mine")
        assert "is there already" in screening("file", source, "-o", target, "--resume").stderr
        assert target.read_text() == "mine"
        assert screening("file", source, "-o", target, "--resume", "--overwrite").exit_code == 1
        assert target.read_bytes() == whole


class Killed(BaseException):
    """A kill, at a moment of a test's choice."""


def killed_while_it_removes(monkeypatch: pytest.MonkeyPatch, steps: int) -> None:
    """Have the removal of checkpoints killed after so many of its steps."""
    from api.files import checkpoint

    remove, done = checkpoint._remove, 0

    def step(path: Path) -> None:
        nonlocal done
        done += 1
        if done > steps:
            raise Killed
        remove(path)

    monkeypatch.setattr(checkpoint, "_remove", step)


@pytest.mark.parametrize("steps", [0, 4, 5, 8])
@pytest.mark.parametrize("again", ["--resume", "--overwrite", "moved away"])
def test_a_checkpoint_that_is_half_removed_is_tidied_by_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steps: int, again: str
) -> None:
    source, target = left_beside_its_result(tmp_path, monkeypatch)
    partial, whole = target.with_name("out.csv.partial"), target.read_bytes()
    checkpoint, _ = Checkpoint.resume(partial)
    with monkeypatch.context() as patch:
        killed_while_it_removes(patch, steps)
        with pytest.raises(Killed):
            checkpoint.remove()
    checkpoint.close()
    assert partial.exists()
    if again == "moved away" and not (partial / "run.json").exists():
        target.unlink()
        assert screening("file", source, "-o", target).exit_code == 1
    elif again == "--overwrite":
        assert screening("file", source, "-o", target, "--overwrite").exit_code == 1
    else:
        screening("file", source, "-o", target, "--resume")
    assert target.read_bytes() == whole
    assert not partial.exists()


def test_a_run_that_was_killed_when_it_had_hardly_begun_asks_for_no_option(tmp_path: Path) -> None:
    source, target = write(tmp_path / "a.csv", csv_text([("a", "Adrian Zenz", "", "")])), tmp_path / "out.csv"
    Checkpoint.begin(target.with_name("out.csv.partial")).close()
    assert screening("file", source, "-o", target).exit_code == 1
    assert not target.with_name("out.csv.partial").exists()


def test_a_folder_that_is_no_checkpoint_or_is_held_is_not_removed(tmp_path: Path) -> None:
    folder = tmp_path / "out.csv.partial"
    folder.mkdir()
    (folder / "mine").write_text("mine")
    Checkpoint.remove_left(folder)
    assert (folder / "mine").exists()
    held = Checkpoint.begin(tmp_path / "held.partial")
    Checkpoint.remove_left(held.folder)
    assert held.folder.exists()
    held.remove()
    assert not held.folder.exists()
