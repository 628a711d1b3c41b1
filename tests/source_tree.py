"""The source of the three packages, parsed: what the architecture tests read."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("screening", "lists", "api")

AnyFunction = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One module: its path from the root, dotted name, text and syntax tree."""

    path: str
    name: str
    text: str
    tree: ast.Module

    @property
    def package(self) -> str:
        """The top-level package."""
        return self.name.partition(".")[0]

    @property
    def lines(self) -> int:
        """Lines of the file."""
        return self.text.count("\n")

    def imports(self) -> Iterator[tuple[str, int]]:
        """Every module imported anywhere in the file, with the line. `from a import b` gives `a.b` (it may be a module)."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield alias.name, node.lineno
            elif isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    yield f"{'.' * node.level}{node.module or ''}.{alias.name}", node.lineno

    def calls(self) -> Iterator[tuple[str, int]]:
        """Every call as written (`datetime.now`, `open`, `.read_text` for a method of a computed value), with the line."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                yield dotted(node.func), node.lineno

    def public_functions(self) -> Iterator[tuple[str, AnyFunction]]:
        """Functions of the module and methods of its public classes whose names have no leading underscore."""
        for node in self.tree.body:
            if isinstance(node, AnyFunction) and not node.name.startswith("_"):
                yield node.name, node
            elif isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                for member in node.body:
                    if isinstance(member, AnyFunction) and not member.name.startswith("_"):
                        yield f"{node.name}.{member.name}", member

    def public_classes(self) -> Iterator[ast.ClassDef]:
        """Classes of the module whose names have no leading underscore."""
        return (node for node in self.tree.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_"))


def dotted(node: ast.expr) -> str:
    """The expression as dotted names; whatever is not a name becomes empty."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return ""


@cache
def modules(package: str | None = None) -> tuple[Module, ...]:
    """Every module of one package, or of all three, in order of path."""
    found = []
    for top in (package,) if package else PACKAGES:
        for path in sorted((ROOT / top).rglob("*.py")):
            found.append(parsed(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")))
    return tuple(found)


def parsed(path: str, text: str) -> Module:
    """The module at `path` (from the root, with slashes) as if it held `text`."""
    parts = path.removesuffix(".py").split("/")
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    return Module(path, name, text, ast.parse(text, filename=path))
