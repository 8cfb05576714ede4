"""Taking back limits, one's own and those of others."""

from __future__ import annotations

import ctypes
import resource

from tests.attacks.acts.raw import call


def raise_memory_limit():
    """Lift the limit of memory. [53]"""
    resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    return "lifted"


def raise_cpu_limit():
    """Lift the limit of processor time. [53]"""
    resource.setrlimit(resource.RLIMIT_CPU, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    return "lifted"


def raise_process_limit():
    """Lift the limit of processes. [53]"""
    resource.setrlimit(resource.RLIMIT_NPROC, (100, 100))
    return "lifted"


def raise_file_size_limit():
    """Lift the limit of file sizes. [53]"""
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    return "lifted"


def allow_core_files():
    """Allow core files, which hold the whole memory."""
    resource.setrlimit(resource.RLIMIT_CORE, (1 << 20, 1 << 20))
    return "allowed"


def lower_limit():
    """Change a limit at all, here to what it is."""
    resource.setrlimit(resource.RLIMIT_NOFILE, resource.getrlimit(resource.RLIMIT_NOFILE))
    return "set"


def change_limit_by_number():
    """Change a limit past the C library, here to what it is. [53]"""
    now = (ctypes.c_uint64 * 2)(*(n & 0xFFFFFFFFFFFFFFFF for n in resource.getrlimit(resource.RLIMIT_NOFILE)))
    call("prlimit64", 0, int(resource.RLIMIT_NOFILE), ctypes.byref(now), None)
    return "set"


def change_limit_of_process(victim):
    """Change a limit of another process, here to what it is. [53]"""
    limit = resource.prlimit(victim, resource.RLIMIT_NOFILE)
    resource.prlimit(victim, resource.RLIMIT_NOFILE, limit)
    return "set"


def change_limit_of_zygote(parent):
    """Change a limit of the zygote, here to what it is. [53]"""
    limit = resource.prlimit(parent, resource.RLIMIT_NOFILE)
    resource.prlimit(parent, resource.RLIMIT_NOFILE, limit)
    return "set"


def have_core_files():
    """Have a limit of core files above 0."""
    if resource.getrlimit(resource.RLIMIT_CORE)[1] == 0:
        raise PermissionError(1, "the limit is 0")
    return "they can be written"


def have_soft_limits_only():
    """Have a limit of memory that can be raised."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    if soft == hard != resource.RLIM_INFINITY:
        raise PermissionError(1, "soft and hard limit are one")
    return f"{soft} of {hard}"


def change_oom_score():
    """Be the last that the kernel ends when memory runs out."""
    with open("/proc/self/oom_score_adj", "r+") as file:
        value = file.read()
        file.write(value)
    return f"score {value.strip()}"


def change_cgroup():
    """Find a control group that one could leave or change."""
    with open("/proc/self/cgroup") as file:
        return repr(file.read(30))
