#!/usr/bin/env bash
# Gradescope runs this file once, when you upload autograder.zip, to build the container.
# Choose Ubuntu 22.04 or newer for the container, because torchgrade needs Python 3.11.
set -euo pipefail

ROOT="${AUTOGRADER_ROOT:-/autograder}"
SOURCE="$ROOT/source"
VENV="${AUTOGRADER_VENV:-$ROOT/venv}"
PYTHON="${AUTOGRADER_PYTHON:-}"

if [ -z "$PYTHON" ]; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update
  # bubblewrap adds the strongest level of the sandbox where the container allows namespaces.
  apt-get install -y --no-install-recommends python3 python3-venv bubblewrap
  PYTHON=python3
  if ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    apt-get install -y --no-install-recommends python3.11 python3.11-venv
    PYTHON=python3.11
  fi
  rm -rf /var/lib/apt/lists/*
fi

"$PYTHON" -m venv "$VENV"
# torch comes first and alone: its list may name an index that has builds for a CPU and nothing else.
"$VENV/bin/python" -m pip install --no-cache-dir -r "$SOURCE/requirements-torch.txt"
"$VENV/bin/python" -m pip install --no-cache-dir --find-links "$SOURCE/wheels" -r "$SOURCE/requirements.txt"
"$VENV/bin/torchgrade" --version
# The log of the build then shows what grading will find in this container.
"$VENV/bin/torchgrade" doctor || true
