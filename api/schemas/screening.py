"""A screening as it goes out: every hit with its explanation, and what proves the answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from marshmallow import fields

from api.record import ScreenedList, Screening
from api.schemas.base import Out, Score, said
from api.schemas.party import ListedIdentifierSchema, ListedNameSchema, PartySchema
from api.wire.moments import stamp
from screening import ENGINE_VERSION, How, Outcome, PartyKind, TokenRole, Verdict, tokens_of


class TokenSchema(Out):
    """One word of a name, as it is compared."""

    text = fields.String(**said("The comparable form."))
    written = fields.String(**said("As in the name."), attribute="surface")
    role = fields.String(**said("What it does in the name.", metadata={"enum": list(TokenRole)}))
    weight = Score(metadata={"description": "How much it says by its role, before rarity."})


class AskedNameSchema(Out):
    """A further name asked about."""

    name = fields.String(**said("As received."))
    tokens = fields.List(fields.Nested(TokenSchema), **said("Its tokens."))


class AskedSchema(Out):
    """The query as it was understood."""

    name = fields.String(**said("As received."))
    tokens = fields.List(fields.Nested(TokenSchema), **said("Its tokens, with role and weight."))
    other_names = fields.List(fields.Nested(AskedNameSchema), **said("Further names asked about."))
    kind = fields.String(**said("None when not given.", allow_none=True, metadata={"enum": [*PartyKind, None]}))
    birth_date = fields.String(**said("To the precision given; null when not given.", allow_none=True))
    countries = fields.List(fields.String(), **said("ISO 3166-1 alpha-2."))
    identifiers = fields.List(fields.Nested(ListedIdentifierSchema), **said("Numbers of documents and registries."))


class HitListSchema(Out):
    """The list a hit comes from."""

    id = fields.String(**said("Id of the list."))
    title = fields.String(**said("Title of ours."))
    authority = fields.String(**said("Who designates."))
    country = fields.String(**said("Country of the authority, ISO 3166-1 alpha-2, or EU."))
    edition = fields.String(**said("Id of the edition screened."))
    named = fields.Integer(**said("Parties the source names."))
    announced = fields.Integer(**said("Parties the authority said it designates; null: not stated.", allow_none=True))


class ScreenedListSchema(HitListSchema):
    """A list that was screened."""

    published = fields.Date(**said("Date the authority gave the edition; null: not stated.", allow_none=True))
    sha256 = fields.String(**said("SHA-256 (hex) of the edition's content."))
    age_days = fields.Integer(**said("Days from the edition's date to the screening; null without a date.", allow_none=True))
    size = fields.Integer(**said("Parties of the edition, all of them screened."))


class PairSchema(Out):
    """Two tokens that were paired, or one left over: `extra` in the query, `missing` from it."""

    query = fields.String(**said("In the query; null when it lacks the token.", allow_none=True))
    listed = fields.String(**said("In the listed name; null when it lacks the token.", allow_none=True))
    how = fields.String(**said("Why they were paired.", metadata={"enum": list(How)}))
    similarity = Score(metadata={"description": "How alike they are."})


class EvidenceSchema(Out):
    """What something other than the name says."""

    what = fields.String(**said("birth_date, country, kind, identifier."))
    verdict = fields.String(**said("What it says.", metadata={"enum": list(Verdict)}))
    query = fields.String(**said("The query's side.", allow_none=True))
    listed = fields.String(**said("The list's side.", allow_none=True))
    note = fields.String(**said("In words; may be empty."))


class HitSchema(Out):
    """A listed party at or above the threshold."""

    rank = fields.Integer(**said("From 1, best first.", metadata={"minimum": 1}))
    score = Score(metadata={"description": "Name score and evidence together; what hits are ranked by."})
    name_score = Score(metadata={"description": "How well the two names agree."})
    list = fields.Nested(HitListSchema, **said("The list the party is on."))
    party = fields.Nested(PartySchema, **said("The listed party."))
    listed_name = fields.String(**said("The listed name that agreed best."))
    listed_as = fields.Nested(ListedNameSchema, **said("The same name with its kind, strength and origin."))
    in_order = fields.Boolean(**said("Whether the paired tokens keep their order."))
    alignment = fields.List(fields.Nested(PairSchema), **said("How the tokens of the two names paired."))
    evidence = fields.List(fields.Nested(EvidenceSchema), **said("What else agreed, contradicted or is unknown."))
    explanation = fields.String(**said("One sentence a person can read."))


def _scope(description: str) -> Any:
    return fields.List(fields.String(), **said(description, allow_none=True))


class PolicySchema(Out):
    """The policy the answer obeyed."""

    id = fields.String(**said("Name of the policy."))
    hash = fields.String(**said("SHA-256 (hex) of its content: equal hashes mean equal effect."))
    threshold = Score(metadata={"description": "Score from which a listed party is a hit."})
    block_threshold = Score(metadata={"description": "Name score from which agreeing evidence blocks."})
    limit = fields.Integer(**said("Most hits returned."))
    lists = _scope("Lists in scope; null: every list.")
    programmes = _scope("Programmes in scope; null: all.")
    measures = _scope("Measures in scope; null: all.")
    kinds = _scope("Kinds of listed party in scope; null: all.")


class EngineSchema(Out):
    """What computed the answer."""

    version = fields.String(**said("Any change that can change a score changes it."))
    index = fields.String(**said("SHA-256 (hex) of everything the index was built from."))


class ScreeningSchema(Out):
    """One question and its answer, with everything that proves it."""

    id = fields.String(**said("Id of the screening, a UUID of version 7.", metadata={"format": "uuid"}))
    reference = fields.String(**said("The client's own, untouched; null when not given.", allow_none=True))
    outcome = fields.String(**said("What onboarding should do next.", metadata={"enum": [Outcome.CLEAR, Outcome.REVIEW, Outcome.BLOCK]}))
    query = fields.Nested(AskedSchema, **said("The query as it was understood."))
    hits = fields.List(fields.Nested(HitSchema), **said("Best first, at most the policy's limit."))
    hits_total = fields.Integer(**said("How many hits there were.", metadata={"minimum": 0}))
    candidates = fields.Integer(
        **said("How many listed parties are hits or missed the threshold by 0.02 at the most.", metadata={"minimum": 0})
    )
    best_below = Score(
        allow_none=True, metadata={"description": "Best score of the candidates below the threshold; null when there are none."}
    )
    lists = fields.List(fields.Nested(ScreenedListSchema), **said("Every list that was screened."))
    policy = fields.Nested(PolicySchema, **said("The policy the answer obeyed."))
    engine = fields.Nested(EngineSchema, **said("What computed the answer."))
    screened_at = fields.String(**said("UTC, ISO 8601.", metadata={"format": "date-time"}))


def screening_view(screening: Screening, lists: Mapping[str, dict[str, Any]] | None = None) -> dict[str, Any]:
    """Arrange a screening as `ScreeningSchema` dumps it. `lists`: its `list_views`, where they are there already."""
    query, answer = screening.query, screening.answer
    lists = list_views(screening) if lists is None else lists
    return {
        "id": str(screening.id),
        "reference": query.reference,
        "outcome": answer.outcome,
        "query": {
            "name": query.name,
            "tokens": tokens_of(query.name),
            "other_names": [{"name": name, "tokens": tokens_of(name)} for name in query.other_names],
            "kind": query.kind,
            "birth_date": query.birth_date,
            "countries": query.countries,
            "identifiers": query.identifiers,
        },
        "hits": [
            {
                "rank": hit.rank,
                "score": hit.score,
                "name_score": hit.name_score,
                "list": lists[hit.party.list_id],
                "party": hit.party,
                "listed_name": hit.listed_name.text,
                "listed_as": hit.listed_name,
                "in_order": hit.alignment.in_order,
                "alignment": hit.alignment.pairs,
                "evidence": hit.evidence,
                "explanation": hit.explanation,
            }
            for hit in answer.hits
        ],
        "hits_total": answer.total,
        "candidates": answer.candidates,
        "best_below": answer.best_below,
        "lists": list(lists.values()),
        "policy": screening.policy,
        "engine": {"version": ENGINE_VERSION, "index": screening.index},
        "screened_at": stamp(screening.at),
    }


_SHARED = ("lists", "policy", "engine")
_NAMES, _OWN, _OF_ALL = tuple(ScreeningSchema().fields), ScreeningSchema(exclude=_SHARED), ScreeningSchema(only=_SHARED)


def dump_alike(screenings: Iterable[Screening]) -> Iterator[dict[str, Any]]:
    """Dump screenings of one moment, index, policy and choice of lists, as `ScreeningSchema` does: what they share is dumped once."""
    shared: dict[str, Any] | None = None
    lists: dict[str, dict[str, Any]] | None = None
    for screening in screenings:
        lists = list_views(screening) if lists is None else lists
        view = screening_view(screening, lists)
        shared = _OF_ALL.dump(view) if shared is None else shared
        own = _OWN.dump(view)
        yield {name: shared[name] if name in shared else own[name] for name in _NAMES}


def list_views(screening: Screening) -> dict[str, dict[str, Any]]:
    """The `list_view` of each list of a screening, by its id."""
    return {each.id: list_view(each, screening.at) for each in screening.lists}


def list_view(each: ScreenedList, at: datetime) -> dict[str, Any]:
    """Arrange a list edition as `ScreenedListSchema` dumps it, with its age at the moment `at`."""
    return {
        **{name: getattr(each, name) for name in ScreenedList.__slots__},
        "age_days": (at.date() - each.published).days if each.published else None,
    }
