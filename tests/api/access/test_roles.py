"""Roles and the table of permissions."""

from __future__ import annotations

import pytest

from api.access.endpoints import ENDPOINTS, PUBLIC
from api.access.roles import GRANTS, OPEN, Permission, Role, permissions_of, roles_with
from api.caller import Caller
from tests.source_tree import ROOT


def test_every_role_of_the_design_is_there_and_has_a_row() -> None:
    assert set(GRANTS) == set(Role)
    assert {str(role) for role in Role} == {"screener", "analyst", "approver", "policy_admin", "list_admin", "auditor", "operator"}


@pytest.mark.parametrize("permission", Permission, ids=str)
def test_every_permission_is_asked_somewhere_and_given_to_somebody(permission: Permission) -> None:
    assert permission in ENDPOINTS.values()
    assert roles_with(permission)


def test_the_auditor_reads_everything_and_writes_nothing() -> None:
    reads = {each for each in Permission if each.endswith((":read", ":search", ":explain"))}
    assert GRANTS[Role.AUDITOR] == reads


@pytest.mark.parametrize("role", Role, ids=str)
def test_only_the_operator_makes_keys(role: Role) -> None:
    assert (Permission.KEYS_WRITE in GRANTS[role]) == (role is Role.OPERATOR)


def test_the_operator_does_not_see_what_is_screened() -> None:
    assert not {each for each in GRANTS[Role.OPERATOR] if each.startswith("screenings:")}


def test_roles_add_up() -> None:
    assert permissions_of([Role.SCREENER, Role.OPERATOR]) == GRANTS[Role.SCREENER] | GRANTS[Role.OPERATOR]
    assert permissions_of([]) == frozenset()


def test_whoever_has_no_role_may_do_nothing() -> None:
    assert not any(Caller(roles=frozenset()).may(each) for each in Permission)


def test_in_the_open_everybody_may_do_all_but_make_keys() -> None:
    assert {each for each in Permission if Caller().may(each)} == OPEN == set(Permission) - {Permission.KEYS_WRITE}


def test_what_concerns_every_tenant_is_for_the_default_tenant_alone(monkeypatch) -> None:
    monkeypatch.setattr("api.caller.WHOLE_SERVICE", frozenset({Permission.LISTS_READ}))
    everything = frozenset(Role)
    assert Caller(roles=everything).may(Permission.LISTS_READ)
    assert not Caller("other", roles=everything).may(Permission.LISTS_READ)
    assert Caller("other", roles=everything).may(Permission.SCREENINGS_CREATE)


def test_the_table_of_roles_stands_in_the_access_document() -> None:
    text = (ROOT / "docs" / "access.md").read_text(encoding="utf-8")
    for role in Role:
        granted = ", ".join(f"`{each}`" for each in Permission if each in GRANTS[role])
        assert f"| `{role}` | {granted} |" in text, f"| `{role}` | {granted} |"


def test_the_table_of_endpoints_holds_nothing_but_permissions_and_public() -> None:
    assert all(asked == PUBLIC or isinstance(asked, Permission) for asked in ENDPOINTS.values())
