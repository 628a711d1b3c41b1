"""What proves a screening, and what comes of asking it again."""

from __future__ import annotations

from marshmallow import fields

from api.replaying import On
from api.schemas.base import In, Out, said
from api.schemas.fields import Choice
from api.schemas.screening import ScreeningSchema
from api.store.reading import Readable
from screening import Outcome


class ReceiptStatementSchema(Out):
    """What a receipt states."""

    format = fields.Integer(**said("Form of the statement."))
    kind = fields.String(**said("Always receipt.", metadata={"enum": ["receipt"]}))
    screening = fields.String(**said("Id of the screening.", metadata={"format": "uuid"}))
    outcome = fields.String(**said("What it came to.", metadata={"enum": [Outcome.CLEAR, Outcome.REVIEW, Outcome.BLOCK]}))
    facts = fields.Raw(**said("The record's facts, as they stand in the chain.", metadata={"type": "object"}))
    sequence = fields.Integer(**said("Place in the chain, from 1.", metadata={"minimum": 1}))
    previous = fields.String(**said("The link before (SHA-256, hex)."))
    link = fields.String(**said("SHA-256 (hex) of the link before, the hash of the facts, and the place."))
    policy = fields.Raw(**said("The policy in full; its hash is in the facts.", metadata={"type": "object"}))
    basis = fields.Raw(**said("Engine, index and list editions; its hash is in the facts.", metadata={"type": "object"}))
    readable = fields.String(**said("Whether what is personal could be read.", metadata={"enum": list(Readable)}))
    query = fields.Raw(**said("The query as it was received; null when it cannot be read any more.", metadata={"type": ["object", "null"]}))
    answer_sha256 = fields.String(**said("SHA-256 (hex) of the answer in canonical JSON (RFC 8785); null like `query`.", allow_none=True))
    issued_at = fields.String(**said("UTC, ISO 8601.", metadata={"format": "date-time"}))


class ReceiptSchema(Out):
    """A signed statement of one screening."""

    statement = fields.Nested(ReceiptStatementSchema, **said("What is stated."))
    algorithm = fields.String(**said("How it is signed.", metadata={"enum": ["Ed25519"]}))
    key = fields.String(**said("Id of the public key that checks it: SHA-256 (hex) of the raw key."))
    signature = fields.String(**said("Signature (base64) over the statement in canonical JSON (RFC 8785)."))


class ReplayQuerySchema(In):
    """What to ask a screening again on."""

    on = Choice(On, required=True, metadata={"description": "recorded: what it rested on. current: what is in force now."})


class DifferenceSchema(Out):
    """One thing that differs."""

    what = fields.String(**said("outcome, hit, policy, list, engine or answer."))
    key = fields.String(**said("The party or list concerned; null otherwise.", allow_none=True))
    then = fields.String(**said("As it was; null where there was nothing.", allow_none=True))
    now = fields.String(**said("As it is; null where there is nothing.", allow_none=True))


class ReplaySchema(Out):
    """A screening asked again."""

    screening = fields.String(**said("Id of the screening.", metadata={"format": "uuid"}))
    on = fields.String(**said("What it was asked again on.", metadata={"enum": list(On)}))
    identical = fields.Boolean(**said("Whether the whole answer is the same."))
    differences = fields.List(fields.Nested(DifferenceSchema), **said("What differs."))
    answer = fields.Nested(ScreeningSchema, **said("The answer now, with the id and the time of the screening."))


class PublicKeySchema(Out):
    """A public key that receipts and checkpoints may be checked with."""

    id = fields.String(**said("SHA-256 (hex) of the raw key."))
    algorithm = fields.String(**said("Kind of key.", metadata={"enum": ["Ed25519"]}))
    pem = fields.String(**said("The key in PEM."))
    signs = fields.Boolean(**said("Whether new receipts and checkpoints are signed with it."))


class PublicKeysSchema(Out):
    """Every public key that is trusted here."""

    keys = fields.List(fields.Nested(PublicKeySchema), **said("In the order of ids."))


class CheckpointStatementSchema(Out):
    """What a checkpoint states."""

    format = fields.Integer(**said("Form of the statement."))
    kind = fields.String(**said("Always checkpoint.", metadata={"enum": ["checkpoint"]}))
    sequence = fields.Integer(**said("How many records the chain held.", metadata={"minimum": 1}))
    link = fields.String(**said("Its last link (SHA-256, hex)."))
    at = fields.String(**said("UTC, ISO 8601.", metadata={"format": "date-time"}))


class CheckpointSchema(Out):
    """A signed statement of how long the chain was; keep it elsewhere, and nobody can cut off or rewrite what was before it."""

    statement = fields.Nested(CheckpointStatementSchema, **said("What is stated."))
    key = fields.String(**said("Id of the public key that checks it."))
    signature = fields.String(**said("Signature (base64) over the statement in canonical JSON (RFC 8785)."))
