"""CPU time, page faults and context switches of a command with all its descendants, as the kernel counts them.

A parent that waits for a child learns what the child used. The bench of a confined engine may end with the namespace of
bubblewrap, and then no process waits for it. So each process is also read from ``/proc`` ten times a second, with
the children that it waited for, and the larger sum counts.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psutil

from benchmarks.ledger import Sums

_PR_SET_CHILD_SUBREAPER = 36
_PAUSE_SECONDS = 0.1
_TICKS = os.sysconf("SC_CLK_TCK")


def measured(
    command: Sequence[str], cwd: Path, environment: Mapping[str, str], descriptors: Sequence[int] = ()
) -> Sums:
    """Return what a command and its descendants used, and the seconds until it ended. Exit if the command failed."""
    # The bench outlives the zygote, and only a process that waits for it learns what it used.
    with _adopting():
        earlier = {child.pid for child in psutil.Process().children()}
        with tempfile.TemporaryFile("w+") as output:
            start = time.perf_counter()
            process = subprocess.Popen(
                command, cwd=cwd, env=environment, stdout=output, stderr=output, pass_fds=descriptors
            )
            seen = Seen(process.pid)
            seen.start()
            _, status, used = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - start
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode:
                output.seek(0)
                sys.exit(f"{' '.join(command[-8:])} ended with {process.returncode}:\n{output.read()}")
        every = [used]
        while orphans := [child.pid for child in psutil.Process().children() if child.pid not in earlier]:
            every += [os.wait4(pid, 0)[2] for pid in orphans]
    seen.join()
    waited = Sums(
        cpu=sum(one.ru_utime + one.ru_stime for one in every),
        system=sum(one.ru_stime for one in every),
        faults=sum(one.ru_minflt for one in every),
    )
    return replace(
        max(waited, seen.most, key=lambda one: one.cpu),
        switches=sum(one.ru_nvcsw + one.ru_nivcsw for one in every),
        wall=seconds,
    )


@contextmanager
def _adopting() -> Iterator[None]:
    """Make this process the parent of descendants whose own parent ends."""
    set_option = ctypes.CDLL(None).prctl
    set_option(_PR_SET_CHILD_SUBREAPER, 1)
    try:
        yield
    finally:
        set_option(_PR_SET_CHILD_SUBREAPER, 0)


class Seen(threading.Thread):
    """Reader of a process and its descendants, until the process has ended."""

    def __init__(self, root: int) -> None:
        super().__init__()
        self._root = root
        self.most = Sums()
        """Largest sum so far."""

    def run(self) -> None:
        while (now := self._now()) != Sums():
            self.most = max(self.most, now, key=lambda one: one.cpu)
            time.sleep(_PAUSE_SECONDS)

    def _now(self) -> Sums:
        """Return the sum of this moment; nothing after the process has ended."""
        found, todo = Sums(), [self._root]
        while todo:
            pid = todo.pop()
            try:
                stat = Path(f"/proc/{pid}/stat").read_bytes()
                children = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_bytes().split()]
            except OSError:
                continue
            fields = stat.rpartition(b")")[2].split()
            if fields[0] == b"Z" and pid == self._root:
                break
            faults, waited_faults, user, system, waited_user, waited_system = (
                int(fields[place]) for place in (7, 8, 11, 12, 13, 14)
            )
            found.cpu += (user + system + waited_user + waited_system) / _TICKS
            found.system += (system + waited_system) / _TICKS
            found.faults += faults + waited_faults
            todo += children
        return found
