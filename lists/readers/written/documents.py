"""Numbers of documents inside texts: `(1) A-333602 (Indian) issued on 4 June 1985 (2) R841697`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lists.readers.countries import CountryNames
from lists.readers.written.enumerations import enumerated
from lists.readers.written.places import find_country
from screening.party import IdentifierType

# One piece of a number: capital letters and digits, joined by hyphens, slashes or full stops ("no.720134834" is a word and a piece).
_PIECE = re.compile(r"(?<![\w/-])(?<!\d\.)[A-Z0-9](?:[A-Z0-9/.-]*[A-Z0-9])?(?!\w)")
_DAY_AND_YEAR = re.compile(r"(?:19|20)\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}", re.ASCII)
_MONTH_FOLLOWS = re.compile(r"\.? (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)")
_NO_PREFIX = frozenset({"US", "UK", "USA", "UAE", "DRC", "SSN", "INN", "TIN", "VAT", "ID", "NI", "NO", "BR", "OF", "IN"})
_LABEL_BEFORE_ITEMS = re.compile(r"^[A-Za-z .]{0,40}:\s*(?=\(?(?:a|1)\))")
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
    for item in enumerated(_LABEL_BEFORE_ITEMS.sub("", text)):
        countries = (find_country(names, said.strip()) for said in _IN_BRACKETS.findall(item))
        documents.append(WrittenDocument(_number(item), item, next(filter(None, countries), None)))
    return documents


def labelled_documents(
    text: str, labels: Mapping[str, IdentifierType], names: CountryNames
) -> Iterator[tuple[IdentifierType, WrittenDocument]]:
    """Every document of a running text that stands after a label (`Passport no: a) ... b) ...`, `Tax ID No.: 7841424184`).

    `labels` maps how a label begins, lower case, to the type of what follows; it ends with a full stop or colon.
    """
    wanted = "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True))
    label = rf"\b({wanted})\b[A-Za-z /()]{{0,60}}(?:[.:]\s*)+"
    other = label.replace("(", "(?:", 1)
    pattern = re.compile(rf"{label}((?:(?!{other})(?:[^.;\n]|\.(?=\w)))*)", re.IGNORECASE)
    for found in pattern.finditer(text):
        for document in read_documents(found[2].strip(), names):
            yield labels[found[1].lower()], document


def _number(text: str) -> str | None:
    """The first run of pieces apart by single spaces that holds at least four digits and is no date; None when there is none."""
    run: list[re.Match[str]] = []
    for piece in [*_PIECE.finditer(text), None]:
        if piece and _fits(piece[0]) and (not run or text[run[-1].end() : piece.start()] == " "):
            run.append(piece)
            continue
        number = _of_run(run, text)
        if number:
            return number
        run = [piece] if piece and _fits(piece[0]) else []
    return None


def _fits(piece: str) -> bool:
    return any(char.isdigit() for char in piece) or (len(piece) < 4 and piece not in _NO_PREFIX)


def _of_run(run: list[re.Match[str]], text: str) -> str | None:
    """The pieces of a run as one number: without letters alone at its end, and without a date that follows it."""
    pieces = [piece[0] for piece in run]
    if pieces and _MONTH_FOLLOWS.match(text, run[-1].end()):
        pieces.pop()
    while pieces and not any(char.isdigit() for char in pieces[-1]):
        pieces.pop()
    while len(pieces) > 1 and _DAY_AND_YEAR.fullmatch(pieces[-1]):
        pieces.pop()
    number = " ".join(pieces)
    return number if sum(map(str.isdigit, number)) > 3 and not _DAY_AND_YEAR.fullmatch(number) else None


def united_nations_reference(text: str) -> str | None:
    """The reference of a UN list that a text gives as the party's own: `UN Ref QDi.004`, or `QDi.004` at its start; else None."""
    found = _UN_LISTING.search(text) or _UN_REFERENCE.search(text)
    return found[1].rstrip(".") if found else None


def imo_number(text: str) -> str | None:
    """The IMO number a text states; None when it states none, or several."""
    found = set(_IMO.findall(text))
    return found.pop() if len(found) == 1 else None
