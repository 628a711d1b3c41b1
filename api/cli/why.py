"""`screening why`: why one listed party is a hit for a name, or where it was lost."""

from __future__ import annotations

import click

from api.cli.document import json_text
from api.cli.failure import FAILED, FOUND, FOUND_NOTHING, problem_line
from api.cli.identifiers import identifiers as identifiers_option
from api.cli.scope import scope
from api.cli.table import table, terminal_width
from screening import PartyKind, Policy, Stage, Why

_HEADINGS = ("QUERY", "LISTED", "HOW", "SIMILARITY", "WEIGHT")


@click.command("why", short_help="Tell why a party is a hit for a name, or is none.")
@click.argument("name")
@click.argument("party_id")
@click.option("--kind", type=click.Choice([kind.value for kind in PartyKind]), help="What the party asked about is.")
@click.option("--birth-date", metavar="DATE", help="YYYY, YYYY-MM or YYYY-MM-DD, as much as is known.")
@click.option("--country", "countries", metavar="CODE", multiple=True, help="A country tied to the party, as in DE; may be repeated.")
@identifiers_option
@scope
@click.option("--threshold", type=float, help=f"Score from which a listed party is a hit; {Policy().threshold} when left out.")
@click.option("--json", "as_json", is_flag=True, help="Print what the HTTP service answers.")
def command(
    name: str,
    party_id: str,
    kind: str | None,
    birth_date: str | None,
    countries: tuple[str, ...],
    identifiers: list[dict[str, str]],
    threshold: float | None,
    as_json: bool,
    **scopes: tuple[str, ...],
) -> None:
    """Follow the listed party PARTY_ID through the screening of NAME: how its names compare, where it was lost, what would change that.

    Exit codes: 0 it is no hit, 1 it is one, 2 error.
    """
    from api.catalogue import load_catalogue
    from api.config import Config
    from api.schemas.query import load
    from api.schemas.why import WhyQuestionSchema, WhySchema
    from api.why import followed, why_view

    given = {"kind": kind, "birth_date": birth_date, "countries": list(countries), "identifiers": identifiers, "threshold": threshold}
    given |= {name: list(values) for name, values in scopes.items()}
    document = {"name": name, "party": party_id, **{option: value for option, value in given.items() if value not in (None, [])}}
    catalogue = load_catalogue(Config.from_env())
    asked, problems = load(WhyQuestionSchema(**catalogue.scopes), document)
    for problem in problems:
        click.echo(f"screening: {problem_line(problem)}", err=True)
    if problems:
        raise SystemExit(FAILED)
    found = followed(asked, catalogue)
    click.echo(json_text(WhySchema().dump(why_view(found))) if as_json else shown(found))
    raise SystemExit(FOUND if found.stage is Stage.HIT else FOUND_NOTHING)


def shown(found: Why) -> str:
    """Lay the answer out for a person: the stage, the sentence, the tokens, and what would change it."""
    lines = [f"{found.stage.value.replace('_', ' ')}: score {found.score:.4f}, threshold {found.threshold}", "", found.explanation]
    if found.alignment.pairs:
        cells = [
            (pair.query or "", pair.listed or "", pair.how.value, f"{pair.similarity:.2f}", f"{pair.weight:.2f}")
            for pair in found.alignment.pairs
        ]
        lines += ["", table(_HEADINGS, cells, terminal_width())]
    if found.changes:
        lines += ["", "What would change it:", *(f"- {change}" for change in found.changes)]
    return "\n".join(lines)
