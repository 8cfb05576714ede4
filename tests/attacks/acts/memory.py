"""Taking memory beyond the limit, in ways of which some count for no process. All stop at 3 GiB, untouched."""

from __future__ import annotations

import ctypes
import mmap
import os

from tests.attacks.acts.raw import LIBC, call

GIB = 1 << 30
STEP = 64 << 20


def take_tensors():
    """Make tensors of 3 GiB. [35]"""
    import torch

    kept = [torch.empty(STEP, dtype=torch.uint8) for _ in range(3 * GIB // STEP)]
    return f"{len(kept)} x 64 MiB"


def take_bytes():
    """Make byte strings of 3 GiB; calloc leaves them untouched. [35]"""
    kept = [bytes(STEP) for _ in range(3 * GIB // STEP)]
    return f"{len(kept)} x 64 MiB"


def take_one_block():
    """Ask for 3 GiB at once. [35]"""
    return f"{len(mmap.mmap(-1, 3 * GIB, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)) >> 20} MiB"


def take_shared_mapping():
    """Map 3 GiB that children would share. [35]"""
    return f"{len(mmap.mmap(-1, 3 * GIB)) >> 20} MiB"


def take_unreserved_mapping():
    """Map 3 GiB for which the kernel promises nothing (MAP_NORESERVE)."""
    return f"{len(mmap.mmap(-1, 3 * GIB, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x4000)) >> 20} MiB"


def take_program_break():
    """Move the end of the data by 3 GiB."""
    LIBC.sbrk.restype = ctypes.c_void_p
    before = LIBC.sbrk(ctypes.c_long(3 * GIB))
    if before in (None, ctypes.c_void_p(-1).value):
        raise OSError(ctypes.get_errno(), "sbrk")
    LIBC.sbrk(ctypes.c_long(-3 * GIB))
    return "3 GiB"


def take_memory_file():
    """Make a file of 3 GiB in memory, which counts for nobody. [35]"""
    fd = os.memfd_create("bomb", 0)
    os.ftruncate(fd, 3 * GIB)
    return "3 GiB"


def take_small_memory_file():
    """Write one byte to a file in memory."""
    return f"{os.write(os.memfd_create('small', 0), b'x')} byte"


def take_secret_memory():
    """Make memory that the kernel itself cannot reach."""
    return f"descriptor {call('memfd_secret', 0)}"


def take_segment():
    """Make a System V segment of 3 GiB, which stays when the process ends; it is removed. [35]"""
    number = call("shmget", 0, 3 * GIB, 0o600 | 0o1000)
    call("shmctl", number, 0, None)
    return "3 GiB"


def take_queue():
    """Make a System V message queue; it is removed."""
    number = call("msgget", 0, 0o600 | 0o1000)
    call("msgctl", number, 0, None)
    return "made"


def take_semaphores():
    """Make System V semaphores; they are removed."""
    number = call("semget", 0, 100, 0o600 | 0o1000)
    call("semctl", number, 0, 0, None)
    return "made"


def take_posix_queue():
    """Make a POSIX message queue; it is removed."""
    name = f"torchgrade-act-{os.getpid()}".encode()
    call("mq_open", name, os.O_CREAT | os.O_RDWR, 0o600, None)
    call("mq_unlink", name)
    return "made"


def take_posix_semaphore():
    """Make a POSIX semaphore, which is a file in /dev/shm; it is removed."""
    import multiprocessing

    multiprocessing.Lock()
    return "made"


def take_shared_memory():
    """Make shared memory that outlives the process (multiprocessing.shared_memory); it is removed."""
    import contextlib
    from multiprocessing import shared_memory

    name = f"torchgrade-act-{os.getpid()}"
    try:
        shared_memory.SharedMemory(name, create=True, size=1 << 20).close()
    finally:
        # Where no process can be started, it is made and then an exception is raised.
        with contextlib.suppress(OSError):
            os.unlink(f"/dev/shm/{name}")
    return "made"


def take_large_pipes():
    """Make pipes of 1 MiB each, which count for no process. [35]"""
    import fcntl

    sizes = [fcntl.fcntl(os.pipe()[1], fcntl.F_SETPIPE_SZ, 1 << 20) for _ in range(8)]
    return f"{sum(sizes) >> 20} MiB"


def take_descriptors():
    """Open 200 descriptors."""
    kept = [os.dup(0) for _ in range(200)]
    return f"{len(kept)} descriptors"


def take_locked_memory():
    """Lock memory that is yet to be mapped, so that it never leaves the machine's (MCL_FUTURE, on fault)."""
    call("mlockall", 2 | 4)
    return "locked"


def take_locked_page():
    """Lock one page."""
    page = mmap.mmap(-1, mmap.PAGESIZE)
    address = ctypes.addressof(ctypes.c_char.from_buffer(page))
    call("mlock", address, mmap.PAGESIZE)
    return "locked"


def take_huge_pages():
    """Map one page of 2 MiB of those that the machine keeps apart."""
    mmap.mmap(-1, 2 << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x40000)
    return "mapped"


def take_stack():
    """Let the stack grow to 512 MiB."""
    import resource

    resource.setrlimit(resource.RLIMIT_STACK, (512 << 20, resource.getrlimit(resource.RLIMIT_STACK)[1]))
    return "may grow"


def take_asynchronous_io():
    """Make a ring for asynchronous input and output of the old kind."""
    made = ctypes.c_ulong()
    call("io_setup", 128, ctypes.byref(made))
    return "made"


def place_memory():
    """Choose on which node of the machine memory lies."""
    call("set_mempolicy", 0, None, 0)
    return "chosen"
