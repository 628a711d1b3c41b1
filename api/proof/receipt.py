"""Receipts: a signed statement of one screening, clear ones too, that proves itself without the database.

It holds the record's facts and place in the chain, the policy and list editions behind it, the query as it was received and the hash
of the answer. Whoever trusts the public key can check that nothing in it was changed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from api.proof.canonical import canonical, digest
from api.proof.chain import link_of
from api.proof.errors import NotCanonical, ReceiptUnusable
from api.proof.keys import Keys, is_signed
from api.store.entry import Document
from api.store.reading import Record
from api.wire.moments import stamp

FORMAT, ALGORITHM = 1, "Ed25519"


def receipt_of(record: Record, previous: str, documents: tuple[Document, Document], keys: Keys, now: datetime) -> dict[str, Any]:
    """State and sign a screening that has its place in the chain, with the link before its own; `documents` are its policy and basis.

    Query and hash of the answer are None when they cannot be read any more.
    """
    policy, basis = documents
    content = record.content or {"received": None, "answer": None}
    statement = {
        "format": FORMAT,
        "kind": "receipt",
        "screening": record.id,
        "outcome": record.facts["outcome"],
        "facts": record.facts,
        "sequence": record.sequence,
        "previous": previous,
        "link": record.link,
        "policy": json.loads(policy.content),
        "basis": json.loads(basis.content),
        "readable": record.readable.value,
        "query": content["received"],
        "answer_sha256": digest(content["answer"]) if content["answer"] is not None else None,
        "issued_at": stamp(now),
    }
    return {"statement": statement, "algorithm": ALGORITHM, "key": keys.signing_id, "signature": keys.sign(canonical(statement))}


def read_receipt(path: Path) -> dict[str, Any]:
    """Read a receipt from a file. Raises `ReceiptUnusable`."""
    try:
        receipt = json.loads(path.read_bytes())
    except OSError as error:
        raise ReceiptUnusable(f"{path}: {error.strerror or error}") from error
    except ValueError as error:
        raise ReceiptUnusable(f"{path} is not JSON") from error
    if not isinstance(receipt, dict) or not isinstance(receipt.get("statement"), dict):
        raise ReceiptUnusable(f"{path} is no receipt")
    return receipt


def receipt_problems(receipt: Mapping[str, Any], trusted: Mapping[str, Ed25519PublicKey]) -> list[str]:
    """Say everything that is wrong with a receipt; nothing when it is good. `trusted` maps ids to public keys."""
    statement = receipt["statement"]
    key = trusted.get(str(receipt.get("key")))
    if key is None:
        return [f"it was signed with a key that is not trusted ({str(receipt.get('key'))[:16]})"]
    try:
        if not is_signed(key, canonical(statement), str(receipt.get("signature"))):
            return ["its signature is not that of its statement: something in it was changed"]
        return _inconsistencies(statement)
    except (NotCanonical, KeyError, TypeError, AttributeError):
        return ["its statement is not one of a screening"]


def _inconsistencies(statement: Mapping[str, Any]) -> list[str]:
    facts = statement["facts"]
    checks = [
        (statement["kind"] == "receipt" and statement["format"] == FORMAT, "it is not a receipt of a form this version knows"),
        (facts["id"] == statement["screening"] and facts["outcome"] == statement["outcome"], "it speaks of another record than its facts"),
        (link_of(statement["previous"], digest(facts), statement["sequence"]) == statement["link"], "its facts do not give its link"),
        (digest(statement["basis"]) == facts["basis"], "its list editions are not those of its facts"),
        (_policy_hash(statement["policy"]) == facts["policy"], "its policy is not that of its facts"),
    ]
    return [wrong for right, wrong in checks if not right]


def _policy_hash(policy: Mapping[str, Any]) -> str:
    # As `screening.Policy.hash` writes it.
    return hashlib.sha256(json.dumps(policy, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()
