"""Formats and official sources: each is found, none is taken for another, and no source names an unknown reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from lists.errors import InvalidListFile
from lists.readers.registry import OFFICIAL_SOURCES, READERS, detect
from screening.countries import is_country
from tests.lists.readers.reading import FIXTURES


@pytest.mark.parametrize(
    ("names", "format_"),
    [
        (("ofac/sdn.csv", "ofac/alt.csv", "ofac/add.csv"), "ofac-csv"),
        (("ofac/sdn.xml",), "ofac-xml"),
        (("ofac/sdn_advanced.xml",), "ofac-advanced-xml"),
        (("ofac/sdn_enhanced.xml",), "ofac-enhanced-xml"),
        (("un/consolidated.xml",), "un-xml"),
        (("canada/sema-lmes.xml",), "canada-xml"),
    ],
)
def test_the_format_of_files_is_found(names: tuple[str, ...], format_: str) -> None:
    assert detect([FIXTURES / name for name in names]) == format_


def test_an_unknown_format_is_refused_with_what_was_seen_and_what_is_known(tmp_path: Path) -> None:
    page = tmp_path / "page.xml"
    page.write_text("<html/>")
    with pytest.raises(InvalidListFile, match=r"page\.xml: page\.xml is XML that starts with <html>.*known: .*un-xml"):
        detect([page])
    with pytest.raises(InvalidListFile, match="no file"):
        detect([])


def test_every_reader_says_its_format_once_and_what_it_wants() -> None:
    assert all(reader.format == format_ and reader.files for format_, reader in READERS.items())


def test_every_source_names_a_reader_safe_addresses_and_sensible_bounds() -> None:
    for source in OFFICIAL_SOURCES.values():
        assert source.format in READERS, source.id
        assert source.hours > 0, source.id
        assert 0 < source.least < source.most, source.id
        assert is_country(source.country) or source.country in {"UN", "EU"}, source.id
        assert source.terms, source.id
        for address in source.addresses:
            assert address.startswith("https://"), source.id
            assert address.split("/")[2] in source.hosts, source.id
