"""That a child allocates side by side after the free blocks were taken."""

from __future__ import annotations

import os
import random
import subprocess
import sys

from torchgrade.sandbox.free_blocks import take


def pages_of(blocks: list[bytes]) -> int:
    return len({id(block) >> 12 for block in blocks})


def test_new_objects_lie_side_by_side_after_the_free_blocks_were_taken() -> None:
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        blocks = [bytes(100) for _ in range(20_000)]
        # Every second block is free then, in each of hundreds of pages.
        del blocks[::2]
        random.shuffle(blocks)
        take()
        new = [bytes(100) for _ in range(1_000)]
        os.write(writer, str(pages_of(new)).encode())
        os._exit(0)
    os.close(writer)
    with open(reader, "rb") as answer:
        pages = int(answer.read())
    os.waitpid(pid, 0)
    # 1,000 blocks of 144 bytes fill 36 pages.
    assert pages <= 40


def test_new_memory_of_the_c_library_lies_side_by_side_after_the_free_blocks_were_taken() -> None:
    text = """
import ctypes
from torchgrade.sandbox.free_blocks import take
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.malloc.argtypes, libc.free.argtypes = ctypes.c_void_p, [ctypes.c_size_t], [ctypes.c_void_p]
blocks = [libc.malloc(2000) for _ in range(4000)]
for block in blocks[::2]:
    libc.free(block)
take()
new = sorted(libc.malloc(2000) for _ in range(400))
print(len({address >> 12 for address in new}))
"""
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)

    # 400 blocks of 2,016 bytes fill 197 pages.
    assert int(done.stdout) <= 210
