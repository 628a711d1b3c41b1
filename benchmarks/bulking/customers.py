"""Customers made for the benchmark: names recombined from real ones, and listed names planted among them.

Nobody in the file is a person: given names, surnames, birth dates and countries come from different records. Companies are made of the
beginning of one name and the rest of another.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.measure import data
from benchmarks.measure.distort import distortions
from benchmarks.measure.split import rng, sample
from screening import DesignatedParty, Index, NameKind, PartyKind

PLANTED = 2_000
HEADER = ("customer_no", "name", "date of birth", "nationality")
_COMPANIES = 0.15
_DATED = 0.7
_COUNTRIES = (
    "DE",
    "FR",
    "GB",
    "US",
    "IN",
    "CN",
    "BR",
    "NG",
    "EG",
    "TR",
    "RU",
    "UA",
    "PL",
    "ES",
    "IT",
    "MX",
    "ID",
    "PK",
    "JP",
    "IR",
    "IQ",
    "SY",
)
_WAYS = {
    "as written": (),
    "misspelt": ("typo", "two typos", "vowels", "joined words", "split word", "look-alike digits"),
    "romanised or in another script": ("sound", "cyrillic", "arabic", "greek"),
}


class Planted(NamedTuple):
    """A listed name in the file: the row it stands in, from 1, the id of its party, and in which way it is written."""

    row: int
    party: str
    way: str


def write(path: Path, rows: int, index: Index) -> list[Planted]:
    """Write a CSV of so many customers with up to `PLANTED` (a tenth of the rows at most) listed names; return where those stand.

    The random sources have fixed seeds: the same index and number of rows give the same file.
    """
    source = rng("bulk", str(rows))
    planted = _planted(list(index.parties()), min(PLANTED, rows // 10))
    places = sorted(source.sample(range(1, rows + 1), len(planted)))
    at = dict(zip(places, planted, strict=True))
    names = _recombined(rng("bulk names"))
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(HEADER)
        for row in range(1, rows + 1):
            name = at[row][1] if row in at else next(names)
            out.writerow((f"C{row:07d}", name, *_facts(source)))
    return [Planted(row, party, way) for row, (party, _, way) in at.items()]


def _facts(source: random.Random) -> tuple[str, str]:
    born = f"{source.randrange(1935, 2006)}-{source.randrange(1, 13):02d}-{source.randrange(1, 29):02d}"
    return born if source.random() < _DATED else "", source.choice(_COUNTRIES) if source.random() < _DATED else ""


def _planted(parties: Sequence[DesignatedParty], count: int) -> list[tuple[str, str, str]]:
    """Party id, name as planted and way: the ways in turn, the next one where a name has none of a kind."""
    found: list[tuple[str, str, str]] = []
    ways = list(_WAYS)
    for party in sample(parties, lambda one: one.id, None):
        if len(found) == count:
            break
        strong = [name for name in party.names if name.kind is not NameKind.FORMER and name.strength == "strong"]
        listed = data.natural(rng("bulk name", party.id).choice(strong).text, party.kind)
        way = ways[len(found) % len(ways)]
        name = _written(listed, party.kind, _WAYS[way])
        if name is not None:
            found.append((party.id, name, way))
    return found


def _written(listed: str, kind: PartyKind, distorted: Sequence[str]) -> str | None:
    if not distorted:
        return listed
    possible = {title: name for title, name in distortions(listed, kind) if title in distorted}
    return rng("bulk way", listed).choice(list(possible.values())) if possible else None


def _recombined(source: random.Random) -> Iterator[str]:
    people = [name.split() for name in data.unlisted(PartyKind.INDIVIDUAL)]
    given = [" ".join(words[:-1]) for words in people if len(words) > 1]
    family = [words[-1] for words in people if len(words) > 1]
    companies = [name.split() for name in data.unlisted(PartyKind.ENTITY)]
    while True:
        if source.random() < _COMPANIES:
            yield " ".join([*source.choice(companies)[:1], *source.choice(companies)[1:]])
        else:
            yield f"{source.choice(given)} {source.choice(family)}"
