"""Options that several commands share."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click

DEFAULT_TENANT = "default"

TENANT = click.option("--tenant", default=DEFAULT_TENANT, show_default=True, help="Whose records.")


class Moment(click.ParamType[datetime]):
    """A moment in UTC: a date, for its beginning, or ISO 8601 with a Z."""

    name = "moment"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read the text; fails with what is allowed."""
        if isinstance(value, datetime):
            return value
        import marshmallow as ma

        from api.schemas.fields import MOMENT_FORMS, MomentText

        try:
            read: datetime = MomentText().read(value)
        except ma.ValidationError:
            self.fail(f"{value!r} is not a moment (allowed: {MOMENT_FORMS})", param, ctx)
        return read


def operator() -> str:
    """Who acts at the command line, as records name it: with the user of the session."""
    import os
    import pwd

    from api.caller import COMMAND_LINE

    try:
        user = pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        user = str(os.getuid())
    return f"{COMMAND_LINE}: {user}"
