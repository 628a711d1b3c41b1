"""Designated parties to the columns of an index."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from screening.alignment import token_keys, weigh
from screening.errors import InvalidParty, Problem
from screening.evidence import normalised_identifier
from screening.index.columns import ragged, texts_to_columns
from screening.index.vocabulary import encoded, key_hash, vocabulary_columns
from screening.names import Form, forms_of
from screening.party import AliasStrength, DesignatedParty, Measure, PartyKind
from screening.rarity import Rarity
from screening.records import party_to_json
from screening.tokens import Bearer
from screening.version import ENGINE_VERSION

_BEARERS = {Bearer.EITHER: 0, Bearer.PERSON: 1, Bearer.ORGANISATION: 2}
KINDS = tuple(PartyKind)
MEASURES = tuple(Measure)


def build(parties: Iterable[DesignatedParty], editions: Mapping[str, str]) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """Return the columns and the header of an index. Raises `InvalidParty` with every reason why it cannot be built."""
    ordered = sorted(parties, key=lambda party: party.id)
    named = [
        (place, number, forms_of(name.text, party.kind)) for place, party in enumerate(ordered) for number, name in enumerate(party.names)
    ]
    _refuse(ordered, named)
    editions = dict(sorted(({party.list_id: "unversioned" for party in ordered} | dict(editions)).items()))
    records = [party_to_json(party) for party in ordered]
    header = {"hash": _hash(records, editions), "editions": editions, "parties": len(ordered), "names": len(named)}
    entries = [(place, number, rank, form) for place, number, forms in named for rank, form in enumerate(forms)]
    columns = _party_columns(ordered, records, list(editions))
    columns |= _entry_columns(ordered, entries)
    programmes = sorted({programme for party in ordered for programme in party.programmes})
    numbers = {programme: number for number, programme in enumerate(programmes)}
    flat, starts = ragged([[numbers[programme] for programme in party.programmes] for party in ordered], np.int32)
    columns |= {"party_programmes": flat, "party_programme_starts": starts}
    return columns, header | {"programmes": programmes}


def _refuse(ordered: Sequence[DesignatedParty], named: Sequence[tuple[int, int, tuple[Form, ...]]]) -> None:
    problems = [Problem(f"/{one.id}", "two parties with this id") for one, other in pairwise(ordered) if one.id == other.id]
    for place, number, forms in named:
        if not forms:
            party = ordered[place]
            text = party.names[number].text
            problems.append(Problem(f"/{party.id}/names/{number}", f"nothing is left of {text!r} after normalisation"))
    if problems:
        raise InvalidParty(problems)


def _hash(records: Sequence[bytes], editions: Mapping[str, str]) -> str:
    digest = hashlib.sha256(f"{ENGINE_VERSION}\n{json.dumps(editions, sort_keys=True)}\n".encode())
    for record in records:
        digest.update(record + b"\n")
    return digest.hexdigest()


def _party_columns(ordered: Sequence[DesignatedParty], records: list[bytes], list_ids: list[str]) -> dict[str, NDArray[Any]]:
    blob, starts = texts_to_columns(records)
    ids, id_starts = texts_to_columns([party.id.encode() for party in ordered])
    hashes, owners = [], []
    for place, party in enumerate(ordered):
        for identifier in party.identifiers:
            hashes.append(key_hash(normalised_identifier(identifier.value)))
            owners.append(place)
    order = np.lexsort((np.array(owners, np.int32), np.array(hashes, np.int64)))
    return {
        "party_records": blob,
        "party_starts": starts,
        "party_ids": ids,
        "party_id_starts": id_starts,
        "party_list": np.array([list_ids.index(party.list_id) for party in ordered], np.int32),
        "party_kind": np.array([KINDS.index(party.kind) for party in ordered], np.uint8),
        "party_measures": np.array([sum(1 << MEASURES.index(one) for one in party.measures) for party in ordered], np.uint32),
        "identifier_hashes": np.array(hashes, np.int64)[order],
        "identifier_owners": np.array(owners, np.int32)[order],
    }


def _entry_columns(ordered: Sequence[DesignatedParty], entries: Sequence[tuple[int, int, int, Form]]) -> dict[str, NDArray[Any]]:
    counts: Counter[str] = Counter()
    for _, _, _, form in entries:
        counts.update({token.text for token in form.tokens})
    rarity = Rarity(counts, len(entries))
    texts = sorted(counts)
    numbers = {text: number for number, text in enumerate(texts)}
    posted: list[list[int]] = [[] for _ in texts]
    shares: list[list[float]] = [[] for _ in texts]
    runs: list[tuple[int, int]] = []
    totals: list[float] = []
    joins: set[tuple[int, int]] = set()
    for entry, (_, _, _, form) in enumerate(entries):
        weighed = weigh(form, rarity)
        for token, weight in zip(form.tokens, weighed.weights, strict=True):
            posted[numbers[token.text]].append(entry)
            shares[numbers[token.text]].append(weight / weighed.total)
        totals.append(weighed.total)
        joins.update((key_hash(key), numbers[token.text]) for token in form.tokens for key in token_keys(token))
        runs += [(key_hash(key), entry) for key in weighed.runs]
    runs.sort()
    flat, starts = ragged(posted, np.int32)
    blob, text_starts = texts_to_columns([encoded(text) for text in texts])
    weak = [ordered[place].names[number].strength is AliasStrength.WEAK for place, number, _, _ in entries]
    first_entries = np.searchsorted(np.array([place for place, _, _, _ in entries], np.int64), np.arange(len(ordered) + 1))
    return vocabulary_columns(texts) | {
        "texts": blob,
        "text_starts": text_starts,
        "text_counts": np.array([counts[text] for text in texts], np.int32),
        "posting_entries": flat,
        "posting_starts": starts,
        "posting_shares": np.array([share for one in shares for share in one], np.float32),
        "entry_party": np.array([place for place, _, _, _ in entries], np.int32),
        "entry_name": np.array([number for _, number, _, _ in entries], np.int32),
        "entry_form": np.array([rank for _, _, rank, _ in entries], np.uint8),
        "entry_bearer": np.array([_BEARERS[form.bearer] for _, _, _, form in entries], np.uint8),
        "entry_weight": np.array(totals, np.float32),
        "entry_weak": np.array(weak, np.bool_),
        "party_entries": first_entries.astype(np.int64),
        "run_hashes": np.array([code for code, _ in runs], np.int64),
        "run_entries": np.array([entry for _, entry in runs], np.int32),
        "join_hashes": np.array([code for code, _ in sorted(joins)], np.int64),
        "join_owners": np.array([number for _, number in sorted(joins)], np.int32),
    }
