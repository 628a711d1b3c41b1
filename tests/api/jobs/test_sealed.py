"""Files encrypted on disk: read from anywhere, and not at all once they were changed."""

from __future__ import annotations

import io
import os
import random
from pathlib import Path

import pytest

from api.jobs.errors import NotStored
from api.jobs.sealed import PIECE, SealedReader, seal, unseal
from api.proof.errors import KeyUnusable

KEY = bytes(range(32))
SIZES = (0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 17)


def made(tmp_path: Path, size: int) -> tuple[Path, bytes]:
    content = random.Random(size).randbytes(size)
    path = tmp_path / "kept" / "file"
    seal(io.BytesIO(content), path, KEY, "file 1")
    return path, content


@pytest.mark.parametrize("size", SIZES)
def test_what_was_sealed_is_read_back_whole_and_from_any_place(tmp_path: Path, size: int) -> None:
    path, content = made(tmp_path, size)
    unseal(path, tmp_path / "plain", KEY, "file 1")
    assert (tmp_path / "plain").read_bytes() == content
    with SealedReader(path, KEY, "file 1") as reader:
        assert reader.size == size
        for place in {0, 1, size // 2, max(0, size - 1), size, size + 5, min(PIECE, size)}:
            reader.seek(place)
            assert reader.read() == content[place:]
        assert reader.seek(-1, os.SEEK_END) == max(0, size - 1)


def test_a_sealed_file_is_its_owners_alone_and_holds_nothing_of_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "kept" / "file"
    seal(io.BytesIO(b"Adrian Zenz" * 9_000), path, KEY, "file 1")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert b"Zenz" not in path.read_bytes()
    assert [one.name for one in path.parent.iterdir()] == ["file"]


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw[:-1] + bytes([raw[-1] ^ 1]),
        lambda raw: raw[: PIECE + 28],  # the end cut off, between two pieces
        lambda raw: raw[PIECE + 28 :] + raw[: PIECE + 28],
        lambda raw: raw[:100],
    ],
    ids=["a bit changed", "cut off", "pieces exchanged", "a rest"],
)
def test_what_was_changed_is_not_read(tmp_path: Path, change) -> None:
    path, _ = made(tmp_path, 2 * PIECE)
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(KeyUnusable), SealedReader(path, KEY, "file 1") as reader:
        reader.read()


def test_it_is_read_with_its_own_key_and_as_what_it_is_alone(tmp_path: Path) -> None:
    path, _ = made(tmp_path, 10)
    for key, bound in ((bytes(32), "file 1"), (KEY, "file 2")):
        with pytest.raises(KeyUnusable), SealedReader(path, key, bound) as reader:
            reader.read()


def test_a_disk_that_is_full_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.jobs.sealed.os.fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(NotStored, match="No space left"):
        made(tmp_path, 10)
    assert list((tmp_path / "kept").iterdir()) == []
    with pytest.raises(NotStored):
        unseal(tmp_path / "nothing", tmp_path / "plain", KEY, "file 1")
