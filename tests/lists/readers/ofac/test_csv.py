"""OFAC's CSV layout: what a broken or unknown value does, and what stands in several files."""

from __future__ import annotations

from pathlib import Path

import pytest

from lists.errors import InvalidListFile
from lists.readers.ofac import OfacCsv
from screening.party import Measure
from tests.lists.readers.reading import FIXTURES, contents_of, read, written

NAMES = ("sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv")
FILES = contents_of(*(FIXTURES / "ofac" / name for name in NAMES))


def with_change(folder: Path, name: str, old: str, new: str) -> list[Path]:
    """The fixture's files with one text replaced by another."""
    assert old.encode() in FILES[name]
    return list(written({**FILES, name: FILES[name].replace(old.encode(), new.encode(), 1)}, folder))


@pytest.mark.parametrize(
    ("name", "old", "new", "reason"),
    [
        ("sdn.csv", '"vessel"', '"submarine"', r"'SDN_Type': unknown value 'submarine'; known: aircraft, entity, individual, vessel"),
        ("sdn.csv", "SDGT] [IFSR", "SDGT; IFSR", "'Program'.*'SDGT; IFSR' is no programme"),
        ("sdn.csv", "DOB circa 1961", "DOB in the sixties", "'DOB'.*'in the sixties' is not a date"),
        ("sdn.csv", "DOB circa 1961", "DOB 31 Feb 1961", "'DOB'.*31 is not in 1961-02"),
        ("sdn.csv", "Gender Female", "Gender Neuter", "'Gender': unknown value 'Neuter'"),
        ("sdn.csv", '103,"GREY GULL"', "103,-0- ", "'SDN_Name': is missing or blank"),
        ("sdn.csv", '"GREY GULL",', '"GREY GULL",-0- ,', "line 3: 13 columns, expected 12"),
        ("alt.csv", '"fka"', '"zka"', "'alt_type': unknown value 'zka'; known: aka, fka, nka"),
        ("alt.csv", "102,503", "999,503", "ent_num 999 is no party of sdn.csv"),
        ("add.csv", "102,702", "999,702", "ent_num 999 is no party of sdn.csv"),
        ("add.csv", "\x1a", "", "ends without the closing Ctrl-Z"),
        ("alt.csv", "\x1a", '\x1a\r\n101,9,"aka","X",-0- ', "a row after the closing Ctrl-Z"),
        ("alt.csv", "WIRDMANN", 'WIRD"MANN', "is not well formed CSV"),
    ],
)
def test_what_cannot_be_read_stops_the_load_and_says_where(tmp_path: Path, name: str, old: str, new: str, reason: str) -> None:
    with pytest.raises(InvalidListFile, match=reason):
        read(OfacCsv(), *with_change(tmp_path, name, old, new))


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    paths = written({**FILES, "alt.csv": FILES["alt.csv"].replace(b"WIRDMANN", "WÏRDMANN".encode("latin-1"))}, tmp_path)
    with pytest.raises(InvalidListFile, match=r"alt\.csv: is not in the encoding"):
        read(OfacCsv(), *paths)


@pytest.mark.parametrize("missing", ["sdn.csv", "alt.csv", "add.csv"])
def test_an_edition_without_one_of_its_files_is_not_whole(tmp_path: Path, missing: str) -> None:
    paths = [path for path in written(FILES, tmp_path) if path.name != missing]
    with pytest.raises(InvalidListFile, match="not whole"):
        read(OfacCsv(), *paths)


def test_a_file_that_is_none_of_the_edition_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidListFile, match="is not one of the files wanted"):
        read(OfacCsv(), *written({**FILES, "notes.csv": b"\x1a"}, tmp_path))


def long_remark() -> str:
    """A remark of 1,000 characters that ends within a digital address."""
    return ("DOB 1961; " + "Secondary sanctions risk: Tides; " * 40)[:960] + "; Digital Currency Address - XBT 1Tides1"


def test_a_remark_that_the_publisher_cut_off_loses_no_whole_part_and_invents_none(tmp_path: Path) -> None:
    remark = long_remark()
    assert len(remark) == 1000
    main = f'101,"WYRDMANN, Mira","individual","SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"{remark}"\r\n\x1a'.encode()
    none = {"alt.csv": b"\x1a", "add.csv": b"\x1a"}
    parties, report = read(OfacCsv(), *written({"sdn.csv": main, **none}, tmp_path))
    assert parties["101"].identifiers == ()
    assert [str(date) for date in parties["101"].birth_dates] == ["1961"]
    assert "Digital Currency Address - XBT 1Tides1" in (parties["101"].remarks or "")
    assert len(report.warnings) == 1
    assert "cut off at 1000 characters" in report.warnings[0]


@pytest.mark.parametrize("repeats", [True, False], ids=["the whole remark", "the rest alone"])
def test_the_rest_of_a_long_remark_comes_from_the_comments_file(tmp_path: Path, repeats: bool) -> None:
    remark = long_remark()
    main = f'101,"WYRDMANN, Mira","individual","SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"{remark}"\r\n\x1a'.encode()
    rest = "23456789; a.k.a. 'THE TIDE'."
    comments = f'101,"{remark + rest if repeats else rest}"\r\n\x1a'.encode()
    contents = {"sdn.csv": main, "alt.csv": b"\x1a", "add.csv": b"\x1a", "sdn_comments.csv": comments}
    parties, report = read(OfacCsv(), *written(contents, tmp_path))
    assert [item.value for item in parties["101"].identifiers] == ["1Tides123456789"]
    assert [name.text for name in parties["101"].names] == ["WYRDMANN, Mira", "THE TIDE"]
    assert report.warnings == []


def test_the_other_lists_do_not_freeze_assets(tmp_path: Path) -> None:
    main = b"".join(
        b'%d,"PARTY %d",-0- ,"%b",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n' % (number, number, tag)
        for number, tag in enumerate([b"CMIC-EO13959", b"UKRAINE-EO13662] [RUSSIA-EO14024", b"NS-PLC", b"NEW-EO99999"], 1)
    )
    contents = {"cons_prim.csv": main + b"\x1a", "cons_alt.csv": b"\x1a", "cons_add.csv": b"\x1a"}
    parties, _ = read(OfacCsv(), *written(contents, tmp_path))
    assert [party.measures for party in parties.values()] == [
        (Measure.INVESTMENT_BAN,),
        (Measure.DEALINGS_BAN,),
        (Measure.DEALINGS_BAN,),
        (Measure.UNSPECIFIED,),
    ]
    assert parties["2"].programmes == ("UKRAINE-EO13662", "RUSSIA-EO14024")
