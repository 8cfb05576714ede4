"""CPU time, page faults and context switches of a command with all its descendants, as the kernel counts them."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.ledger import Sums

_PR_SET_CHILD_SUBREAPER = 36


def measured(
    command: Sequence[str], cwd: Path, environment: Mapping[str, str], descriptors: Sequence[int] = ()
) -> Sums:
    """Return what a command and its descendants used, and the seconds until it ended. Exit if the command failed."""
    # The bench outlives the zygote, and only a process that waits for it learns what it used.
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)
    with tempfile.TemporaryFile("w+") as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=cwd, env=environment, stdout=output, stderr=output, pass_fds=descriptors
        )
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            sys.exit(f"{' '.join(command[-8:])} ended with {process.returncode}:\n{output.read()}")
    every = [used]
    while True:
        try:
            every.append(os.wait4(-1, 0)[2])
        except ChildProcessError:
            break
    return Sums(
        cpu=sum(one.ru_utime + one.ru_stime for one in every),
        system=sum(one.ru_stime for one in every),
        faults=sum(one.ru_minflt for one in every),
        switches=sum(one.ru_nvcsw + one.ru_nivcsw for one in every),
        wall=seconds,
    )
