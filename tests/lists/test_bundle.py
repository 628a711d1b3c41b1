from __future__ import annotations

import gzip
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from api.store import upgrade
from lists import load_seeded
from lists.bundle import MAGIC, key_id, read_bundle, write_bundle
from lists.database import connect, reading, writing
from lists.errors import CannotStore, InvalidBundle
from lists.incoming import seeded_incoming
from lists.load import Occasion, take_in
from lists.place import ListStore
from lists.store import editions_in_force, parties_of
from lists.store.attempts import Result
from lists.store.ledger import exclude
from tests.lists.house import ROWS, hour, take

KEY = Ed25519PrivateKey.generate()
TRUSTED = {key_id(KEY.public_key()): KEY.public_key()}


def in_force(store):
    with reading(store.engine) as connection:
        return editions_in_force(connection)


@pytest.fixture
def bundle(store, tmp_path):
    """A bundle of a house list and a seeded one."""
    take(store)
    take_in(store, seeded_incoming(load_seeded()[0]), Occasion("package", hour(0), "seed"))
    path = tmp_path / "editions.bundle"
    write_bundle(store, list(in_force(store).values()), path, KEY, hour(1))
    return path


@pytest.fixture
def elsewhere(tmp_path):
    """A machine without internet."""
    engine = connect(f"sqlite:///{tmp_path / 'elsewhere.db'}")
    upgrade(engine)
    yield ListStore(engine, tmp_path / "elsewhere")
    engine.dispose()


def test_editions_arrive_as_they_were(store, bundle, elsewhere):
    done = [take_in(elsewhere, one, Occasion("Ada", hour(2), "import")) for one in read_bundle(bundle, TRUSTED)]
    assert [one.result for one in done] == [Result.IN_FORCE] * 2
    here, there = in_force(store), in_force(elsewhere)
    assert {name: one.edition for name, one in here.items()} == {name: one.edition for name, one in there.items()}
    assert {name: (one.source, one.files) for name, one in here.items()} == {name: (one.source, one.files) for name, one in there.items()}
    with reading(store.engine) as one, reading(elsewhere.engine) as other:
        assert list(parties_of(one, here["house"].number)) == list(parties_of(other, there["house"].number))


def test_an_edition_that_is_in_force_already_is_confirmed(bundle, elsewhere):
    for _ in range(2):
        done = [take_in(elsewhere, one, Occasion("Ada", hour(2), "import")) for one in read_bundle(bundle, TRUSTED)]
    assert [one.result for one in done] == [Result.CONFIRMED] * 2


def test_what_was_excluded_where_it_was_made_is_told_with_the_reason(store, elsewhere, tmp_path):
    with writing(store.engine) as connection:
        exclude(connection, "house", "C-002", reason="dissolved", by="Ada", at=hour(0))
    take(store)
    write_bundle(store, list(in_force(store).values()), tmp_path / "x.bundle", KEY, hour(1))
    [house] = read_bundle(tmp_path / "x.bundle", TRUSTED)
    done = take_in(elsewhere, house, Occasion("Ada", hour(2), "import"))
    assert done.edition.edition.completeness == "3 of 4 records, 1 excluded"
    assert done.report["excluded"] == {"C-002": "dissolved"}


def test_what_arrives_goes_through_the_gate(bundle, elsewhere):
    take(elsewhere, [*ROWS, *(f"D-{n},entity,Newcomer {n},,," for n in range(9))])
    [house] = [one for one in read_bundle(bundle, TRUSTED) if one.source.id == "house"]
    assert take_in(elsewhere, house, Occasion("Ada", hour(2), "import")).result is Result.QUARANTINED


def test_a_bundle_of_another_key_is_refused_before_it_is_unpacked(bundle):
    other = Ed25519PrivateKey.generate().public_key()
    with pytest.raises(InvalidBundle, match="which is not trusted"):
        next(read_bundle(bundle, {key_id(other): other}))
    with pytest.raises(InvalidBundle, match="trusted: none"):
        next(read_bundle(bundle, {}))


@pytest.mark.parametrize("place", [0.1, 0.5, 0.9, 0.999])
def test_a_changed_byte_is_noticed_before_anything_is_read(bundle, place):
    content = bytearray(bundle.read_bytes())
    content[int(len(content) * place)] ^= 1
    bundle.write_bytes(content)
    with pytest.raises(InvalidBundle):
        next(read_bundle(bundle, TRUSTED))


def test_a_bundle_that_is_cut_off_is_refused(bundle):
    bundle.write_bytes(bundle.read_bytes()[:-20])
    with pytest.raises(InvalidBundle, match="is not what the key"):
        next(read_bundle(bundle, TRUSTED))


@pytest.mark.parametrize(
    ("content", "reason"), [(b"", "no bundle"), (b"PK\x03\x04", "no bundle"), (MAGIC + b"nonsense\n", "who signed it")]
)
def test_another_file_is_refused(tmp_path, content, reason):
    path = tmp_path / "x"
    path.write_bytes(content)
    with pytest.raises(InvalidBundle, match=reason):
        next(read_bundle(path, TRUSTED))


def signed(path, lines):
    """Sign lines as a bundle: what a trusted key may sign all the same has to hold together."""
    import base64
    import hashlib

    body = gzip.compress("".join(f"{line}\n" for line in lines).encode())
    signature = base64.b64encode(KEY.sign(hashlib.sha256(body).digest())).decode()
    path.write_bytes(MAGIC + json.dumps({"key": next(iter(TRUSTED)), "signature": signature}).encode() + b"\n" + body)
    return path


def lines_of(bundle):
    return gzip.decompress(bundle.read_bytes().split(b"\n", 2)[2]).decode().splitlines()


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda lines: lines[:-1], "ends too early"),
        (lambda lines: [*lines, lines[-1]], "more than it says"),
        (lambda lines: [line.replace("Mira Wyrdmann", "Nobody") for line in lines], "are not those of the edition"),
        (lambda lines: [lines[0], "{}", *lines[2:]], "no edition"),
        (lambda lines: [lines[0].replace("house", "home"), *lines[1:]], "where it says home"),
        (lambda lines: lines[:0], "ends too early"),
    ],
)
def test_a_signed_bundle_that_does_not_hold_together_is_refused(bundle, damage, reason):
    signed(bundle, damage(lines_of(bundle)))
    with pytest.raises(InvalidBundle, match=reason):
        list(read_bundle(bundle, TRUSTED))


def test_a_bundle_that_cannot_be_written_leaves_nothing(store, tmp_path):
    take(store)
    with pytest.raises(CannotStore):
        write_bundle(store, list(in_force(store).values()), tmp_path / "no" / "such" / "folder", KEY, hour(1))
    assert not (tmp_path / "no").exists()
