"""What a sanctions list is (`ListSource`) and one state of it as loaded (`ListEdition`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PartyCounts:
    """How many parties, by kind; each 0 or more."""

    individuals: int
    entities: int

    @property
    def parties(self) -> int:
        """All of them together."""
        return self.individuals + self.entities

    def __str__(self) -> str:
        people = f"{self.individuals} individual{'' if self.individuals == 1 else 's'}"
        return f"{people}, {self.entities} entit{'y' if self.entities == 1 else 'ies'}"


@dataclass(frozen=True, slots=True)
class ListSource:
    """What an authority publishes, naming designated parties.

    `id` is the id of the list (`cn-mfa`). `country` is ISO 3166-1 alpha-2 of the authority, or `EU`. `format` names how it is
    read; for a seeded list `document` is the id of the source document in `seeds/`. `address` is where the authority's file
    is fetched, None where it is not fetched. `named` is how many parties the source names, `announced` how many the authority
    said it designates (None: the source does not say): together they tell how complete the list is.
    `terms` says under which terms its content is used.
    """

    id: str
    title: str
    authority: str
    country: str
    format: str
    announced_on: date
    named: PartyCounts
    announced: PartyCounts | None
    terms: str
    document: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class ListEdition:
    """One state of a list as loaded; never changed afterwards.

    `id` is the date and the first eight digits of `sha256`, the hash (hex) of the content in canonical form: the same content
    gives the same id, whatever the layout of the file. `published` is the date the authority gave it. `individuals`,
    `entities` and `names` (all listed names, curated ones included) count what was loaded, `loaded` all parties.
    `named` and `announced` are those of the source, as totals; `announced` is None where it is not stated.
    """

    list_id: str
    id: str
    published: date
    sha256: str
    individuals: int
    entities: int
    names: int
    named: int
    announced: int | None

    @property
    def loaded(self) -> int:
        """How many parties were loaded."""
        return self.individuals + self.entities

    @property
    def completeness(self) -> str:
        """How complete the edition is, in words: "named 6 of 10 announced", or "named 2, number announced not stated"."""
        if self.announced is None:
            return f"named {self.named}, number announced not stated"
        return f"named {self.named} of {self.announced} announced"
