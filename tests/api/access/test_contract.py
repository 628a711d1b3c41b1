"""schemathesis on a service with keys: what the OpenAPI document says of administration is true for somebody who may do it."""

from __future__ import annotations

from tempfile import mkdtemp

import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    allow_header_conformance,
    content_type_conformance,
    ignored_auth,
    negative_data_rejection,
    positive_data_acceptance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from api.access.roles import Role
from tests.api.access.serving import bearer, new_key, service

app = service(mkdtemp(), rate_limit=1_000_000)
KEY = bearer(new_key(app, "everything", tuple(Role)).text)

CHECKS = [
    not_a_server_error,
    allow_header_conformance,
    content_type_conformance,
    ignored_auth,
    negative_data_rejection,
    positive_data_acceptance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
]

schema = schemathesis.openapi.from_wsgi("/v1/openapi.json", app)


@schema.include(path_regex="^/v1/keys").parametrize()
@settings(max_examples=40, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
def test_administration_keeps_its_contract(case: Case) -> None:
    case.call_and_validate(checks=CHECKS, headers=KEY)
