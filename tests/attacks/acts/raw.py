"""System calls by number and machine code: what acts use to go past Python and the C library.

The text of this file stands before that of an act in a submission, so it imports the standard library only.
Numbers are those of x86-64; from 424 on they are the same everywhere.
"""

from __future__ import annotations

import ctypes
import errno
import mmap
import os

LIBC = ctypes.CDLL(None, use_errno=True)
LIBC.syscall.restype = ctypes.c_long
REFUSALS = (errno.EPERM, errno.EACCES, errno.ENOSYS)
NUMBERS = {
    "acct": 163, "add_key": 248, "adjtimex": 159, "bpf": 321, "cachestat": 451, "capget": 125, "capset": 126,
    "clock_adjtime": 305, "clone": 56, "clone3": 435, "copy_file_range": 326, "creat": 85, "delete_module": 176,
    "execveat": 322, "fallocate": 285, "fanotify_init": 300, "fchmodat2": 452, "finit_module": 313, "fork": 57,
    "fsopen": 430, "fspick": 433, "get_robust_list": 274, "init_module": 175, "inotify_init1": 294, "io_setup": 206,
    "io_uring_setup": 425, "ioperm": 173, "iopl": 172, "ioprio_set": 251, "kcmp": 312, "kexec_file_load": 320,
    "kexec_load": 246, "keyctl": 250, "landlock_create_ruleset": 444, "linkat": 265, "listmount": 458,
    "lsm_list_modules": 461, "map_shadow_stack": 453, "mbind": 237, "memfd_secret": 447, "migrate_pages": 256,
    "mlock": 149, "mlockall": 151, "modify_ldt": 154, "mount": 165, "mount_setattr": 442, "move_mount": 429,
    "move_pages": 279, "mq_open": 240, "mq_unlink": 241, "msgctl": 71, "msgget": 68, "name_to_handle_at": 303,
    "open": 2, "openat": 257, "open_by_handle_at": 304, "open_tree": 428, "openat2": 437, "perf_event_open": 298, "personality": 135,
    "pidfd_getfd": 438, "pidfd_open": 434, "pivot_root": 155, "pkey_alloc": 330, "prctl": 157, "prlimit64": 302,
    "process_madvise": 440, "process_mrelease": 448, "process_vm_readv": 310, "process_vm_writev": 311, "ptrace": 101,
    "quotactl": 179, "readahead": 187, "reboot": 169, "remap_file_pages": 216, "renameat2": 316, "request_key": 249,
    "rt_sigqueueinfo": 129, "rt_tgsigqueueinfo": 297, "sched_setattr": 314, "seccomp": 317, "semctl": 66,
    "semget": 64, "set_mempolicy": 238, "setdomainname": 171, "sethostname": 170, "setns": 308, "settimeofday": 164,
    "shmctl": 31, "shmget": 29, "signalfd4": 289, "socket": 41, "splice": 275, "swapoff": 168, "swapon": 167,
    "syncfs": 306, "sysfs": 139, "syslog": 103, "tee": 276, "tgkill": 234, "timer_create": 222, "timerfd_create": 283,
    "tkill": 200, "unshare": 272, "uselib": 134, "userfaultfd": 323, "ustat": 136, "utime": 132, "vmsplice": 278,
}  # fmt: skip


def word(value):
    """Return an argument of a system call as the C library takes it."""
    if value is None:
        return ctypes.c_void_p(0)
    return ctypes.c_long(value) if isinstance(value, int) else value


def call(name, *arguments):
    """Make a system call; return its result, or raise the OSError that it ended with."""
    ctypes.set_errno(0)
    result = LIBC.syscall(ctypes.c_long(NUMBERS[name]), *map(word, arguments))
    if result == -1:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")
    return result


def reached(name, *arguments):
    """Make a call that can do no harm; whatever else than a refusal comes back, the kernel has looked at it."""
    try:
        result = call(name, *arguments)
    except OSError as error:
        if error.errno in REFUSALS:
            raise
        return f"the kernel took it ({errno.errorcode[error.errno]})"
    return f"the kernel answered {result}"


def machine_code(code):
    """Return a function of no arguments made of these bytes."""
    page = mmap.mmap(-1, mmap.PAGESIZE, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    page.write(code)
    function = ctypes.CFUNCTYPE(ctypes.c_long)(ctypes.addressof(ctypes.c_char.from_buffer(page)))
    function.page = page
    return function


def blocked(number, text):
    """Return the exception of an act that found a door closed."""
    return OSError(number, text)
