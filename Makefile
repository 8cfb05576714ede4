# Python 3.11 or newer, its venv module and make are enough on a bare machine.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/uv pip install --quiet --python $(BIN)/python -c constraints.txt
# Start one worker for each core; each worker starts one engine. Print the slowest tests, because the suite has a time budget.
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

# Keep stamps, because torch is a download of several GB and every later call can then start at once.
$(VENV)/.installed: $(BIN)/uv $(DISTRIBUTIONS)
	$(INSTALL) -e . -e exercises -e solutions
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(INSTALL) --group dev
	touch $@
