"""Reading fixtures and real files in tests: one call, a party as lines of text, and files with something broken in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from hypothesis import strategies as st

from lists.readers.base import Reader, ReadReport
from screening.errors import ListError
from screening.party import AliasStrength, DesignatedParty

FIXTURES = Path(__file__).parent / "fixtures"


def read(reader: Reader, *files: Path, list_id: str = "a-list") -> tuple[dict[str, DesignatedParty], ReadReport]:
    """Every party by reference, and the report; the references must be unique and the counts must agree."""
    report = ReadReport()
    parties = list(reader.read(files, list_id, report))
    by_reference = {party.reference: party for party in parties}
    assert len(by_reference) == len(parties) == report.parties == report.records - len(report.left_out)
    return by_reference, report


def told(party: DesignatedParty) -> list[str]:
    """Everything the party says, but its provenance, one fact a line; a weak name after "weak"."""
    return list(_lines(party))


def _joined(*parts: object) -> str:
    return " | ".join(str(part) for part in parts if part)


def _lines(party: DesignatedParty) -> Iterator[str]:
    yield f"{party.kind} {party.id}"
    for name in party.names:
        weak = "weak " if name.strength is AliasStrength.WEAK else ""
        yield _joined(f"{weak}{name.kind} {name.text}", name.language, name.note)
    yield from (f"gender {gender}" for gender in [party.gender] if gender)
    yield from (f"born {date}" for date in party.birth_dates)
    yield from (f"born in {place}" for place in party.birth_places)
    yield from (f"{country.relation} {country.code}" for country in party.countries)
    for item in party.identifiers:
        yield _joined(f"{item.type} {item.value}", item.country, item.note)
    yield from (_joined(f"address {address.text}", address.country) for address in party.addresses)
    yield from (f"position {position}" for position in party.positions)
    for act in party.designations:
        dates = (act.listed_on, *act.amended_on, act.ended_on)
        yield "designation " + _joined(act.programme, *act.measures, act.reference, *dates, act.basis, act.statement)
    yield from (_joined(f"tie {tie.kind}", tie.text, tie.to) for tie in party.relations)
    yield from (f"remarks {remarks}" for remarks in [party.remarks] if remarks)


def lines(text: str) -> list[str]:
    """The lines of an indented text, without the blank ones."""
    return [line.strip() for line in text.strip().splitlines() if line.strip()]


@st.composite
def broken(draw: st.DrawFn, content: bytes) -> bytes:
    """The bytes of a file with one thing done to them: cut, a byte changed, a line lost, doubled or moved, a word changed."""
    what = draw(st.sampled_from(("cut", "byte", "lose", "double", "move", "word", "column")))
    if what == "cut":
        return content[: draw(st.integers(0, len(content)))]
    if what == "byte":
        place = draw(st.integers(0, len(content) - 1))
        return content[:place] + bytes([draw(st.integers(0, 255))]) + content[place + 1 :]
    if what in {"word", "column"}:
        mark = b" " if what == "word" else b","
        words = content.split(mark)
        place = draw(st.integers(0, len(words) - 1))
        put = [draw(st.text(max_size=8)).encode()] if what == "word" else []
        return mark.join([*words[:place], *put, *words[place + 1 :]])
    rows = content.splitlines(keepends=True)
    place = draw(st.integers(0, len(rows) - 1))
    if what == "lose":
        return b"".join(rows[:place] + rows[place + 1 :])
    if what == "double":
        return b"".join(rows[: place + 1] + rows[place:])
    row = rows.pop(place)
    rows.insert(draw(st.integers(0, len(rows))), row)
    return b"".join(rows)


def refused_or_whole(reader: Reader, contents: Mapping[str, bytes], folder: Path) -> bool:
    """Write the files and read them: True when they were refused with a `ListError`, False when every record became a party.

    Any other exception, and a record that went missing without being told, fails the test.
    """
    paths = written(contents, folder)
    report = ReadReport()
    try:
        parties = list(reader.read(paths, "a-list", report))
    except ListError:
        return True
    assert len(parties) == report.parties == report.records - len(report.left_out)
    return False


def written(contents: Mapping[str, bytes], folder: Path) -> Sequence[Path]:
    """Write files into a folder and give their paths, in order."""
    paths = []
    for name, content in contents.items():
        path = folder / name
        path.write_bytes(content)
        paths.append(path)
    return paths


def contents_of(*files: Path) -> dict[str, bytes]:
    """Name -> bytes of some files."""
    return {path.name: path.read_bytes() for path in files}


_SEVERAL = ["names", "birth_dates", "birth_places", "countries", "identifiers", "addresses", "positions", "designations", "relations"]


def every_fact(party: DesignatedParty) -> set[str]:
    """Pointers to all the facts of a party."""
    pointers = {f"{field}/{number}" for field in _SEVERAL for number in range(len(getattr(party, field)))}
    return pointers | {field for field in ("gender", "remarks") if getattr(party, field)}
