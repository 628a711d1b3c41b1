"""A designated party as it goes out, in full and always in this one shape."""

from __future__ import annotations

from enum import StrEnum

from marshmallow import fields

from api.schemas.base import Out, said
from screening import AliasStrength, CountryRelation, DesignatedParty, IdentifierType, Measure, NameKind, NameOrigin, PartyKind


def _choice(choices: type[StrEnum], description: str) -> fields.String:
    return fields.String(**said(description, metadata={"enum": list(choices)}))


def _optional(description: str) -> fields.String:
    return fields.String(**said(description, allow_none=True))


class ListedNameSchema(Out):
    """A name the list gives the party."""

    text = fields.String(**said("As the list writes it."))
    kind = _choice(NameKind, "What the name is to the party.")
    strength = _choice(AliasStrength, "weak: broad or generic in the publisher's own words.")
    origin = _choice(NameOrigin, "source: the list itself says so; curated: added by this project to recognise the party.")
    language = _optional("Language or script of the name, when stated.")
    note = _optional("What the list or its curators say about the name.")


class PartyCountrySchema(Out):
    """A country and how the party relates to it."""

    code = fields.String(**said("ISO 3166-1 alpha-2."))
    relation = _choice(CountryRelation, "How the party relates to it.")


class ListedIdentifierSchema(Out):
    """A document or registry number of the party."""

    type = _choice(IdentifierType, "What the number is.")
    value = fields.String(**said("As the list writes it."))
    country = _optional("The country that issued it, when stated.")
    note = _optional("What the list says about it.")


class AddressSchema(Out):
    """An address of the party."""

    text = fields.String(**said("On one line."))
    country = _optional("ISO 3166-1 alpha-2, when stated.")


class DesignationSchema(Out):
    """The act that put the party on the list."""

    programme = _optional("The legal framework, when stated.")
    measures = fields.List(fields.String(metadata={"enum": list(Measure)}), **said("What the act does."))
    reference = _optional("The act's own reference.")
    listed_on = _optional("Date of the act, to the precision stated.")
    amended_on = fields.List(fields.String(), **said("Dates of amendments."))
    ended_on = _optional("Date of delisting; the record stays.")
    basis = _optional("How the list came to name the party.")
    statement = _optional("The statement of the source document that carries it.")


class RelationSchema(Out):
    """A tie to another party."""

    kind = fields.String(**said("In the publisher's words."))
    text = fields.String(**said("As written."))
    to = _optional("Id of the other party, when it is on the same list.")


class ProvenanceSchema(Out):
    """Where a fact comes from."""

    field = fields.String(**said("The field of the party."))
    source = fields.String(**said("The record and field of the list's file, or the statement of the document."))


class PartySchema(Out):
    """A party as one list designates it."""

    id = fields.String(**said("List id and the source's own reference."))
    list_id = fields.String(**said("The list."))
    kind = _choice(PartyKind, "What the party is.")
    primary_name = fields.String(**said("The name the list puts first."))
    names = fields.List(fields.Nested(ListedNameSchema), **said("Every listed name, the primary one first."))
    position = fields.Function(
        lambda party: _joined(party.positions), **said("Position or role, several joined by semicolons.", allow_none=True)
    )
    positions = fields.List(fields.String(), **said("Each position or role by itself."))
    measures = fields.List(fields.String(metadata={"enum": list(Measure)}), **said("What the designations do, each once."))
    programmes = fields.List(fields.String(), **said("Programmes of the designations, each once."))
    listed_on = _optional("Earliest date of listing, to the precision stated.")
    basis = fields.Function(lambda party: _of_acts(party, "basis"), **said("How the list came to name the party.", allow_none=True))
    statement = fields.Function(
        lambda party: _of_acts(party, "statement"), **said("The statement of the source document that carries the entry.", allow_none=True)
    )
    birth_dates = fields.List(fields.String(), **said("Dates of birth, each to the precision stated."))
    birth_places = fields.List(fields.String(), **said("Places of birth."))
    countries = fields.List(fields.Nested(PartyCountrySchema), **said("Countries tied to the party."))
    identifiers = fields.List(fields.Nested(ListedIdentifierSchema), **said("Numbers of documents and registries."))
    addresses = fields.List(fields.Nested(AddressSchema), **said("Addresses."))
    gender = _optional("As stated.")
    designations = fields.List(fields.Nested(DesignationSchema), **said("Every act that lists the party."))
    relations = fields.List(fields.Nested(RelationSchema), **said("Ties to other parties."))
    remarks = _optional("Remarks of the list.")
    provenance = fields.List(fields.Nested(ProvenanceSchema), **said("Where facts come from."))


def _joined(values: tuple[str, ...]) -> str | None:
    return "; ".join(values) or None


def _of_acts(party: DesignatedParty, name: str) -> str | None:
    values = (getattr(act, name) for act in party.designations)
    return _joined(tuple(dict.fromkeys(value for value in values if value)))
