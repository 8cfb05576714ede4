# A bare machine with Python 3.11 or newer, its venv module and make needs nothing else.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/uv pip install --quiet --python $(BIN)/python -c constraints.txt
# One worker a core; each starts one engine. The slowest tests and the time of each folder show where the budget goes.
TESTS := $(BIN)/python -m pytest --numprocesses auto --dist loadscope --durations 25
DISTRIBUTIONS := pyproject.toml exercises/pyproject.toml solutions/pyproject.toml constraints.txt

.PHONY: demo test test-all lint bench clean
.DEFAULT_GOAL := demo

demo: $(VENV)/.installed
	$(BIN)/torchgrade demo

test: $(VENV)/.installed-dev
	$(TESTS) -m "not browser and not long"

test-all: $(VENV)/.installed-dev
	$(TESTS) -m ""

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV)

$(BIN)/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "torchgrade needs Python 3.11 or newer, and '$(PYTHON)' is" \
	    "$$($(PYTHON) --version 2>/dev/null || echo 'not installed');" \
	    "name a newer one: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "'$(PYTHON)' has no venv module; on Debian: apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv

# torch is a download of several GB; the stamps make every later call start at once.
$(VENV)/.installed: $(BIN)/uv $(DISTRIBUTIONS)
	$(INSTALL) -e . -e exercises -e solutions
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(INSTALL) --group dev
	touch $@
