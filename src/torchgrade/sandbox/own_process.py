"""Changes that a process makes to itself: die with its parent, hide from its siblings, close descriptors."""

from __future__ import annotations

import ctypes
import fcntl
import os
import resource
import signal
import sys
from itertools import pairwise

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_PR_SET_NO_NEW_PRIVS = 38
_HIGH = 100
_MOST_FILES = 64
_MOST_SIGNALS = 64


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux" and ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def die_with(parent: int) -> None:
    """Arrange to be killed when the parent dies. Exit if it has died already."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if sys.platform == "linux" and os.getppid() != parent:
        os._exit(1)


def hide() -> None:
    """Close this process's memory to others of the same user (PR_SET_DUMPABLE 0)."""
    _prctl(_PR_SET_DUMPABLE, 0)


def keep_only(descriptors: dict[int, int]) -> None:
    """Keep the descriptors named, each under its new number (all below 100), and close all others."""
    high = {new: fcntl.fcntl(old, fcntl.F_DUPFD, _HIGH) for new, old in descriptors.items()}
    for new, old in high.items():
        os.dup2(old, new)
    # An empty range is left out because closerange(0, 0) closes everything on kernels with close_range(2).
    edges = [-1, *sorted(high), max(4096, resource.getrlimit(resource.RLIMIT_NOFILE)[0])]
    for low, end in pairwise(edges):
        if low + 1 < end:
            os.closerange(low + 1, end)


def reset_signals() -> None:
    """Restore the default meaning of the signals that Python or a parent handles."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD, signal.SIGALRM):
        signal.signal(number, signal.SIG_DFL)


def count_threads() -> int:
    """Return how many threads this process has. Return 1 if the platform does not report it."""
    return len(os.listdir("/proc/self/task")) if sys.platform == "linux" else 1


def mapped_bytes() -> int | None:
    """Return the address space of this process, or None if the platform does not report it."""
    return _memory_pages()[0] * resource.getpagesize() if sys.platform == "linux" else None


def _memory_pages() -> tuple[int, int]:
    # As bytes, because by now the process may not be able to read the codec's module.
    with open("/proc/self/statm", "rb") as file:
        fields = file.read().split()
    return int(fields[0]), int(fields[5])


def limit_memory(extra: int) -> None:
    """Bound address space and data to the bytes in use and ``extra`` bytes more.

    An absolute RLIMIT_AS breaks torch, because its libraries alone map gigabytes.
    """
    if sys.platform != "linux":
        return
    page = resource.getpagesize()
    space, data = _memory_pages()
    for kind, used in ((resource.RLIMIT_AS, space * page), (resource.RLIMIT_DATA, data * page)):
        hard = resource.getrlimit(kind)[1]
        bound = used + extra
        resource.setrlimit(kind, (bound if hard == resource.RLIM_INFINITY else min(bound, hard), hard))


def seal_memory(extra: int) -> None:
    """Bound memory permanently, and forbid child processes and core files."""
    limit_memory(extra)
    if sys.platform == "linux":
        for kind in (resource.RLIMIT_AS, resource.RLIMIT_DATA):
            soft = resource.getrlimit(kind)[0]
            resource.setrlimit(kind, (soft, soft))
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def seal_limits(extra: int) -> None:
    """Bound memory permanently, and everything else that the kernel counts for a process."""
    seal_memory(extra)
    for kind, bound in (
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, _MOST_FILES),
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
        (resource.RLIMIT_SIGPENDING, _MOST_SIGNALS),
        (resource.RLIMIT_NICE, 0),
        (resource.RLIMIT_RTPRIO, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        lower = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
        resource.setrlimit(kind, (lower, lower))


def forbid_privileges() -> None:
    """Make sure that no program can give this process or its children more rights (no_new_privs)."""
    if sys.platform == "linux":
        _prctl(_PR_SET_NO_NEW_PRIVS, 1)


def lift_limits() -> None:
    """Raise soft limits to the hard ones again, after the reading of a submission."""
    for kind in (resource.RLIMIT_AS, resource.RLIMIT_DATA, resource.RLIMIT_CPU):
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (hard, hard))


def limit_cpu(seconds: float) -> None:
    """Let the kernel end this process (SIGXCPU) after that much more processor time."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    bound = int(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (bound, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def sealed_memfd(data: bytes) -> int | None:
    """Return a descriptor of an unchangeable copy of the bytes, or None if there are no memfds."""
    if not hasattr(os, "memfd_create"):
        return None
    fd = os.memfd_create("data", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(fd, rest) :]
    seals = fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_WRITE | fcntl.F_SEAL_SEAL
    fcntl.fcntl(fd, fcntl.F_ADD_SEALS, seals)
    return fd
