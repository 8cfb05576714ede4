"""The timers see every process, and the functions that they name exist."""

from __future__ import annotations

import importlib
import mmap
import os
import subprocess
import sys
from functools import reduce

from benchmarks import timers
from benchmarks.commands import ROOT
from benchmarks.ledger import WORKER, ZYGOTE, account, read

FORKING = """
import os, sys, time
from benchmarks.timers import Timers

timers = Timers(int(sys.argv[1]), 9, [], level=1, begin=time.monotonic_ns())

def work(seconds):
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass

def fork():
    pid = timers.forking()
    if pid == 0:
        timers.timed("packing", work)(0.02)
        timers.timed("seeds", work)(0.01)
        os._exit(0)
    timers.reaping(pid, 0)

timers.timed("service", fork)()
"""


def exists(name: str) -> bool:
    """Return whether a function has this name. An earlier or later engine may have another one."""
    module, _, path = name.partition(":")
    try:
        reduce(getattr, path.removesuffix("()").split("."), importlib.import_module(module))
    except (AttributeError, ImportError):
        return False
    return True


def test_each_activity_has_a_function_that_exists() -> None:
    found = {row for row, name in timers.PATCHES if exists(name)}

    assert [row for row, _ in timers.PATCHES if row not in found] == []


def test_a_process_and_its_child_write_what_they_do_until_the_child_has_ended() -> None:
    descriptor = os.memfd_create("timers")
    os.ftruncate(descriptor, 9 * timers.SLOT)
    words = [sys.executable, "-c", FORKING, str(descriptor)]
    subprocess.run(words, cwd=ROOT, pass_fds=[descriptor], check=True)
    with mmap.mmap(descriptor, 0) as memory:
        found = read(memory)
    os.close(descriptor)
    sums = account(found)

    assert {one.role for one in found} == {ZYGOTE, WORKER}
    assert [sums[ZYGOTE, row].times for row in ("service", timers.FORK)] == [1, 1]
    assert 0.02 <= sums[WORKER, "packing"].cpu < 0.03
    assert 0.01 <= sums[WORKER, "seeds"].cpu < 0.02
    assert (WORKER, timers.END) in sums
