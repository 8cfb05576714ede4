"""Account of the student's loop: where the time of a cold ``check`` goes, and the time from a save to its verdict.

``python -m benchmarks.loop_account check|watch [ROUNDS]`` shows the activities of ``benchmarks.timers`` in CPU and wall
time. A moment in which two processes work is divided between them. The total of a save is its wall time only, because
the kernel counts processes, not moments.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from benchmarks import ledger, watch
from benchmarks.account import mean, recording, with_timers
from benchmarks.cold import SOFTMAX
from benchmarks.commands import environment, run
from benchmarks.ledger import Sums
from benchmarks.tree import measured

ROUNDS = 5


def account_of_check(rounds: int) -> None:
    """Print the account of ``check softmax``, and its ratio to ``import torch``."""
    rows, totals, ratios = [], [], []
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        (place / "softmax.py").write_text(SOFTMAX)
        command = [sys.executable, "-m", "torchgrade", "check", "softmax.py", "softmax"]
        for _ in range(rounds):
            total, logs = with_timers(command, cwd=place)
            rows.append(ledger.account(logs))
            totals.append(total)
            torch = run(sys.executable, "-c", "import torch", cwd=place)[0]
            ratios.append((measured(command, place, environment()).wall / torch, total.wall / torch))
    print("\n".join(ledger.table(_mean_of(rows), mean(totals))))
    plain, timed = (statistics.median(one) for one in zip(*ratios, strict=True))
    print(f"\ncheck / import torch: {plain:.2f}; with timers {timed:.2f}")


def _mean_of(rounds: list[dict[ledger.Row, Sums]]) -> dict[ledger.Row, Sums]:
    return {row: mean([one.get(row, Sums()) for one in rounds]) for row in {row for one in rounds for row in one}}


def account_of_watch(rounds: int) -> None:
    """Print the account of a save, and its time in forks of an equally warm process."""
    texts, bare, windows = watch.versions(), [], []
    command = [sys.executable, "-m", "torchgrade", "watch", "."]
    with tempfile.TemporaryDirectory() as name, recording(command) as (words, descriptor, logs):
        place = Path(name)
        for exercise, (right, _) in texts.items():
            (place / f"{exercise}.py").write_text(right)
        forks = watch.start("-m", "benchmarks.watch", cwd=watch.ROOT)
        loop = subprocess.Popen(
            words, cwd=place, env=environment(), stdout=subprocess.PIPE, text=True, pass_fds=[descriptor]
        )
        for _ in texts:
            watch.read_until(loop, watch.END)
        for number in range(2 + rounds):
            for exercise, text in texts.items():
                bare.append(watch.next_fork(forks))
                begin = time.monotonic()
                (place / f"{exercise}.py").write_text(text[(number + 1) % 2])
                watch.read_until(loop, watch.END)
                if number >= 2:
                    windows.append((begin, time.monotonic()))
                time.sleep(0.3)
        for process in (loop, forks):
            process.terminate()
            process.communicate()
        rows = ledger.account(logs(), windows)
    each = {row: Sums().combined(one, 1 / len(windows)) for row, one in rows.items()}
    seconds = [end - begin for begin, end in windows]
    print("\n".join(ledger.table(each, replace(ledger.total(each), wall=statistics.mean(seconds)))))
    save, fork = statistics.median(seconds), statistics.median(bare)
    print(f"\nsave to verdict: {1000 * save:.1f} ms, {save / fork:.2f} forks of {1000 * fork:.1f} ms")


if __name__ == "__main__":
    kind, *given = sys.argv[1:]
    {"check": account_of_check, "watch": account_of_watch}[kind](int(given[0]) if given else ROUNDS)
