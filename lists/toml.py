"""Folders of TOML files, read whole and strictly (TOML 1.0, UTF-8), from disk or from an installed package."""

from __future__ import annotations

import tomllib
from importlib.resources.abc import Traversable

from lists.errors import InvalidListFile, ListProblem
from lists.record import Record


def toml_files(folder: Traversable) -> tuple[Traversable, ...]:
    """The `.toml` files of `folder` in name order. Raises `InvalidListFile` when there are none."""
    try:
        files = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    except OSError as error:
        raise InvalidListFile([ListProblem(folder.name, "", f"cannot be read: {error.strerror or error}")]) from error
    if not files:
        raise InvalidListFile([ListProblem(folder.name, "", "holds no .toml file")])
    return tuple(files)


def read_toml(folder: Traversable, name: str) -> Record:
    """Read one file of `folder` as a record. Raises `InvalidListFile` when it is missing, not UTF-8 or not TOML."""
    label = f"{folder.name}/{name}"
    try:
        return Record(tomllib.loads(folder.joinpath(name).read_bytes().decode("utf-8")), label, "")
    except OSError as error:
        raise InvalidListFile([ListProblem(label, "", f"cannot be read: {error.strerror or error}")]) from error
    except ValueError as error:
        raise InvalidListFile([ListProblem(label, "", f"is not TOML in UTF-8: {error}")]) from error


def stem(name: str) -> str:
    """The name of a TOML file without its ending, which is the id of what it holds."""
    return name.removesuffix(".toml")
