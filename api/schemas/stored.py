"""Screenings as they are read back: one in full, and many in a line each."""

from __future__ import annotations

from marshmallow import fields

from api.record_settings import INPUTS
from api.schemas.base import Out, Score, said
from api.schemas.fields import Choice, MomentText, Text
from api.schemas.query import PageParameters
from api.schemas.screening import AskedSchema, HitSchema, ScreeningSchema
from api.store.reading import Readable
from screening import Outcome

_OUTCOMES = [Outcome.CLEAR, Outcome.REVIEW, Outcome.BLOCK]


class RecordSchema(Out):
    """How a screening is on record."""

    tenant = fields.String(**said("Whose it is."))
    caller = fields.String(**said("Who asked."))
    batch = fields.String(**said("Id of the batch it came in; null when it came alone.", allow_none=True))
    subject = fields.String(**said("Id of the party asked about, the same for every screening with the same reference."))
    readable = fields.String(
        **said("Whether what is personal can be read; otherwise reference, query and hits are null.", metadata={"enum": list(Readable)})
    )
    inputs = fields.String(**said("How the query is kept.", metadata={"enum": list(INPUTS)}))
    hash = fields.String(**said("SHA-256 (hex) of the record's facts in canonical JSON."))
    sequence = fields.Integer(**said("Place in the chain, from 1; null for the moment until it has one.", allow_none=True))
    link = fields.String(**said("Link of the chain (SHA-256, hex); null for the moment until it has one.", allow_none=True))


class StoredScreeningSchema(ScreeningSchema):
    """A screening read back: the answer as it was given, and how it is on record."""

    query = fields.Nested(AskedSchema, **said("The query as it was understood; null when it cannot be read any more.", allow_none=True))
    hits = fields.List(fields.Nested(HitSchema), **said("Best first; null when they cannot be read any more.", allow_none=True))
    record = fields.Nested(RecordSchema, **said("How it is on record."))


class ScreeningLineSchema(Out):
    """A screening in a line: nothing personal."""

    id = fields.String(**said("Id of the screening.", metadata={"format": "uuid"}))
    screened_at = fields.String(**said("UTC, ISO 8601.", metadata={"format": "date-time"}))
    outcome = fields.String(**said("What onboarding should do next.", metadata={"enum": _OUTCOMES}))
    hits_total = fields.Integer(**said("How many hits there were.", metadata={"minimum": 0}))
    candidates = fields.Integer(
        **said("How many listed parties are hits or missed the threshold by 0.02 at the most.", metadata={"minimum": 0})
    )
    best_below = Score(
        allow_none=True, metadata={"description": "Best score of the candidates below the threshold; null when there are none."}
    )
    policy = fields.String(**said("Hash of the policy."))
    basis = fields.String(**said("Hash of engine, index and list editions together."))
    caller = fields.String(**said("Who asked."))
    batch = fields.String(**said("Id of the batch it came in; null when it came alone.", allow_none=True))
    subject = fields.String(**said("Id of the party asked about."))
    readable = fields.String(**said("Whether what is personal can be read.", metadata={"enum": list(Readable)}))


class ScreeningPageSchema(Out):
    """A page of screenings, the newest first."""

    screenings = fields.List(fields.Nested(ScreeningLineSchema), **said("At most as many as asked for."))
    next_cursor = fields.String(**said("`cursor` of the next page; null on the last.", allow_none=True))


class ScreeningFilters(PageParameters):
    """Which screenings, and which page of them. None of the parameters is personal."""

    outcome = Choice(Outcome, metadata={"description": "Those with this outcome.", "enum": _OUTCOMES})
    since = MomentText(metadata={"description": "Those made at this moment or later.", "examples": ["2026-05-01"]})
    until = MomentText(metadata={"description": "Those made before this moment.", "examples": ["2026-06-01T00:00:00Z"]})
    policy = Text(64, metadata={"description": "Those under the policy with this hash."})
    basis = Text(64, metadata={"description": "Those that rest on this basis."})
    caller = Text(200, metadata={"description": "Those this caller asked for."})
    batch = Text(36, metadata={"description": "Those of this batch."})
    subject = Text(36, metadata={"description": "Those about this subject."})
