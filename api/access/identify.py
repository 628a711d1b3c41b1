"""From the ``Authorization`` header of a request to its caller."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine

from api.access.administration import caller_name
from api.access.bind import is_local, is_local_name
from api.access.errors import OnlyThisMachine, Unauthenticated
from api.access.last_use import LastUse
from api.access.secret import MARK, id_in, proves
from api.access.tokens import Tokens
from api.caller import Caller
from api.store import keys
from api.store.keys import ACTIVE
from lists.database import reading

CREDENTIALS = "Authorization: Bearer, followed by an API key or a token of the issuer"

_BEARER = re.compile(r"bearer +([A-Za-z0-9._~+/-]+=*) *", re.IGNORECASE)  # RFC 6750, section 2.1


@dataclass(frozen=True, slots=True)
class From:
    """Where a request comes from: the address of the peer, the server's own address, and the ``Host`` it names."""

    peer: str
    server: str
    host: str

    @property
    def is_this_machine(self) -> bool:
        """Whether it was made on this machine to an address of this machine.

        The ``Host`` counts because a page in a browser here may make a name of its own lead here (DNS rebinding), and because
        a proxy in front that passes on the public name lets others in.
        """
        by_socket = not self.peer or self.server.startswith("/")
        return (by_socket or (is_local(self.peer) and is_local(self.server))) and is_local_name(self.host)


class Door:
    """Tells who asks.

    `engine` gives the database, or raises `DatabaseError` while it cannot be used. `tokens` is None where no issuer is set;
    `required`: never open, whatever there is.
    """

    def __init__(self, engine: Callable[[], Engine], tokens: Tokens | None, uses: LastUse, *, required: bool = False) -> None:
        self._engine = engine
        self._tokens = tokens
        self._uses = uses
        self._shut = required or tokens is not None

    def is_open(self) -> bool:
        """Whether nobody is told apart: no issuer is set, and no key was ever made. Raises `DatabaseError`.

        A service that is not open never becomes so again: from then on the database is not asked.
        """
        if not self._shut:
            with reading(self._engine()) as connection:
                self._shut = keys.any_ever(connection)
        return not self._shut

    def caller(self, header: str | None, origin: From) -> Caller:
        """Return who asks.

        Raises `Unauthenticated`, `OnlyThisMachine`; `IssuerUnreachable` and `DatabaseError` when that cannot be told now.
        """
        if self.is_open():
            if not origin.is_this_machine:
                raise OnlyThisMachine(
                    "this service runs without authentication and answers this machine alone",
                    "requests made here to localhost, 127.0.0.1 or [::1]",
                )
            return Caller()
        if header is None:
            raise Unauthenticated("there are no credentials", CREDENTIALS, presented=False)
        found = _BEARER.fullmatch(header)
        if found is None:
            raise Unauthenticated("the credentials have another form than the one accepted", CREDENTIALS)
        return self._by_key(found[1]) if found[1].startswith(MARK) else self._by_token(found[1])

    def _by_key(self, text: str) -> Caller:
        identity = id_in(text)
        key = None
        if identity is not None:
            with reading(self._engine()) as connection:
                key = keys.by_id(connection, identity)
        if not proves(text, key.hash if key else None) or key is None:
            raise Unauthenticated("the key is none of this service", "a key that was made here")
        now = datetime.now(UTC)
        if key.state(now) != ACTIVE:
            raise Unauthenticated(f"the key is {key.state(now)}", "a key that is active")
        self._uses.note(key.id, now)
        return Caller(key.tenant, caller_name(key), key.roles, key.id, key.rate)

    def _by_token(self, text: str) -> Caller:
        if self._tokens is None:
            raise Unauthenticated("the credentials are no API key, and tokens are not accepted here", "an API key that was made here")
        return self._tokens.caller(text)
