"""One row to one query, or to everything that is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeVar

from screening.countries import COUNTRY_CODES
from screening.dates import PartialDate
from screening.errors import InvalidQuery, Problem
from screening.party import Identifier, IdentifierType, PartyKind
from screening.query import Query
from screening.rows.dates import DateOrder, read_date
from screening.rows.fields import IDENTIFIERS
from screening.rows.mapping import Mapping, folded_heading
from screening.tables import country_codes_by_name, country_codes_of_three, nationalities
from screening.text import comparable

MOST_REFERENCE = 200
"""Longest reference accepted, in characters."""

MOST_OTHER_NAMES, MOST_COUNTRIES, MOST_IDENTIFIERS = 20, 20, 50
"""Most of each in one row, as in one query over HTTP."""

Cell = str | tuple[str, ...]
"""What stands in one place of a row: a text, or several where the file keeps them apart (JSON lines, Parquet)."""

NOTHING = frozenset({"", "-", "--", "n/a", "#n/a", "null", "none", "nil", "\\n", "(null)", "unknown"})
"""Cells that say nothing, in lower case, in every column but those of names: there is somebody called Null."""

KIND_WORDS = {
    PartyKind.INDIVIDUAL: "individual|individuals|ind|indiv|i|person|persons|natural person|physical person|p|human|private|private person|"
    "natuerliche person|naturliche person|privatperson|privat|personne physique|particulier|persona fisica|persona natural|pessoa fisica|"
    "natuurlijk persoon|osoba fizyczna|gercek kisi|физическое лицо|физлицо|фл|个人|自然人|個人|개인|فرد",
    PartyKind.ENTITY: "entity|entities|e|company|companies|c|organisation|organization|org|corporate|corporation|corp|business|legal|"
    "legal entity|legal person|juristische person|firma|unternehmen|personne morale|societe|entreprise|empresa|persona juridica|"
    "persona giuridica|societa|pessoa juridica|bedrijf|rechtspersoon|osoba prawna|tuzel kisi|"
    "юридическое лицо|юрлицо|юл|企业|公司|法人|법인|شركة",
    PartyKind.VESSEL: "vessel|vessels|ship|ships|boat|schiff|navire|buque|nave|navio|schip|statek|gemi|судно|船舶|선박|سفينة",
    PartyKind.AIRCRAFT: "aircraft|plane|airplane|flugzeug|avion|aeronave|vliegtuig|samolot|ucak|самолет|飞机|항공기|طايرة",
}
"""What files call each kind, folded as headings are."""

_KIND_OF = {word: kind for kind, words in KIND_WORDS.items() for word in words.split("|")}
_APART = re.compile(r"[;|\n]")
_ALSO_APART = re.compile(r"[,/]")
_Value = TypeVar("_Value")


class Row(NamedTuple):
    """One row of a file: its number among the rows, from 1; the line or sheet row it begins at (None where there is none); its cells in
    the order of the columns. `problem` is set, and the cells mean nothing, when the file could not give them.
    """

    number: int
    line: int | None
    cells: Sequence[Cell]
    problem: str | None = None


class Understood(NamedTuple):
    """What became of a row: a query and no problem, or no query and every problem. `name` and `reference` are for showing; `warning` is
    what a person should look at though the row can be screened.
    """

    query: Query | None
    problems: tuple[Problem, ...]
    name: str | None
    reference: str | None
    warning: str | None = None


class RowReader:
    """Reads rows of one file. `order` says which comes first in dates such as ``03/04/1953``; without it those are problems."""

    def __init__(self, mapping: Mapping, order: DateOrder | None = None) -> None:
        self.mapping = mapping
        self.order = order
        self._identifiers = tuple(IdentifierType(name) for name in IDENTIFIERS if name in mapping.places)
        places = mapping.places
        self._asked = tuple(place for field, found in places.items() if field != "reference" for place in found)

    def subject(self, row: Row) -> tuple[Cell, ...] | None:
        """The cells that a row's answer depends on: rows with equal ones have equal answers but for the reference.

        None for a row whose answer is its own: the file could not give its cells, or its reference is wrong.
        """
        if row.problem is not None or isinstance(self._reference(row), Problem):
            return None
        return tuple(row.cells[place] for place in self._asked)

    def name(self, row: Row) -> str:
        """The name of a row as it is screened; nothing where it has none, or the file could not give its cells."""
        return self._name(row)[0] if row.problem is None else ""

    def read(self, row: Row) -> Understood:
        """Understand a row. Raises nothing: what is wrong with it is said in `problems`, all at once, by field."""
        if row.problem is not None:
            return Understood(None, (Problem("", row.problem),), None, None)
        problems: list[Problem] = []
        reference = self._reference(row)
        if isinstance(reference, Problem):
            problems.append(reference)
            reference = None
        name, others = self._names(row, problems)
        birth_date = self._birth_date(row, problems)
        kind = self._one(row, "kind", _kind, problems)
        countries = tuple(dict.fromkeys(self._each(row, "countries", _countries, problems)))
        identifiers = tuple(Identifier(kind, text) for kind in self._identifiers for text in self._values(row, kind.value))
        problems += _too_many(others, countries, identifiers)
        if not problems:
            try:
                query = Query(name, kind, birth_date, countries, identifiers, others, reference)
                return Understood(query, (), name, reference, self._no_letter() if is_number(name) else None)
            except InvalidQuery as error:
                problems = list(error.problems)
        return Understood(None, tuple(problems), name or None, reference)

    def _texts(self, row: Row, field: str) -> list[str]:
        """The texts of a field that are not blank, trimmed."""
        found = []
        for place in self.mapping.places.get(field, ()):
            cell = row.cells[place]
            found += [one.strip() for one in ((cell,) if isinstance(cell, str) else cell) if one.strip()]
        return found

    def _values(self, row: Row, field: str) -> list[str]:
        return [text for text in self._texts(row, field) if text.lower() not in NOTHING]

    def _reference(self, row: Row) -> str | Problem | None:
        text = " ".join(self._texts(row, "reference"))
        if len(text) > MOST_REFERENCE:
            return Problem("/reference", f"{len(text)} characters, too long", f"1 to {MOST_REFERENCE} characters")
        if not text.isprintable() and any(unicodedata.category(one) in {"Cc", "Cs"} for one in text):
            return Problem("/reference", "holds a control character", "text without control characters")
        return text or None

    def _name(self, row: Row) -> tuple[str, str]:
        """The whole name, made of its parts where there is no other; and the parts put together."""
        whole = " ".join(self._texts(row, "name"))
        parts = [dict.fromkeys(self._texts(row, field)) for field in ("first_name", "middle_name", "last_name")]
        joined = " ".join(text for part in parts for text in part)
        return whole or joined, joined

    def _names(self, row: Row, problems: list[Problem]) -> tuple[str, tuple[str, ...]]:
        whole, joined = self._name(row)
        others = [one.strip() for text in self._texts(row, "other_names") for one in text.split(";")]
        if whole and joined and sorted(comparable(whole).split()) != sorted(comparable(joined).split()):
            others.insert(0, joined)  # two spellings of the name: neither may be missed
        if not whole:
            problems.append(Problem("/name", "no name", f"text in {self.columns_of_names}"))
        return whole, tuple(one for one in others if one)

    @property
    def columns_of_names(self) -> str:
        """The headings of the columns that hold names, in words."""
        return " or ".join(name_columns(self.mapping.headings))

    def _no_letter(self) -> str:
        return f"warning: the name has no letter; look whether {self.columns_of_names} holds names"

    def _birth_date(self, row: Row, problems: list[Problem]) -> PartialDate | None:
        return self._one(row, "birth_date", lambda text: read_date(text, self.order), problems)

    def _one(self, row: Row, field: str, read: Callable[[str], _Value | Problem], problems: list[Problem]) -> _Value | None:
        return next(iter(self._each(row, field, lambda text: [read(text)], problems)), None)

    def _each(self, row: Row, field: str, read: Callable[[str], Iterable[_Value | Problem]], problems: list[Problem]) -> list[_Value]:
        found: list[_Value] = []
        for text in self._values(row, field):
            for one in read(text):
                if isinstance(one, Problem):
                    problems.append(Problem(f"/{field}", one.detail, one.allowed))
                else:
                    found.append(one)
        return found


def name_columns(headings: Callable[[str], Iterable[str]]) -> list[str]:
    """The columns that hold names, in quotes; `headings` gives those of a field."""
    return [repr(one) for field in ("name", "first_name", "last_name") for one in headings(field)]


def is_number(name: str) -> bool:
    """Whether a name holds digits and no letter of any script: there are companies called 360, but a column of such names is none."""
    return not any(one.isalpha() for one in name) and any(one.isalnum() for one in name)


def _kind(text: str) -> PartyKind | Problem:
    kind = _KIND_OF.get(folded_heading(text))
    return kind or Problem("", f"unknown kind {text!r}", f"{', '.join(PartyKind)}, or a usual word for one of them")


def _countries(text: str) -> Iterable[str | Problem]:
    """One country, or several: whole texts are looked up first, because names of countries hold commas."""
    for part in _APART.split(text):
        whole = _country(part)
        pieces = [part] if whole is not None or not _ALSO_APART.search(part) else _ALSO_APART.split(part)
        for piece in pieces:
            if piece.strip().lower() not in NOTHING:
                yield _country(piece) or Problem("", f"unknown country {piece.strip()!r}", _COUNTRY_FORMS)


_COUNTRY_FORMS = "ISO 3166-1 codes of two or three letters, or the name of a country, or of its people, in English"


@lru_cache(maxsize=4096)
def _country(text: str) -> str | None:
    code = text.strip().upper()
    if code in COUNTRY_CODES:
        return code
    if code in country_codes_of_three():
        return country_codes_of_three()[code]
    folded = folded_heading(text.replace("'", "").replace("’", ""))
    return country_codes_by_name().get(folded) or nationalities().get(folded)


def _too_many(others: Sequence[str], countries: Sequence[str], identifiers: Sequence[Identifier]) -> list[Problem]:
    limits = (
        ("other_names", len(others), MOST_OTHER_NAMES),
        ("countries", len(countries), MOST_COUNTRIES),
        ("identifiers", len(identifiers), MOST_IDENTIFIERS),
    )
    return [Problem(f"/{field}", f"{count} of them", f"at most {most}") for field, count, most in limits if count > most]
