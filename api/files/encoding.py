"""The encoding of a text file: what its first bytes say, else UTF-8 strictly, else recognised, and then told."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, NamedTuple

import chardet

from api.files.errors import unusable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BLOCK, _SAMPLE = 1 << 20, 1 << 18
CODE_PAGES = (
    *(f"windows-{number}" for number in range(1250, 1259)),
    *("iso-8859-2", "iso-8859-15", "koi8-r", "koi8-u", "cp874", "gb18030", "big5", "cp932", "euc-jp", "cp949"),
)
"""Encodings beside Unicode in which files of customers are kept; any other has to be said."""

_CONTROLS = re.compile("[\x80-\x9f]")

_LEAST_BYTES = 24
"""Bytes beyond ASCII that it takes to recognise anything."""

_AS_LIKELY = 0.8
"""Share of the confidence of the likeliest encoding from which another is as likely: when both read other names, neither is taken."""

_MIXED = 0.05
"""Share of the lines with other than plain letters that must be UTF-8 for the rest to be damage and not another encoding: in every
other encoding such a line is now and then UTF-8 by accident."""


class Encoding(NamedTuple):
    """A Python codec, and how it was found, in words; `certain` unless it was only recognised."""

    name: str
    how: str
    certain: bool = True


def encoding_of(path: Path, name: str, said: str | None = None) -> Encoding:
    """Find the encoding of the file at `path`, going through all of it.

    `said` is the caller's word, which is not doubted here. Raises `InvalidFile` for an unknown codec, a file in several encodings, one
    that ends within a character, or one that nothing is recognised in.
    """
    if said is not None:
        return Encoding(_codec(said, name), "as said")
    with path.open("rb") as file:
        start = file.read(_BLOCK)
        for mark, codec in _MARKS:
            if start.startswith(mark):
                return Encoding(codec, "by its byte order mark")
        wide = _without_mark(start)
        if wide is not None:
            return Encoding(wide, "by its zero bytes")
        file.seek(0)
        bad = _first_not_utf8(file)
        if bad is None:
            return Encoding("utf-8", "UTF-8 throughout")
        return _recognised(file, bad, name)


def _codec(said: str, name: str) -> str:
    try:
        "".encode(said)  # some codecs are not of text, which this refuses and a look-up does not
        codec = codecs.lookup(said)
        codec.decode(b"")[0].encode()
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise unusable(name, f"{said!r} is no encoding of text", "utf-8, utf-16, windows-1252, gb18030 and the like") from error
    return codec.name


def _without_mark(start: bytes) -> str | None:
    """UTF-16 that does not say so: most of every other byte is zero, and hardly any of the rest."""
    sample = start[:4096]
    even, odd, half = sample[::2].count(0), sample[1::2].count(0), max(len(sample) // 2, 1)
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _first_not_utf8(file: IO[bytes]) -> bool | None:
    """None when the file is UTF-8; else whether all that is wrong is that it ends within a character."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while block := file.read(_BLOCK):
            decoder.decode(block)
    except UnicodeDecodeError:
        return False
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return True
    return None


def _recognised(file: IO[bytes], cut_off: bool, name: str) -> Encoding:
    if cut_off:
        raise unusable(name, "ends within a character: it was cut off", "a whole file")
    seen = _Lines()
    file.seek(0)
    for number, line in enumerate(_lines(file), 1):
        seen.take(number, line)
    if seen.utf8 and seen.utf8 >= _MIXED * (seen.utf8 + seen.other):
        detail = f"is in several encodings: line {seen.first_utf8} is UTF-8, line {seen.first_other} is not"
        raise unusable(name, detail, "one encoding throughout, or the one it is to be read in said")
    likely = _likely(bytes(seen.sample))
    if len(likely) == 1:
        [codec] = likely
        return Encoding(codec, f"recognised as {codec}; say the encoding if that is wrong", certain=False)
    which = f"it may be {_side_by_side(likely)}" if likely else "its encoding is not recognised"
    raise unusable(name, f"is not UTF-8, and {which}", "the encoding said", line=seen.first_other)


def _likely(sample: bytes) -> dict[str, str]:
    """The codecs in which a sample is about as likely to be as in the likeliest, each with the text it makes; of those that make the same
    text only one. None where there is too little to go by.
    """
    if sum(byte > 0x7F for byte in sample) < _LEAST_BYTES:
        return {}
    found = chardet.detect_all(sample, max_bytes=_SAMPLE, include_encodings=CODE_PAGES)
    best = max((one["confidence"] or 0.0 for one in found), default=0.0)
    texts: dict[str, str] = {}
    for one in found:
        if one["encoding"] is not None and (one["confidence"] or 0.0) >= _AS_LIKELY * best:
            with suppress(UnicodeError):
                text = sample.decode(one["encoding"])
                if not _CONTROLS.search(text) and text not in texts.values():
                    texts[codecs.lookup(one["encoding"]).name] = text
    return texts


def _side_by_side(likely: dict[str, str]) -> str:
    """The codecs, each with the first word that they read differently."""
    words = zip(*(text.split() for text in likely.values()), strict=False)
    first = next((each for each in words if len(set(each)) > 1), ("",) * len(likely))
    return " or ".join(f"{codec} (“{word[:40]}”)" for codec, word in zip(likely, first, strict=True))


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    while line := file.readline(_BLOCK):
        yield line


class _Lines:
    """Counts the lines that are UTF-8 beyond ASCII and those that are not, and keeps a sample of the latter."""

    def __init__(self) -> None:
        self.utf8 = self.other = self.first_utf8 = self.first_other = 0
        self.sample = bytearray()

    def take(self, number: int, line: bytes) -> None:
        if line.isascii():
            return
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            self.other += 1
            self.first_other = self.first_other or number
            if len(self.sample) < _SAMPLE:
                self.sample += line
        else:
            self.utf8 += 1
            self.first_utf8 = self.first_utf8 or number
