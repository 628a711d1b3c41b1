"""schemathesis: whatever the OpenAPI document allows is answered as it says, whatever it forbids is refused as it says."""

from __future__ import annotations

from tempfile import mkdtemp

import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import Case, CheckContext, Response
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    allow_header_conformance,
    content_type_conformance,
    negative_data_rejection,
    positive_data_acceptance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from api import create_app
from api.config import Config

# What a pattern cannot say of a date, a name or a cursor.
BEYOND_A_PATTERN = (
    "which has 28 days",
    "nothing is left of the name after normalisation",
    "nothing to compare",
    "is not a cursor of this list",
    "is not such a URL",
    "is not a URL",
    "holds more than an address",
    "leads to an address that is not public",
)

# What only a file's content, and its columns, can tell.
OF_FILES = ("urn:screening:problem:invalid-file", "urn:screening:problem:invalid-mapping")


def valid_data_is_accepted(context: CheckContext, response: Response, case: Case) -> bool | None:
    """The check of that name, but for values that only reading them in full can tell to be wrong."""
    if response.status_code == 422 and response.json()["type"] in OF_FILES:
        return None
    if response.status_code == 422 and all(error["detail"].endswith(BEYOND_A_PATTERN) for error in response.json()["errors"]):
        return None
    return positive_data_acceptance(context, response, case)


CHECKS = [
    not_a_server_error,
    allow_header_conformance,
    content_type_conformance,
    negative_data_rejection,
    valid_data_is_accepted,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
]

WITH_FILES = "^/v1/(files|jobs)"
"""Operations whose requests are files on disk: fewer examples of them."""

schema = schemathesis.openapi.from_wsgi("/v1/openapi.json", create_app(Config(log_level="critical", data=mkdtemp())))


@schema.exclude(path_regex=WITH_FILES).parametrize()
@settings(max_examples=40, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_service_keeps_its_contract(case: Case) -> None:
    case.call_and_validate(checks=CHECKS)


@schema.include(path_regex=WITH_FILES).parametrize()
@settings(max_examples=10, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_service_keeps_its_contract_for_files(case: Case) -> None:
    case.call_and_validate(checks=CHECKS)
