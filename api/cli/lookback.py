"""`screening lookback`: the screenings of a time range asked again on what is in force now."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

import click

from api.cli.options import TENANT, Moment
from screening import Policy
from screening.errors import InvalidInput, Problem


@click.command("lookback", short_help="Ask a time range of screenings again on what is in force now.")
@click.option("--from", "since", metavar="TIME", type=Moment(), help="Screenings from this moment on; the first when left out.")
@click.option("--to", "until", metavar="TIME", type=Moment(), help="Screenings before this moment; the last when left out.")
@click.option("--set", "settings", metavar="NAME=NUMBER", multiple=True, help="A number of the policy to try, as in threshold=0.9.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line for each screening whose outcome changed.")
@TENANT
def command(since: datetime | None, until: datetime | None, settings: tuple[str, ...], as_json: bool, tenant: str) -> None:
    """Ask every screening of a time range again on the editions in force, and report the outcomes that changed.

    What a question chose for itself (lists, threshold, limit) still holds. Nothing is recorded.
    """
    from api.catalogue import load_catalogue
    from api.config import Config
    from api.lookback import look_back
    from api.vault import command_line_vault

    policy = Policy(id="lookback", **_numbers(settings))
    config = Config.from_env()
    catalogue = load_catalogue(config)
    counts: Counter[str] = Counter()
    with command_line_vault(config, seal=False) as vault:
        for each in look_back(vault, tenant, catalogue, policy, since=since, until=until):
            counts["not asked again" if each.now is None else f"{each.then} -> {each.now}" if each.changed else "unchanged"] += 1
            if each.changed or each.now is None:
                click.echo(json.dumps(asdict(each), ensure_ascii=False) if as_json else _line(asdict(each)))
    click.echo("; ".join(f"{kind}: {count}" for kind, count in sorted(counts.items())) or "no screening in this range", err=as_json)


def _line(each: Mapping[str, Any]) -> str:
    if each["now"] is None:
        return f"{each['id']}  {each['screened_at']}  {each['then']}, not asked again: {each['reason']}"
    hits = [*(f"+{hit}" for hit in each["gained"]), *(f"-{hit}" for hit in each["lost"])]
    return f"{each['id']}  {each['screened_at']}  {each['then']} -> {each['now']}  {' '.join(hits)}".rstrip()


def _numbers(settings: tuple[str, ...]) -> dict[str, Any]:
    from screening.policy import knobs

    known = {knob.name: knob for knob in knobs() if knob.low is not None}
    found: dict[str, Any] = {}
    for setting in settings:
        name, _, text = setting.partition("=")
        try:
            if name not in known:
                raise ValueError
            found[name] = int(text) if known[name].type == "int" else float(text)
        except ValueError as error:
            allowed = f"NAME=NUMBER, NAME one of {', '.join(known)}"
            raise InvalidInput([Problem("/--set", f"{setting!r} sets no number of the policy", allowed)]) from error
    return found
