"""One source record as named fields, each of which must be taken: what nobody took is an error, never ignored in silence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from lists.errors import InvalidListFile, ListProblem

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

_TYPES_IN_WORDS: Mapping[type, str] = {
    str: "text",
    int: "a whole number",
    bool: "true or false",
    date: "a date",
    dict: "a table",
    list: "an array",
}


class Record:
    """A mapping read field by field.

    `file` and `entry` say where it stands and appear in every error. Each `take...` removes one field and raises
    `InvalidListFile` when it is missing, of another type, or not among the values allowed. `finish` raises when fields remain.
    """

    def __init__(self, fields: Mapping[str, object], file: str, entry: str) -> None:
        self._fields = dict(fields)
        self.file = file
        self.entry = entry

    def problem(self, reason: str) -> InvalidListFile:
        """Build (not raise) the error that says `reason` about this record."""
        return InvalidListFile([ListProblem(self.file, self.entry, reason)])

    def take(self, key: str, kind: type[T]) -> T:
        """Take a required field of exactly the type `kind` (a bool is no int, a date with a time is no date)."""
        if key not in self._fields:
            raise self.problem(f"missing field {key!r}")
        value = self._fields.pop(key)
        if type(value) is not kind:
            raise self.problem(f"field {key!r} is {_in_words(type(value))}, not {_in_words(kind)}")
        return value

    def take_optional(self, key: str, taker: Callable[[str], T]) -> T | None:
        """Take a field with `taker` (`record.take_text` ...) when it is there; None when it is not."""
        return taker(key) if key in self._fields else None

    def take_text(self, key: str) -> str:
        """Take a required text: not empty, without white space around it."""
        return self._checked_text(key, self.take(key, str))

    def take_texts(self, key: str) -> tuple[str, ...]:
        """Take a required array of texts, each as `take_text` wants it, none twice; may be empty."""
        texts = tuple(self._checked_text(key, value) for value in self.take(key, list))
        if len(set(texts)) != len(texts):
            raise self.problem(f"field {key!r} holds a value twice")
        return texts

    def take_choice(self, key: str, choices: type[E]) -> E:
        """Take a required text that is one of the values of an enumeration."""
        return self._checked_choice(key, self.take(key, str), choices)

    def take_choices(self, key: str, choices: type[E]) -> tuple[E, ...]:
        """Take a required array of values of an enumeration, none twice; may be empty."""
        return tuple(self._checked_choice(key, text, choices) for text in self.take_texts(key))

    def take_count(self, key: str) -> int:
        """Take a required whole number, 0 or more."""
        number = self.take(key, int)
        if number < 0:
            raise self.problem(f"field {key!r} is {number}, less than 0")
        return number

    def take_record(self, key: str) -> Record:
        """Take a required table as a record of its own."""
        return Record(self.take(key, dict), self.file, f"{self.entry} {key}".strip())

    def take_records(self, key: str) -> tuple[Record, ...]:
        """Take a required array of tables as records of their own, numbered from 1; may be empty."""
        records = []
        for number, value in enumerate(self.take(key, list), 1):
            if type(value) is not dict:
                raise self.problem(f"{key} {number} is {_in_words(type(value))}, not a table")
            records.append(Record(value, self.file, f"{self.entry} {key} {number}".strip()))
        return tuple(records)

    def finish(self) -> None:
        """Raise `InvalidListFile` naming every field that was not taken."""
        if self._fields:
            raise InvalidListFile(ListProblem(self.file, self.entry, f"unknown field {key!r}") for key in sorted(self._fields))

    def _checked_text(self, key: str, value: object) -> str:
        if type(value) is not str:
            raise self.problem(f"field {key!r} holds {_in_words(type(value))}, not text")
        if not value or value != value.strip():
            raise self.problem(f"field {key!r} is blank or has white space around it")
        return value

    def _checked_choice(self, key: str, text: str, choices: type[E]) -> E:
        try:
            return choices(text)
        except ValueError:
            raise self.problem(f"field {key!r} is {text!r}; allowed: {', '.join(choices)}") from None


def _in_words(kind: type) -> str:
    return _TYPES_IN_WORDS.get(kind, kind.__name__)
