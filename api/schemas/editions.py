"""Editions of a list as they go out, what changed between two of them, and how a list stands."""

from __future__ import annotations

from marshmallow import fields

from api.schemas.base import In, Out, said
from api.schemas.fields import Text, Whole
from api.schemas.lists import EditionSchema
from screening import PartyKind

MAX_EDITIONS, USUAL_EDITIONS = 1_000, 100


class SourceFileSchema(Out):
    """A file an edition was read from."""

    name = fields.String(**said("Its name."))
    bytes = fields.Integer(**said("Its length; 0 for a list of the package.", metadata={"minimum": 0}))
    sha256 = fields.String(**said("SHA-256 (hex) of its bytes."))


class RefusalSchema(Out):
    """Something an entry was excluded for."""

    entry = fields.String(**said("Reference of the entry."))
    reason = fields.String(**said("Why, as the ledger says."))


class CheckedSchema(Out):
    """What the completeness gate counted."""

    records = fields.Integer(**said("Records in the source."))
    parties = fields.Integer(**said("Parties read."))
    indexed = fields.Integer(**said("Parties indexed."))
    names_asked = fields.Integer(**said("Strong names asked for."))
    names_found = fields.Integer(**said("Those that found their party."))
    excluded = fields.List(fields.Nested(RefusalSchema), **said("Entries the ledger excludes."))
    warnings = fields.List(fields.String(), **said("What did not stop the load."))
    changes = fields.List(fields.String(), **said("Numbers that moved further than they may without a person's word."))
    accepted = fields.String(**said("That word.", allow_none=True))


class StoredEditionSchema(EditionSchema):
    """An edition that was loaded, whether or not it is in force."""

    loaded_at = fields.String(**said("When it was loaded, in UTC."))
    in_force = fields.Boolean(**said("Whether it is in force."))
    completeness = fields.String(**said("How complete it is, in words."))
    files = fields.List(fields.Nested(SourceFileSchema), **said("What it was read from."))
    checked = fields.Nested(CheckedSchema, **said("What the gate counted when it was loaded."))


class InForceSchema(Out):
    """Something that came into force."""

    edition = fields.String(**said("Id of the edition; null: the list was withdrawn.", allow_none=True))
    since = fields.String(**said("Since when, in UTC."))
    how = fields.String(**said("seed, load, refresh, import, rollback or withdraw."))
    reason = fields.String(**said("A person's reason, where one was needed.", allow_none=True))
    by = fields.String(**said("Who did it."))


class EditionsSchema(Out):
    """Every edition of a list."""

    list_id = fields.String(**said("The list."))
    total = fields.Integer(**said("How many there are.", metadata={"minimum": 0}))
    editions = fields.List(fields.Nested(StoredEditionSchema), **said("The newest first."))
    history = fields.List(fields.Nested(InForceSchema), **said("What came into force when, the newest first."))


class EditionsParameters(In):
    """How many editions."""

    limit = Whole(
        1,
        MAX_EDITIONS,
        from_text=True,
        load_default=USUAL_EDITIONS,
        metadata={"description": "Most editions, and most rows of the history.", "default": USUAL_EDITIONS},
    )


class NamedPartySchema(Out):
    """A party that was added or removed."""

    id = fields.String(**said("Id of the party."))
    kind = fields.String(**said("What it is.", metadata={"enum": list(PartyKind)}))
    primary_name = fields.String(**said("The name the list puts first."))


class FieldChangeSchema(Out):
    """A field of a party that differs."""

    field = fields.String(**said("The field."))
    removed = fields.List(fields.Raw(), **said("Values that only the earlier edition has."))
    added = fields.List(fields.Raw(), **said("Values that only the later edition has."))
    reordered = fields.Boolean(**said("Whether they are the same values in another order."))


class PartyChangeSchema(Out):
    """A party that differs."""

    id = fields.String(**said("Id of the party."), attribute="party_id")
    primary_name = fields.String(**said("The name the later edition puts first."))
    fields_ = fields.List(fields.Nested(FieldChangeSchema), **said("Every field that differs."), attribute="fields", data_key="fields")


class TotalsSchema(Out):
    """How many."""

    added = fields.Integer(**said("Parties added.", metadata={"minimum": 0}))
    removed = fields.Integer(**said("Parties removed.", metadata={"minimum": 0}))
    changed = fields.Integer(**said("Parties changed.", metadata={"minimum": 0}))


class ChangesSchema(Out):
    """What changed from one edition to another."""

    list_id = fields.String(**said("The list."))
    before = fields.String(**said("Id of the earlier edition."))
    after = fields.String(**said("Id of the later edition."))
    totals = fields.Nested(TotalsSchema, **said("How many."))
    added = fields.List(fields.Nested(NamedPartySchema), **said("In the order of ids."))
    removed = fields.List(fields.Nested(NamedPartySchema), **said("In the order of ids."))
    changed = fields.List(fields.Nested(PartyChangeSchema), **said("In the order of ids; where a fact stands in the file is no fact."))


class ChangesParameters(In):
    """Since when."""

    since = Text(
        80,
        required=True,
        metadata={"description": "Id of an edition, or a day or moment (UTC): what was in force then.", "examples": ["2026-11-24"]},
    )
