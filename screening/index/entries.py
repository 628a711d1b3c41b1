"""The forms of listed names to columns, taken in one at a time so that no more than arrays of numbers is kept of each."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from screening.index.columns import texts_to_columns
from screening.index.joins import join_columns
from screening.index.kernel import slices
from screening.index.retrieval import BEARERS
from screening.index.texts import encoded, key_code
from screening.index.vocabulary import vocabulary_columns
from screening.names import Form
from screening.rarity import Rarity
from screening.runs import acronym_of, joined_runs, token_keys
from screening.tokens import Token


class Entries:
    """What is known of the forms added so far. An entry is one form of one listed name."""

    def __init__(self) -> None:
        self._tokens: dict[tuple[str, float, str], int] = {}
        self._examples: list[Token] = []
        self._counts: Counter[str] = Counter()
        self._joins: dict[tuple[str, str], tuple[str, ...]] = {}
        self._acronyms: set[tuple[str, str]] = set()
        self._party, self._name, self._rank, self._bearer = array("i"), array("i"), array("B"), array("B")
        self._sizes, self._token = array("i"), array("i")
        self._run_codes = array("I")
        self._run_entry, self._run_sizes, self._run_places = array("i"), array("i"), array("i")

    def add(self, party: int, name: int, forms: Sequence[Form]) -> None:
        """Add the forms of a name: `party` in any numbering that keeps parties apart, `name` the number of the name in its party."""
        for rank, form in enumerate(forms):
            entry = len(self._party)
            self._party.append(party)
            self._name.append(name)
            self._rank.append(rank)
            self._bearer.append(BEARERS[form.bearer])
            self._sizes.append(len(form.tokens))
            self._token.extend(map(self._number, form.tokens))
            self._counts.update({token.text for token in form.tokens})
            acronym = acronym_of(form)
            if acronym is not None:
                self._acronyms.add((acronym[1], form.tokens[acronym[0]].text))
            for key, run in joined_runs(form).items():
                self._run_codes.append(key_code(key))
                self._run_entry.append(entry)
                self._run_sizes.append(len(run))
                self._run_places.extend(run)

    def _number(self, token: Token) -> int:
        if (token.text, token.spelt) not in self._joins:
            self._joins[token.text, token.spelt] = token_keys(token)
        number = self._tokens.setdefault((token.text, token.weight, token.role), len(self._tokens))
        if number == len(self._examples):
            self._examples.append(token)
        return number

    def columns(self, places: NDArray[np.int64], weak: NDArray[np.bool_]) -> dict[str, NDArray[Any]]:
        """Return the columns of all entries, by their parties' `places`; `weak` says of each added entry whether its name is."""
        rarity = Rarity(self._counts, len(self._party))
        texts = sorted(self._counts)
        numbers = {text: number for number, text in enumerate(texts)}
        weights = np.array([rarity.weight(token) for token in self._examples], np.float64)
        number_of = np.array([numbers[token.text] for token in self._examples], np.int32)
        party = places[np.frombuffer(self._party, np.int32)] if self._party else np.empty(0, np.int64)
        order = np.argsort(party, kind="stable")
        sizes = _numbers(self._sizes, np.int32).astype(np.int64)
        added = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        token = _numbers(self._token, np.int32)
        totals = np.add.reduceat(weights[token], added[:-1]) if len(sizes) else np.empty(0)
        places_of_tokens, begins = slices(added, order)
        ordered = token[places_of_tokens]
        shares = weights[ordered] / np.repeat(totals[order], sizes[order])
        starts = np.concatenate([begins, [len(ordered)]]).astype(np.int64)
        blob, text_starts = texts_to_columns([encoded(text) for text in texts])
        return {
            "texts": blob,
            "text_starts": text_starts,
            "text_counts": np.array([self._counts[text] for text in texts], np.int32),
            "text_weights": _greatest(number_of[token], weights[token], len(texts)),
            "entry_party": party[order].astype(np.int32),
            "entry_name": _numbers(self._name, np.int32)[order],
            "entry_form": _numbers(self._rank, np.uint8)[order],
            "entry_bearer": _numbers(self._bearer, np.uint8)[order],
            "entry_weight": totals[order].astype(np.float32),
            "entry_weak": weak[order],
            "entry_starts": starts,
            "entry_tokens": number_of[ordered],
            "entry_shares": shares.astype(np.float32),
            "party_entries": np.searchsorted(party[order], np.arange(len(places) + 1)).astype(np.int64),
            **_postings(number_of[ordered], np.repeat(np.arange(len(order)), sizes[order]), len(texts)),
            **vocabulary_columns(texts),
            **self._join_columns(order, added, weights[token] / np.repeat(totals, sizes), numbers),
        }

    def _join_columns(
        self, order: NDArray[np.int64], added: NDArray[np.int64], shares: NDArray[np.float64], numbers: dict[str, int]
    ) -> dict[str, NDArray[Any]]:
        entry = _numbers(self._run_entry, np.int32)
        sizes = _numbers(self._run_sizes, np.int32)
        found = shares[np.repeat(added[entry], sizes) + _numbers(self._run_places, np.int32)]
        gained = np.add.reduceat(found, np.cumsum(sizes) - sizes) if len(sizes) else np.empty(0)
        rank = np.empty(len(order), np.int32)
        rank[order] = np.arange(len(order), dtype=np.int32)
        tokens = [(key, numbers[text]) for (text, _), keys in self._joins.items() for key in keys]
        tokens += [(key, numbers[text]) for key, text in self._acronyms]
        return join_columns(_numbers(self._run_codes, np.uint32), rank[entry], gained.astype(np.float32), tokens)


def _numbers(values: array[int], kind: type[np.generic]) -> NDArray[Any]:
    return np.frombuffer(values, kind) if values else np.empty(0, kind)


def _greatest(numbers: NDArray[np.int32], weights: NDArray[np.float64], count: int) -> NDArray[np.float32]:
    greatest = np.zeros(count)
    np.maximum.at(greatest, numbers, weights)
    return greatest.astype(np.float32)


def _postings(numbers: NDArray[np.int32], entries: NDArray[np.int64], count: int) -> dict[str, NDArray[Any]]:
    """For each vocabulary number the entries that hold it, ascending, each once."""
    pairs = np.unique(numbers.astype(np.int64) << 32 | entries)
    return {
        "posting_entries": (pairs & 0xFFFFFFFF).astype(np.int32),
        "posting_starts": np.searchsorted(pairs >> 32, np.arange(count + 1)).astype(np.int64),
    }
