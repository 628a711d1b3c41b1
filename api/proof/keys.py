"""The keys of a deployment: one that signs, one secret from which all that encrypts and hashes is derived.

Files in the keys folder, made with mode 0600 when they are not there, or supplied::

    signing.pem        Ed25519 private key (PKCS #8): signs checkpoints and receipts
    *.pub.pem          public keys that are trusted: its own, and those of signing keys used before
    secret.key         32 bytes in base64: wraps the keys of subjects, authenticates records, hashes references, idempotency keys, inputs

Whoever has the database without `secret.key` can read nothing personal in it; who loses `secret.key` can read none of it either.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import NamedTemporaryFile

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from api.proof.errors import KeyUnusable

SIGNING_FILE, SECRET_FILE, PUBLIC_SUFFIX = "signing.pem", "secret.key", ".pub.pem"
SECRET_LENGTH, KEY_LENGTH, NONCE_LENGTH = 32, 32, 12
_OTHERS = 0o007


@dataclass(frozen=True)
class PublicKeys:
    """What an auditor needs of the keys: `trusted` maps the id of each public key to the key."""

    trusted: Mapping[str, Ed25519PublicKey]


@dataclass(frozen=True)
class Keys:
    """The keys of a deployment. `trusted` maps the id of each public key to the key."""

    signing: Ed25519PrivateKey
    secret: bytes
    trusted: Mapping[str, Ed25519PublicKey]

    @cached_property
    def signing_id(self) -> str:
        """Id of the signing key: SHA-256 (hex) of its public half, raw."""
        return key_id(self.signing.public_key())

    @cached_property
    def secret_id(self) -> str:
        """What tells one secret from another without giving it away: 32 hex digits."""
        return self._derived("identity").hex()[:SECRET_LENGTH]

    def sign(self, message: bytes) -> str:
        """Sign with Ed25519; the signature in base64."""
        return base64.b64encode(self.signing.sign(message)).decode()

    def wrap(self, key: bytes, subject: str) -> bytes:
        """Encrypt the key of a subject, bound to the subject's id."""
        return encrypt(self._wrapping, key, subject.encode())

    def unwrap(self, wrapped: bytes, subject: str) -> bytes:
        """Undo `wrap`. Raises `KeyUnusable`."""
        return decrypt(self._wrapping, wrapped, subject.encode())

    def hashed(self, purpose: str, *parts: str) -> str:
        """Hash text with a key of its own for each purpose (HMAC-SHA-256, hex): equal only for equal parts under the same secret."""
        message = "\0".join(f"{len(part)}:{part}" for part in parts)
        return hmac.new(self._hashing(purpose), message.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()

    def code(self, message: bytes) -> str:
        """Authenticate bytes (HMAC-SHA-256, hex): nobody without the secret can write the code of others."""
        return hmac.new(self._hashing("record"), message, hashlib.sha256).hexdigest()

    @cached_property
    def _wrapping(self) -> bytes:
        return self._derived("wrap")

    @cached_property
    def _hashing_keys(self) -> dict[str, bytes]:
        return {}

    def _hashing(self, purpose: str) -> bytes:
        if purpose not in self._hashing_keys:
            self._hashing_keys[purpose] = self._derived(f"hash {purpose}")
        return self._hashing_keys[purpose]

    def _derived(self, purpose: str) -> bytes:
        return HKDF(hashes.SHA256(), KEY_LENGTH, salt=None, info=f"sanctions-screening {purpose}".encode()).derive(self.secret)


def open_keys(folder: Path, *, make: bool) -> Keys:
    """Read the keys in `folder`; with `make`, those that are not there are made. Raises `KeyUnusable`."""
    try:
        if make:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            _make(folder)
        return Keys(_private(folder / SIGNING_FILE), _secret(folder / SECRET_FILE), trusted_in(folder))
    except OSError as error:
        raise KeyUnusable(f"keys folder {folder}: {error.strerror or error}: {error.filename}") from error


def keys_to_verify(folder: Path, only: Sequence[Path] = ()) -> Keys | PublicKeys:
    """Return what records are verified with: the public keys in the files `only`, else the keys in `folder`, else the public ones there.

    Raises `KeyUnusable` when there is none.
    """
    if only:
        return PublicKeys({key_id(key): key for key in map(read_public, only)})
    if (folder / SIGNING_FILE).exists() and (folder / SECRET_FILE).exists():
        return open_keys(folder, make=False)
    trusted = trusted_in(folder)
    if not trusted:
        raise KeyUnusable(f"no key in {folder} (allowed: the keys folder, or a public key in PEM)")
    return PublicKeys(trusted)


def trusted_in(folder: Path) -> dict[str, Ed25519PublicKey]:
    """Every public key in `folder`, by id, the public half of its private key among them. Raises `KeyUnusable`."""
    keys = [read_public(path) for path in sorted(folder.glob(f"*{PUBLIC_SUFFIX}"))]
    if (folder / SIGNING_FILE).exists():
        keys.append(_private(folder / SIGNING_FILE).public_key())
    return {key_id(key): key for key in keys}


def read_public(path: Path) -> Ed25519PublicKey:
    """Read a public key (PEM). Raises `KeyUnusable`."""
    try:
        key = load_pem_public_key(path.read_bytes())
    except (OSError, ValueError) as error:
        raise KeyUnusable(f"{path}: not a public key in PEM: {error}") from error
    if not isinstance(key, Ed25519PublicKey):
        raise KeyUnusable(f"{path}: not an Ed25519 key")
    return key


def key_id(key: Ed25519PublicKey) -> str:
    """SHA-256 (hex) of the raw public key."""
    return hashlib.sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()


def public_pem(key: Ed25519PublicKey) -> str:
    """Write a public key as PEM."""
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def is_signed(key: Ed25519PublicKey, message: bytes, signature: str) -> bool:
    """Tell whether `signature` (base64) is that of `message` by the private half of `key`."""
    try:
        key.verify(base64.b64decode(signature, validate=True), message)
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


def encrypt(key: bytes, plain: bytes, bound_to: bytes) -> bytes:
    """Encrypt with AES-256-GCM: a random nonce of 12 bytes, then the ciphertext with its tag. `bound_to` is authenticated with it."""
    nonce = os.urandom(NONCE_LENGTH)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound_to)


def decrypt(key: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    """Undo `encrypt`. Raises `KeyUnusable` when key, bytes or binding are not those it was made with."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_LENGTH], sealed[NONCE_LENGTH:], bound_to)
    except (InvalidTag, ValueError) as error:
        raise KeyUnusable("cannot be decrypted: another key, or bytes that were changed") from error


def _make(folder: Path) -> None:
    if not (folder / SIGNING_FILE).exists():
        key = Ed25519PrivateKey.generate()
        _create(folder / SIGNING_FILE, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    public = _private(folder / SIGNING_FILE).public_key()
    _create(folder / f"{key_id(public)[:16]}{PUBLIC_SUFFIX}", public_pem(public).encode())
    _create(folder / SECRET_FILE, base64.b64encode(secrets.token_bytes(SECRET_LENGTH)) + b"\n")


def _create(path: Path, content: bytes) -> None:
    """Write a file that is not there yet, whole, for its owner alone; when another process was first, its file stands."""
    if path.exists():
        return
    with NamedTemporaryFile(dir=path.parent, prefix=".new-") as file:  # mode 0600
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
        try:
            os.link(file.name, path)
        except FileExistsError:
            return


def _private(path: Path) -> Ed25519PrivateKey:
    content = _read(path)
    try:
        key = load_pem_private_key(content, password=None)
    except (ValueError, TypeError) as error:
        raise KeyUnusable(f"{path}: not a private key in PEM without a password") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyUnusable(f"{path}: not an Ed25519 key")
    return key


def _secret(path: Path) -> bytes:
    try:
        secret = base64.b64decode(_read(path).strip(), validate=True)
    except binascii.Error as error:
        raise KeyUnusable(f"{path}: not base64") from error
    if len(secret) != SECRET_LENGTH:
        raise KeyUnusable(f"{path}: {len(secret)} bytes (allowed: {SECRET_LENGTH})")
    return secret


def _read(path: Path) -> bytes:
    if path.stat().st_mode & _OTHERS:
        raise KeyUnusable(f"{path} is open to every user of the machine: chmod 600 {path}")
    return path.read_bytes()
