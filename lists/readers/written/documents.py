"""Numbers of documents inside texts: `(1) A-333602 (Indian) issued on 4 June 1985 (2) R841697`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lists.readers.countries import CountryNames
from lists.readers.written.enumerations import enumerated
from lists.readers.written.places import find_country
from screening.party import IdentifierType

# Capital letters and digits, at least three of them digits, joined by hyphens, slashes or full stops; no lone year.
_NUMBER = re.compile(r"(?<![\w/.-])(?!(?:19|20)\d\d\b(?![/.-]))(?=(?:[A-Z/.-]*\d){3})[A-Z0-9][A-Z0-9/.-]{2,}(?![a-z])")
_IN_BRACKETS = re.compile(r"\(([^()]+)\)")
_UN_REFERENCE = re.compile(
    r"\b(?:UN )?Ref(?:erence)?(?: Number)?[.:]*\s*((?:[A-Z]{2,3}[ie]?\.|[A-Z]{1,2}\.[A-Z]\.)[0-9][0-9.]*)", re.IGNORECASE
)
_UN_LISTING = re.compile(r"^\W*([A-Z]{2}[ie]\.[0-9]{3})\b")
_IMO = re.compile(r"\bIMO(?: number| no)?[.:]*\s*([0-9]{7})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WrittenDocument:
    """One document of a text: its `number` (None when the text has none that can be told), the whole text, and the country."""

    number: str | None
    text: str
    country: str | None


def read_documents(text: str, names: CountryNames) -> list[WrittenDocument]:
    """Every document of a text, one for each item of an enumeration; the country is one that stands alone in brackets."""
    documents = []
    for item in enumerated(text):
        number = _NUMBER.search(item)
        countries = (find_country(names, said.strip()) for said in _IN_BRACKETS.findall(item))
        documents.append(WrittenDocument(number[0].rstrip("./-") if number else None, item, next(filter(None, countries), None)))
    return documents


def labelled_documents(
    text: str, labels: Mapping[str, IdentifierType], names: CountryNames
) -> Iterator[tuple[IdentifierType, WrittenDocument]]:
    """Every document of a running text that stands after a label (`Passport no: a) ... b) ...`, `Tax ID No.: 7841424184`).

    `labels` maps how a label begins, lower case, to the type of what follows; it ends with a full stop or colon.
    """
    wanted = "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True))
    pattern = re.compile(rf"\b({wanted})\b[A-Za-z /()]{{0,60}}(?:[.:]\s*)+((?:[^.;\n]|\.(?=\w))*)", re.IGNORECASE)
    for found in pattern.finditer(text):
        for document in read_documents(found[2].strip(), names):
            yield labels[found[1].lower()], document


def united_nations_reference(text: str) -> str | None:
    """The reference of a UN list that a text gives as the party's own: `UN Ref QDi.004`, or `QDi.004` at its start; else None."""
    found = _UN_LISTING.search(text) or _UN_REFERENCE.search(text)
    return found[1].rstrip(".") if found else None


def imo_number(text: str) -> str | None:
    """The IMO number a text states; None when it states none, or several."""
    found = set(_IMO.findall(text))
    return found.pop() if len(found) == 1 else None
