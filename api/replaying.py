"""A past screening asked again: on exactly what it rested on, where it must give the same answer, or on what is in force now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from uuid import UUID

from api.catalogue import Catalogue
from api.errors import CannotReplay
from api.record import Screening, policy_of, screen_under, screened_lists
from api.record_settings import HASHED
from api.recording import BASIS, POLICY, Basis, basis_from, policy_from
from api.retrieving import kept_document
from api.schemas.query import QuerySchema, Question, load
from api.schemas.screening import ScreeningSchema, screening_view
from api.store.reading import Readable, Record
from api.vault import Vault
from screening import ENGINE_VERSION, Index, Policy
from screening.errors import IndexFileError, InvalidPolicy

_ANSWER = ScreeningSchema()


class On(StrEnum):
    """What to ask again on: what the screening rested on, or what is in force now."""

    RECORDED = "recorded"
    CURRENT = "current"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs between the answer then and now, each in words; None where there was nothing.

    `what` is outcome, hit, policy, list, engine or answer; `key` names the party or list concerned.
    """

    what: str
    key: str | None
    then: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class Replayed:
    """A screening asked again: the new answer (JSON values), whether it is the same, and what differs."""

    screening: str
    on: On
    identical: bool
    differences: tuple[Difference, ...]
    answer: dict[str, Any]


def replay(vault: Vault, record: Record, on: On, catalogue: Catalogue | None, base: Policy | None = None) -> Replayed:
    """Ask a past screening again. `catalogue` is what is in force now; `base` the policy of now, for `On.CURRENT`.

    Raises `CannotReplay` saying exactly why it cannot be asked again.
    """
    question = asked(record)
    if on is On.RECORDED:
        again = _on_record(vault, record, question)
    elif catalogue is None:
        raise CannotReplay("no list is in force now")
    else:
        again = _on_current(question, catalogue, base or Policy())
    fixed = replace(again, id=UUID(record.id), at=record.at)
    answer = _ANSWER.dump(screening_view(fixed))
    then = record.content["answer"]
    return Replayed(record.id, on, answer == then, differences(then, answer), answer)


def asked(record: Record) -> Question:
    """Return the question of a record. Raises `CannotReplay` when it cannot be read any more."""
    if record.readable is not Readable.YES:
        raise CannotReplay(f"what was asked cannot be read any more: {record.readable}")
    if record.facts["inputs"] == HASHED:
        raise CannotReplay("what was asked is kept as keyed hashes alone (SCREENING_INPUTS=hashed)")
    received = record.content["received"]
    question, problems = load(QuerySchema(list_ids=received.get("lists", ()), programmes=received.get("programmes", ())), received)
    if problems:
        raise CannotReplay(f"this version does not accept the query as it was received: {problems[0]}")
    found: Question = question
    return found


def _on_record(vault: Vault, record: Record, question: Question) -> Screening:
    basis = basis_from(kept_document(vault, record.facts["basis"], BASIS))
    if basis.engine != ENGINE_VERSION:
        raise CannotReplay(f"engine {basis.engine} answered, this is engine {ENGINE_VERSION}: only the same engine gives the same scores")
    index = _past_index(vault, basis)
    document = kept_document(vault, record.facts["policy"], POLICY)
    try:
        policy = policy_from(document, record.facts["policy_id"])
    except (InvalidPolicy, TypeError) as error:
        raise CannotReplay(f"this version does not accept the policy {document.hash[:16]}: {error}") from error
    [again] = screen_under([question.query], [policy], index, basis.lists)
    return again


def _past_index(vault: Vault, basis: Basis) -> Index:
    try:
        return vault.indexes.open(basis.index, basis.editions)
    except IndexFileError as error:
        raise CannotReplay(f"the index it was screened against is not to be had: {error}") from error


def _on_current(question: Question, catalogue: Catalogue, base: Policy) -> Screening:
    lists = question.lists and tuple(each for each in question.lists if each in catalogue.list_ids)
    if lists == ():
        raise CannotReplay("none of the lists it was screened against is in force now")
    policy = policy_of(replace(question, lists=lists), base)
    [again] = screen_under([question.query], [policy], catalogue.index, screened_lists(catalogue))
    return again


def differences(then: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Say what differs between two answers (JSON values): outcome, hits, and what they rest on."""
    found = [
        _difference("outcome", None, then["outcome"], now["outcome"]),
        *_keyed("hit", _hits(then), _hits(now)),
        _difference("policy", None, then["policy"]["hash"], now["policy"]["hash"]),
        *_keyed("list", _editions(then), _editions(now)),
        _difference("engine", None, then["engine"]["version"], now["engine"]["version"]),
    ]
    told = tuple(each for each in found if each)
    if told or then == now:
        return told
    differing = sorted(name for name in now if then.get(name) != now[name])
    return (Difference("answer", None, None, f"{', '.join(differing)} differ"),)


def _hits(answer: Mapping[str, Any]) -> dict[str, str]:
    return {hit["party"]["id"]: f"rank {hit['rank']}, score {hit['score']}" for hit in answer["hits"]}


def _editions(answer: Mapping[str, Any]) -> dict[str, str]:
    return {each["id"]: each["edition"] for each in answer["lists"]}


def _keyed(what: str, then: Mapping[str, str], now: Mapping[str, str]) -> list[Difference | None]:
    return [_difference(what, key, then.get(key), now.get(key)) for key in dict.fromkeys([*then, *now])]


def _difference(what: str, key: str | None, then: str | None, now: str | None) -> Difference | None:
    return Difference(what, key, then, now) if then != now else None
