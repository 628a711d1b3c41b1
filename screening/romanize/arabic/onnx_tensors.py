"""The tensors stored in an ONNX file, without a library that runs it.

The file is a Protocol Buffers message (`onnx.proto`): ModelProto.graph is field 7, GraphProto.initializer field 5, and of a
TensorProto dims is field 1, data_type 2, name 8 and raw_data 9. Only 32-bit floats kept as raw data are read.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

_VARINT, _EIGHT_BYTES, _LENGTH, _FOUR_BYTES = 0, 1, 2, 5
_GRAPH, _INITIALIZER, _DIMS, _DATA_TYPE, _NAME, _RAW_DATA = 7, 5, 1, 2, 8, 9
_FLOAT = 1


def onnx_tensors(content: bytes) -> dict[str, NDArray[np.float32]]:
    """Return the 32-bit float tensors of a model by their names; raises ValueError where the content is no such file."""
    try:
        graphs = [value for field, value in _fields(memoryview(content)) if field == _GRAPH]
        tensors = [_tensor(value) for graph in graphs for field, value in _fields(_bytes(graph)) if field == _INITIALIZER]
    except (IndexError, UnicodeDecodeError) as error:
        raise ValueError("not an ONNX model, or cut short") from error
    return dict(tensor for tensor in tensors if tensor)


def _tensor(value: int | memoryview) -> tuple[str, NDArray[np.float32]] | None:
    dims: list[int] = []
    name, kind, raw = "", 0, memoryview(b"")
    for field, part in _fields(_bytes(value)):
        if field == _DIMS:
            dims += [part] if isinstance(part, int) else _packed(part)
        elif field == _DATA_TYPE and isinstance(part, int):
            kind = part
        elif field == _NAME:
            name = bytes(_bytes(part)).decode()
        elif field == _RAW_DATA:
            raw = _bytes(part)
    return (name, np.frombuffer(raw, dtype="<f4").reshape(dims)) if kind == _FLOAT else None


def _bytes(value: int | memoryview) -> memoryview:
    if isinstance(value, int):
        raise ValueError("a number where a message should be")  # noqa: TRY004 (the content is wrong, not the caller)
    return value


def _packed(content: memoryview) -> list[int]:
    values, place = [], 0
    while place < len(content):
        value, place = _varint(content, place)
        values.append(value)
    return values


def _fields(content: memoryview) -> Iterator[tuple[int, int | memoryview]]:
    """The fields of a message: number and value, a whole number or bytes."""
    place = 0
    while place < len(content):
        key, place = _varint(content, place)
        kind = key & 7
        if kind == _VARINT:
            value, place = _varint(content, place)
            yield key >> 3, value
            continue
        if kind == _LENGTH:
            length, place = _varint(content, place)
        elif kind in (_FOUR_BYTES, _EIGHT_BYTES):
            length = 4 if kind == _FOUR_BYTES else 8
        else:
            raise ValueError(f"a field of the unknown kind {kind}")
        if place + length > len(content):
            raise ValueError("cut short")
        yield key >> 3, content[place : place + length]
        place += length


def _varint(content: memoryview, place: int) -> tuple[int, int]:
    value, shift = 0, 0
    while True:
        byte = content[place]
        value |= (byte & 127) << shift
        place, shift = place + 1, shift + 7
        if byte < 128:
            return value, place
