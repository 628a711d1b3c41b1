"""Keys: made once, for their owner alone; what they encrypt, hash and sign."""

from __future__ import annotations

import base64
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import x25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from api.proof.errors import KeyUnusable
from api.proof.keys import Keys, decrypt, encrypt, is_signed, key_id, open_keys, read_public, trusted_in


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return open_keys(tmp_path / "keys", make=True)


def test_keys_are_made_once_for_their_owner_alone(keys: Keys, tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    again = open_keys(folder, make=True)
    assert (again.signing_id, again.secret) == (keys.signing_id, keys.secret)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()} == {
        "signing.pem": 0o600,
        "secret.key": 0o600,
        f"{keys.signing_id[:16]}.pub.pem": 0o600,
    }


def test_processes_that_make_them_at_once_get_the_same(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: open_keys(tmp_path / "keys", make=True), range(8)))
    assert len({(each.signing_id, each.secret) for each in made}) == 1
    assert not list((tmp_path / "keys").glob(".new-*"))


def test_keys_that_are_not_there_are_told_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(KeyUnusable, match=r"signing\.pem"):
        open_keys(tmp_path, make=False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["signing.pem", "secret.key"])
def test_a_key_open_to_every_user_is_refused(keys: Keys, tmp_path: Path, name: str) -> None:
    (tmp_path / "keys" / name).chmod(0o604)
    with pytest.raises(KeyUnusable, match=rf"chmod 600 .*{name}"):
        open_keys(tmp_path / "keys", make=True)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("secret.key", b"not base64!", "not base64"),
        ("secret.key", base64.b64encode(b"short"), "5 bytes"),
        ("signing.pem", b"nonsense", "not a private key"),
        ("0.pub.pem", b"nonsense", "not a public key"),
        (
            "signing.pem",
            x25519.X25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
            "not an Ed25519 key",
        ),
    ],
)
def test_a_malformed_key_is_told_with_its_file(keys: Keys, tmp_path: Path, name: str, content: bytes, says: str) -> None:
    (tmp_path / "keys" / name).write_bytes(content)
    with pytest.raises(KeyUnusable, match=f"{name}.*{says}"):
        open_keys(tmp_path / "keys", make=False)


def test_the_public_half_of_an_earlier_signing_key_stays_trusted(keys: Keys, tmp_path: Path) -> None:
    (tmp_path / "keys" / "signing.pem").unlink()
    later = open_keys(tmp_path / "keys", make=True)
    assert later.signing_id != keys.signing_id
    assert set(later.trusted) == {later.signing_id, keys.signing_id} == set(trusted_in(tmp_path / "keys"))
    assert key_id(read_public(tmp_path / "keys" / f"{keys.signing_id[:16]}.pub.pem")) == keys.signing_id


def test_a_signature_is_that_of_its_message_and_key_alone(keys: Keys, tmp_path: Path) -> None:
    public = keys.trusted[keys.signing_id]
    signature = keys.sign(b"message")
    assert is_signed(public, b"message", signature)
    assert not is_signed(public, b"another", signature)
    assert not is_signed(public, b"message", "nonsense")
    other = open_keys(tmp_path / "others", make=True)
    assert not is_signed(other.trusted[other.signing_id], b"message", signature)


def test_a_subjects_key_is_wrapped_for_that_subject_alone(keys: Keys) -> None:
    key = os.urandom(32)
    wrapped = keys.wrap(key, "subject-1")
    assert key not in wrapped
    assert keys.unwrap(wrapped, "subject-1") == key
    with pytest.raises(KeyUnusable):
        keys.unwrap(wrapped, "subject-2")


def test_what_is_encrypted_twice_differs_and_cannot_be_changed_or_moved() -> None:
    key = os.urandom(32)
    sealed = encrypt(key, b"plain", b"record-1")
    assert sealed != encrypt(key, b"plain", b"record-1")
    assert decrypt(key, sealed, b"record-1") == b"plain"
    for changed in (sealed[:-1] + bytes([sealed[-1] ^ 1]), bytes([sealed[0] ^ 1]) + sealed[1:], b""):
        with pytest.raises(KeyUnusable):
            decrypt(key, changed, b"record-1")
    with pytest.raises(KeyUnusable):
        decrypt(key, sealed, b"record-2")


def test_hashes_depend_on_purpose_parts_and_secret(keys: Keys, tmp_path: Path) -> None:
    same = keys.hashed("reference", "tenant", "customer-1")
    assert same == keys.hashed("reference", "tenant", "customer-1")
    others = [
        keys.hashed("input", "tenant", "customer-1"),
        keys.hashed("reference", "tenantcustomer-1"),
        keys.hashed("reference", "tenan", "tcustomer-1"),
        keys.hashed("reference", "tenant\0", "customer-1"),
        open_keys(tmp_path / "others", make=True).hashed("reference", "tenant", "customer-1"),
    ]
    assert len({same, *others}) == 6


def test_the_id_of_the_secret_does_not_give_it_away(keys: Keys) -> None:
    assert len(keys.secret_id) == 32
    assert keys.secret_id not in keys.secret.hex()
