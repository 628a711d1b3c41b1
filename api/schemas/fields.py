"""Fields of what comes in. Each error is a `screening.errors.Problem` that says what is wrong and what is allowed.

They are stricter than marshmallow's own: no number from text, no whole number from `true`, no text from a number.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import marshmallow as ma

from screening import COUNTRY_CODES, PartialDate
from screening.errors import Problem
from screening.query import MAX_NAME_LENGTH, name_problems

DATE_FORMS = "YYYY, YYYY-MM or YYYY-MM-DD, a real date between the years 1000 and 2100"
MOMENT_FORMS = "YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ, from 2000 to 2099, in UTC"
_LONGEST_DATE = 10
_MOMENT_PATTERN = (
    "^20[0-9]{2}-((0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-9])|(0[13-9]|1[0-2])-30|(0[13578]|1[02])-31)"
    "(T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{3})?Z)?$"
)
_DATE_PATTERN = (  # for the OpenAPI document; leap years are left to `PartialDate`
    "^(1[0-9]{3}|20[0-9]{2}|2100)(-(0[1-9]|1[0-2])|-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-9])|-(0[13-9]|1[0-2])-30|-(0[13578]|1[02])-31)?$"
)
# In the syntax of OpenAPI (ECMA-262 with Unicode): no control characters, and something that is not white space; in a name, tabs and
# line ends may stand, and a letter or digit must.
_TEXT_PATTERN = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
_NAME_PATTERN = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]*[\p{L}\p{N}][^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]*$"
_NUMBER_PATTERN = r"^[^\x00-\x1f\x7f-\x9f]*[\p{L}\p{N}][^\x00-\x1f\x7f-\x9f]*$"


def refused(detail: str, allowed: str) -> ma.ValidationError:
    """Build (not raise) the error of one value."""
    return ma.ValidationError([Problem("", detail, allowed)])


class _Strict:
    """Turns the errors marshmallow would word itself into problems that say what is allowed."""

    allowed: str = ""

    def make_error(self, key: str, **_: Any) -> ma.ValidationError:
        optional = "" if getattr(self, "required", False) else "; leave the field out when there is nothing to say"
        words = {"required": "is missing", "null": f"is null{optional}"}
        return refused(words.get(key, "has the wrong type"), self.allowed)


class _Value(_Strict):
    """A field whose value stands by itself: `read` returns it checked, or raises what `refused` builds."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        return self.read(value)

    def read(self, value: Any) -> Any:
        """Return `value`, checked."""
        raise AssertionError(f"no way to read {value!r}: each field has its own")


class Text(_Value, ma.fields.String):
    """Text of 1 to `longest` characters: no control characters, no lone surrogates, not white space alone."""

    def __init__(self, longest: int, **options: Any) -> None:
        self.longest = longest
        self.allowed = f"text of 1 to {longest} characters"
        super().__init__(**_documented(options, minLength=1, maxLength=longest, pattern=_TEXT_PATTERN))

    def read(self, value: Any) -> Any:
        """Return the value, checked."""
        if not isinstance(value, str):
            raise refused(f"is {json_type(value)}, not text", self.allowed)
        if len(value) > self.longest:
            raise refused(f"{len(value)} characters, too long", self.allowed)
        for place, character in enumerate(value, 1):
            if not character.isprintable() and (
                ord(character) < 0x20 or 0x7F <= ord(character) < 0xA0 or 0xD800 <= ord(character) < 0xE000
            ):
                raise refused(
                    f"U+{ord(character):04X} at character {place}", f"{self.allowed}, without control characters or lone surrogates"
                )
        if not value.strip():
            raise refused("is empty", self.allowed)
        return value


class NumberText(Text):
    """Text with at least one letter or digit, as the value of an identifier must have."""

    def __init__(self, longest: int, **options: Any) -> None:
        super().__init__(longest, **_documented(options, pattern=_NUMBER_PATTERN))

    def read(self, value: Any) -> Any:
        """Return the value, checked."""
        text: str = super().read(value)
        if not any(character.isalnum() for character in text):
            raise refused("nothing to compare", f"{self.allowed} with at least one letter or digit")
        return text


class Name(Text):
    """A name to screen, as `screening.query` accepts it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(MAX_NAME_LENGTH, **_documented(options, pattern=_NAME_PATTERN))
        self.allowed = f"1 to {MAX_NAME_LENGTH} characters with at least one letter or digit"

    def read(self, value: Any) -> Any:
        """Return the value, checked."""
        if not isinstance(value, str):
            raise refused(f"is {json_type(value)}, not text", self.allowed)
        problems = name_problems(value, "")
        if problems:
            raise ma.ValidationError(problems)
        return value


class Choice(_Value, ma.fields.String):
    """One of the values of an enumeration."""

    def __init__(self, choices: type[StrEnum], **options: Any) -> None:
        self.choices = choices
        self.allowed = ", ".join(choices)
        super().__init__(**_documented(options, enum=list(choices)))

    def read(self, value: Any) -> Any:
        """Return the value, checked."""
        if not isinstance(value, str) or value not in list(self.choices):
            raise refused(_unknown(value), self.allowed)
        return self.choices(value)


class OneOf(_Value, ma.fields.String):
    """One of `values`, which are too many or too changeable to be an enumeration."""

    def __init__(self, values: Collection[str], allowed: str, **options: Any) -> None:
        self.values = values
        self.allowed = allowed
        super().__init__(**options)

    def read(self, value: Any) -> Any:
        """Return the value, checked."""
        if not isinstance(value, str) or value not in self.values:
            raise refused(_unknown(value), self.allowed)
        return value


class Country(OneOf):
    """A country code, upper case."""

    def __init__(self, **options: Any) -> None:
        allowed = "ISO 3166-1 alpha-2, upper case (also EU, XK, and SU, YU, DD, CS, ZR, BU for states that ended)"
        super().__init__(COUNTRY_CODES, allowed, **_documented(options, enum=sorted(COUNTRY_CODES)))


class DateText(_Value, ma.fields.String):
    """A date to the precision that is known, read into a `PartialDate`."""

    allowed = DATE_FORMS

    def __init__(self, **options: Any) -> None:
        super().__init__(**_documented(options, pattern=_DATE_PATTERN))

    def read(self, value: Any) -> Any:
        """Return the value, checked."""
        if not isinstance(value, str):
            raise refused(f"is {json_type(value)}, not text", self.allowed)
        if len(value) > _LONGEST_DATE or "/" in value or "~" in value:
            raise refused(f"{shown(value)} is not a date", self.allowed)
        try:
            return PartialDate.parse(value)
        except ValueError as error:
            raise refused(str(error), self.allowed) from error


class MomentText(_Value, ma.fields.String):
    """A moment in UTC as ISO 8601, or a date for its beginning; read into an aware `datetime`."""

    allowed = MOMENT_FORMS

    def __init__(self, **options: Any) -> None:
        super().__init__(**_documented(options, pattern=_MOMENT_PATTERN))

    def read(self, value: Any) -> Any:
        """Return the value, checked."""
        if not isinstance(value, str):
            raise refused(f"is {json_type(value)}, not text", self.allowed)
        if not re.fullmatch(_MOMENT_PATTERN, value, flags=re.ASCII):
            raise refused(f"{shown(value)} is not a moment", self.allowed)
        try:
            PartialDate.parse(value[:_LONGEST_DATE])  # says how many days the month has
            return datetime.fromisoformat(value).replace(tzinfo=UTC)
        except ValueError as error:
            raise refused(str(error), self.allowed) from error


def moment_of(text: str) -> datetime | None:
    """Read what `MomentText` accepts; None for anything else."""
    try:
        moment: datetime = MomentText().read(text)
    except ma.ValidationError:
        return None
    return moment


class Formed(_Value, ma.fields.String):
    """Text of the form that the regular expression `form` (in both syntaxes the same) describes whole."""

    def __init__(self, form: str, allowed: str, **options: Any) -> None:
        self.form = re.compile(form)
        self.allowed = allowed
        super().__init__(**_documented(options, pattern=f"^{form}$"))

    def read(self, value: Any) -> Any:
        """Return the value, checked."""
        if not isinstance(value, str):
            raise refused(f"is {json_type(value)}, not text", self.allowed)
        if not self.form.fullmatch(value):
            raise refused(f"{shown(value)} is not of that form", self.allowed)
        return value


class Number(_Value, ma.fields.Float):
    """A number between `low` and `high`, both included."""

    def __init__(self, low: float, high: float, **options: Any) -> None:
        self.low, self.high = low, high
        self.allowed = f"a number from {low} to {high}"
        super().__init__(**_documented(options, minimum=low, maximum=high))

    def read(self, value: Any) -> Any:
        """Return the value, checked."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise refused(f"is {json_type(value)}, not a number", self.allowed)
        if not self.low <= value <= self.high:
            raise refused(f"{value} is out of bounds", self.allowed)
        return float(value)


class Whole(_Value, ma.fields.Integer):
    """A whole number between `low` and `high`, both included; `from_text` reads it from a query string."""

    def __init__(self, low: int, high: int, *, from_text: bool = False, **options: Any) -> None:
        self.low, self.high, self.from_text = low, high, from_text
        self.allowed = f"a whole number from {low} to {high}"
        super().__init__(**_documented(options, minimum=low, maximum=high))

    def read(self, value: Any) -> Any:
        """Return the value, checked."""
        if self.from_text and isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= len(str(self.high)):
            value = int(value)
        # 5.0 is a whole number in JSON, which knows one kind of number.
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            raise refused(f"{shown(value)} is not a whole number", self.allowed)
        if not self.low <= value <= self.high:
            raise refused(f"{value} is out of bounds", self.allowed)
        return value


class Flag(_Value, ma.fields.Boolean):
    """True or false, and nothing that stands for one of them."""

    allowed = "true, false"

    def read(self, value: Any) -> Any:
        """Return the value, checked."""
        if not isinstance(value, bool):
            raise refused(f"is {json_type(value)}", self.allowed)
        return value


class Each(_Strict, ma.fields.List[Any]):
    """An array of `least` to `most` items, read into a tuple."""

    def __init__(self, item: ma.fields.Field[Any], most: int, *, least: int = 0, **options: Any) -> None:
        self.least, self.most = least, most
        self.allowed = f"an array of {least} to {most} items"
        super().__init__(item, **_documented(options, minItems=least, maxItems=most))

    def _deserialize(self, value: Any, *place: Any, **options: Any) -> Any:
        if not isinstance(value, list):
            raise refused(f"is {json_type(value)}, not an array", self.allowed)
        if not self.least <= len(value) <= self.most:
            raise refused(f"{len(value)} items", self.allowed)
        return tuple(super()._deserialize(value, *place, **options))


class Inner(_Strict, ma.fields.Nested):
    """An object with a schema of its own."""

    allowed = "an object"


def json_type(value: Any) -> str:
    """Name the JSON type of a parsed value, with its article."""
    if isinstance(value, bool):
        return "true or false"
    names = {str: "text", int: "a number", float: "a number", list: "an array", type(None): "null"}
    return next((name for kind, name in names.items() if isinstance(value, kind)), "an object")


def shown(value: Any) -> str:
    """Quote a value for an error: text and numbers as they are, anything larger by its type."""
    return repr(value) if isinstance(value, str | int | float) else json_type(value)


def _unknown(value: Any) -> str:
    return f"unknown value {shown(value)}" if isinstance(value, str) else f"is {json_type(value)}, not text"


def _documented(options: dict[str, Any], **keywords: Any) -> dict[str, Any]:
    """Put JSON schema keywords into a field's metadata, where the OpenAPI document takes them from."""
    return {**options, "metadata": {**keywords, **options.get("metadata", {})}}
