"""The layer ``seccomp``: the system calls that arithmetic needs, and no others."""

from __future__ import annotations

import errno
import os
import termios
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyseccomp import SyscallFilter

PROTOCOL_FD = 3
"""Descriptor on which a worker receives requests. It may receive on no other."""

ALLOWED = (
    "read", "write", "readv", "writev", "pread64", "pwrite64", "lseek", "close", "close_range", "dup", "dup2", "dup3",
    "pipe", "pipe2", "fstat", "newfstatat", "stat", "lstat", "statx", "access", "faccessat", "faccessat2",
    "getdents64", "getcwd", "readlink", "readlinkat", "poll", "ppoll", "select", "pselect6", "epoll_create1",
    "epoll_ctl", "epoll_wait", "epoll_pwait", "eventfd2", "mmap", "mprotect", "munmap", "mremap", "madvise", "brk",
    "membarrier", "futex", "set_robust_list", "get_robust_list", "rseq", "set_tid_address", "arch_prctl",
    "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "restart_syscall", "alarm", "setitimer",
    "getitimer", "getpid", "gettid", "getppid", "getuid", "geteuid", "getgid", "getegid", "getgroups", "getpgrp",
    "getrusage", "getrlimit", "times", "uname", "sysinfo", "umask", "nanosleep", "gettimeofday", "time",
    "sched_yield", "getcpu", "getrandom", "exit", "exit_group",
)  # fmt: skip
"""Calls that are allowed with any arguments, because they act on the process itself or on its open descriptors."""

_WRITING = os.O_ACCMODE | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CLOCK_OF_A_PROCESS = 1 << 31
"""Bit that makes the number of a clock negative: the clock of a process or a thread."""
_FCNTL = ("F_DUPFD", "F_GETFD", "F_SETFD", "F_GETFL", "F_SETFL", "F_DUPFD_CLOEXEC")
_IOCTL = (termios.TCGETS, termios.FIONREAD, termios.TIOCGWINSZ, termios.FIOCLEX, termios.FIONCLEX, termios.FIONBIO)


def make_filter() -> SyscallFilter:
    """Return a filter that refuses everything else with EPERM. Made once, and loaded by each worker.

    :raises RuntimeError, OSError: libseccomp is missing or too old.
    """
    import fcntl

    import pyseccomp
    from pyseccomp import ALLOW, EQ, ERRNO, KILL_PROCESS, MASKED_EQ, Arg, Attr

    calls = pyseccomp.SyscallFilter(ERRNO(errno.EPERM))
    # Another architecture's calls have other numbers, so machine code that makes such calls ends the process.
    calls.set_attr(Attr.ACT_BADARCH, KILL_PROCESS)
    # no_new_privs is a layer of its own, applied before. Without it the kernel refuses this filter; libseccomp must not
    # set it.
    calls.set_attr(Attr.CTL_NNP, 0)
    for name in ALLOWED:
        _add(calls, ALLOW, name)
    # Allows opening for reading only, because Landlock before version 3 does not see a truncation.
    _add(calls, ALLOW, "openat", Arg(2, MASKED_EQ, _WRITING, 0))
    _add(calls, ALLOW, "open", Arg(1, MASKED_EQ, _WRITING, 0))
    _add(calls, ALLOW, "recvmsg", Arg(0, EQ, PROTOCOL_FD))
    _add(calls, ALLOW, "prlimit64", Arg(0, EQ, 0), Arg(2, EQ, 0))
    # For other processes these calls would report how much they work.
    for name in ("getsid", "sched_getaffinity"):
        _add(calls, ALLOW, name, Arg(0, EQ, 0))
    for name in ("clock_gettime", "clock_getres", "clock_nanosleep"):
        _add(calls, ALLOW, name, Arg(0, MASKED_EQ, _CLOCK_OF_A_PROCESS, 0))
    for command in _FCNTL:
        _add(calls, ALLOW, "fcntl", Arg(1, EQ, getattr(fcntl, command)))
    for request in _IOCTL:
        _add(calls, ALLOW, "ioctl", Arg(1, EQ, request))
    # The C library then tries clone, which is refused, and reports that it cannot start a thread.
    _add(calls, ERRNO(errno.ENOSYS), "clone3")
    return calls


def _add(calls: SyscallFilter, action: int, name: str, *conditions: object) -> None:
    """Add a rule, unless this machine's architecture does not have the call."""
    import pyseccomp

    number = pyseccomp.resolve_syscall(pyseccomp.Arch.NATIVE, name)
    if number >= 0:
        calls.add_rule(action, number, *conditions)
