"""Which secret a database was written with: noted when it is new, and no other is used with it afterwards."""

from __future__ import annotations

from sqlalchemy import Connection, select

from api.proof.errors import KeyUnusable
from api.proof.keys import Keys
from api.store.dialect import insert_or_ignore
from api.store.tables import deployment

_NAME = "secret"


def note_secret(connection: Connection, keys: Keys) -> None:
    """Note the secret in a database that is new. Raises `KeyUnusable` when it was written with another."""
    connection.execute(insert_or_ignore(connection, deployment), [{"name": _NAME, "value": keys.secret_id}])
    refuse_another_secret(connection, keys)


def refuse_another_secret(connection: Connection, keys: Keys) -> None:
    """Raise `KeyUnusable` when the database was written with another secret."""
    held = connection.execute(select(deployment.c.value).where(deployment.c.name == _NAME)).scalar_one_or_none()
    if held not in (None, keys.secret_id):
        raise KeyUnusable("secret.key is not the one this database was written with: nothing personal in it could be read")
