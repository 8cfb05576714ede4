"""One cold check beside ``python -c "import torch"`` (e)."""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks.commands import run

ROUNDS = 5

SOFTMAX = """import torch


def softmax(X):
    exp = torch.exp(X - X.max(dim=1, keepdim=True).values)
    return exp / exp.sum(dim=1, keepdim=True)
"""


def measure() -> dict[str, float]:
    """Return the median seconds of ``check softmax`` and of the bare import, taken in turn."""
    imports, checks = [], []
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        (place / "softmax.py").write_text(SOFTMAX)
        for _ in range(ROUNDS):
            imports.append(run(sys.executable, "-c", "import torch", cwd=place)[0])
            checks.append(run(sys.executable, "-m", "torchgrade", "check", "softmax.py", "softmax", cwd=place)[0])
    return {"import torch": statistics.median(imports), "cold check": statistics.median(checks)}
