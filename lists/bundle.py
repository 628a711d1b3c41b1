"""Editions in one signed file, for a machine without internet.

::

    screening-bundle-1               (a line) what it is
    {"key": ..., "signature": ...}   (a line) the id of the signing key; its Ed25519 signature (base64) of the SHA-256 of all that follows
    gzip of lines of JSON: first what the bundle holds, then for each edition its facts and, after them, its parties

The signature is checked before anything of the rest is unpacked or read. What a bundle holds then goes through the same gate as a
publisher's file.
"""

from __future__ import annotations

import base64
import binascii
import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from lists.database import reading
from lists.editions import content_address, members_of
from lists.errors import CannotStore, InvalidBundle
from lists.incoming import Incoming
from lists.place import ListStore
from lists.readers.base import ReadReport
from lists.store import StoredEdition, parties_of
from lists.store.plain import edition_from_json, edition_to_json, files_from_json, files_to_json, source_from_json, source_to_json, to_json
from screening.errors import InvalidParty
from screening.records import party_from_json, party_to_json

MAGIC = b"screening-bundle-1\n"
MOST_BYTES = 4_000_000_000
"""Most bytes of lines, unpacked: a signed bundle is no bomb, a stolen key could sign one."""

_CHUNK = 1 << 20
_LONGEST_HEAD = 4096


def key_id(key: Ed25519PublicKey) -> str:
    """SHA-256 (hex) of the raw public key."""
    return hashlib.sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()


def write_bundle(store: ListStore, editions: Sequence[StoredEdition], target: Path, key: Ed25519PrivateKey, at: datetime) -> None:
    """Write editions to a file, which appears only when it is whole. Raises `CannotStore`, `DamagedEdition`, `DatabaseError`."""
    body = target.with_name(f".{target.name}.body")
    whole = target.with_name(f".{target.name}.partial")
    try:
        with body.open("wb") as raw, gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as packed:
            for line in _lines(store, editions, at):
                packed.write(line.encode() + b"\n")
        signature = base64.b64encode(key.sign(_digest(body))).decode()
        with whole.open("wb") as file, body.open("rb") as content:
            file.write(MAGIC + to_json({"key": key_id(key.public_key()), "signature": signature}).encode() + b"\n")
            while chunk := content.read(_CHUNK):
                file.write(chunk)
        whole.replace(target)
    except OSError as error:
        raise CannotStore(f"{target} cannot be written: {error.strerror or error}") from error
    finally:
        body.unlink(missing_ok=True)
        whole.unlink(missing_ok=True)


def _lines(store: ListStore, editions: Sequence[StoredEdition], at: datetime) -> Iterator[str]:
    held = [[one.edition.list_id, one.edition.id] for one in editions]
    yield to_json({"made_at": at.isoformat(), "editions": held})
    with reading(store.engine) as connection:
        for one in editions:
            yield to_json(
                {
                    "edition": edition_to_json(one.edition),
                    "source": source_to_json(one.source),
                    "files": files_to_json(one.files),
                    "members_sha256": one.members_sha256,
                    "parties": one.edition.loaded,
                    "excluded": one.report.get("excluded", {}),
                }
            )
            for party in parties_of(connection, one.number):
                yield party_to_json(party).decode("utf-8", "surrogatepass")


def read_bundle(path: Path, trusted: Mapping[str, Ed25519PublicKey]) -> Iterator[Incoming]:
    """Yield each edition of a bundle that a trusted key signed (`trusted` maps ids of keys to keys).

    Raises `InvalidBundle`, before anything is yielded for a bad signature, and for anything that is not as it was written.
    """
    try:
        with path.open("rb") as file:
            _refuse_unsigned(path, file, trusted)
            with gzip.GzipFile(fileobj=file, mode="rb") as packed:
                yield from _editions(path, packed)
    except (OSError, EOFError, zlib.error) as error:
        raise InvalidBundle(f"{path.name} cannot be read: {error}") from error


def _refuse_unsigned(path: Path, file: IO[bytes], trusted: Mapping[str, Ed25519PublicKey]) -> None:
    if file.readline(len(MAGIC)) != MAGIC:
        raise InvalidBundle(f"{path.name} is no bundle of editions")
    try:
        head = json.loads(file.readline(_LONGEST_HEAD))
        name, signature = str(head["key"]), base64.b64decode(head["signature"], validate=True)
    except (ValueError, KeyError, TypeError, binascii.Error) as error:
        raise InvalidBundle(f"{path.name} does not say who signed it") from error
    if name not in trusted:
        known = ", ".join(one[:16] for one in trusted) or "none"
        raise InvalidBundle(f"{path.name} is signed by the key {name[:16]}, which is not trusted (trusted: {known})")
    start = file.tell()
    try:
        trusted[name].verify(signature, _digest_of(file))
    except InvalidSignature as error:
        raise InvalidBundle(f"{path.name} is not what the key {name[:16]} signed") from error
    file.seek(start)


def _editions(path: Path, packed: gzip.GzipFile) -> Iterator[Incoming]:
    lines = _limited(path, packed)
    try:
        held = json.loads(next(lines))["editions"]
        for list_id, edition_id in held:
            yield _edition(path, json.loads(next(lines)), lines, (list_id, edition_id))
    except StopIteration:
        raise InvalidBundle(f"{path.name} ends too early") from None
    except (ValueError, KeyError, TypeError, AttributeError, InvalidParty) as error:
        raise InvalidBundle(f"{path.name} holds something that is no edition: {error}") from error
    if next(lines, None) is not None:
        raise InvalidBundle(f"{path.name} holds more than it says")


def _edition(path: Path, facts: dict[str, Any], lines: Iterator[bytes], named: tuple[str, str]) -> Incoming:
    edition = edition_from_json(facts["edition"])
    if (edition.list_id, edition.id) != named:
        raise InvalidBundle(f"{path.name} holds {edition.list_id} {edition.id} where it says {' '.join(named)}")
    report = ReadReport(published=edition.published, records=facts["parties"])
    parties = tuple([report.counted(party_from_json(next(lines))) for _ in range(facts["parties"])])
    members = [(member.reference, member.hash) for member in members_of(parties)]
    if content_address(edition.list_id, members) != facts["members_sha256"]:
        raise InvalidBundle(f"{path.name}: the parties of {edition.list_id} {edition.id} are not those of the edition")
    excluded = {str(reference): str(reason) for reference, reason in facts["excluded"].items()}
    source, files = source_from_json(facts["source"]), files_from_json(facts["files"])
    return Incoming(source, parties, report, files, edition=edition, excluded=excluded)


def _limited(path: Path, packed: gzip.GzipFile) -> Iterator[bytes]:
    size = 0
    for line in packed:
        size += len(line)
        if size > MOST_BYTES:
            raise InvalidBundle(f"{path.name} unpacks to more than {MOST_BYTES} bytes")
        yield line


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return _digest_of(file)


def _digest_of(file: IO[bytes]) -> bytes:
    digest = hashlib.sha256()
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    return digest.digest()
