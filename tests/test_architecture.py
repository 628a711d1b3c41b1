"""The rules of the house that no linter knows, held against the source itself."""

from __future__ import annotations

import ast
import importlib
import re
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from inspect import isclass

import pytest

from tests.source_tree import PACKAGES, ROOT, Module, dotted, modules, parsed

MAX_LINES, MAX_MEDIAN_LINES = 400, 120
MAY_IMPORT = {"screening": {"screening"}, "lists": {"screening", "lists", "seeds"}, "api": {"screening", "lists", "api"}}

# What the matching library may use of the standard library and of others: everything else is refused, so that a socket, a
# clock, the environment, a database or a web framework cannot come in by a new name.
PURE_STANDARD = """
__future__ abc array ast bisect calendar collections contextlib copy dataclasses datetime decimal enum fractions functools hashlib heapq
importlib.resources itertools json math operator re statistics string struct textwrap threading types typing unicodedata zlib
"""
PURE_IMPORTS = {*PURE_STANDARD.split(), "screening", "anyascii", "numpy", "pypinyin", "rapidfuzz", "jellyfish"}
FILE_IMPORTS = {"io", "mmap", "os", "pathlib", "shutil", "tempfile", "zipfile"}
FILE_MODULES = re.compile(r"screening/(index|index_\w+|index/\w+)\.py")
# These read tables that came with the package, (han) the dictionary of pypinyin without the cost of importing all of it, or (version)
# which editions of the dictionary of Japanese names and of the networks for Arabic ones are installed, or (arabic) the weights of these.
TABLE_READERS = {
    "screening/tables/reader.py",
    "screening/romanize/tables.py",
    "screening/romanize/arabic/spellings.py",
    "screening/romanize/east_asian/han.py",
    "screening/romanize/east_asian/han_sounds.py",
    "screening/version.py",
}
TABLE_IMPORTS = {"importlib.util", "pathlib"}
# Extras, each imported inside functions alone, so that the library works without them; what runs on Spark also packs a saved index,
# reads a policy file and is a command.
SPARK_MODULES = re.compile(r"screening/spark/\w+\.py")
EXTRA_IMPORTS = {
    re.compile(r"screening/rows/arrow\w*\.py"): {"pyarrow"},
    re.compile(r"screening/romanize/east_asian/japanese\.py"): {"sudachipy"},
    SPARK_MODULES: {"pyarrow", "pyspark", "argparse", "pathlib", "sys", "tempfile", "tomllib", "zipfile"},
}
EXTRAS = {"pyarrow", "pyspark", "pandas", "sudachipy"}
CLOCK_CALLS = re.compile(r"(^|\.)(now|today|utcnow|fromtimestamp|utcfromtimestamp|time|monotonic|perf_counter)$")
FILE_CALLS = re.compile(r"^(open|.*\.(open|read_text|read_bytes|write_text|write_bytes|load|save|memmap|fromfile|tofile))$")
STRING_DISTANCE = {"rapidfuzz", "jellyfish"}

every_module = pytest.mark.parametrize("module", modules(), ids=lambda module: module.path)
every_pure_module = pytest.mark.parametrize("module", modules("screening"), ids=lambda module: module.path)


def top(name: str) -> str:
    """The top-level package of a dotted name."""
    return name.lstrip(".").partition(".")[0]


def is_allowed(name: str, allowed: set[str]) -> bool:
    """Whether the dotted name or something it is inside of is allowed."""
    parts = name.split(".")
    return any(".".join(parts[:length]) in allowed for length in range(1, len(parts) + 1))


def test_the_three_packages_hold_modules() -> None:
    assert {module.package for module in modules()} == set(PACKAGES)


def imports_the_wrong_way(module: Module) -> list[str]:
    """Imports of a package of ours that stands above the module's own."""
    ours = {"screening", "lists", "api", "seeds", "tests", "benchmarks"}
    return [f"{name} (line {line})" for name, line in module.imports() if top(name) in ours - MAY_IMPORT[module.package]]


def impure_imports(module: Module) -> list[str]:
    """Imports through which the matching library could reach outside."""
    files = FILE_IMPORTS if FILE_MODULES.fullmatch(module.path) else TABLE_IMPORTS if module.path in TABLE_READERS else set()
    extras = {name for path, names in EXTRA_IMPORTS.items() if path.fullmatch(module.path) for name in names}
    allowed = PURE_IMPORTS | files | extras
    return [f"{name} (line {line})" for name, line in module.imports() if not is_allowed(name, allowed)]


def eager_extras(module: Module) -> list[str]:
    """Imports of an extra that run when the module is imported: outside functions and of what is for type checkers alone."""
    waiting, found = list[ast.AST](module.tree.body), list[str]()
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
            found += [f"{name} (line {node.lineno})" for name in names if top(name) in EXTRAS]
        elif isinstance(node, ast.If) and dotted(node.test) == "TYPE_CHECKING":
            waiting += node.orelse
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            waiting += ast.iter_child_nodes(node)
    return found


def clock_calls(module: Module) -> list[str]:
    """Calls that ask the time."""
    return [f"{name} (line {line})" for name, line in module.calls() if CLOCK_CALLS.search(name)]


def file_calls(module: Module) -> list[str]:
    """Calls that read or write files, in a module that is not meant to."""
    if FILE_MODULES.fullmatch(module.path) or SPARK_MODULES.fullmatch(module.path) or module.path in TABLE_READERS:
        return []
    return [f"{name} (line {line})" for name, line in module.calls() if FILE_CALLS.search(name)]


def distance_imports(module: Module) -> list[str]:
    """Imports of the string distance libraries outside the one module that wraps them."""
    if re.fullmatch(r"screening/similarity\w*\.py|screening/similarity/\w+\.py", module.path):
        return []
    return [f"{name} (line {line})" for name, line in module.imports() if top(name) in STRING_DISTANCE]


def environment_reads(module: Module) -> list[str]:
    """Places that read the environment, outside the one module that does."""
    if module.path == "api/config.py":
        return []
    names = {"environ", "environb", "getenv"}
    read = [node for node in ast.walk(module.tree) if isinstance(node, ast.Attribute) and node.attr in names]
    # What WSGI calls so are the variables of a request, not those of the process.
    found = [f"line {node.lineno}" for node in read if dotted(node) != "request.environ"]
    return found + [
        f"{name} (line {line})" for name, line in module.imports() if name.rpartition(".")[2] in names or top(name) == "environs"
    ]


@every_module
def test_imports_point_one_way(module: Module) -> None:
    assert imports_the_wrong_way(module) == [], "api imports lists, lists imports screening, never the other way"


@every_module
def test_imports_are_absolute(module: Module) -> None:
    assert [name for name, _ in module.imports() if name.startswith(".")] == []


@every_pure_module
def test_the_matching_library_imports_only_what_cannot_reach_outside(module: Module) -> None:
    assert impure_imports(module) == []


@every_module
def test_extras_are_imported_inside_functions_alone(module: Module) -> None:
    assert eager_extras(module) == []


@every_pure_module
def test_the_matching_library_never_asks_the_time(module: Module) -> None:
    assert clock_calls(module) == []


@every_pure_module
def test_the_matching_library_touches_files_in_its_index_and_table_readers_alone(module: Module) -> None:
    assert file_calls(module) == []


@every_module
def test_string_distances_are_imported_by_similarity_alone(module: Module) -> None:
    assert distance_imports(module) == []


@every_module
def test_the_environment_is_read_in_config_alone(module: Module) -> None:
    assert environment_reads(module) == []


@pytest.mark.parametrize(
    ("check", "path", "text"),
    [
        (imports_the_wrong_way, "screening/x.py", "import lists"),
        (imports_the_wrong_way, "screening/x.py", "def f():\n    from api.config import Config"),
        (imports_the_wrong_way, "lists/x.py", "from api import create_app"),
        (impure_imports, "screening/x.py", "import socket"),
        (impure_imports, "screening/x.py", "from os import environ"),
        (impure_imports, "screening/x.py", "import importlib"),
        (impure_imports, "screening/index.py", "import sqlalchemy"),
        (impure_imports, "screening/x.py", "import logging"),
        (impure_imports, "screening/x.py", "def f():\n    import pyarrow"),
        (impure_imports, "screening/rows/arrow.py", "def f():\n    import pyspark"),
        (eager_extras, "api/x.py", "import pyarrow.parquet"),
        (eager_extras, "screening/spark/x.py", "try:\n    from pyspark.sql import DataFrame\nexcept ImportError:\n    raise"),
        (eager_extras, "screening/spark/x.py", "class A:\n    import pyspark"),
        (clock_calls, "screening/x.py", "datetime.now()"),
        (clock_calls, "screening/x.py", "time()"),
        (file_calls, "screening/x.py", "open('a')"),
        (file_calls, "screening/x.py", "(a / 'b').read_text()"),
        (distance_imports, "screening/x.py", "from rapidfuzz.distance import OSA"),
        (environment_reads, "lists/x.py", "import os\nos.environ['A']"),
        (environment_reads, "api/x.py", "from os import getenv"),
    ],
)
def test_a_breach_of_each_rule_is_seen(check: Callable[[Module], list[str]], path: str, text: str) -> None:
    assert check(parsed(path, text))


@every_module
def test_no_module_is_over_the_limit(module: Module) -> None:
    assert module.lines <= MAX_LINES, f"{module.path} has {module.lines} lines; split it by what its parts do"


def test_modules_are_small_on_the_whole() -> None:
    assert statistics.median(module.lines for module in modules() if module.lines) < MAX_MEDIAN_LINES


@every_module
def test_every_module_says_what_it_is(module: Module) -> None:
    assert ast.get_docstring(module.tree), f"{module.path} has no docstring"


@every_module
def test_every_public_function_is_documented_and_typed(module: Module) -> None:
    wrong = []
    for name, function in module.public_functions():
        parameters = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
        if function.args.args and function.args.args[0].arg in {"self", "cls"}:
            parameters.remove(function.args.args[0])
        if not ast.get_docstring(function) and not is_override(function):
            wrong.append(f"{name}: no docstring")
        wrong += [f"{name}: {parameter.arg} has no type" for parameter in parameters if parameter.annotation is None]
        if function.returns is None:
            wrong.append(f"{name}: no return type")
    assert not wrong, f"{module.path}: {wrong}"


def is_override(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether the docstring is inherited: marked `@override`, or the counterpart of a documented property."""
    return any(dotted(mark).rpartition(".")[2] in {"override", "overload", "setter"} for mark in function.decorator_list)


@every_module
def test_every_public_class_is_documented(module: Module) -> None:
    assert [node.name for node in module.public_classes() if not ast.get_docstring(node)] == []


@every_module
def test_no_bare_except_and_no_error_swallowed_in_silence(module: Module) -> None:
    wrong = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ExceptHandler):
            if node.type is None:
                wrong.append(f"bare except on line {node.lineno}")
            elif dotted(node.type) in {"Exception", "BaseException"} and all(isinstance(each, ast.Pass) for each in node.body):
                wrong.append(f"{dotted(node.type)} swallowed on line {node.lineno}")
    assert not wrong, f"{module.path}: {wrong}"


@every_module
def test_no_module_prints(module: Module) -> None:
    assert [line for name, line in module.calls() if name == "print"] == [], "use click.echo in the command line, structlog elsewhere"


@every_module
def test_no_work_is_left_for_later(module: Module) -> None:
    raised = [node.exc for node in ast.walk(module.tree) if isinstance(node, ast.Raise) and node.exc]
    names = [dotted(error.func if isinstance(error, ast.Call) else error) for error in raised]
    assert "NotImplementedError" not in names
    assert re.findall(r"\b(?:TODO|FIXME)\b", module.text) == []


def error_classes() -> Iterator[type[Exception]]:
    """Every exception class the three packages define."""
    for module in modules():
        if any(True for _ in module.public_classes()):
            loaded = importlib.import_module(module.name)
            for value in vars(loaded).values():
                if isclass(value) and issubclass(value, Exception) and value.__module__ == module.name:
                    yield value


def test_every_error_we_define_derives_from_screening_error() -> None:
    from screening.errors import ScreeningError

    strangers = [error.__qualname__ for error in error_classes() if not issubclass(error, ScreeningError)]
    assert strangers == []


def test_every_error_has_an_http_answer_of_its_own_or_of_a_named_ancestor() -> None:
    from api.errors import ANSWERS
    from screening.errors import ScreeningError

    fallback_only = [
        f"{error.__module__}.{error.__qualname__}"
        for error in error_classes()
        if error is not ScreeningError and not any(kind in ANSWERS for kind in error.__mro__[: error.__mro__.index(ScreeningError)])
    ]
    assert fallback_only == [], "give each a row in api.errors.ANSWERS, or an ancestor that has one"


@every_module
def test_only_the_api_knows_http(module: Module) -> None:
    if module.package != "api":
        assert [
            name for name, _ in module.imports() if top(name) in {"flask", "werkzeug", "marshmallow"} or name.startswith("http.HTTPStatus")
        ] == []


def test_importing_the_library_loads_neither_lists_nor_api_nor_flask() -> None:
    others = ("lists", "api", "flask", "sqlalchemy", "socket", "pyarrow", "pyspark")
    code = f"import sys, screening, screening.rows.arrow; print([name for name in {others} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_importing_the_command_line_does_not_load_the_web_framework() -> None:
    code = "import sys, api.cli; print([name for name in ('flask', 'marshmallow', 'gunicorn') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
