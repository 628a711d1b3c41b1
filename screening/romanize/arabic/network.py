"""The network of arabic-name-romanizer, which spells Arabic and Persian names with their vowels, worked in whole numbers.

An encoder of two bidirectional layers of gated recurrent units reads the letters; a decoder of two layers with attention writes
Latin letters, the two likeliest spellings side by side. Source of the weights and of the shape: arabic-name-romanizer (UNICEF; MIT),
trained on Wikidata (CC0). Gates as in ONNX `GRU` with `linear_before_reset` (update, reset, new) and in PyTorch's `GRUCell`
(reset, update, new); beam search with the mean log-probability of a letter as in Wu et al. 2016, length exponent 1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from screening.romanize.arabic.whole_numbers import (
    ONE,
    Numbers,
    activations_of,
    affine,
    log_softmax,
    matrix_of,
    sigmoid,
    softmax,
    tanh,
    times,
    weights_of,
)

BEAMS = 2
LONGEST = 32
_BEGIN, _END, _UNKNOWN = 1, 2, 3
_PREFIX = ("<UNK_COUNTRY>", "<ROLE_UNKNOWN>")
_NEVER = -1e15

Tensors = Mapping[str, NDArray[np.float32]]
"""The tensors of an ONNX file by name."""


class _Cell(NamedTuple):
    """A layer of gated recurrent units, its gates in the order reset, update, new."""

    inputs: Numbers
    hidden: Numbers
    input_bias: Numbers
    hidden_bias: Numbers

    def step(self, given: Numbers, state: Numbers) -> Numbers:
        """The state (rows, size) after the affine of an input (rows, 3 * size), `given`."""
        size = state.shape[1]
        known = affine(state, self.hidden, self.hidden_bias)
        reset, update = (sigmoid(given[:, part] + known[:, part]) for part in (slice(size), slice(size, 2 * size)))
        new = tanh(given[:, 2 * size :] + times(reset, known[:, 2 * size :]))
        return times(ONE - update, new) + times(update, state)

    def read(self, rows: Numbers) -> Numbers:
        """What every input needs of the weights, all at once."""
        return affine(rows, self.inputs, self.input_bias)


@dataclass(frozen=True, slots=True)
class _Beam:
    """A spelling on its way: the sum of its log-probabilities and its letters."""

    score: float
    letters: tuple[int, ...]

    @property
    def ended(self) -> bool:
        return self.letters[-1:] == (_END,)

    @property
    def mean(self) -> float:
        return self.score / len(self.letters)


class Network:
    """One network: `spellings` is a pure function of the weights and the word."""

    def __init__(self, encoder: Tensors, decoder: Tensors, letters: Sequence[str]) -> None:
        """Take tensors by their names in the two ONNX files; raises ValueError or KeyError where they are not those known."""
        self._letters = tuple(letters)
        self._places = {letter: place for place, letter in enumerate(letters)}
        self._read_embedding = activations_of(encoder["m.emb.weight"])
        self._layers = _bidirectional(encoder)
        self._bridge = matrix_of(encoder["m.bridge.weight"]), weights_of(encoder["m.bridge.bias"])
        self._cells = tuple(_plain_cell(decoder, layer) for layer in (0, 1))
        self._written = self._cells[0].read(activations_of(decoder["m.emb.weight"]))
        self._query, combine = (weights_of(decoder[name]) for name in sorted(name for name in decoder if "MatMul" in name))
        self._combine = combine, weights_of(decoder["m.combine.bias"])
        self._out = matrix_of(decoder["m.out.weight"]), weights_of(decoder["m.out.bias"])

    def knows(self, word: str) -> bool:
        """Whether every letter of the word is one the network was taught."""
        return all(letter in self._places for letter in word)

    def spellings(self, word: str) -> tuple[str, ...]:
        """The likeliest spellings of a word or of words that make one name, best first, at most two; upper and lower case."""
        memory = self._encoded([*(self._places.get(sign, _UNKNOWN) for sign in (*_PREFIX, *word)), _END])
        bridged = tanh(affine(np.rint(memory.sum(axis=0, keepdims=True) / len(memory)), *self._bridge))
        states = [np.repeat(bridged, BEAMS, axis=0) for _ in self._cells]
        beams = [_Beam(0.0, ()), _Beam(_NEVER, ())]
        for _ in range(LONGEST):
            last = [beam.letters[-1] if beam.letters else _BEGIN for beam in beams]
            chances, states = self._step(last, states, memory)
            parents, beams = _best(beams, chances)
            states = [state[parents] for state in states]
            if all(beam.ended for beam in beams):
                break
        found = sorted((beam for beam in beams if beam.score > _NEVER / 2), key=lambda beam: -beam.mean)
        return tuple(dict.fromkeys(text for beam in found if (text := self._text(beam))))

    def _encoded(self, signs: Sequence[int]) -> Numbers:
        rows = self._read_embedding[list(signs)]
        for layer in self._layers:
            rows = np.concatenate([_along(cell, rows, backwards=bool(place)) for place, cell in enumerate(layer)], axis=1)
        return rows

    def _step(self, last: Sequence[int], states: Sequence[Numbers], memory: Numbers) -> tuple[Numbers, list[Numbers]]:
        """Log-probabilities (beams, letters) of the next letter, and the states after the last one."""
        first, second = self._cells
        under = first.step(self._written[list(last)], states[0])
        rows = second.step(second.read(under), states[1])
        asked = affine(rows, self._query)
        attention = softmax(np.rint(asked @ memory.T / ONE))
        context = np.rint(attention @ memory / ONE)
        combined = tanh(affine(np.concatenate([rows, context], axis=1), *self._combine))
        return log_softmax(affine(combined, *self._out)), [under, rows]

    def _text(self, beam: _Beam) -> str:
        signs = [self._letters[place] for place in beam.letters if place not in (_END, _UNKNOWN)]
        return "".join(sign for sign in signs if not sign.startswith("<")).strip()


def _plain_cell(tensors: Tensors, layer: int) -> _Cell:
    """A layer of a decoder from PyTorch's tensors."""
    inputs, hidden = (matrix_of(tensors[f"m.decoder.weight_{kind}_l{layer}"]) for kind in ("ih", "hh"))
    return _Cell(inputs, hidden, *(weights_of(tensors[f"m.decoder.bias_{kind}_l{layer}"]) for kind in ("ih", "hh")))


def _bidirectional(tensors: Tensors) -> list[tuple[_Cell, _Cell]]:
    """The layers of an encoder from ONNX's packed tensors, whose names are numbered in the order bias, input, hidden."""
    packed = [tensors[name] for name in sorted((name for name in tensors if "GRU" in name), key=lambda name: (len(name), name))]
    return [(_packed_cell(packed[start : start + 3], 0), _packed_cell(packed[start : start + 3], 1)) for start in range(0, len(packed), 3)]


def _packed_cell(packed: Sequence[NDArray[np.float32]], way: int) -> _Cell:
    """One direction of a layer; ONNX has the update gate first."""
    bias, inputs, hidden = (tensor[way] for tensor in packed)
    size = hidden.shape[1]
    order = [*range(size, 2 * size), *range(size), *range(2 * size, 3 * size)]
    biases = weights_of(bias)
    return _Cell(matrix_of(inputs[order]), matrix_of(hidden[order]), biases[: 3 * size][order], biases[3 * size :][order])


def _along(cell: _Cell, rows: Numbers, *, backwards: bool) -> Numbers:
    given = cell.read(rows)
    state = np.zeros((1, cell.hidden.shape[0]))
    states = np.empty((len(rows), state.shape[1]))
    for place in reversed(range(len(rows))) if backwards else range(len(rows)):
        state = cell.step(given[place : place + 1], state)
        states[place] = state[0]
    return states


def _best(beams: Sequence[_Beam], chances: Numbers) -> tuple[list[int], list[_Beam]]:
    """The beams with the highest sums after one more letter, and which beam each comes from; the earlier one among equals."""
    longer: list[tuple[int, _Beam]] = []
    for place, beam in enumerate(beams):
        if beam.ended:
            longer.append((place, beam))
            continue
        row = chances[place].copy()
        row[0] = _NEVER
        if not beam.letters:
            row[_END] = _NEVER
        likeliest = np.argsort(-row, kind="stable")[:BEAMS].tolist()
        longer += [(place, _Beam(beam.score + float(row[letter]), (*beam.letters, letter))) for letter in likeliest]
    chosen = sorted(longer, key=lambda one: -one[1].score)[:BEAMS]
    return [place for place, _ in chosen], [beam for _, beam in chosen]
