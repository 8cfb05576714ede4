"""Time of a judge's reading before the first worker starts, beside the bare parsing of the same file (k).

The bare parsing is ``json.loads`` and ``ast.parse``. The file is a notebook of 2 MB with stored pictures and 32 KiB of
code, as whole chapters are. All exercises of the course are cut out of it. Run with ``python -m benchmarks.reading``.
"""

from __future__ import annotations

import ast
import base64
import gc
import importlib.resources
import json
import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.notebook import FIRST, LOADING, TRAINING
from torchgrade.model.catalogue import load_catalogue
from torchgrade.readers import notebook
from torchgrade.slicing.cutting import ReadFile, Slice, cut
from torchgrade.slicing.outline import read_outline

ROOT = Path(__file__).resolve().parent.parent
SUBMISSION = ROOT / "benchmarks" / "submission.py"
COURSE = ROOT / "exercises" / "torchgrade_d2l"
CODE_BYTES = 32 << 10
PICTURE_BYTES = 100_000
PICTURES = 15
ROUNDS = 60


def write_notebook() -> bytes:
    """Return the notebook: the chapter's functions, and copies of them under other names."""
    text = SUBMISSION.read_text("utf-8")
    parts = [node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    functions = [(node.name, ast.get_source_segment(text, node) or "") for node in parts]
    further = [source.replace(f" {name}(", f" {name}_{number}(") for number in range(100) for name, source in functions]
    cells = [FIRST, LOADING, *(source for _, source in functions), TRAINING]
    while sum(map(len, cells)) < CODE_BYTES:
        cells.insert(-1, further.pop(0))
    drawn = random.Random(0)
    made = []
    for number, source in enumerate(cells):
        picture = base64.b64encode(drawn.randbytes(PICTURE_BYTES)).decode() if number < PICTURES else ""
        outputs = [{"output_type": "display_data", "metadata": {}, "data": {"image/png": picture}}]
        lines = source.splitlines(keepends=True)
        made.append({"cell_type": "code", "execution_count": 1, "metadata": {}, "outputs": outputs, "source": lines})
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}).encode()


def stubs() -> dict[str, str]:
    """Return the stub of each exercise that the notebook defines."""
    text = SUBMISSION.read_text("utf-8")
    files = [file for file in sorted(COURSE.glob("*/*/stub.py")) if f"def {file.parent.name}(" in text]
    return {file.parent.name: file.read_text("utf-8") for file in files}


def parse_only(data: bytes) -> None:
    """Do the part that every reader needs."""
    for cell in json.loads(data)["cells"]:
        ast.parse("".join(cell["source"]).replace("%matplotlib inline", ""))


def read(data: bytes, exercises: dict[str, str], say: Callable[..., object]) -> list[Slice]:
    """Read as a judge does: bytes to cells, cells to statements, statements to one slice per exercise."""
    outline = read_outline("ada.ipynb", notebook.cells(data), say)  # type: ignore[arg-type]
    files = [ReadFile(name="ada.ipynb", mtime_ns=0, outline=outline)]
    return [cut(files, name, say=say, stub=stub) for name, stub in exercises.items()]  # type: ignore[arg-type]


def measure(rounds: int = ROUNDS) -> tuple[float, float]:
    """Return the medians of both in milliseconds, measured in turn."""
    data, exercises = write_notebook(), stubs()
    say = load_catalogue([importlib.resources.files("torchgrade") / "catalogues"]).note
    if not all(found.found for found in read(data, exercises, say)):
        raise AssertionError("an exercise is not found in the notebook")
    parse_only(data)
    gc.collect()
    gc.freeze()
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for times, task in zip(taken, (lambda: parse_only(data), lambda: read(data, exercises, say)), strict=True):
            start = time.perf_counter()
            task()
            times.append((time.perf_counter() - start) * 1000)
    gc.unfreeze()
    return statistics.median(taken[0]), statistics.median(taken[1])


if __name__ == "__main__":
    least, all_of_it = measure()
    print(f"json.loads and ast.parse {least:.1f} ms; reading {all_of_it:.1f} ms: {all_of_it / least:.2f} times")
