# Every target does its own set-up: the first use makes .venv, later ones find it and start at once.
# What is installed is stamped with a checksum of this folder's path, pyproject.toml and constraints.txt; the package is
# installed in editable mode, so a change to the source needs no new install.

HOST ?= 127.0.0.1
PORT ?= 8000
WORKERS ?= 2
JOBS ?= 1

SHELL := /bin/sh
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --quiet
KEY := $(shell { pwd; cat pyproject.toml constraints.txt; } | cksum | cut -d ' ' -f 1)
# An environment whose Python has gone (an upgrade, a moved folder) is made anew.
BROKEN := $(shell $(PY) -c 'pass' 2>/dev/null || echo FORCE)

.DEFAULT_GOAL := help
.PHONY: FORCE help serve test test-spark test-japanese test-arabic check format bench bench-check coverage clean
.DELETE_ON_ERROR:

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo "  Variables of serve: HOST=$(HOST) PORT=$(PORT) WORKERS=$(WORKERS) JOBS=$(JOBS). TESTS=path runs some of the tests."

serve: $(VENV)/.run-$(KEY) ## start the HTTP service; stop it with Ctrl-C
	@$(PY) -m api.cli serve --host "$(HOST)" --port "$(PORT)" --workers "$(WORKERS)" --jobs "$(JOBS)"

test: $(VENV)/.dev-$(KEY) ## run the whole test suite
	@$(PY) -m pytest $(TESTS)

test-spark: $(VENV)/.spark-$(KEY) ## the tests on a local Spark cluster; brings PySpark (450 MB), needs Java 17
	@$(PY) -m pytest tests/screening/spark

test-japanese: $(VENV)/.dev-$(KEY) ## the tests of names with the dictionary of Japanese names; brings it (110 MB) into build/japanese
	@$(PIP) install --quiet --upgrade --constraint constraints.txt --target build/japanese sudachipy sudachidict-small
	@PYTHONPATH=build/japanese $(PY) -m pytest tests/screening/romanize tests/screening/test_hard_cases.py tests/test_labelled_pairs.py

# Without what the networks' own library depends on: only their weights are read.
test-arabic: $(VENV)/.dev-$(KEY) ## the tests of names with the networks that spell Arabic names; brings them (23 MB) into build/arabic
	@$(PIP) install --quiet --upgrade --no-deps --constraint constraints.txt --target build/arabic arabic-name-romanizer
	@PYTHONPATH=build/arabic $(PY) -m pytest tests/screening/romanize tests/screening/test_hard_cases.py tests/test_labelled_pairs.py

check: $(VENV)/.dev-$(KEY) ## lint, formatting and types
	@failed=; \
	echo "ruff check"; $(PY) -m ruff check . || failed="$$failed lint"; \
	echo "ruff format --check"; $(PY) -m ruff format --check . || failed="$$failed format"; \
	echo "mypy --strict"; $(PY) -m mypy || failed="$$failed types"; \
	if [ -n "$$failed" ]; then echo "make check: failed:$$failed" >&2; exit 1; fi

format: $(VENV)/.dev-$(KEY) ## rewrite the source as the formatter and the safe lint fixes have it
	@$(PY) -m ruff check --fix --quiet . || true
	@$(PY) -m ruff format .

bench: $(VENV)/.dev-$(KEY) ## run every benchmark
	@set -- benchmarks/*.py; [ -e "$$1" ] || { echo "make bench: no benchmark in benchmarks/" >&2; exit 1; }; \
	failed=; for bench in "$$@"; do \
	echo "== $$bench"; $(PY) -m "benchmarks.$$(basename "$$bench" .py)" || failed="$$failed $$bench"; done; \
	if [ -n "$$failed" ]; then echo "make bench: failed:$$failed" >&2; exit 1; fi

bench-check: $(VENV)/.dev-$(KEY) ## fail when accuracy is worse than the frozen result in benchmarks/results
	@$(PY) -m benchmarks.accuracy --compare benchmarks/results/accuracy.json

coverage: $(VENV)/.dev-$(KEY) ## run the tests and list the lines none of them reaches
	@$(PY) -m pytest --cov --cov-report=term-missing:skip-covered $(TESTS)

clean: ## remove the virtual environment, builds and caches
	@rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage htmlcov
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A virtual environment that an interrupted run left half made is made anew; a sound one, made by hand too, is kept.
define FIND_PYTHON
if [ -x $(PY) ] && $(PY) -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then exit 0; fi; \
seen=; \
for python in $(PYTHON) python3.13 python3.12 python3.11 python3 python3.14 python; do \
  version=$$($$python -c 'import sys; print("%d.%d" % sys.version_info[:2] if sys.version_info >= (3, 11) else "")' 2>/dev/null) || continue; \
  [ -n "$$version" ] || continue; \
  seen=$$version; \
  $$python -c 'import venv, ensurepip' 2>/dev/null || continue; \
  echo "Making $(VENV) with $$python (Python $$version) ..."; \
  $$python -m venv --clear $(VENV) && exit 0; \
  echo "$$python -m venv failed: see above." >&2; exit 1; \
done; \
if [ -n "$$seen" ]; then \
  echo "Python $$seen is here, but its venv module is not (it needs ensurepip too)." >&2; \
  echo "Install it and try again. Debian, Ubuntu: apt-get install python$$seen-venv" >&2; \
else \
  echo "Python 3.11 or newer is needed, and none was found (tried python3.13, 3.12, 3.11, python3, python3.14, python)." >&2; \
  echo "Install one and try again, or name it: make PYTHON=/path/to/python3.12 ..." >&2; \
  echo "Debian, Ubuntu: apt-get install python3 python3-venv    Fedora: dnf install python3    macOS: brew install python" >&2; \
fi; exit 1
endef

# The build runs with the pinned setuptools (--no-build-isolation), so an install does not change with its newest release.
define INSTALL
@$(FIND_PYTHON)
@rm -f $(VENV)/.run-* $(VENV)/.dev-* $(VENV)/.spark-*
@echo "Installing into $(VENV) ..."
@$(PIP) install --constraint constraints.txt setuptools
@$(PIP) install --constraint constraints.txt --no-build-isolation --editable "$(1)"
endef

$(VENV)/.run-$(KEY): $(BROKEN)
	$(call INSTALL,.)
	@touch $@

$(VENV)/.dev-$(KEY): $(BROKEN)
	$(call INSTALL,.[dev])
	@touch $(VENV)/.run-$(KEY) $@

$(VENV)/.spark-$(KEY): $(VENV)/.dev-$(KEY)
	@echo "Installing PySpark into $(VENV) ..."
	@$(PIP) install --constraint constraints.txt --no-build-isolation --editable ".[dev,spark]"
	@touch $@

FORCE:
