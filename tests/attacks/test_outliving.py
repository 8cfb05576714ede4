"""Nothing of a run lives on when a part of it is killed, whatever a submission is doing at that moment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

LOOP = """
import signal


def softmax(X):
    for number in range(1, 65):
        if number not in (signal.SIGKILL, signal.SIGSTOP, 32, 33):
            signal.signal(number, signal.SIG_IGN)
    while True:
        pass
"""
SECONDS = 30


@pytest.fixture
def command(tmp_path: Path) -> Iterator[psutil.Process]:
    """Start grading a submission that loops with every signal ignored."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "loop.py").write_text(LOOP)
    process = subprocess.Popen(
        [sys.executable, "-m", "torchgrade", "grade", "in", "--out", "run", "--exercises", "softmax",
         "--cpu-seconds", "20", "--wall-seconds", "60"],
        cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "PATH": str(tmp_path)},
    )  # fmt: skip
    yield psutil.Process(process.pid)
    for child in [*psutil.Process(process.pid).children(recursive=True), process]:
        child.kill()
    process.wait()


def zygote_of(command: psutil.Process) -> psutil.Process:
    """Return the zygote once it has forked a bench, a judge below that, and a worker that works."""
    for _ in range(SECONDS * 10):
        for child in command.children():
            below = child.children()
            if len(below) == 2 and any(process.children() for process in below):
                worker = next(process for process in below if not process.children())
                if worker.cpu_times().user > 0.3:
                    return child
        time.sleep(0.1)
    raise AssertionError("no worker has come to work")


@pytest.mark.long
@pytest.mark.parametrize("part", ["command", "zygote", "bench"])
def test_the_rest_ends_with_any_part_that_is_killed(part: str, command: psutil.Process) -> None:
    zygote = zygote_of(command)
    below = zygote.children(recursive=True)
    bench = next(process for process in zygote.children() if process.children())
    {"command": command, "zygote": zygote, "bench": bench}[part].send_signal(signal.SIGKILL)

    _, alive = psutil.wait_procs([*below, zygote], timeout=10)
    assert len(below) == 3
    assert alive == []


@pytest.mark.long
def test_a_judge_that_is_killed_takes_its_worker_with_it(command: psutil.Process) -> None:
    zygote = zygote_of(command)
    worker = next(process for process in zygote.children() if not process.children())
    judge = next(process for bench in zygote.children() for process in bench.children())
    judge.kill()

    _, alive = psutil.wait_procs([worker, judge], timeout=10)
    assert alive == []
    assert zygote.is_running()
