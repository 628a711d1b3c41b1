"""What cannot be screened whole is refused whole: a message that says what, where and what is allowed, and nothing left behind."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest

from tests.api.files.made import HEADER, ROWS, csv_text, screening, workbook, write


def xlsx(tmp_path: Path) -> bytes:
    return workbook(tmp_path / "made.xlsx", {"a": [list(HEADER), *(list(row) for row in ROWS)]}).read_bytes()


def parquet_bytes(tmp_path: Path) -> bytes:
    pa = pytest.importorskip("pyarrow", reason="the extra [parquet] is not installed")
    from pyarrow import parquet

    parquet.write_table(pa.table({"name": ["Adrian Zenz"]}), tmp_path / "made.parquet")
    return (tmp_path / "made.parquet").read_bytes()


def with_member(content: bytes, name: str, data: bytes) -> bytes:
    """A zip archive with one member more."""
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return out.getvalue()


def ole(stream: str) -> bytes:
    """The beginning of a compound file that names a stream."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1024) + stream.encode("utf-16-le") + bytes(512)


TEXTS: dict[str, tuple[str, bytes, str]] = {
    "empty file": ("a.csv", b"", "is empty"),
    "empty lines alone": ("a.csv", b"\n\n\n", "nothing but empty lines"),
    "header alone": ("a.csv", b"id,name\n", "has a header and no row"),
    "header alone as JSON": ("a.jsonl", b"{", "line 1: the file ends in the middle of a line"),
    "cut off in a row": ("a.csv", b"id,name,dob\n1,Adrian Zenz,1974\n2,Adri", "line 3: the file ends in the middle of a row"),
    "cut off in quotes": ("a.csv", b'id,name\n1,"Adrian Zenz\n2,Nobody\n', "line 2: a quote that is opened here is never closed"),
    "cut off in a character": ("a.csv", "id,name\n1,Bü".encode()[:-1], "ends within a character"),
    "cut off in UTF-16": ("a.csv", csv_text().encode("utf-16")[:-1], "is not utf-16 throughout"),
    "cut off in JSON": ("a.jsonl", b'{"name": "Adrian Zenz"}\n{"name": "Nob', "line 2: the file ends in the middle of a line"),
    "several encodings": ("a.csv", "id,name\n1,Bütikofer\n".encode() + "2,Bütikofer\n".encode("cp1252"), "line 2 is UTF-8, line 3 is not"),
    "another encoding than said": ("a.csv", "id,name\n1,Bütikofer\n".encode("cp1252"), ""),
    "a line of 10 MB": ("a.csv", b"id,name\n1," + b"x" * 10_000_000 + b"\n", "line 2: the line is too long"),
    "a line of 10 MB as JSON": ("a.jsonl", b'{"name": "' + b"x" * 10_000_000 + b'"}\n', "line 1: the line is too long"),
    "5,000 columns": ("a.csv", ",".join(f"column {one}" for one in range(5000)).encode() + b"\n", "has 5000 columns"),
    "5,000 keys": ("a.jsonl", json.dumps({f"key {one}": 1 for one in range(5000)}).encode() + b"\n", "has more than 1000 keys"),
    "a NUL byte": ("a.csv", b"id,name\n1,Adr\0ian\n", "line 2: holds a NUL byte"),
    "a NUL byte in JSON": ("a.jsonl", b'{"name": "Adr\0ian"}\n', "line 1: holds a NUL byte"),
    "JSON that is named CSV": ("a.csv", b'{"name": "Adrian Zenz"}\n', "holds JSONL, which is not what the ending"),
    "CSV that is named XLSX": ("a.xlsx", b"id,name\n1,Adrian Zenz\n", "holds CSV, which is not what the ending"),
    "CSV that is named Parquet": ("a.parquet", b"id,name\n1,Adrian Zenz\n", "holds CSV, which is not what the ending"),
    "a compressed file": ("a.csv", gzip.compress(b"id,name\n1,Adrian Zenz\n"), "is compressed with gzip"),
    "a PDF": ("a.csv", b"%PDF-1.7\n", "is a PDF"),
    "an image": ("a.csv", b"\x89PNG\r\n\x1a\n" + bytes(64), "is an image"),
    "HTML": ("a.csv", b"<html><body>", "is XML or HTML"),
    "a JSON array": ("a.json", b'[{"name": "Adrian Zenz"}]', "is a JSON array"),
    "no name": ("a.csv", b"branch,balance\n1,2\n", "no column is known to hold a name"),
    "two names": ("a.csv", b"name,full name\n1,2\n", "may all hold name"),
    "a password": ("a.xlsx", ole("EncryptedPackage"), "is protected by a password"),
    "an old workbook": ("a.xls", ole("Workbook"), "an old format"),
}
del TEXTS["another encoding than said"]


def refused(tmp_path: Path, name: str, content: bytes, *options: str) -> str:
    """The message a file is refused with, after checking everything that must hold for every refusal."""
    folder = tmp_path / "here"
    folder.mkdir()
    source = write(folder / name, content)
    for target in ("out.csv", "out.xlsx"):
        done = screening("file", source, "-o", folder / target, *options)
        assert done.exit_code == 2
        assert done.stdout == ""
        assert done.stderr.startswith("screening: ")
        assert "Traceback" not in done.stderr
        assert [path.name for path in folder.iterdir()] == [name], "something is left behind"
    return done.stderr


@pytest.mark.parametrize("case", TEXTS, ids=str)
def test_a_torn_file_is_refused(tmp_path: Path, case: str) -> None:
    name, content, words = TEXTS[case]
    assert words in refused(tmp_path, name, content)


def test_an_encoding_that_is_wrong_is_refused(tmp_path: Path) -> None:
    content = "id,name\n1,Bütikofer\n".encode("cp1252")
    assert "line 2: is not utf-8 throughout (as said)" in refused(tmp_path, "a.csv", content, "--encoding", "utf-8")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--encoding", "klingon"], "'klingon' is no encoding of text"),
        (["--encoding", "base64"], "no encoding of text"),
        (["--encoding", "zip"], "'zip' is no encoding of text"),
        (["--delimiter", "ab"], "'ab' is no delimiter"),
        (["--format", "parquet"], "holds CSV, not PARQUET as was said"),
        (["--map", "nmae=name"], "--map: unknown field 'nmae'"),
        (["--list", "no-such-list"], "unknown list 'no-such-list'"),
        (["--threshold", "7"], "out of bounds"),
    ],
)
def test_options_that_do_not_fit_are_refused(tmp_path: Path, options: list[str], words: str) -> None:
    assert words in refused(tmp_path, "a.csv", csv_text().encode(), *options)


def test_torn_workbooks_are_refused(tmp_path: Path) -> None:
    content = xlsx(tmp_path)
    cases = {
        "cut off": (content[:-200], "is cut off or damaged"),
        "macros": (with_member(content, "xl/vbaProject.bin", b"x"), "holds macros"),
        "old macros": (with_member(content, "xl/macrosheets/sheet1.xml", b"x"), "holds macros"),
        "a bomb": (with_member(content, "xl/worksheets/sheet9.xml", bytes(64 << 20)), "would unpack to far more"),
        "an archive": (with_member(b"", "a.csv", b"id,name\n"), "is a zip archive, not a workbook"),
    }
    for number, (torn, words) in enumerate(cases.values()):
        (tmp_path / str(number)).mkdir()
        assert words in refused(tmp_path / str(number), "a.xlsx", torn)


def test_a_workbook_that_is_damaged_inside_is_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx(tmp_path))) as whole, zipfile.ZipFile(out, "w") as broken:
        for name in whole.namelist():
            broken.writestr(name, whole.read(name)[:-100] if name.endswith(("sheet1.xml", "workbook.xml")) else whole.read(name))
    assert "is cut off, damaged or not understood" in refused(tmp_path, "a.xlsx", out.getvalue())


@pytest.mark.parametrize(
    ("sheets", "options", "words"),
    [
        ({"a": [["name"], ["x"]], "b": [["name"], ["y"]]}, [], "holds several sheets: 'a', 'b'"),
        ({"a": [["name"], ["x"]]}, ["--sheet", "c"], "has no sheet 'c'"),
        ({"a": []}, [], "holds no row"),
        ({"a": [["name"]]}, [], "has a header and no row"),
        ({"a": [[f"c{one}" for one in range(5000)], ["x"]]}, [], "has 5000 columns"),
    ],
)
def test_a_sheet_is_never_guessed(tmp_path: Path, sheets: dict[str, list[list[str]]], options: list[str], words: str) -> None:
    content = workbook(tmp_path / "made.xlsx", sheets).read_bytes()
    assert words in refused(tmp_path, "a.xlsx", content, *options)


def test_torn_parquet_is_refused(tmp_path: Path) -> None:
    content = parquet_bytes(tmp_path)
    assert "is cut off, damaged" in refused(tmp_path, "a.parquet", content[:-20])
    (tmp_path / "b").mkdir()
    assert "is cut off, damaged" in refused(tmp_path / "b", "a.parquet", b"PAR1" + b"x" * 100)


def test_rows_that_cannot_be_read_are_errors_of_their_own(tmp_path: Path) -> None:
    text = 'id,name,dob\n1,Adrian Zenz,\n2,Butikofer, Reinhard,1953\n3,Short\n4,"Bad" quote,\n5,Nobody Listed,\n6,Nobody Else,,,,\n'
    done = screening("file", write(tmp_path / "a.csv", text), "-o", tmp_path / "out.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert [(line["line"], line["status"]) for line in lines] == [
        (2, "review"), (3, "error"), (4, "error"), (5, "error"), (6, "clear"), (7, "clear"),
    ]  # fmt: skip
    assert "has 4 fields, the header has 3" in lines[1]["reason"]
    assert "has 2 fields, the header has 3" in lines[2]["reason"]
    assert "text behind a closing quote" in lines[3]["reason"]
    assert done.exit_code == 2
    assert "6 rows = 2 clear, 1 review, 0 block, 3 error" in done.stdout


def test_what_a_stray_quote_swallows_is_an_error_on_every_line(tmp_path: Path) -> None:
    text = 'id,name\n1,"Adrian Zenz\n2,Nobody\n3,Reinhard" Butikofer\n4,Nobody Else\n'
    screening("file", write(tmp_path / "a.csv", text), "-o", tmp_path / "out.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert [(line["row"], line["line"], line["status"]) for line in lines] == [
        (1, 2, "error"),
        (2, 3, "error"),
        (3, 4, "error"),
        (4, 5, "clear"),
    ]


def test_short_rows_are_read_where_that_is_said(tmp_path: Path) -> None:
    done = screening("file", write(tmp_path / "a.csv", "id,name,dob\n1,Adrian Zenz\n"), "-o", tmp_path / "out.jsonl", "--short-rows")
    assert "1 review" in done.stdout
