"""The documents are true: examples run and print what they say, everything there is has its entry, links lead somewhere."""

from __future__ import annotations

import doctest
import importlib
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
import pytest
from click.testing import CliRunner

from tests.source_tree import ROOT

DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("tests/**/*.md")])
COMMAND_WIDTH = "100"


@cache
def text_of(name: str) -> str:
    """The document at `name`, from the root."""
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(document: str, language: str) -> list[str]:
    """Fenced code blocks of one language, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text_of(document), flags=re.MULTILINE | re.DOTALL)


def commands(document: str) -> Iterator[tuple[str, str]]:
    """Each command of the `console` blocks, continuation lines joined, and what it is said to print."""
    for block in blocks(document, "console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = re.sub(r"\\\n\s*", "", part).partition("\n")
            yield command, output


# --- the README's examples -------------------------------------------------------------------------------------------------------


def test_the_readme_names_both_commands() -> None:
    made = [command for command, _ in commands("README.md") if command.startswith("make ")]
    assert {"make serve", "make test"} <= set(made)


def readme_request() -> tuple[str, str, str]:
    """The curl command of the README, the filter its answer goes through, and what comes out."""
    [(command, shown)] = [(command, output) for command, output in commands("README.md") if command.startswith("curl ")]
    request, _, view = command.partition(" | ")
    return request, view, shown


def test_the_request_of_the_readme_gets_the_answer_it_shows() -> None:
    from api import create_app

    request, view, shown = readme_request()
    method, url, headers, body = read_curl(request)
    answer = create_app().test_client().open(urlsplit(url).path, method=method, headers=headers, data=body)
    assert answer.status_code == 201
    program, *arguments = shlex.split(view)
    assert program == "python3"
    done = subprocess.run(
        [sys.executable, "-X", "utf8", *arguments], input=answer.get_data(as_text=True), encoding="utf-8", capture_output=True, check=True
    )
    assert done.stdout == shown


def read_curl(command: str) -> tuple[str, str, dict[str, str], str | None]:
    """Method, address, headers and body of a curl command that uses -s, -H and -d alone."""
    words = iter(shlex.split(command)[1:])
    url, headers, body = "", {}, None
    for word in words:
        if word == "-H":
            name, _, value = next(words).partition(": ")
            headers[name] = value
        elif word == "-d":
            body = next(words)
        elif not word.startswith("-"):
            url = word
        else:
            assert word == "-s", f"option {word} is not understood here"
    return ("POST" if body else "GET"), url, headers, body


def test_what_is_printed_at_start_is_what_the_readme_shows() -> None:
    from api import create_app
    from api.serving import announcement, curl

    [shown] = [output for command, output in commands("README.md") if command == "make serve"]
    assert announcement(create_app(), "127.0.0.1", 8000).strip() == shown.strip()
    assert shlex.split(readme_request()[0]) == shlex.split(curl("http://127.0.0.1:8000"))


def test_the_library_example_of_the_readme_prints_what_it_says() -> None:
    [example] = [block for block in blocks("README.md", "python") if ">>>" in block]
    parsed = doctest.DocTestParser().get_doctest(example, {}, "README.md", "README.md", 0)
    failed, tried = doctest.DocTestRunner(optionflags=doctest.REPORT_NDIFF).run(parsed)
    assert tried > 0
    assert failed == 0


def screening_commands() -> list[Any]:
    """Every `screening` command of the README and docs/cli.md that is shown with its output."""
    found = [(document, *each) for document in ("README.md", "docs/cli.md") for each in commands(document)]
    return [pytest.param(command, output, id=command) for _, command, output in found if command.startswith("screening ") and output]


@pytest.mark.parametrize(("command", "shown"), screening_commands())
def test_a_command_prints_what_the_documents_show(command: str, shown: str) -> None:
    from api.cli import cli

    command, _, after = command.partition("; echo ")
    done = CliRunner().invoke(cli, shlex.split(command)[1:], prog_name="screening", env={"COLUMNS": COMMAND_WIDTH})
    printed = done.output + (f"exit code {done.exit_code}\n" if after else "")
    assert printed == shown


def test_the_tables_of_the_method_are_those_of_the_code() -> None:
    from tests.method_tables import made

    assert made(text_of("docs/method.md")) == text_of("docs/method.md"), "run python -m tests.refresh_docs"


def test_the_readme_shows_a_command_with_its_output() -> None:
    assert any(command.startswith("screening check ") and output for command, output in commands("README.md"))


def test_the_exit_codes_stand_in_the_readme() -> None:
    from api.cli.failure import FAILED, FOUND, FOUND_NOTHING

    assert re.search(rf"{FOUND_NOTHING} nothing found, {FOUND} hits, {FAILED} error", text_of("README.md"))


# --- everything there is has its entry -------------------------------------------------------------------------------------------


def test_every_setting_stands_in_the_settings_with_its_default_and_bounds() -> None:
    from api.config import settings

    for setting in settings():
        default = "not set" if setting.default is None else f"`{setting.default}`"
        assert f"| `{setting.variable}` | {default} | {setting.allowed} | {setting.meaning} |" in text_of("docs/settings.md")


def test_no_setting_is_described_that_does_not_exist() -> None:
    from api.config import settings

    described = set(re.findall(r"\bSCREENING_[A-Z_]+\b", "".join(text_of(str(path.relative_to(ROOT))) for path in DOCUMENTS)))
    of_the_tests = {"SCREENING_TEST_DATA", "SCREENING_TEST_POSTGRES", "SCREENING_TEST_REDIS"}
    assert described <= {setting.variable for setting in settings()} | of_the_tests | {"SCREENING_"}


def test_server_arguments_stand_in_the_settings_with_their_defaults() -> None:
    from api.cli.serve import command

    for option in command.params:
        assert re.search(rf"\| `{option.name.upper()}` \| `--{option.name}` \| `{option.default}` \|", text_of("docs/settings.md"))
        assert f"{option.name.upper()} ?= {option.default}\n" in text_of("Makefile")


def test_every_endpoint_stands_in_the_api_document() -> None:
    from api import create_app

    app = create_app()
    document = app.test_client().get("/v1/openapi.json").get_json()
    missing = [
        f"{method.upper()} {path}"
        for path, operations in document["paths"].items()
        for method in operations
        if method in {"get", "post", "put", "patch", "delete"} and f"{method.upper()} {path}" not in text_of("docs/api.md")
    ]
    assert missing == []


def test_every_list_stands_in_the_lists_document() -> None:
    import lists

    for each in lists.load_all().lists:
        assert f"`{each.source.id}`" in text_of("docs/lists.md")


def all_commands(group: click.Group, path: tuple[str, ...] = ("screening",)) -> Iterator[tuple[str, click.Command]]:
    """Every command with its full name."""
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        assert found is not None
        yield " ".join([*path, name]), found
        if isinstance(found, click.Group):
            yield from all_commands(found, (*path, name))


def test_every_command_and_option_stands_in_the_command_line_document() -> None:
    from api.cli import cli

    reference = text_of("docs/cli.md")
    for name, command in all_commands(cli):
        assert re.search(rf"^## `{name}\b", reference, flags=re.MULTILINE), f"{name} has no section in docs/cli.md"
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert f"`{parameter.opts[0]}" in reference, f"{name} {parameter.opts[0]} is not in docs/cli.md"


def test_every_make_target_stands_in_the_contributing_document() -> None:
    targets = re.findall(r"^([a-z-]+):.*## ", text_of("Makefile"), flags=re.MULTILINE)
    assert "serve" in targets
    for target in targets:
        assert target == "help" or f"| `make {target}` |" in text_of("docs/contributing.md")


def words() -> list[tuple[str, str]]:
    """Each word of docs/words.md with what it is in code."""
    rows = re.findall(r"^\| ([^|]+) \| [^|]+ \| ([^|]+) \|$", text_of("docs/words.md"), flags=re.MULTILINE)
    return [(word.strip(), name) for word, cell in rows for name in re.findall(r"`([a-z]+\.[\w.]+)`", cell)]


@pytest.mark.parametrize(("word", "name"), words(), ids=lambda value: value)
def test_every_word_is_in_the_code_as_it_says(word: str, name: str) -> None:
    package, *path = name.split(".")
    value: Any = importlib.import_module(package)
    for step in path:
        if not hasattr(value, step):
            assert step in getattr(value, "__annotations__", {}), f"{word}: {name} is not in the code"
            return
        value = getattr(value, step)


def test_every_public_class_has_its_word() -> None:
    import lists
    import screening

    described = {name for _, name in words()}
    for package in (screening, lists):
        for public in package.__all__:
            value = getattr(package, public)
            if isinstance(value, type) and not issubclass(value, Exception):
                assert f"{package.__name__}.{public}" in described, f"{public} has no word in docs/words.md"


# --- links and layout ------------------------------------------------------------------------------------------------------------


def anchors(path: Path) -> set[str]:
    """Anchors that the headings of a document make."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_relative_links_lead_somewhere(path: Path) -> None:
    prose = re.sub(r"^```.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", prose):
        file, _, anchor = target.partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        linked = (path.parent / file).resolve() if file else path
        assert linked.exists(), f"{target} leads nowhere"
        assert not anchor or anchor in anchors(linked), f"{target}: no such heading"


def test_every_document_is_reached_from_the_readme() -> None:
    linked = set(re.findall(r"\]\((docs/[\w./-]+)", text_of("README.md")))
    assert linked >= {str(path.relative_to(ROOT)) for path in ROOT.glob("docs/*.md")}
