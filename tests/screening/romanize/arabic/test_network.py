"""The network in whole numbers gives what the same network gives in floating point, and the same whatever runs it."""

from __future__ import annotations

import numpy as np
import pytest

from screening.romanize.arabic import network as arabic_network
from screening.romanize.arabic import whole_numbers
from screening.romanize.arabic.network import LONGEST, Network

LETTERS = ["<PAD>", "<BOS>", "<EOS>", "<UNK>", "<UNK_COUNTRY>", "<ROLE_UNKNOWN>", *"abcdefgh", *"محد"]
SIZE, HALF = 16, 8
Tensors = dict[str, np.ndarray]


def tensors(seed: int) -> tuple[Tensors, Tensors]:
    """A small network of random weights, in the shapes and by the names of the real one."""
    chance = np.random.default_rng(seed)

    def some(*shape: int) -> np.ndarray:
        return chance.normal(0, 0.8, shape).astype(np.float32)

    encoder = {"m.emb.weight": some(len(LETTERS), SIZE), "m.bridge.weight": some(SIZE, SIZE), "m.bridge.bias": some(SIZE)}
    for number in (8, 11):
        encoder[f"onnx::GRU_{number}"] = some(2, 6 * HALF)
        encoder[f"onnx::GRU_{number + 1}"] = some(2, 3 * HALF, SIZE)
        encoder[f"onnx::GRU_{number + 2}"] = some(2, 3 * HALF, HALF)
    decoder = {"m.emb.weight": some(len(LETTERS), SIZE), "onnx::MatMul_5": some(SIZE, SIZE), "onnx::MatMul_6": some(2 * SIZE, SIZE)}
    decoder |= {"m.combine.bias": some(SIZE), "m.out.weight": some(len(LETTERS), SIZE), "m.out.bias": some(len(LETTERS))}
    for layer in (0, 1):
        for kind in ("ih", "hh"):
            decoder[f"m.decoder.weight_{kind}_l{layer}"] = some(3 * SIZE, SIZE)
            decoder[f"m.decoder.bias_{kind}_l{layer}"] = some(3 * SIZE)
    return encoder, decoder


def sigmoid(value: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-value))


def onnx_layer(bias: np.ndarray, inputs: np.ndarray, hidden: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """One direction of ONNX's GRU operator with linear_before_reset."""
    state, states = np.zeros(HALF), []
    for row in rows:
        update, reset, new = np.split(inputs @ row + bias[: 3 * HALF], 3)
        of_update, of_reset, of_new = np.split(hidden @ state + bias[3 * HALF :], 3)
        share = sigmoid(update + of_update)
        state = (1 - share) * np.tanh(new + sigmoid(reset + of_reset) * of_new) + share * state
        states.append(state)
    return np.array(states)


def first_letters(encoder: Tensors, decoder: Tensors, word: str) -> np.ndarray:
    """The log-probabilities of the first letter, by the formulas as written in 64-bit floats."""
    encoder, decoder = ({name: value.astype(np.float64) for name, value in each.items()} for each in (encoder, decoder))
    rows = encoder["m.emb.weight"][[4, 5, *map(LETTERS.index, word), 2]]
    for number in (8, 11):
        packed = [encoder[f"onnx::GRU_{place}"] for place in (number, number + 1, number + 2)]
        forward = onnx_layer(*(each[0] for each in packed), rows)
        rows = np.concatenate([forward, onnx_layer(*(each[1] for each in packed), rows[::-1])[::-1]], axis=1)
    start = np.tanh(encoder["m.bridge.weight"] @ rows.mean(axis=0) + encoder["m.bridge.bias"])
    state = decoder["m.emb.weight"][1]
    for layer in (0, 1):
        reset, update, new = np.split(decoder[f"m.decoder.weight_ih_l{layer}"] @ state + decoder[f"m.decoder.bias_ih_l{layer}"], 3)
        known = np.split(decoder[f"m.decoder.weight_hh_l{layer}"] @ start + decoder[f"m.decoder.bias_hh_l{layer}"], 3)
        share = sigmoid(update + known[1])
        state = (1 - share) * np.tanh(new + sigmoid(reset + known[0]) * known[2]) + share * start
    weights = np.exp(state @ decoder["onnx::MatMul_5"] @ rows.T)
    context = weights / weights.sum() @ rows
    logits = decoder["m.out.weight"] @ np.tanh(np.concatenate([state, context]) @ decoder["onnx::MatMul_6"] + decoder["m.combine.bias"])
    logits += decoder["m.out.bias"]
    return logits - np.log(np.exp(logits).sum())


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("word", ["م", "محد", "ددمحمح"])
def test_whole_numbers_say_what_the_formulas_say(monkeypatch: pytest.MonkeyPatch, seed: int, word: str) -> None:
    said = []
    monkeypatch.setattr(arabic_network, "log_softmax", lambda values: said.append(whole_numbers.log_softmax(values)) or said[-1])
    Network(*tensors(seed), LETTERS).spellings(word)
    assert np.allclose(said[0][0] / whole_numbers.ONE, first_letters(*tensors(seed), word), atol=5e-3)


@pytest.mark.parametrize("seed", range(4))
def test_arithmetic_of_another_processor_changes_nothing(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    words = ["محد", "ددم", "حممح"]
    network = Network(*tensors(seed), LETTERS)
    once = [network.spellings(word) for word in words]

    def backwards(inputs: np.ndarray, weights: np.ndarray, bias: np.ndarray | None = None) -> np.ndarray:
        sums = (inputs[:, ::-1].astype(np.int64) @ weights[::-1].astype(np.int64)).astype(np.float64)
        return np.rint((sums if bias is None else sums + bias * whole_numbers.ONE) / whole_numbers.WEIGHT_ONE)

    monkeypatch.setattr(arabic_network, "affine", backwards)
    assert [network.spellings(word) for word in words] == once
    assert any(once)


def test_there_are_at_most_two_spellings_and_they_end() -> None:
    for seed in range(10):
        found = Network(*tensors(seed), LETTERS).spellings("محد")
        assert len(found) <= 2
        assert all(0 < len(text) <= LONGEST for text in found)


def test_letters_it_was_not_taught_are_told() -> None:
    network = Network(*tensors(1), LETTERS)
    assert network.knows("محد")
    assert not network.knows("محدژ")


@pytest.mark.parametrize("missing", ["m.bridge.bias", "onnx::GRU_13"])
def test_weights_of_another_network_are_refused(missing: str) -> None:
    encoder, decoder = tensors(1)
    del encoder[missing]
    with pytest.raises((KeyError, ValueError)):
        Network(encoder, decoder, LETTERS)
