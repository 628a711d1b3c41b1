"""`docs/api.md` is true: its examples are answered as it shows, and every field and problem there is has its entry."""

from __future__ import annotations

import json
import re
import shlex
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from api.errors import ANSWERS
from api.schemas.editions import ChangesSchema, EditionsSchema, StoredEditionSchema
from api.schemas.health import ReadySchema
from api.schemas.lists import ListDetailSchema, PartyPageSchema
from api.schemas.party import PartySchema
from api.schemas.problem import ProblemSchema
from api.schemas.proof import (
    CheckpointSchema,
    CheckpointStatementSchema,
    DifferenceSchema,
    PublicKeySchema,
    ReceiptSchema,
    ReceiptStatementSchema,
    ReplaySchema,
)
from api.schemas.query import PageParameters, QuerySchema
from api.schemas.screening import HitSchema, ScreenedListSchema, ScreeningSchema
from api.schemas.stored import RecordSchema, ScreeningFilters, ScreeningLineSchema, ScreeningPageSchema
from api.schemas.subject import ErasureSchema, HoldSchema, LiftedSchema, SubjectSchema
from screening import IdentifierType, Policy

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text(encoding="utf-8")

BLOCKS = re.findall(r"^```(console|json)\n(.*?)^```$", DOCUMENT, flags=re.MULTILINE | re.DOTALL)


def examples() -> list[tuple[str, str]]:
    """Each request, and what the block behind it shows of the answer."""
    return [
        (command.removeprefix("$ ").strip(), shown)
        for (kind, command), (following, shown) in pairwise([*BLOCKS, ("", "")])
        if kind == "console" and following == "json"
    ]


EXAMPLES = examples()


def assert_within(shown: Any, answer: Any, place: str = "") -> None:
    """Every value shown is in the answer, arrays in full."""
    if isinstance(shown, dict):
        for key, value in shown.items():
            assert key in answer, f"{place}/{key}"
            assert_within(value, answer[key], f"{place}/{key}")
    elif isinstance(shown, list):
        assert len(shown) == len(answer), place
        for number, value in enumerate(shown):
            assert_within(value, answer[number], f"{place}/{number}")
    else:
        assert shown == answer, place


def test_the_document_shows_an_example_of_each_kind() -> None:
    assert len(EXAMPLES) == DOCUMENT.count("$ curl ") >= 5


@pytest.mark.parametrize(("command", "shown"), EXAMPLES, ids=[urlsplit(shlex.split(command)[2]).path for command, _ in EXAMPLES])
def test_an_example_is_answered_as_shown(client, command: str, shown: str) -> None:
    words = shlex.split(command)
    path = urlsplit(words[2]).path
    if "-d" in words:
        response = client.post(path, data=words[words.index("-d") + 1], content_type="application/json")
    else:
        response = client.get(path)
    assert_within(json.loads(shown), response.json)


@pytest.mark.parametrize(
    "schema",
    [
        QuerySchema,
        ScreeningSchema,
        HitSchema,
        ScreenedListSchema,
        RecordSchema,
        ScreeningLineSchema,
        ScreeningPageSchema,
        ScreeningFilters,
        ReceiptSchema,
        ReceiptStatementSchema,
        ReplaySchema,
        DifferenceSchema,
        PublicKeySchema,
        CheckpointSchema,
        CheckpointStatementSchema,
        SubjectSchema,
        ErasureSchema,
        HoldSchema,
        LiftedSchema,
        ListDetailSchema,
        EditionsSchema,
        StoredEditionSchema,
        ChangesSchema,
        ReadySchema,
        PartyPageSchema,
        PartySchema,
        ProblemSchema,
        PageParameters,
    ],
)
def test_every_field_stands_in_the_document(schema) -> None:
    assert [name for name in schema().fields if f"`{name}`" not in DOCUMENT] == []


def test_every_problem_type_stands_in_the_document_with_its_status() -> None:
    rows = re.findall(r"^\| (\d{3}) \| ([^|]+) \|", DOCUMENT, flags=re.MULTILINE)
    told = {(int(status), slug) for status, slugs in rows for slug in re.findall(r"`([a-z-]+)`", slugs)}
    raised = {(int(answer.status), answer.slug) for answer in ANSWERS.values()}
    assert raised <= told
    assert {status for status, _ in told} == {400, 401, 403, 404, 405, 408, 409, 413, 415, 416, 422, 429, 500, 503}


def test_every_kind_of_identifier_stands_in_the_document() -> None:
    assert [kind for kind in IdentifierType if f"`{kind}`" not in DOCUMENT] == []


@pytest.mark.parametrize("field", ["threshold", "limit"])
def test_what_is_left_out_is_told_as_the_policy_has_it(field: str) -> None:
    assert re.search(rf"^\| `{field}` \|.* left out: {getattr(Policy(), field)}\b", DOCUMENT, flags=re.MULTILINE)
