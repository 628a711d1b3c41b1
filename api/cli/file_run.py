"""The work behind `screening file`: opened, surveyed, screened, given its name, told."""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click

from api.catalogue import Catalogue, load_catalogue
from api.cli.document import json_text
from api.cli.failure import FAILED, FOUND, FOUND_NOTHING
from api.cli.file_shown import dry_run_text
from api.config import Config
from api.files.checkpoint import Checkpoint
from api.files.errors import CannotResume, CannotWrite, Interrupted, InvalidFile, unusable
from api.files.kinds import FileKind
from api.files.opening import STANDARD_INPUT, is_stream, kept, opened
from api.files.pool import Task
from api.files.run import Progress, Run, publish, screened_file
from api.files.source import Reading, Source
from api.files.summary import counts_of, engine_of, file_of, in_words
from api.files.survey import Survey, columns_of, expected_errors, survey
from api.files.work import Tally
from api.files.writing import kind_of_result
from api.record import policy_with, screened_lists
from lists.workers import processors
from screening import ENGINE_VERSION, Outcome, Policy, examine
from screening.rows import LINE_FORMAT, DateOrder, RowReader
from screening.rows import Mapping as ColumnMapping

_ROWS_A_WORKER = 2_000
"""Rows that make another process worth its start."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command was asked to do."""

    source: str
    output: Path | None
    reading: Reading
    said: tuple[tuple[str, str], ...]
    ignored: tuple[str, ...]
    order: DateOrder | None
    output_format: FileKind | None
    lists: tuple[str, ...]
    threshold: float | None
    limit: int | None
    workers: int | None
    chunk: int
    resume: bool
    overwrite: bool
    as_json: bool

    @property
    def target(self) -> Path | None:
        """The file the result goes to; None for standard output."""
        return None if self.output is None or str(self.output) == "-" else self.output.absolute()

    @property
    def partial(self) -> Path | None:
        """The folder of the checkpoint; None where there is none to go on from."""
        return self.target.with_name(f"{self.target.name}.partial") if self.target else None

    def over(self) -> dict[str, Any] | None:
        """The summary of a run of which all is done but the removal of its checkpoint."""
        return Checkpoint.over(self.partial, self.target) if self.partial and self.target else None

    def check(self) -> FileKind:
        """Tell the format of the result. Raises `CannotWrite`, `CannotResume` for what cannot be, before anything is read."""
        kind = kind_of_result(self.target, self.output_format)
        if self.resume and (self.target is None or self.source == "-" or is_stream(Path(self.source))):
            raise CannotResume("only a run from a file into a file leaves a checkpoint: --resume needs IN and OUT")
        if self.target is None:
            return kind
        if self.source != "-" and self.target == Path(self.source).absolute():
            raise CannotWrite(f"{self.target.name}: the result would overwrite the file that is read")
        if not self.target.parent.is_dir():
            raise CannotWrite(f"{self.target.parent} is not a folder")
        if self.partial:
            Checkpoint.remove_left(self.partial)
        if self.target.exists() and not self.overwrite and not (self.resume and self.over()):
            raise CannotWrite(f"{self.target} is there already: --overwrite replaces it")
        if self.partial and self.partial.exists() and not self.resume and not self.overwrite:
            raise CannotResume(f"{self.partial} is left of an interrupted run: --resume goes on with it, --overwrite starts anew")
        return kind


def run(asked: Asked, *, dry_run: bool) -> int:
    """Do what was asked; return the exit code. Raises errors of ours."""
    kind = asked.check()
    with ExitStack() as stack:
        path, name = _input(asked, stack)
        source = stack.enter_context(opened(path, name, asked.reading))
        mapping = columns_of(source, asked.said, asked.ignored)
        found = survey(source, mapping, path, asked.order)
        if dry_run:
            errors = expected_errors(source, RowReader(mapping, found.order))
            click.echo(dry_run_text(source, mapping, found, errors))
            return FAILED if errors else FOUND_NOTHING
        return _screened(asked, kind, source, mapping, found, stack)


def _input(asked: Asked, stack: ExitStack) -> tuple[Path, str]:
    path = Path(asked.source)
    if asked.source != "-" and not is_stream(path):
        return path, path.name
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="screening-")))
    if asked.source == "-":
        return kept(sys.stdin.buffer, folder), STANDARD_INPUT
    try:
        with path.open("rb") as stream:
            return kept(stream, folder), path.name
    except OSError as error:
        raise unusable(path.name, f"cannot be read: {error.strerror or error}", "a file or pipe this user may read") from error


def _screened(asked: Asked, kind: FileKind, source: Source, mapping: ColumnMapping, found: Survey, stack: ExitStack) -> int:
    catalogue = load_catalogue(Config.from_env())
    policy = policy_with(Policy(), lists=asked.lists or None, threshold=asked.threshold, limit=asked.limit)
    examine([], catalogue.index, policy)  # raises for a list that is not there
    catalogue.refuse_stale(policy.lists)
    identity = {
        "input": found.sha256,
        "reading": asked.reading.plain(),
        "columns": {field: list(places) for field, places in mapping.places.items()},
        "date order": found.order,
        "policy": policy.hash,
        "engine": ENGINE_VERSION,
        "line format": LINE_FORMAT,
        "rows of a chunk": asked.chunk,
    }
    checkpoint, basis = _checkpoint(asked, identity, catalogue, policy, file_of(source, mapping, found), stack)
    workers = asked.workers or max(1, min(processors(), found.rows // _ROWS_A_WORKER))
    task = Task(checkpoint.index, mapping, found.order, policy)
    over = asked.over() if asked.resume else None
    if over is not None:
        return _tidied(asked, checkpoint, over)
    began = time.perf_counter()

    def summary(tally: Tally) -> dict[str, Any]:
        seconds = time.perf_counter() - began
        done = {"seconds": round(seconds, 3), "rows_per_second": round(tally.rows / seconds, 1), "workers": workers}
        return {**counts_of(tally), **basis, **done}

    try:
        with _progress(found.rows) as progress:
            made = screened_file(Run(source, found.rows, task, asked.chunk, workers), checkpoint, progress, kind, summary)
    except InvalidFile:
        checkpoint.remove()
        raise
    except (KeyboardInterrupt, Interrupted) as error:
        raise Interrupted(_stopped(asked, checkpoint, found.rows, error)) from error
    _hand_over(asked, checkpoint, made)
    return _exit_code(made)


def _checkpoint(
    asked: Asked, identity: Mapping[str, Any], catalogue: Catalogue, policy: Policy, file: Mapping[str, Any], stack: ExitStack
) -> tuple[Checkpoint, dict[str, Any]]:
    """Begin a run, or go on with one; with what it rests on, which in a run that goes on is what it began with."""
    if asked.resume and asked.partial:
        checkpoint, run = Checkpoint.resume(asked.partial)
        stack.callback(checkpoint.close)
        differs = [name for name, value in identity.items() if run["identity"].get(name) != value]
        if differs:
            raise CannotResume(f"the interrupted run had another {', '.join(differs)}: start anew with --overwrite")
        if run["basis"]["engine"]["index"] != catalogue.index.hash:
            click.echo("screening: the lists have changed since; the run goes on with the editions it began with", err=True)
        return checkpoint, run["basis"]
    folder = asked.partial or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="screening-")))
    checkpoint = Checkpoint.begin(folder)
    stack.callback(checkpoint.close)
    catalogue.index.save(checkpoint.index)
    within = [each for each in screened_lists(catalogue) if policy.lists is None or each.id in policy.lists]
    lists = [{name: str(value) if name == "published" and value else value for name, value in asdict(each).items()} for each in within]
    basis = {"file": dict(file), "lists": lists, **engine_of(policy, catalogue.index.hash)}
    checkpoint.describe({"identity": identity, "basis": basis})
    return checkpoint, basis


@contextmanager
def _progress(rows: int) -> Iterator[Progress]:
    """A bar on standard error with rate and time left; nothing where that is no terminal."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    began, done, started = time.perf_counter(), 0, False

    def rate(_: Any) -> str:
        return f"{done / max(time.perf_counter() - began, 1e-9):,.0f} rows/s"

    with click.progressbar(length=rows, label="screening", file=sys.stderr, show_pos=True, item_show_func=rate) as bar:

        def advance(count: int) -> None:
            nonlocal done, started
            done += count if started else 0  # what an earlier run has done says nothing of the rate
            started = True
            bar.update(count, "")

        yield advance


def _stopped(asked: Asked, checkpoint: Checkpoint, rows: int, error: BaseException) -> str:
    done = sum(checkpoint.done.values())
    why = str(error) or "interrupted"
    return f"{why}: {done:,} of {rows:,} rows are done; " + ("go on with --resume" if asked.target else "nothing was written")


def _tidied(asked: Asked, checkpoint: Checkpoint, made: Mapping[str, Any]) -> int:
    """End a run that was stopped when its result had its name already, and its folder alone was left to be removed."""
    checkpoint.remove()
    click.echo(f"screening: the run was over: {asked.target} is its result", err=True)
    _tell(asked, made)
    return _exit_code(made)


def _hand_over(asked: Asked, checkpoint: Checkpoint, made: Mapping[str, Any]) -> None:
    """Give the result its name, or send it to standard output, and tell the summary on the other stream."""
    if asked.target:
        checkpoint.finish(made)
        publish(checkpoint.result, asked.target)
        checkpoint.remove()
    else:
        try:
            with checkpoint.result.open("rb") as file:
                sys.stdout.flush()
                shutil.copyfileobj(file, sys.stdout.buffer)
                sys.stdout.buffer.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise CannotWrite(f"standard output cannot be written: {error.strerror or error}; what it holds is not whole") from error
    _tell(asked, made)


def _tell(asked: Asked, made: Mapping[str, Any]) -> None:
    text = json_text(made) if asked.as_json else in_words(made)
    click.echo(text, err=asked.target is None)


def _exit_code(made: Mapping[str, Any]) -> int:
    if made[Outcome.ERROR.value]:
        return FAILED
    return FOUND if made["hits"] else FOUND_NOTHING
