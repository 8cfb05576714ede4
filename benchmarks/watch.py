"""Time from a save to its verdict under ``torchgrade watch``, beside bare forks measured in turn with the saves (j)."""

from __future__ import annotations

import ast
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.commands import ROOT, environment

SAVES = 6
"""Saves of each exercise, right and wrong in turn, after one of each that is not counted."""
END = "checked here"
"""Text in the last line of a verdict."""

MISTAKES = {
    "synthetic_data": ("torch.matmul(X, w) + b", "torch.matmul(X, w)"),
    "data_iter": ("torch.randperm(len(features))", "torch.arange(len(features))"),
    "sgd": ("lr * param.grad / batch_size", "lr * param.grad"),
    "softmax": ("exp.sum(dim=1, keepdim=True)", "exp.sum(dim=0, keepdim=True)"),
    "cross_entropy": ("-torch.log", "torch.log"),
    "accuracy": (".sum())", ".sum()) / len(y)"),
}
"""Text of the right version, and a learner's mistake to replace it."""


def versions() -> dict[str, tuple[str, str]]:
    """Return the text of a right and of a wrong file for each exercise without training."""
    text = (ROOT / "benchmarks" / "submission.py").read_text("utf-8")
    found = {}
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef) and node.name in MISTAKES:
            right = f"import torch\n\n\n{ast.get_source_segment(text, node)}\n"
            wrong = right.replace(*MISTAKES[node.name])
            assert right != wrong, node.name
            found[node.name] = (right, wrong)
    return found


def start(*words: str, cwd: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *words], cwd=cwd, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def read_until(process: subprocess.Popen[str], text: str) -> None:
    for line in process.stdout:
        if text in line:
            return
    sys.exit(f"{process.args} ended before it said {text!r}")


def next_fork(forks: subprocess.Popen[str]) -> float:
    forks.stdin.write("\n")
    forks.stdin.flush()
    return float(forks.stdout.readline())


def measure() -> dict[str, float]:
    """Return the median seconds from a save to the last line of its verdict, in all and for each exercise."""
    texts = versions()
    times: dict[str, list[float]] = {name: [] for name in texts}
    bare = []
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for name, (right, _) in texts.items():
            (place / f"{name}.py").write_text(right)
        forks = start("-m", "benchmarks.watch", cwd=ROOT)
        watch = start("-m", "torchgrade", "watch", ".", cwd=place)
        for _ in texts:
            read_until(watch, END)
        for number in range(2 + SAVES):
            for name, text in texts.items():
                bare.append(next_fork(forks))
                begin = time.perf_counter()
                (place / f"{name}.py").write_text(text[(number + 1) % 2])
                read_until(watch, END)
                if number >= 2:
                    times[name].append(time.perf_counter() - begin)
                # A student types before the next save; meanwhile the next judge gets ready.
                time.sleep(0.3)
        for process in (watch, forks):
            process.terminate()
            process.communicate()
    figures = {f"save {name}": statistics.median(found) for name, found in times.items()}
    figures["save"] = statistics.median([seconds for found in times.values() for seconds in found])
    figures["fork beside saves"] = statistics.median(bare)
    return figures


def main() -> None:
    """Warm up as the zygote of ``watch`` does. For each line of stdin, print how long a fork takes."""
    from benchmarks.floor import fork_seconds
    from torchgrade.sandbox import preloading

    os.environ.update(preloading.ENVIRONMENT)
    preloading.warm_up(full=False)
    for _ in sys.stdin:
        print(fork_seconds(5), flush=True)


if __name__ == "__main__":
    if sys.argv[1:] == ["measure"]:
        print(json.dumps(measure()))
    else:
        main()
