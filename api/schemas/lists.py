"""A list as it goes out: what it is, which edition is in force, how complete it is."""

from __future__ import annotations

from marshmallow import fields

from api.schemas.base import Out, said
from api.schemas.party import PartySchema
from lists.status import State


class CountsSchema(Out):
    """Parties by kind."""

    individuals = fields.Integer(**said("People.", metadata={"minimum": 0}))
    entities = fields.Integer(**said("Organisations.", metadata={"minimum": 0}))
    vessels = fields.Integer(**said("Ships.", metadata={"minimum": 0}))
    aircraft = fields.Integer(**said("Aircraft.", metadata={"minimum": 0}))


class EditionSchema(Out):
    """One state of a list as loaded; never changed afterwards."""

    id = fields.String(**said("Date and first digits of the hash."))
    published = fields.Date(**said("Date the authority gave it; null: not stated.", allow_none=True))
    sha256 = fields.String(**said("SHA-256 (hex) of the content in canonical form."))
    individuals = fields.Integer(**said("Individuals loaded."))
    entities = fields.Integer(**said("Entities loaded."))
    vessels = fields.Integer(**said("Vessels loaded."))
    aircraft = fields.Integer(**said("Aircraft loaded."))
    names = fields.Integer(**said("Listed names loaded, curated ones included."))
    parties = fields.Integer(**said("Parties loaded."), attribute="loaded")


class ListStateSchema(Out):
    """How a list stands."""

    state = fields.String(
        **said(
            "quarantined: the newest edition did not pass, the one before is in force; stale: unconfirmed by its publisher for too long; "
            "failed: the last try to fetch it failed; current: none of these; withdrawn, absent: not in force.",
            metadata={"enum": list(State)},
        )
    )
    since = fields.String(**said("Since when its edition is in force, in UTC; null: never was.", allow_none=True))
    confirmed_at = fields.String(
        **said("When it was last loaded, or found to be what the publisher publishes, in UTC; null: never.", allow_none=True)
    )
    age_hours = fields.Float(**said("Hours since then.", allow_none=True, metadata={"minimum": 0}))
    due_at = fields.String(**said("When the publisher is asked next, in UTC; null for a list that is not fetched.", allow_none=True))
    problems = fields.List(fields.String(), **said("Why the last try did not end well; empty when it did."))


class AbsentListSchema(Out):
    """A list that is not in force."""

    id = fields.String(**said("Id of the list."))
    status = fields.Nested(ListStateSchema, **said("How it stands."))


class ListSchema(Out):
    """A sanctions list in force."""

    id = fields.String(**said("Id of the list."), attribute="source.id")
    title = fields.String(**said("Title of ours."), attribute="source.title")
    authority = fields.String(**said("Who designates."), attribute="source.authority")
    country = fields.String(**said("Country of the authority, ISO 3166-1 alpha-2, or EU."), attribute="source.country")
    announced_on = fields.Date(
        **said("Date of the announcement, for a list derived from a document.", allow_none=True), attribute="source.announced_on"
    )
    named = fields.Integer(**said("Parties the source names."), attribute="edition.named")
    announced = fields.Integer(
        **said("Parties the authority said it designates; null: the source does not say.", allow_none=True), attribute="edition.announced"
    )
    named_by_kind = fields.Nested(CountsSchema, **said("The same, by kind."), attribute="source.named")
    announced_by_kind = fields.Nested(CountsSchema, **said("The same, by kind.", allow_none=True), attribute="source.announced")
    completeness = fields.String(**said("How complete the list is, in words."), attribute="edition.completeness")
    format = fields.String(**said("How the list is read."), attribute="source.format")
    document = fields.String(
        **said("Id of the source document, for a list derived from one.", allow_none=True), attribute="source.document"
    )
    address = fields.String(**said("Where the authority's file is fetched, if it is.", allow_none=True), attribute="source.address")
    terms = fields.String(**said("Terms under which the content is used."), attribute="source.terms")
    edition = fields.Nested(EditionSchema, **said("The edition in force."))
    status = fields.Nested(ListStateSchema, **said("How the list stands."))


class ListsSchema(Out):
    """Every list in force."""

    lists = fields.List(fields.Nested(ListSchema), **said("In the order of ids."))
    not_in_force = fields.List(fields.Nested(AbsentListSchema), **said("Lists that were withdrawn, or of which no edition ever passed."))


class StatementSchema(Out):
    """One thing a source document states."""

    id = fields.String(**said("What a party's `statement` holds."))
    says = fields.String(**said("Our paraphrase."))


class DocumentSchema(Out):
    """The document a list is derived from."""

    id = fields.String(**said("Id of the document."))
    title = fields.String(**said("Title of ours."))
    published = fields.Date(**said("Its date."))
    sha256 = fields.String(**said("SHA-256 (hex) of the original's bytes."))
    statements = fields.List(fields.Nested(StatementSchema), **said("Those that concern the list."))


class ListDetailSchema(ListSchema):
    """A sanctions list in force, with the document it is derived from."""

    source_document = fields.Nested(DocumentSchema, **said("None for a list that is fetched.", allow_none=True))


class PartyPageSchema(Out):
    """A page of the parties of one list."""

    list_id = fields.String(**said("The list."))
    edition = fields.String(**said("Id of its edition."))
    total = fields.Integer(**said("Parties of the whole list.", metadata={"minimum": 0}))
    parties = fields.List(fields.Nested(PartySchema), **said("In the order of ids."))
    next_cursor = fields.String(**said("`cursor` of the next page; null on the last.", allow_none=True))
