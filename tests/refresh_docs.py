"""Write what the examples of README.md and docs/cli.md print today into those documents: ``python -m tests.refresh_docs``.

Read the difference before committing it: the tests hold the documents to the program, only a person holds both to sense.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from urllib.parse import urlsplit

from click.testing import CliRunner

from tests.method_tables import made
from tests.source_tree import ROOT
from tests.test_docs import COMMAND_WIDTH, commands, read_curl

DOCUMENTS = ("README.md", "docs/cli.md")


def printed(command: str) -> str | None:
    """What a shown command prints; None for one that is not run here."""
    if command.startswith("screening "):
        from api.cli import cli

        words, _, after = command.partition("; echo ")
        done = CliRunner().invoke(cli, shlex.split(words)[1:], prog_name="screening", env={"COLUMNS": COMMAND_WIDTH})
        return done.output + (f"exit code {done.exit_code}\n" if after else "")
    if command.startswith("curl "):
        from api import create_app

        request, _, view = command.partition(" | ")
        method, url, headers, body = read_curl(request)
        answer = create_app().test_client().open(urlsplit(url).path, method=method, headers=headers, data=body)
        words = [sys.executable, "-X", "utf8", *shlex.split(view)[1:]]
        done = subprocess.run(words, input=answer.get_data(as_text=True), encoding="utf-8", capture_output=True, check=True)
        return done.stdout
    return None


def main() -> None:
    """Rewrite each output that differs, and the tables of docs/method.md."""
    for name in DOCUMENTS:
        path = ROOT / name
        text = path.read_text(encoding="utf-8")
        for command, shown in commands(name):
            output = printed(command) if shown else None
            if output is not None and output != shown:
                text = re.sub(re.escape(shown), lambda _, new=output: new, text, count=1)  # type: ignore[misc]
        path.write_text(text, encoding="utf-8")
    method = ROOT / "docs/method.md"
    method.write_text(made(method.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
