"""Tensors are read from ONNX files without a library that runs them; what is no such file is refused."""

from __future__ import annotations

import numpy as np
import pytest

from screening.romanize.arabic.onnx_tensors import onnx_tensors


def varint(value: int) -> bytes:
    out = b""
    while value > 127:
        out += bytes([value & 127 | 128])
        value >>= 7
    return out + bytes([value])


def field(number: int, content: bytes | int) -> bytes:
    if isinstance(content, int):
        return varint(number << 3) + varint(content)
    return varint(number << 3 | 2) + varint(len(content)) + content


def tensor(name: str, values: np.ndarray, *, packed: bool = False, kind: int = 1) -> bytes:
    dims = field(1, b"".join(map(varint, values.shape))) if packed else b"".join(field(1, size) for size in values.shape)
    return dims + field(2, kind) + field(8, name.encode()) + field(9, values.tobytes())


def model(*tensors: bytes) -> bytes:
    graph = (
        field(1, b"a node")
        + b"".join(field(5, each) for each in tensors)
        + varint(99 << 3 | 5)
        + b"four"
        + varint(98 << 3 | 1)
        + b"eight by"
    )
    return field(1, 8) + field(7, graph)


VALUES = np.arange(300, dtype="<f4").reshape(2, 150)


@pytest.mark.parametrize("packed", [False, True])
def test_tensors_come_by_name_in_their_shape(packed: bool) -> None:
    found = onnx_tensors(model(tensor("one", VALUES, packed=packed), tensor("two", VALUES.T)))
    assert list(found) == ["one", "two"]
    assert np.array_equal(found["one"], VALUES)
    assert found["two"].shape == (150, 2)


def test_tensors_of_other_numbers_are_left_out() -> None:
    assert list(onnx_tensors(model(tensor("whole", VALUES, kind=7), tensor("one", VALUES)))) == ["one"]


@pytest.mark.parametrize("end", [1, 5, 40, -1])
def test_a_file_cut_short_is_refused(end: int) -> None:
    with pytest.raises(ValueError, match="cut short"):
        onnx_tensors(model(tensor("one", VALUES))[:end])


@pytest.mark.parametrize("content", [b"\x3b\x00", field(7, 1), field(7, field(5, 3)), model(tensor("one", VALUES) + field(1, 3))])
def test_what_is_no_onnx_file_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"unknown kind|where a message should be|cannot reshape"):
        onnx_tensors(content)
