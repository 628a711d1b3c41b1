"""Files as streams: nothing is lost between the elements, and every foreign error becomes one of ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from lists.errors import InvalidListFile
from lists.readers.streams import csv_rows, head, single, xml_elements, xml_root


def xml(folder: Path, text: str) -> Path:
    """A file with that text."""
    path = folder / "list.xml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_element_outside_the_containers_is_met_whole_and_in_order(tmp_path: Path) -> None:
    path = xml(tmp_path, "<l xmlns='urn:x'><made>1</made><ps><p><n>a</n><p>b</p></p><q/></ps><p>c</p></l>")
    found = [("".join(element.itertext()), len(element)) for element in xml_elements(path, "l", "ps")]
    assert found == [("1", 0), ("ab", 2), ("", 0), ("c", 0)]


def test_an_element_is_forgotten_when_the_next_is_asked_for(tmp_path: Path) -> None:
    stream = xml_elements(xml(tmp_path, f"<l>{'<p><n>a</n></p>' * 50}</l>"), "l")
    first = next(stream)
    assert len(first) == 1
    assert sum(1 for _ in stream) == 49


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<l><p/>", "not well formed XML to its end"),
        ("<l><p></l>", "not well formed"),
        ("", "not well formed"),
        ("<html><body/></html>", "starts with <html>, not with <l>"),
        ("<!DOCTYPE l [<!ENTITY a 'b'>]><l>&a;</l>", "declares a document type or entities"),
        ("<?xml version='1.0' encoding='x-unknown'?><l/>", "encoding|not well formed"),
    ],
)
def test_what_is_not_the_list_to_its_end_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(InvalidListFile, match=reason):
        list(xml_elements(xml(tmp_path, text), "l"))


def test_a_missing_file_is_our_error(tmp_path: Path) -> None:
    for stream in (xml_elements(tmp_path / "none.xml", "l"), csv_rows(tmp_path / "none.csv")):
        with pytest.raises(InvalidListFile, match="cannot be read: No such file"):
            list(stream)


def test_the_root_is_told_without_reading_on(tmp_path: Path) -> None:
    root = xml_root(xml(tmp_path, "<l made='2024'><broken"))
    assert root is not None
    assert (root.tag, root.get("made")) == ("l", "2024")
    assert xml_root(xml(tmp_path, "no xml")) is None
    assert xml_root(tmp_path / "none.xml") is None


def test_rows_come_with_the_line_they_end_on_and_empty_ones_do_not(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b'\xef\xbb\xbfa,"b\r\nc"\r\n\r\nd,e\r\n')
    assert list(csv_rows(path)) == [(2, ["a", "b\r\nc"]), (4, ["d", "e"])]


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b'a,"b', "not well formed CSV"), (b'a,"b"c', "not well formed CSV"), ("ä".encode("latin-1"), "not in the encoding"), (b"a,\0", None)],
)
def test_rows_that_are_no_rows_are_refused(tmp_path: Path, content: bytes, reason: str | None) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    if reason is None:
        assert list(csv_rows(path)) == [(1, ["a", "\0"])]
    else:
        with pytest.raises(InvalidListFile, match=reason):
            list(csv_rows(path))


def test_one_file_is_one_file(tmp_path: Path) -> None:
    path = tmp_path / "a"
    assert single([path], "a list") == path
    for files in ([], [path, path]):
        with pytest.raises(InvalidListFile, match="wants one file: a list"):
            single(files, "a list")


def test_the_head_of_a_file_is_empty_when_there_is_none(tmp_path: Path) -> None:
    assert head(tmp_path / "none") == b""
    (tmp_path / "some").write_bytes(b"x" * 10_000)
    assert head(tmp_path / "some") == b"x" * 8192
