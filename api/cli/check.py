"""`screening check`: names against the lists, through the same schemas and the same call as `POST /v1/screenings`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from api.cli.document import json_text
from api.cli.failure import FAILED, FOUND, FOUND_NOTHING, printable, problem_line
from api.cli.identifiers import identifiers as identifiers_option
from api.cli.scope import scope
from api.cli.table import table, terminal_width
from screening import Answer, PartyKind, Policy
from screening.errors import Problem

if TYPE_CHECKING:
    from api.catalogue import Catalogue
    from api.config import Config
    from api.record import Screening

_HEADINGS = ("SCORE", "NAME", "LIST", "WHY")


@click.command("check", short_help="Screen one or more names.")
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
@click.option(
    "--kind", type=click.Choice([kind.value for kind in PartyKind]), help="What the party is; evidence, it narrows nothing by itself."
)
@click.option("--birth-date", metavar="DATE", help="YYYY, YYYY-MM or YYYY-MM-DD, as much as is known.")
@click.option("--country", "countries", metavar="CODE", multiple=True, help="A country tied to the party, as in DE; may be repeated.")
@identifiers_option
@scope
@click.option("--threshold", type=float, help=f"Score from which a listed party is a hit; {Policy().threshold} when left out.")
@click.option("--record", is_flag=True, help="Put the screenings on record, as the HTTP service does; nothing is kept without it.")
@click.option("--json", "as_json", is_flag=True, help="Print what the HTTP service answers: a screening, or a batch for several names.")
def command(
    names: tuple[str, ...],
    kind: str | None,
    birth_date: str | None,
    countries: tuple[str, ...],
    identifiers: list[dict[str, str]],
    threshold: float | None,
    record: bool,
    as_json: bool,
    **scopes: tuple[str, ...],
) -> None:
    """Screen each NAME against the lists. The options hold for all of them. A name of several words needs quotes.

    Exit codes: 0 nothing found, 1 hits, 2 error (a name that cannot be screened; the others are answered all the same).
    """
    from api.catalogue import load_catalogue
    from api.config import Config

    given = {"kind": kind, "birth_date": birth_date, "countries": list(countries), "identifiers": identifiers, "threshold": threshold}
    given |= {name: list(values) for name, values in scopes.items()}
    asked = {option: value for option, value in given.items() if value not in (None, [])}
    documents = [{"name": name, **asked} for name in names]
    config = Config.from_env()
    catalogue = load_catalogue(config)
    if as_json and len(documents) > 1:
        raise SystemExit(_print_batch(documents, catalogue, config if record else None))
    rows = screened(documents, catalogue)
    if record:
        _record(documents, rows, catalogue, config)
    if as_json:
        _print_json(rows[0])
    else:
        _print_tables(rows)
    for name, row in zip(names, rows, strict=True):
        if isinstance(row, tuple):
            _print_problems(name, row, several=len(names) > 1)
    answered = [row for row in rows if not isinstance(row, tuple)]
    raise SystemExit(exit_code(answered, refused=len(rows) - len(answered)))


def screened(documents: Sequence[Mapping[str, Any]], catalogue: Catalogue) -> list[Screening | tuple[Problem, ...]]:
    """Screen each document (the JSON body of a screening): its screening, or every problem that stands in the way."""
    from api.record import screen_all
    from api.schemas.query import QuerySchema, load

    schema = QuerySchema(**catalogue.scopes)
    read = [load(schema, document) for document in documents]
    answers = iter(screen_all([question for question, problems in read if not problems], catalogue))
    return [problems or next(answers) for _, problems in read]


def _record(
    documents: Sequence[Mapping[str, Any]], rows: Sequence[Screening | tuple[Problem, ...]], catalogue: Catalogue, config: Config
) -> None:
    """Put every screening on record before anything is printed."""
    from api.caller import COMMAND_LINE, Caller
    from api.recording import Answered, entry_of, put_on_record
    from api.schemas.screening import ScreeningSchema, screening_view
    from api.vault import command_line_vault

    with command_line_vault(config) as vault:
        caller, schema = Caller(name=COMMAND_LINE), ScreeningSchema()
        found = [(document, row) for document, row in zip(documents, rows, strict=True) if not isinstance(row, tuple)]
        answered = [Answered(row, document, schema.dump(screening_view(row))) for document, row in found]
        put_on_record(vault, [entry_of(each, caller, vault) for each in answered], catalogue.index)


def exit_code(answered: Sequence[Screening], refused: int) -> int:
    """Tell how the command ends: 2 when any name was refused, else 1 when any has a hit, else 0."""
    if refused:
        return FAILED
    return FOUND if any(screening.answer.hits for screening in answered) else FOUND_NOTHING


def _print_problems(name: str, problems: Sequence[Problem], *, several: bool) -> None:
    for problem in problems:
        prefix = f"“{printable(name)}”: " if several else ""
        click.echo(f"screening: {prefix}{problem_line(problem)}", err=True)


def _print_json(row: Screening | tuple[Problem, ...]) -> None:
    """Print the screening as the HTTP service answers it; nothing for a name that was refused."""
    from api.schemas.screening import ScreeningSchema, screening_view

    if not isinstance(row, tuple):
        _print_document(ScreeningSchema().dump(screening_view(row)))


def _print_batch(documents: Sequence[Mapping[str, Any]], catalogue: Catalogue, recorded_with: Config | None) -> int:
    """Print the batch as the HTTP service answers it, on record where a configuration is given; return the exit code."""
    from datetime import UTC, datetime

    from api.asking import ask_many
    from api.batch import arranged, screen_rows
    from api.caller import COMMAND_LINE, Caller
    from api.vault import command_line_vault
    from api.wire.identity import uuid7_at

    if recorded_with:
        with command_line_vault(recorded_with) as vault:
            batch, answered, _ = ask_many(documents, catalogue, vault, Caller(name=COMMAND_LINE))
    else:
        screened = screen_rows(documents, catalogue)
        batch, answered = arranged(uuid7_at(datetime.now(UTC)), screened.results), tuple(screened.screenings.values())
    _print_document(batch)
    if batch["refused"]:
        click.echo(f"screening: {batch['refused']} of {len(documents)} names were refused; each result says why", err=True)
    return exit_code(answered, batch["refused"])


def _print_document(document: Any) -> None:
    click.echo(json_text(document))


def _print_tables(rows: Sequence[Screening | tuple[Problem, ...]]) -> None:
    answered = [row for row in rows if not isinstance(row, tuple)]
    for row in answered:
        click.echo(_found(row) + "\n")
    if answered:
        click.echo(_basis(answered[0]))


def _found(screening: Screening) -> str:
    answer = screening.answer
    title = f"{printable(screening.query.name)}: {answer.outcome}, {_count(answer)} at {screening.policy.threshold} or above"
    if not answer.hits:
        return title
    cells = [(f"{hit.score:.3f}", hit.listed_name.text, hit.party.list_id, hit.explanation) for hit in answer.hits]
    return f"{title}\n\n{table(_HEADINGS, cells, terminal_width())}"


def _count(answer: Answer) -> str:
    if answer.total == 0:
        return "no hit"
    shown = f" (the best {len(answer.hits)} shown)" if answer.total > len(answer.hits) else ""
    return f"{answer.total} hit{'s' if answer.total > 1 else ''}{shown}"


def _basis(screening: Screening) -> str:
    """What the answer rests on: every list screened, how complete it is, and which policy and engine answered."""
    headings = ("SCREENED", "EDITION", "PARTIES", "COMPLETENESS")
    cells = [(each.id, each.edition, str(each.size), each.completeness) for each in screening.lists]
    return table(headings, cells, terminal_width())
