"""The text of an API key: how one is made, told from other text, and compared.

``scr_`` + 12 characters that identify the key + ``_`` + 43 characters that prove it, letters and digits alone. 43 characters of 62
hold 256 bits from the system's generator: nobody guesses them, so a single SHA-256 is all that must stand between a stolen
database and the keys (a slow hash is for what people choose). The database holds the first part and the hash of the whole.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import string
from typing import NamedTuple

MARK = "scr_"
ID_LENGTH, PROOF_LENGTH = 12, 43
_ALPHABET = string.ascii_letters + string.digits
_FORM = re.compile(rf"{MARK}([A-Za-z0-9]{{{ID_LENGTH}}})_[A-Za-z0-9]{{{PROOF_LENGTH}}}")

KEY_ID = re.compile(rf"[A-Za-z0-9]{{{ID_LENGTH}}}")
"""What an id looks like."""

_NO_HASH = "0" * 64


class NewKey(NamedTuple):
    """A key that was just made: `text` is shown once and kept nowhere, `hash` is kept."""

    id: str
    text: str
    hash: str

    def __repr__(self) -> str:
        """The id alone: what is printed or logged by mistake must not be the key."""
        return f"NewKey(id={self.id!r})"


def make_key() -> NewKey:
    """Make a key at random."""
    identity, proof = _random(ID_LENGTH), _random(PROOF_LENGTH)
    text = f"{MARK}{identity}_{proof}"
    return NewKey(identity, text, hash_of(text))


def id_in(text: str) -> str | None:
    """Return the id within the text of a key; None when it has not the form of one."""
    found = _FORM.fullmatch(text)
    return found[1] if found else None


def hash_of(text: str) -> str:
    """SHA-256 (hex) of the text of a key."""
    return hashlib.sha256(text.encode()).hexdigest()


def proves(text: str, kept: str | None) -> bool:
    """Whether `text` is the key whose hash is `kept`; takes the same time whatever differs, and for None too."""
    same = hmac.compare_digest(hash_of(text), kept or _NO_HASH)
    return same and kept is not None


def _random(length: int) -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))
