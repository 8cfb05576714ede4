"""Huge pages for the code of torch, because a process looks up the place of each small page again and again.

The code is mapped from a file, which most kernels keep in small pages. So the zygote copies it into memory of its own
and puts the copy in the same place.
"""

from __future__ import annotations

import ctypes
import mmap
import platform
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from torchgrade.sandbox.huge_pages import HUGE

LIBRARIES = ("libtorch_cpu.so", "libtorch_python.so")
"""Libraries in which judges and workers spend a quarter of their time: 300 MB of code, of which half is used."""
_SETTING = Path("/sys/kernel/mm/transparent_hugepage/enabled")
_PAGE = mmap.PAGESIZE
_ENTRY, _PRESENT = 8, 63
"""Bytes of an entry in ``/proc/self/pagemap``, and its bit for a page in memory (Documentation/admin-guide/mm)."""
_READ, _WRITE, _EXECUTE = 1, 2, 4
_PRIVATE_ANONYMOUS = 0x22
_MADV_HUGEPAGE = 14
_MOVE_TO_FIXED = 3
_FAILED = ctypes.c_void_p(-1).value


def gather_code() -> None:
    """Replace the code of torch by a copy in huge pages, in the same place. Do nothing where this is not known to work.

    Call it while the process has one thread. A system that forbids code in private memory keeps the files' pages.
    """
    # Other processors need their instruction caches told about copied code.
    if sys.platform != "linux" or platform.machine() != "x86_64" or not _has_huge_pages():
        return
    with open("/proc/self/maps", encoding="utf-8", errors="replace") as file:
        ranges = list(code(file))
    for whole in ranges:
        for start, end in used(*whole):
            replace(start, end)


def _has_huge_pages() -> bool:
    # A copy in small pages would make every fork slower, because a fork copies their table.
    try:
        return "[never]" not in _SETTING.read_text("utf-8")
    except OSError:
        return False


def code(maps: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Yield the whole huge pages in the code of the libraries.

    :param maps: lines of ``/proc/self/maps`` (man 5 proc).
    """
    for line in maps:
        fields = line.split(maxsplit=5)
        name = fields[5].strip().rpartition("/")[2] if len(fields) > 5 else ""
        if fields[1] != "r-xp" or name not in LIBRARIES:
            continue
        start, end = (int(number, 16) for number in fields[0].split("-"))
        start, end = -(-start // HUGE) * HUGE, end // HUGE * HUGE
        if start < end:
            yield start, end


def used(start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the runs of huge pages in a range in which this process has read or executed anything.

    Half of the code never runs, and a copy of it would take 150 MB. Yield the whole range if the process may not know,
    because it is hidden and is not root's.
    """
    try:
        with open("/proc/self/pagemap", "rb", buffering=0) as file:
            file.seek(start // _PAGE * _ENTRY)
            entries = memoryview(file.read((end - start) // _PAGE * _ENTRY)).cast("Q")
    except OSError:
        yield start, end
        return
    each, run = HUGE // _PAGE, start
    for block in range(start, end + HUGE, HUGE):
        place = (block - start) // _PAGE
        if block < end and any(entry >> _PRESENT for entry in entries[place : place + each]):
            continue
        if run < block:
            yield run, block
        run = block + HUGE


def replace(start: int, end: int) -> bool:
    """Put a copy in huge pages in the place of this code. Return whether the system allowed it."""
    size, libc = end - start, _libc()
    room = libc.mmap(None, size + HUGE, _READ | _WRITE, _PRIVATE_ANONYMOUS, -1, 0)
    if room == _FAILED:
        return False
    copy = -(-room // HUGE) * HUGE
    libc.madvise(copy, size, _MADV_HUGEPAGE)
    ctypes.memmove(copy, start, size)
    # The kernel exchanges the pages in one step, so even the code that runs now could be among them.
    moved: bool = (
        libc.mprotect(copy, size, _READ | _EXECUTE) == 0
        and libc.mremap(copy, size, size, _MOVE_TO_FIXED, start) == start
    )
    # What was mapped for the alignment goes, and the copy goes too if it is not in its place.
    kept = copy if moved else copy + size
    libc.munmap(copy + size, HUGE - (copy - room))
    if kept > room:
        libc.munmap(room, kept - room)
    return moved


def _libc() -> ctypes.CDLL:
    """Return the C library with the types of the functions for memory (man 2 mmap, mremap, mprotect, madvise)."""
    libc = ctypes.CDLL(None)
    address, size, number = ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int
    libc.mmap.argtypes = [address, size, number, number, number, ctypes.c_long]
    libc.mremap.argtypes = [address, size, size, number, address]
    libc.mmap.restype = libc.mremap.restype = address
    libc.mprotect.argtypes = libc.madvise.argtypes = [address, size, number]
    libc.munmap.argtypes = [address, size]
    return libc
