"""Run the command line as on a kernel that lacks something: ``python lesser_kernel.py WHAT ARGUMENTS...``."""

from __future__ import annotations

import errno
import os
import sys

from pyseccomp import ALLOW, ERRNO, MASKED_EQ, Arg, SyscallFilter

_NAMESPACES = (0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000)
"""The flags with which clone makes namespaces."""


def without_landlock(calls: SyscallFilter) -> None:
    """Answer as a kernel before 5.13."""
    for name in ("landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self"):
        calls.add_rule(ERRNO(errno.ENOSYS), name)


def without_restricting(calls: SyscallFilter) -> None:
    """Let a ruleset be made, and fail where a worker puts it on."""
    calls.add_rule(ERRNO(errno.EPERM), "landlock_restrict_self")


def without_namespaces(calls: SyscallFilter) -> None:
    """Answer as the default profile of a container does."""
    for name in ("unshare", "setns", "mount", "umount2", "pivot_root"):
        calls.add_rule(ERRNO(errno.EPERM), name)
    for flag in _NAMESPACES:
        calls.add_rule(ERRNO(errno.EPERM), "clone", Arg(0, MASKED_EQ, flag, flag))
    calls.add_rule(ERRNO(errno.ENOSYS), "clone3")


LACKS = {
    "landlock": without_landlock,
    "restricting": without_restricting,
    "namespaces": without_namespaces,
}


def lack(what: str) -> None:
    """Make this process, and all that it starts, find a kernel that lacks something."""
    calls = SyscallFilter(ALLOW)
    LACKS[what](calls)
    calls.load()


if __name__ == "__main__":
    lack(sys.argv[1])
    os.execv(sys.executable, [sys.executable, "-m", "torchgrade", *sys.argv[2:]])
