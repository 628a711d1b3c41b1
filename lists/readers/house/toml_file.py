"""An organisation's own list as TOML: `format = "house-list-1"`, optionally `published`, and a `[[party]]` table for each party."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

from lists.readers.base import ReadReport, unreadable
from lists.readers.house.entry import party, read_all
from lists.readers.streams import head, single
from lists.record import Record
from screening.party import DesignatedParty

FORMAT = "house-list-1"
MAX_BYTES = 64 * 1024 * 1024
"""A TOML file is read whole, so a larger one is refused; a list of that size belongs into CSV."""


class HouseTomlReader:
    """Reads one file. An unknown key is refused."""

    format = "house-toml"
    files = f'one TOML file of an organisation\'s own list (format = "{FORMAT}"; docs/house-list.md)'

    def recognises(self, files: Sequence[Path]) -> bool:
        """Whether the one file is called .toml and names the format."""
        return len(files) == 1 and files[0].suffix.lower() == ".toml" and FORMAT.encode() in head(files[0])

    def read(self, files: Sequence[Path], list_id: str, report: ReadReport) -> Iterator[DesignatedParty]:
        """Yield every party once the whole file is sound. Raises `InvalidListFile` with everything wrong in it."""
        path = single(files, self.files)
        record = _opened(path)
        stated = record.take_text("format")
        if stated != FORMAT:
            raise record.problem(f"field 'format' is {stated!r}; allowed: {FORMAT}")
        report.published = record.take_optional("published", lambda key: record.take(key, date))
        tables = record.take_optional("party", record.take_records) or ()
        record.finish()
        yield from map(report.counted, read_all((_entry(table, list_id) for table in tables), path.name, report))


def _entry(table: Record, list_id: str) -> Callable[[], DesignatedParty]:
    return lambda: party(table, list_id)


def _opened(path: Path) -> Record:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise unreadable(path.name, "", f"is larger than {MAX_BYTES} bytes; give a list of that size as CSV")
        return Record(tomllib.loads(path.read_text(encoding="utf-8-sig")), path.name, "")
    except OSError as error:
        raise unreadable(path.name, "", f"cannot be read: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        raise unreadable(path.name, "", f"is not TOML in UTF-8: {error}") from error
