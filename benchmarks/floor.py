"""Measurement of the floor and of a bare fork in one warm process, printed as JSON (ruling 38)."""

from __future__ import annotations

import gc
import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence

from benchmarks.commands import ROOT
from torchgrade.sandbox import preloading

SUBMISSIONS, FORKS = 9, 60


def seconds(bound: Sequence[tuple[str, Callable[[], None]]]) -> float:
    """Return the median time of all checks, one after another.

    Garbage is collected outside the measured time, because a worker ends before it would collect any. Figures leave
    80,000 objects, whose collection takes 0.15 s.
    """
    times = []
    for _ in range(SUBMISSIONS):
        gc.collect()
        gc.disable()
        start = time.perf_counter()
        for _, check in bound:
            check()
        times.append(time.perf_counter() - start)
        gc.enable()
    return statistics.median(times)


def fork_seconds(forks: int = FORKS) -> float:
    """Return the median time of a fork whose child exits at once."""
    times = []
    for _ in range(forks):
        start = time.perf_counter()
        pid = os.fork()
        if pid == 0:
            os._exit(0)
        os.waitpid(pid, 0)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def warm_up() -> None:
    """Warm up as the zygote does."""
    os.environ.update(preloading.ENVIRONMENT)
    # Add the folders, because the zygote forgets the finders of an editable installation.
    sys.path += [str(ROOT / folder) for folder in ("src", "exercises", "solutions")]
    preloading.warm_up(full=True)


def main(data_root: str) -> None:
    """Warm up, then time the checks of a submission, and forks."""
    warm_up()
    from benchmarks import submission
    from benchmarks.local import LocalData, checks, exercises
    from torchgrade.datasets.fashion_mnist import load

    data = LocalData(load(data_root))
    found: dict[str, float] = {}
    for name, training in (("all", True), ("cheap", False)):
        bound = list(checks(submission, exercises(training=training), data))
        for _, check in bound:
            check()
        found[f"floor {name}"] = seconds(bound)
        found[f"checks {name}"] = len(bound)
    found["fork"] = fork_seconds()
    print(json.dumps(found))
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
