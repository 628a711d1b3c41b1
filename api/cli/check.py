"""`screening check`: names against the lists, through the same schemas and the same call as `POST /v1/screenings`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from api.cli.failure import FAILED, FOUND, FOUND_NOTHING, printable, problem_line
from api.cli.table import table, terminal_width
from screening import Answer, Outcome, PartyKind, Policy
from screening.errors import Problem

if TYPE_CHECKING:
    from api.catalogue import Catalogue
    from api.record import Screening

_HEADINGS = ("SCORE", "NAME", "LIST", "WHY")


@click.command("check", short_help="Screen one or more names.")
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
@click.option(
    "--kind", type=click.Choice([kind.value for kind in PartyKind]), help="What the party is; evidence, it narrows nothing by itself."
)
@click.option("--birth-date", metavar="DATE", help="YYYY, YYYY-MM or YYYY-MM-DD, as much as is known.")
@click.option("--country", "countries", metavar="CODE", multiple=True, help="A country tied to the party, as in DE; may be repeated.")
@click.option("--list", "lists", metavar="ID", multiple=True, help="A list to screen against instead of all; may be repeated.")
@click.option("--threshold", type=float, help=f"Score from which a listed party is a hit; {Policy().threshold} when left out.")
@click.option("--json", "as_json", is_flag=True, help="Print what the HTTP service answers: a screening, or a batch for several names.")
def command(
    names: tuple[str, ...],
    kind: str | None,
    birth_date: str | None,
    countries: tuple[str, ...],
    lists: tuple[str, ...],
    threshold: float | None,
    as_json: bool,
) -> None:
    """Screen each NAME against the lists. The options hold for all of them. A name of several words needs quotes.

    Exit codes: 0 nothing found, 1 hits, 2 error (a name that cannot be screened; the others are answered all the same).
    """
    from api.catalogue import load_catalogue
    from api.config import Config

    given = {"kind": kind, "birth_date": birth_date, "countries": list(countries), "lists": list(lists), "threshold": threshold}
    asked = {option: value for option, value in given.items() if value not in (None, [])}
    catalogue = load_catalogue(Config.from_env())
    rows = screened([{"name": name, **asked} for name in names], catalogue)
    show = _print_json if as_json else _print_tables
    show(rows, catalogue)
    for name, row in zip(names, rows, strict=True):
        if isinstance(row, tuple):
            _print_problems(name, row, several=len(names) > 1)
    raise SystemExit(_exit_code(rows))


def screened(documents: Sequence[Mapping[str, Any]], catalogue: Catalogue) -> list[Screening | tuple[Problem, ...]]:
    """Screen each document (the JSON body of a screening): its screening, or every problem that stands in the way."""
    from api.record import screen_all
    from api.schemas.query import QuerySchema, load

    schema = QuerySchema(list_ids=catalogue.list_ids)
    read = [load(schema, document) for document in documents]
    answers = iter(screen_all([question for question, problems in read if not problems], catalogue))
    return [problems or next(answers) for _, problems in read]


def _exit_code(rows: Sequence[Screening | tuple[Problem, ...]]) -> int:
    if any(isinstance(row, tuple) for row in rows):
        return FAILED
    return FOUND if any(not isinstance(row, tuple) and row.answer.hits for row in rows) else FOUND_NOTHING


def _print_problems(name: str, problems: Sequence[Problem], *, several: bool) -> None:
    for problem in problems:
        prefix = f"“{printable(name)}”: " if several else ""
        click.echo(f"screening: {prefix}{problem_line(problem)}", err=True)


def _print_tables(rows: Sequence[Screening | tuple[Problem, ...]], catalogue: Catalogue) -> None:
    answered = [row for row in rows if not isinstance(row, tuple)]
    for row in answered:
        click.echo(_found(row) + "\n")
    if answered:
        click.echo(_basis(answered[0], catalogue))


def _found(screening: Screening) -> str:
    answer = screening.answer
    title = f"{printable(screening.question.query.name)}: {answer.outcome}, {_count(answer)} at {screening.policy.threshold} or above"
    if not answer.hits:
        return title
    cells = [(f"{hit.score:.3f}", hit.listed_name.text, hit.party.list_id, hit.explanation) for hit in answer.hits]
    return f"{title}\n\n{table(_HEADINGS, cells, terminal_width())}"


def _count(answer: Answer) -> str:
    if answer.total == 0:
        return "no hit"
    shown = f" (the best {len(answer.hits)} shown)" if answer.total > len(answer.hits) else ""
    return f"{answer.total} hit{'s' if answer.total > 1 else ''}{shown}"


def _basis(screening: Screening, catalogue: Catalogue) -> str:
    """What the answer rests on: every list screened, how complete it is, and which policy and engine answered."""
    headings = ("SCREENED", "EDITION", "PARTIES", "COMPLETENESS")
    cells = [(each.source.id, each.edition.id, str(each.edition.loaded), each.edition.completeness) for each in screening.lists]
    return table(headings, cells, terminal_width())
