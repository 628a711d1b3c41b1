"""An index saved and opened is the same value; a folder that is not, byte for byte, what was saved is refused by name."""

from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening import (
    DesignatedParty,
    Designation,
    Identifier,
    IdentifierType,
    Index,
    IndexFileError,
    ListedName,
    Measure,
    NameKind,
    PartyKind,
    Policy,
    Query,
    examine,
)
from screening.index.columns import HEADER, SUFFIX
from tests.screening.index.worlds import EDITIONS, PARTIES, QUERIES

DATA = {"identifiers": (Identifier(IdentifierType.PASSPORT, "A1"),), "designations": (Designation("north", (Measure.ASSET_FREEZE,)),)}
NAMES = ("Reinhard Bütikofer", "Michael Gahler", "王君正", "Путин", "Abd al-Rahman", "Sis d.o.o.")


def an_index() -> Index:
    parties = [
        DesignatedParty("demo", str(place), PartyKind.INDIVIDUAL, (ListedName(name, NameKind.PRIMARY),), **DATA)
        for place, name in enumerate(NAMES)
    ]
    return Index.build(parties, {"demo": "2024-01-01", "empty": "7"})


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    an_index().save(tmp_path / "index")
    return tmp_path / "index"


COLUMNS = sorted(an_index()._columns)


@given(PARTIES, st.lists(QUERIES, min_size=1, max_size=3))
@settings(max_examples=40)
def test_an_opened_index_answers_as_the_built_one(
    tmp_path_factory: pytest.TempPathFactory, parties: tuple[DesignatedParty, ...], queries: list[Query]
) -> None:
    folder = tmp_path_factory.mktemp("saved") / "index"
    built = Index.build(parties, EDITIONS)
    built.save(folder)
    opened = Index.open(folder)
    assert (opened.hash, dict(opened.editions), opened.list_ids, len(opened)) == (
        built.hash,
        dict(built.editions),
        built.list_ids,
        len(built),
    )
    assert list(opened.parties()) == sorted(parties, key=lambda party: party.id)
    policy = Policy(threshold=0.3)
    assert examine(queries, opened, policy) == examine(queries, built, policy)


def test_an_index_without_parties_is_saved_and_opened(tmp_path: Path) -> None:
    Index.build([], {"demo": "1"}).save(tmp_path / "index")
    opened = Index.open(tmp_path / "index")
    assert (len(opened), opened.list_ids) == (0, ("demo",))
    assert examine([Query("Reinhard Bütikofer")], opened, Policy())[0].hits == ()


def test_the_columns_are_mapped_read_only(saved: Path) -> None:
    column = Index.open(saved)._columns["entry_party"]
    with pytest.raises(ValueError, match="read-only"):
        column[0] = 1


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("harm", ["truncated", "one bit flipped", "emptied", "longer", "missing"])
def test_a_damaged_file_is_refused_by_name(saved: Path, column: str, harm: str) -> None:
    path = saved / f"{column}{SUFFIX}"
    data = path.read_bytes()
    if harm == "missing":
        path.unlink()
    elif harm == "one bit flipped":
        path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    elif harm == "emptied":
        path.write_bytes(b"")
    else:
        path.write_bytes(data[:-1] if harm == "truncated" else data + b"\0")
    with pytest.raises(IndexFileError) as raised:
        Index.open(saved)
    assert path.name in str(raised.value)


@pytest.mark.parametrize("place", [0.0, 0.3, 0.6, 0.99])
def test_a_bit_flipped_anywhere_is_seen(saved: Path, place: float) -> None:
    for path in saved.glob(f"*{SUFFIX}"):
        sound = path.read_bytes()
        if not sound:
            continue
        harmed = bytearray(sound)
        harmed[int(place * len(sound))] ^= 0x10
        path.write_bytes(harmed)
        with pytest.raises(IndexFileError, match=path.name):
            Index.open(saved)
        path.write_bytes(sound)
    Index.open(saved)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda header: header | {"format": "screening-index-0"}, "format"),
        (lambda header: header | {"engine": "0.0.0"}, "0.0.0"),
        (lambda header: header | {"engine": f"{header['engine'].partition('+')[0]}+arabic.9"}, "or install the same extras"),
        (lambda header: {"format": header["format"], "engine": header["engine"]}, HEADER),
        (lambda header: header | {"files": {name: sealed for name, sealed in header["files"].items() if name != "texts"}}, HEADER),
        (lambda header: header | {"files": 7}, HEADER),
        (lambda header: header | {"hash": "0" * 64}, HEADER),
        (lambda header: header | {"editions": {"demo": "2031-01-01", "empty": "7"}}, HEADER),
        (lambda header: [header], HEADER),
    ],
)
def test_a_header_of_another_kind_is_refused(saved: Path, change: object, said: str) -> None:
    path = saved / HEADER
    path.write_text(json.dumps(change(json.loads(path.read_text(encoding="utf-8")))), encoding="utf-8")  # type: ignore[operator]
    with pytest.raises(IndexFileError) as raised:
        Index.open(saved)
    assert HEADER in str(raised.value)
    assert said in str(raised.value)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"null"])
def test_an_unreadable_header_is_refused_by_name(saved: Path, content: bytes) -> None:
    (saved / HEADER).write_bytes(content)
    with pytest.raises(IndexFileError, match=HEADER):
        Index.open(saved)


def test_a_folder_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(IndexFileError, match="nowhere"):
        Index.open(tmp_path / "nowhere")


def test_an_index_is_never_written_over_another_or_over_anything(saved: Path, tmp_path: Path) -> None:
    before = {path.name: path.read_bytes() for path in saved.iterdir()}
    with pytest.raises(IndexFileError, match="not empty"):
        Index.build([]).save(saved)
    assert {path.name: path.read_bytes() for path in saved.iterdir()} == before
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(IndexFileError, match="file"):
        Index.build([]).save(tmp_path / "file")
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


def test_an_empty_folder_may_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "index").mkdir()
    an_index().save(tmp_path / "index")
    assert Index.open(tmp_path / "index").hash == an_index().hash


def test_a_failed_save_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("screening.index.columns._seal", full)
    with pytest.raises(IndexFileError, match="No space left"):
        an_index().save(tmp_path / "index")
    assert list(tmp_path.iterdir()) == []


def test_several_threads_open_one_folder_at_once(saved: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        hashes = list(threads.map(lambda _: Index.open(saved).hash, range(80)))
    assert hashes == [an_index().hash] * 80


def test_an_open_index_answers_after_its_folder_is_gone(saved: Path) -> None:
    index = Index.open(saved)
    shutil.rmtree(saved)
    assert [hit.party.primary_name for hit in examine([Query("Gahler, Michael")], index, Policy())[0].hits] == ["Michael Gahler"]
