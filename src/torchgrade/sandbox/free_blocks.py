"""Free blocks between used ones, taken before forks so that a child allocates side by side.

After thousands of imports, free blocks lie between used ones all over the memory. A child that allocated there would
copy a page for nearly every new object. So the zygote takes these blocks and never uses them.
"""

from __future__ import annotations

import ctypes
import sys

_POOL = 1 << 14
"""Bytes of a pool of CPython's allocator, which cuts it into blocks of one size."""
_ALIGNED = 16
_MOST = 1 << 17
"""Blocks of one size that are tried at most, for an allocator that works otherwise."""
_LARGEST = 1 << 16
"""Bytes of the largest block that is taken from the C library."""
_taken: list[object] = []


def take() -> None:
    """Take the free blocks of this process that lie before the end of its memory."""
    _taken.append([_blocks(size) for size in range(_ALIGNED * 3, 512 + 1, _ALIGNED)])
    if sys.platform == "linux":
        _take_from_the_heap()


def _blocks(size: int) -> list[bytes]:
    """Return objects of that many bytes that fill every pool in use.

    The pools are full when a whole new pool was filled: its blocks lie one after another.
    """
    taken: list[bytes] = []
    before = run = 0
    while run < _POOL // size - 2 and len(taken) < _MOST:
        block = bytes(size - b"".__sizeof__())
        taken.append(block)
        run = run + 1 if id(block) == before + size else 0
        before = id(block)
    return taken


class _Info(ctypes.Structure):
    """Account of the C library's heap (man 3 mallinfo2)."""

    _fields_ = [(name, ctypes.c_size_t) for name in (
        "arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks", "keepcost",
    )]  # fmt: skip


def _take_from_the_heap() -> None:
    libc = ctypes.CDLL(None)
    if not hasattr(libc, "mallinfo2"):
        # Another C library, or one before glibc 2.33.
        return
    libc.mallinfo2.restype, libc.sbrk.restype, libc.malloc.restype = _Info, ctypes.c_void_p, ctypes.c_void_p
    libc.sbrk.argtypes, libc.malloc.argtypes = [ctypes.c_long], [ctypes.c_size_t]
    end = libc.sbrk(0) - libc.mallinfo2().keepcost
    size = _LARGEST
    while size >= _ALIGNED:
        for _ in range(_MOST):
            if (libc.malloc(size) or end) >= end:
                break
        # Larger blocks are cut, so most sizes need few steps.
        size = min(size * 3 // 4, size - _ALIGNED) if size > 1 << 10 else size - _ALIGNED
