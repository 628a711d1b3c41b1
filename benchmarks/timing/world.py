"""The lists and names that are timed: real ones, and as many more as wanted made by recombining real ones."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import data
from benchmarks.measure.distort import distortions
from benchmarks.measure.split import rng, sample
from lists.readers.base import ReadReport
from lists.readers.registry import READERS, detect
from screening import DesignatedParty, ListedName, NameKind, PartyKind

_FILES = {
    "us-ofac-sdn": ("us_ofac/2023-12-28/sdn.csv", "us_ofac/2023-12-28/alt.csv", "us_ofac/2023-12-28/add.csv"),
    "un-sc": ("un/un_2026-08-01.xml",),
    "uk-sl": ("uk/uksl_2025-08-11_designations.ods",),
}
NAMES_A_PARTY = 2


def ofac_persons() -> list[DesignatedParty]:
    """OFAC's persons of 2023-12-28 with every alias: names alone."""
    return data.with_aliases(*data.ofac(PartyKind.INDIVIDUAL))


def real_parties(most: int) -> list[DesignatedParty]:
    """So many parties of OFAC, the United Nations and the United Kingdom, with everything their lists say of them."""
    found: list[DesignatedParty] = []
    for list_id, files in _FILES.items():
        paths = [data.folder() / "lists" / file for file in files]
        found += READERS[detect(paths)].read(paths, list_id, ReadReport())
    return found[:most]


def athletes() -> list[str]:
    """Names of people who are not designated, in an order of no meaning."""
    return sample(data.unlisted(PartyKind.INDIVIDUAL), str, None)


def questions(count: int) -> list[str]:
    """So many names as they are asked: people not listed, listed aliases, and listed names distorted, in equal parts and mixed."""
    parties, aliases = data.ofac(PartyKind.INDIVIDUAL)
    listed = [data.natural(one.text, PartyKind.INDIVIDUAL) for one in aliases]
    primary = sample([data.natural(one.primary_name, PartyKind.INDIVIDUAL) for one in parties], str, None)
    distorted = [changed for name in primary for _, changed in distortions(name, PartyKind.INDIVIDUAL)]
    mixed = [names[: count // 3 + 1] for names in (athletes(), sample(listed, str, None), sample(distorted, str, None))]
    return [name for three in zip(*mixed, strict=False) for name in three][:count]


def recombined(names: int) -> Iterator[DesignatedParty]:
    """So many listed names, `NAMES_A_PARTY` a party, each a given part and a surname of two of OFAC's persons, drawn at random.

    The random source has a fixed seed: the first names of a longer list are those of a shorter one.
    """
    primary = [party.primary_name.partition(", ") for party in ofac_persons()]
    given = [one for _, comma, one in primary if comma]
    surnames = [one for one, comma, _ in primary if comma]
    source = rng("recombined")
    for reference in range(names // NAMES_A_PARTY):
        texts = dict.fromkeys(_recombined(given, surnames, source) for _ in range(NAMES_A_PARTY))
        listed = tuple(ListedName(text, NameKind.ALIAS if place else NameKind.PRIMARY) for place, text in enumerate(texts))
        yield DesignatedParty("made", f"{reference:07d}", PartyKind.INDIVIDUAL, listed)


def _recombined(given: list[str], surnames: list[str], source: random.Random) -> str:
    return f"{source.choice(surnames)}, {source.choice(given)}"


def bytes_in(folder: Path) -> int:
    """The size of the files in a folder."""
    return sum(path.stat().st_size for path in folder.iterdir())
