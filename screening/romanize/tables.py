"""Reads the tables in `data/`: UTF-8, tab-separated, `#` starts a comment line. Each file is read once per process, at first use."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


def listed(text: str) -> tuple[str, ...]:
    """The parts of a text that are separated by spaces."""
    return tuple(text.split())


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of `data/<name>.tsv`, each a tuple of its cells."""
    text = (files("screening.romanize") / "data" / f"{name}.tsv").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(tuple(line.split("\t")) for line in lines)


@cache
def spellings(name: str) -> dict[str, tuple[str, ...]]:
    """The table `data/<name>.tsv` as key -> its spellings, most usual first (second cell, separated by spaces)."""
    return {key: tuple(values.split()) for key, values in rows(name)}
