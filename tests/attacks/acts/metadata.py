"""What can be learnt of files and processes without reading them: names, sizes, links, that something exists.

Landlock does not hide these; bubblewrap does. ``tests/attacks/expected.py`` says which stay open where.
"""

from __future__ import annotations

import os
import time

from tests.attacks.acts.raw import call


def stat_secret(secret):
    """Ask whether a file exists and how large it is."""
    return f"{os.stat(secret).st_size} bytes"


def access_secret(secret):
    """Ask whether a file exists."""
    if not os.access(secret, os.F_OK):
        raise PermissionError(13, "access")
    return "it exists"


def stat_by_path_descriptor(secret):
    """Ask for the size of a file that was opened as a mere place (O_PATH)."""
    return f"{os.fstat(os.open(secret, os.O_PATH)).st_size} bytes"


def read_link(link):
    """Read where a symbolic link points to."""
    return os.readlink(link)


def guess_names(home):
    """Try names, which tells whether they exist."""
    found = [name for name in ("diary.txt", "secret.txt") if os.path.exists(os.path.join(home, name))]
    if not found:
        raise FileNotFoundError(2, "no name exists")
    return " ".join(found)


def see_process(victim):
    """Ask whether a process exists through its folder in /proc."""
    os.stat(f"/proc/{victim}")
    return "it exists"


def ask_session_of_process(victim):
    """Ask for the session of another process, which tells whether it exists."""
    return f"session {os.getsid(victim)}"


def ask_group_of_process(victim):
    """Ask for the group of another process, which tells whether it exists."""
    return f"group {os.getpgid(victim)}"


def ask_affinity_of_process(victim):
    """Ask on which cores another process may run."""
    return str(sorted(os.sched_getaffinity(victim)))


def ask_futexes_of_process(victim):
    """Ask for an address inside another process (get_robust_list)."""
    import ctypes

    head, size = ctypes.c_void_p(), ctypes.c_size_t()
    call("get_robust_list", victim, ctypes.byref(head), ctypes.byref(size))
    return hex(head.value or 0)


def ask_priority_of_process(victim):
    """Ask how nice another process is."""
    return str(os.getpriority(os.PRIO_PROCESS, victim))


def ask_scheduler_of_process(victim):
    """Ask how another process is scheduled."""
    return str(os.sched_getscheduler(victim))


def ask_limits_of_process(victim):
    """Ask for the limits of another process."""
    import resource

    return str(resource.prlimit(victim, resource.RLIMIT_NOFILE))


def clock_of_process(victim):
    """Read how much processor time another process has used: a clock that goes by its work."""
    return str(time.clock_gettime((~victim << 3) | 2))


def clock_of_grader(parent):
    """Read how much processor time the zygote has used."""
    return str(time.clock_gettime((~parent << 3) | 2))


def wait_by_clock_of_process(victim):
    """Wait until another process has used so much processor time, here until long ago."""
    import ctypes

    library = ctypes.CDLL(None)
    failed = library.clock_nanosleep((~victim << 3) | 2, 1, (ctypes.c_long * 2)(0, 1), None)
    if failed:
        raise OSError(failed, os.strerror(failed))
    return "waited"


def resolution_of_clock_of_process(victim):
    """Ask how exact the clock of another process is, which tells whether it exists."""
    return str(time.clock_getres((~victim << 3) | 2))


def owner_of_process(victim):
    """Ask whose another process is and when it began, as its folder in /proc says."""
    status = os.stat(f"/proc/{victim}")
    return f"user {status.st_uid}, since {status.st_ctime:.0f}"


def growth_of_run(run):
    """Watch how the run's database grows, by which one learns when others are graded."""
    return f"{os.stat(os.path.join(run, 'run.sqlite')).st_size} bytes"


def file_system_of_secret(home):
    """Ask for the file system of a folder and how full it is."""
    return f"{os.statvfs(home).f_blocks} blocks"


def use_of_page_cache():
    """Ask which pages of a shared library are in memory: what others run shows there."""
    import ctypes

    fd = os.open(os.__file__, os.O_RDONLY)
    where, found = (ctypes.c_uint64 * 2)(0, 4096), (ctypes.c_uint64 * 5)()
    call("cachestat", fd, where, found, 0)
    return f"{found[0]} pages in memory"


def drop_from_page_cache():
    """Throw a file out of memory that others use, to see when they come back to it."""
    os.posix_fadvise(os.open(os.__file__, os.O_RDONLY), 0, 0, os.POSIX_FADV_DONTNEED)
    return "thrown out"
