"""`/v1/audit`: the public keys that check receipts, and the newest checkpoint of the chain."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from api.errors import UnknownResource
from api.proof.checkpoints import last_checkpoint
from api.proof.keys import public_pem
from api.schemas.proof import CheckpointSchema, PublicKeysSchema
from api.vault import current_vault
from api.wire.resource import Resource
from lists.database import reading

resource = Resource("audit", __name__, url_prefix="/v1/audit", description="What proves the records to others.")


@resource.operation("GET", "/keys", answers=PublicKeysSchema, refuses=(HTTPStatus.SERVICE_UNAVAILABLE,))
def public_keys() -> dict[str, Any]:
    """Name the public keys that receipts and checkpoints are checked with."""
    keys = current_vault().keys
    return {
        "keys": [
            {"id": key_id, "algorithm": "Ed25519", "pem": public_pem(key), "signs": key_id == keys.signing_id}
            for key_id, key in sorted(keys.trusted.items())
        ]
    }


@resource.operation(
    "GET", "/checkpoint", answers=CheckpointSchema, refuses=(HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE), keep=False
)
def newest_checkpoint() -> dict[str, Any]:
    """Show the newest checkpoint. Whoever keeps a copy can tell later whether the chain up to it is still the same."""
    with reading(current_vault().engine) as connection:
        found = last_checkpoint(connection)
    if found is None:
        raise UnknownResource("no checkpoint has been signed yet", "a store with a record in it, a few seconds later")
    return {"statement": json.loads(found.statement), "key": found.key, "signature": found.signature}
