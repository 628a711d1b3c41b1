"""What `pip install .` brings: every tracked file of the packages and no other; pins that satisfy their ranges."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.source_tree import PACKAGES, ROOT, modules

SHIPPED = (*PACKAGES, "seeds")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def tracked_files() -> list[str]:
    """Files of the shipped packages that belong to the project: as git knows them, else (no git) all but caches."""
    if (ROOT / ".git").exists() and shutil.which("git"):
        listed = subprocess.run(["git", "ls-files", "-z", *SHIPPED], cwd=ROOT, capture_output=True, text=True, check=True).stdout
        found = [name for name in listed.split("\0") if name and (ROOT / name).is_file()]
    else:
        found = [path.relative_to(ROOT).as_posix() for top in SHIPPED for path in (ROOT / top).rglob("*") if path.is_file()]
    return sorted(name for name in found if "__pycache__" not in name)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel built from the tracked files alone, without network."""
    source, built = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("built")
    for name in [*tracked_files(), "pyproject.toml", "README.md", "LICENSE"]:
        target = source / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, target)
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--no-index", "--quiet"]
    command += ["--disable-pip-version-check", "--wheel-dir", str(built), str(source)]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PIP_NO_INPUT": "1"}, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    [path] = built.glob("*.whl")
    return zipfile.ZipFile(path)


def test_the_wheel_holds_every_tracked_file_of_the_packages_and_no_other(wheel: zipfile.ZipFile) -> None:
    shipped = {name for name in wheel.namelist() if ".dist-info/" not in name}
    compiled = {name for name in shipped if re.fullmatch(r"screening/index/_kernel\.[\w.-]*(so|pyd)", name)}
    assert shipped - compiled == set(tracked_files())
    assert len(compiled) <= 1, "the extension is optional: without a compiler there is none"


def test_the_wheel_brings_the_console_script_and_the_licence(wheel: zipfile.ZipFile) -> None:
    [entry_points] = [name for name in wheel.namelist() if name.endswith("entry_points.txt")]
    assert "screening = api.cli:main" in wheel.read(entry_points).decode()
    assert any(name.endswith("licenses/LICENSE") for name in wheel.namelist())


RUN = """
import sys, api.cli, lists, screening, seeds
for module in (api, lists, screening, seeds):
    assert list(module.__path__)[0].startswith(sys.path[1]), f"{module} is not the one of the wheel"
api.cli.main()
"""


def test_the_installed_package_answers_without_the_source_folder(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    wheel.extractall(tmp_path / "site")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SCREENING_")}
    environment["PYTHONPATH"] = str(tmp_path / "site")
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", RUN, "check", "Reinhard Butikofer"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert "cn-mfa" in done.stdout


def test_every_distribution_the_packages_import_is_declared() -> None:
    declared = {normalised(Requirement(text).name) for text in PROJECT["dependencies"]}
    declared |= {normalised(requirement.name) for requirement in requirements() if requirement.name not in dev_only()}
    owners = packages_distributions()
    imported = {name.partition(".")[0] for module in modules() for name, _ in module.imports()}
    foreign = sorted(imported - set(sys.stdlib_module_names) - set(SHIPPED))
    # An extra that is not installed here has no owner: its name is taken for that of its distribution.
    undeclared = [name for name in foreign if not {normalised(owner) for owner in owners.get(name, (name,))} & declared]
    assert undeclared == [], "add it to the dependencies in pyproject.toml and pin it in constraints.txt"


def dev_only() -> set[str]:
    """Names of requirements that only the dev extra brings."""
    extras = dict(PROJECT["optional-dependencies"])
    dev = {Requirement(text).name for text in extras.pop("dev")}
    return dev - {Requirement(text).name for group in extras.values() for text in group}


def pins() -> list[Requirement]:
    """The lines of constraints.txt."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in lines if line.strip() and not line.startswith("#")]


def normalised(name: str) -> str:
    """A distribution's name as package indexes compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def requirements() -> list[Requirement]:
    """Every requirement of the package and of all its extras."""
    extras = PROJECT["optional-dependencies"].values()
    return [Requirement(text) for group in (PROJECT["dependencies"], *extras) for text in group]


@pytest.mark.parametrize("requirement", requirements(), ids=str)
@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
def test_every_requirement_is_pinned_once_within_its_range(requirement: Requirement, python: str) -> None:
    environment = {"python_version": python, "python_full_version": f"{python}.0"}
    if requirement.marker and not requirement.marker.evaluate(environment):
        return
    same = [pin for pin in pins() if normalised(pin.name) == normalised(requirement.name)]
    [pin] = [pin for pin in same if not pin.marker or pin.marker.evaluate(environment)]
    [exact] = pin.specifier
    assert exact.operator == "=="
    assert requirement.specifier.contains(exact.version)
