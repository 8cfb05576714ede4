"""Rates of a class run on one and on two workers of a Dask cluster on loopback, one job each, and ``local --jobs 1``.

``python -m benchmarks.dask`` measures exercises without training, ``python -m benchmarks.dask all`` measures all. A
rate is that of one more submission, so the start of the workers' grading processes does not count. Figures are medians
of the rounds, ratios are medians of the ratios of each round.
"""

from __future__ import annotations

import contextlib
import socket
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.commands import MANY, ROOT, environment, grade_command, run, write_class
from benchmarks.local import exercises

SUBMISSION = ROOT / "benchmarks" / "submission.py"
ROUNDS = 3
FEW = 2
BIN = Path(sys.executable).parent
SETTINGS = {"DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False"}
"""Settings of the cluster that docs/cluster.md recommends."""


@contextlib.contextmanager
def cluster(workers: int) -> Iterator[str]:
    """Start a scheduler with that many workers, and yield its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    scheduler = [BIN / "dask", "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]
    worker = [BIN / "dask", "worker", address, "--nworkers", "1", "--nthreads", "1", "--no-dashboard", "--name"]
    commands = [scheduler, *([*worker, f"host{number}"] for number in range(workers))]
    with tempfile.TemporaryDirectory() as place:
        # In a folder of its own, because a worker writes there.
        processes = [
            subprocess.Popen(
                list(map(str, command)), cwd=place, env=environment(**SETTINGS),
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )
            for command in commands
        ]  # fmt: skip
        try:
            wait_for(address, workers)
            yield address
        finally:
            for process in reversed(processes):
                process.terminate()
            for process in processes:
                process.wait()


def wait_for(address: str, workers: int) -> None:
    """Wait until the workers are connected, because a run begins with those that it finds."""
    import distributed

    with distributed.Client(address, timeout=60, set_as_default=False) as client:
        client.wait_for_workers(workers, timeout=60)


def seconds(count: int, names: Sequence[str], address: str) -> float:
    """Return the seconds of a class run; on this machine if there is no address."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        write_class(place, SUBMISSION, count)
        command = grade_command(place, 1, names)
        if address:
            at = command.index("--jobs")
            command[at : at + 2] = ["--executor", "dask", "--scheduler", address]
        return run(*command)[0]


def rate(names: Sequence[str], address: str) -> float:
    """Return the submissions a second between a small class and a larger one."""
    few = seconds(FEW, names, address)
    return (MANY - FEW) / (seconds(MANY, names, address) - few)


def main(which: str = "") -> None:
    """Measure, and print rates and ratios."""
    names = exercises() if which == "all" else exercises(training=False)
    rounds: list[tuple[float, float, float]] = []
    with cluster(1) as one, cluster(2) as two:
        for _ in range(ROUNDS):
            rounds.append((rate(names, ""), rate(names, one), rate(names, two)))
            print("round: local {:.2f}/s, one worker {:.2f}/s, two workers {:.2f}/s".format(*rounds[-1]), flush=True)
    for label, at in (("local --jobs 1", 0), ("dask, one worker", 1), ("dask, two workers", 2)):
        print(f"{label:<40}{statistics.median(one[at] for one in rounds):8.2f} /s")
    for label, goal, over, under in (
        ("two workers / one worker", "at least 1.8", 2, 1),
        ("one worker / local --jobs 1", "-", 1, 0),
        ("two workers / local --jobs 1", "-", 2, 0),
    ):
        print(f"{label:<40}{statistics.median(one[over] / one[under] for one in rounds):8.2f} x   {goal}")


if __name__ == "__main__":
    main(*sys.argv[1:])
