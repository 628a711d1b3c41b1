"""Real names, read from the data folder (`SCREENING_TEST_DATA`, or `../shared/data` beside the checkout).

The reading is the benchmark's own and minimal: names, kinds and strengths, no more. OFAC's delimited files are described in its
``dat_spec.txt``: no header, ``-0-`` for null, a Ctrl-Z at the end, weak aliases in quotes in the remarks.
"""

from __future__ import annotations

import csv
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from screening import AliasStrength, DesignatedParty, ListedName, NameKind, PartyKind

OFAC_EDITION = "2023-12-28"
LIST_ID = "us-ofac-sdn"
PERSONS, ENTITIES = PartyKind.INDIVIDUAL, PartyKind.ENTITY
_OFAC_KINDS = {"individual": PERSONS, "-0-": ENTITIES}
_WEAK = re.compile(r"a\.k\.a\. '([^']+)'")


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name of the party with the id `party`."""

    party: str
    text: str
    weak: bool


def folder() -> Path:
    """The data folder; exits with a message when it is nowhere."""
    given = os.environ.get("SCREENING_TEST_DATA")
    root = Path(given) if given else Path(__file__).resolve().parents[3] / "shared"
    found = root / "data"
    if not found.is_dir():
        sys.exit(f"no data in {found}: let SCREENING_TEST_DATA name the folder that holds data/, or lay ../shared/data beside the checkout")
    return found


def natural(name: str, kind: PartyKind) -> str:
    """A person's `SURNAME, Given` as people write it: `Given SURNAME`; other names as they are."""
    surname, comma, given = name.partition(", ")
    return f"{given} {surname}" if comma and kind is PERSONS else name


def ofac(kind: PartyKind) -> tuple[list[DesignatedParty], list[Alias]]:
    """Parties of one kind with their primary names only, and all their aliases: those of alt.csv, then the weak ones in remarks."""
    parties, weak = [], []
    for row in _rows("sdn.csv"):
        if _OFAC_KINDS.get(row[2].strip()) is kind:
            primary = ListedName(row[1].strip(), NameKind.PRIMARY)
            parties.append(DesignatedParty(LIST_ID, row[0].strip(), kind, (primary,)))
            weak += [Alias(parties[-1].id, text.strip(), weak=True) for text in _WEAK.findall(row[11])]
    ids = {party.id for party in parties}
    strong = [Alias(f"{LIST_ID}:{row[0].strip()}", row[3].strip(), weak=False) for row in _rows("alt.csv")]
    return parties, [alias for alias in strong + weak if alias.party in ids and any(map(str.isalnum, alias.text))]


def with_aliases(parties: list[DesignatedParty], aliases: list[Alias]) -> list[DesignatedParty]:
    """The same parties with every name they have."""
    names: dict[str, list[ListedName]] = {}
    for alias in aliases:
        strength = AliasStrength.WEAK if alias.weak else AliasStrength.STRONG
        names.setdefault(alias.party, []).append(ListedName(alias.text, NameKind.ALIAS, strength))
    return [DesignatedParty(party.list_id, party.reference, party.kind, (*party.names, *names.get(party.id, ()))) for party in parties]


def unlisted(kind: PartyKind) -> list[str]:
    """Names of people (athletes) or bodies (companies) who are not designated, each once."""
    file, column = ("persons/rio2016_athletes.csv", "name") if kind is PERSONS else ("companies/sec_cik_stocks.csv", "Name")
    with (folder() / "names" / file).open(encoding="utf-8-sig", newline="") as lines:
        names = [row[column].strip() for row in csv.DictReader(lines)]
    return list(dict.fromkeys(name for name in names if any(map(str.isalnum, name))))


def plain(name: str) -> str:
    """What makes two names exactly the same here: their words in lower case, in any order."""
    return " ".join(sorted(re.findall(r"\w+", name.casefold().replace("'", ""))))


def _rows(file: str) -> Iterator[list[str]]:
    path = folder() / "lists" / "us_ofac" / OFAC_EDITION / file
    with path.open(encoding="utf-8", newline="") as lines:
        yield from (row for row in csv.reader(lines) if len(row) > 1)
