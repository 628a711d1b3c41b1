"""What was asked, as keyed hashes: enough to prove that a certain name was asked, not enough to read it.

Each text is replaced by `hmac-sha256:` and the hash of its field and its value. Kind, countries, lists and numbers stay.
"""

from __future__ import annotations

from typing import Any

from api.proof.keys import Keys

PREFIX = "hmac-sha256:"
_TEXTS = ("name", "birth_date", "reference")


def hashed_input(keys: Keys, field: str, value: str | None) -> str | None:
    """Hash one text; None stays None. `field` is name, birth_date, identifier, reference or token."""
    return None if value is None else PREFIX + keys.hashed("input", field, value)


def hashed_received(keys: Keys, received: Any) -> Any:
    """Hash the texts of a query as it was received."""
    if not isinstance(received, dict):
        return None
    kept = {name: hashed_input(keys, name, value) if name in _TEXTS else value for name, value in received.items()}
    if "other_names" in kept:
        kept["other_names"] = [hashed_input(keys, "name", name) for name in received["other_names"]]
    if "identifiers" in kept:
        kept["identifiers"] = [_identifier(keys, each) for each in received["identifiers"]]
    return kept


def hashed_answer(keys: Keys, answer: dict[str, Any]) -> dict[str, Any]:
    """Hash what an answer repeats of the query. Tokens are left out, explanations say only which names were compared."""
    asked = answer["query"]
    query = {
        **asked,
        "name": hashed_input(keys, "name", asked["name"]),
        "tokens": [],
        "other_names": [{"name": hashed_input(keys, "name", each["name"]), "tokens": []} for each in asked["other_names"]],
        "birth_date": hashed_input(keys, "birth_date", asked["birth_date"]),
        "identifiers": [_identifier(keys, each) for each in asked["identifiers"]],
    }
    return {
        **answer,
        "reference": hashed_input(keys, "reference", answer["reference"]),
        "query": query,
        "hits": [_hit(keys, hit) for hit in answer["hits"]],
    }


def hashed_refusal(keys: Keys, row: dict[str, Any]) -> dict[str, Any]:
    """Leave out of a refused row of a batch what its problem repeats of the query, and hash its reference."""
    kept = {name: row["problem"][name] for name in ("type", "title", "status", "errors_total") if name in row["problem"]}
    problem = {**kept, "detail": "what was wrong with the row is not kept"}
    return {**row, "reference": hashed_input(keys, "reference", row["reference"]), "problem": problem}


def _identifier(keys: Keys, identifier: dict[str, Any]) -> dict[str, Any]:
    return {**identifier, "value": hashed_input(keys, "identifier", identifier["value"])}


def _hit(keys: Keys, hit: dict[str, Any]) -> dict[str, Any]:
    return {
        **hit,
        "alignment": [{**pair, "query": hashed_input(keys, "token", pair["query"])} for pair in hit["alignment"]],
        "evidence": [{**one, "query": hashed_input(keys, one["what"], one["query"]), "note": ""} for one in hit["evidence"]],
        "explanation": f"The name asked about (kept as a hash) compares with “{hit['listed_name']}”.",
    }
