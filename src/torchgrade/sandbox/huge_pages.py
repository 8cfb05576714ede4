"""Huge pages for the memory that every fork shares, because a fork copies one entry of a table for each page.

The zygote has about 100,000 small pages of its own. As huge pages they need 200 entries, and a fork takes a quarter of
the time.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterable, Iterator

HUGE = 2 << 20
"""Bytes of a huge page on x86-64 and on most other processors."""
_MADV_COLLAPSE = 25
"""Advice of Linux 6.1 and later: copy these small pages into huge ones now (man 2 madvise)."""


def gather() -> None:
    """Have the kernel copy the private memory of this process into huge pages, if it can.

    The content stays the same. A kernel that refuses, because it is older or has no free huge page, changes nothing.
    """
    if sys.platform != "linux":
        return
    advise = ctypes.CDLL(None, use_errno=True).madvise
    with open("/proc/self/maps", encoding="utf-8", errors="replace") as file:
        ranges = list(anonymous(file))
    for start, end in ranges:
        advise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), ctypes.c_int(_MADV_COLLAPSE))


def anonymous(maps: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Yield the whole huge pages in the private, writable mappings without a file.

    :param maps: lines of ``/proc/self/maps`` (man 5 proc).
    """
    for line in maps:
        fields = line.split()
        place = fields[5] if len(fields) > 5 else ""
        if fields[1] != "rw-p" or place not in ("", "[heap]"):
            continue
        start, end = (int(number, 16) for number in fields[0].split("-"))
        start, end = -(-start // HUGE) * HUGE, end // HUGE * HUGE
        if start < end:
            yield start, end
