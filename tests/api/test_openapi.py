"""The OpenAPI document is complete and true."""

from __future__ import annotations

import json
import re

import jsonschema_rs
import pytest
from flask import Flask

from api.examples import BATCHES, QUERIES

PATHS = {
    ("/v1/screenings", "post"),
    ("/v1/screenings", "get"),
    ("/v1/screenings/{screening_id}", "get"),
    ("/v1/screenings/{screening_id}/receipt", "get"),
    ("/v1/screenings/{screening_id}/replay", "post"),
    ("/v1/subjects/search", "post"),
    ("/v1/subjects/{subject}/erasure", "post"),
    ("/v1/subjects/{subject}/holds", "post"),
    ("/v1/holds", "get"),
    ("/v1/holds/{hold}/lift", "post"),
    ("/v1/audit/keys", "get"),
    ("/v1/audit/checkpoint", "get"),
    ("/v1/screenings/batch", "post"),
    ("/v1/files", "post"),
    ("/v1/files/{file_id}", "get"),
    ("/v1/files/{file_id}", "delete"),
    ("/v1/jobs", "post"),
    ("/v1/jobs", "get"),
    ("/v1/jobs/{job_id}", "get"),
    ("/v1/jobs/{job_id}", "delete"),
    ("/v1/jobs/{job_id}/results", "get"),
    ("/v1/jobs/{job_id}/events", "get"),
    ("/v1/jobs/{job_id}/cancel", "post"),
    ("/v1/why", "post"),
    ("/v1/lists", "get"),
    ("/v1/lists/{list_id}", "get"),
    ("/v1/lists/{list_id}/editions", "get"),
    ("/v1/lists/{list_id}/changes", "get"),
    ("/v1/lists/{list_id}/parties", "get"),
    ("/v1/parties/{party_id}", "get"),
    ("/v1/audit/acts", "get"),
    ("/v1/keys", "get"),
    ("/v1/keys", "post"),
    ("/v1/keys/{key_id}", "get"),
    ("/v1/keys/{key_id}", "patch"),
    ("/v1/keys/{key_id}", "delete"),
    ("/v1/keys/{key_id}/rotation", "post"),
    ("/healthz", "get"),
    ("/readyz", "get"),
}


@pytest.fixture(scope="module")
def document(app: Flask):
    """The document as it is served."""
    return json.loads(app.test_client().get("/v1/openapi.json").data)


@pytest.fixture(scope="module")
def valid(document):
    """Tell whether a value is what a schema of the document says."""

    def check(name: str, value: object) -> None:
        jsonschema_rs.validator_for({"$ref": f"#/components/schemas/{name}", "components": document["components"]}).validate(value)

    return check


def test_the_document_is_openapi_3_1_and_names_every_operation(document) -> None:
    assert document["openapi"].startswith("3.1")
    assert {(path, method) for path, methods in document["paths"].items() for method in methods if method != "parameters"} == PATHS


def test_every_route_is_in_the_document_or_is_a_page(app: Flask, document) -> None:
    served = {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule) for rule in app.url_map.iter_rules()}
    assert served - set(document["paths"]) == {"/", "/docs", "/v1/openapi.json", "/static/{filename}"}


def test_every_operation_describes_itself_and_its_problems(document) -> None:
    for methods in document["paths"].values():
        for method, operation in methods.items():
            if method != "parameters":
                assert operation["summary"]
                assert operation["operationId"]
                assert {"422", "500"} <= set(operation["responses"])
                assert {"200", "201", "202"} & set(operation["responses"])
                assert ("requestBody" in operation) == ({"400", "408", "413", "415"} <= set(operation["responses"]))


def test_every_problem_response_has_the_problem_schema(document) -> None:
    for response in document["components"]["responses"].values():
        assert response["description"]
        assert response["content"]["application/problem+json"]["schema"] == {"$ref": "#/components/schemas/Problem"}


def test_every_reference_leads_somewhere(document) -> None:
    for reference in set(re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(document))):
        place = document
        for step in reference.split("/"):
            place = place[step]


def test_every_field_is_described(document) -> None:
    for name, schema in document["components"]["schemas"].items():
        for field, said in schema["properties"].items():
            assert said.get("description"), f"{name}.{field}"


def test_the_lists_to_choose_from_are_those_in_force(document) -> None:
    assert document["components"]["schemas"]["Query"]["properties"]["lists"]["items"]["enum"] == [
        "ca-gac",
        "cn-mfa",
        "eu-council",
        "uk-fcdo",
        "us-treasury",
    ]


@pytest.mark.parametrize("query", QUERIES.values(), ids=list(QUERIES))
def test_example_queries_are_valid_and_answered(valid, ask, query) -> None:
    valid("Query", query)
    answer = ask(query)
    assert answer.status_code == 201
    assert answer.json["hits"]


@pytest.mark.parametrize("batch", BATCHES.values(), ids=list(BATCHES))
def test_example_batches_are_valid_and_answered(valid, client, batch) -> None:
    valid("Batch", batch)
    assert client.post("/v1/screenings/batch", json=batch).json["refused"] == 0


def test_the_example_answer_is_the_true_one(document, valid, ask) -> None:
    content = document["paths"]["/v1/screenings"]["post"]
    example = content["responses"]["201"]["content"]["application/json"]["example"]
    valid("Screening", example)
    example = json.loads(json.dumps(example))
    answer = ask(content["requestBody"]["content"]["application/json"]["examples"]["a name"]["value"]).json
    varying = {"id", "screened_at"}
    for each in (*example["lists"], *answer["lists"]):
        del each["age_days"]
    assert {key: example[key] for key in example if key not in varying} == {key: answer[key] for key in answer if key not in varying}


def test_example_problems_are_valid(document, valid) -> None:
    examples = [
        response["content"]["application/problem+json"]["example"]
        for response in document["components"]["responses"].values()
        if "example" in response["content"]["application/problem+json"]
    ]
    assert len(examples) >= 6
    for example in examples:
        valid("Problem", example)


def test_answers_are_as_described(valid, client, ask) -> None:
    valid("Screening", ask(name="Wang Junzheng", kind="entity", birth_date="1963", countries=["US"]).json)
    valid("BatchResult", client.post("/v1/screenings/batch", json={"queries": [{"name": "MERICS"}, {}]}).json)
    valid("Lists", client.get("/v1/lists").json)
    valid("ListDetail", client.get("/v1/lists/cn-mfa").json)
    valid("PartyPage", client.get("/v1/lists/cn-mfa/parties?limit=2").json)
    valid("Party", client.get("/v1/parties/uk-fcdo:xpcc-public-security-bureau").json)
    valid("Ready", client.get("/readyz").json)
    valid("Problem", ask(name="-").json)


def test_two_processes_write_the_same_document(document) -> None:
    from api import create_app
    from api.config import Config

    again = create_app(Config(log_level="critical")).test_client().get("/v1/openapi.json").data
    assert json.loads(again) == document
