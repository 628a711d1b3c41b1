"""What stands before every operation: who asks, and whether they may. Refuses what no table mentions."""

from __future__ import annotations

from flask import Flask, Response, current_app, g, request

from api.access.endpoints import ENDPOINTS, PUBLIC
from api.access.errors import AccessError, Forbidden, OnlyThisMachine, Unauthenticated
from api.access.identify import Door, From
from api.access.last_use import LastUse
from api.access.roles import Permission, roles_with
from api.caller import Caller
from api.wire.log import LOG

REALM = "screening"


def stand_guard(app: Flask, door: Door, uses: LastUse) -> None:
    """Ask every request that reaches an operation who makes it, and let it pass when that caller has the permission.

    A path that nobody serves, or a wrong method, is answered as that: what is served is no secret.
    """

    @app.before_request
    def check() -> None:
        asked = ENDPOINTS.get(request.endpoint) if request.endpoint else PUBLIC
        if asked == PUBLIC:
            return
        g.caller = door.caller(request.headers.get("Authorization"), _origin())
        _require(g.caller, asked)

    @app.after_request
    def afterwards(response: Response) -> Response:
        if "caller" in g and g.caller.key is not None:
            response.call_on_close(uses.write_if_due)
        return response


def _origin() -> From:
    server = request.server[0] if request.server else ""
    return From(request.remote_addr or "", server, request.headers.get("Host") or "localhost")


def _require(caller: Caller, asked: Permission | str | None) -> None:
    if not isinstance(asked, Permission):
        current_app.extensions[LOG].error("an endpoint is missing in the table of permissions", endpoint=request.endpoint)
        raise Forbidden("this operation is not open to anybody")
    if not caller.may(asked):
        raise Forbidden(_lacking(caller, asked), f"a caller with one of the roles {', '.join(roles_with(asked))}")


def _lacking(caller: Caller, asked: Permission) -> str:
    if caller.roles is None:
        return f"the permission {asked} is given to nobody while the service runs without authentication"
    return f"{caller.name} lacks the permission {asked}"


def challenge(error: AccessError) -> dict[str, str]:
    """Headers that go with a refusal (RFC 9110, 11.6.1; RFC 6750, section 3)."""
    if isinstance(error, Unauthenticated):
        why = f', error="invalid_token", error_description="{error}"' if error.presented else ""
        return {"WWW-Authenticate": f'Bearer realm="{REALM}"{why}'}
    if isinstance(error, Forbidden) and not isinstance(error, OnlyThisMachine):
        return {"WWW-Authenticate": f'Bearer realm="{REALM}", error="insufficient_scope"'}
    return {}
