"""Which memory is gathered into huge pages, and that its content stays."""

from __future__ import annotations

import hashlib
import os

from torchgrade.sandbox.huge_pages import HUGE, anonymous, gather


def test_only_private_writable_memory_without_a_file_is_gathered_in_whole_huge_pages() -> None:
    maps = [
        "00400000-00c00000 rw-p 00000000 00:00 0 \n",
        "01100000-01b00000 rw-p 00000000 00:00 0          [heap]\n",
        "02000000-02400000 r--p 00000000 00:00 0 \n",
        "03000000-03400000 rw-s 00000000 00:05 9          /dev/zero\n",
        "04000000-04400000 rw-p 00000000 08:01 7          /usr/lib/my lib.so\n",
        "05000000-05400000 rw-p 00000000 00:00 0          [stack]\n",
        "06100000-06300000 rw-p 00000000 00:00 0 \n",
    ]

    assert list(anonymous(maps)) == [(0x400000, 0xC00000), (0x1200000, 0x1A00000)]


def test_memory_has_the_same_content_after_it_was_gathered() -> None:
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        data = [os.urandom(1 << 16) for _ in range(16 * HUGE >> 16)]
        before = [hashlib.sha256(one).digest() for one in data]
        gather()
        same = before == [hashlib.sha256(one).digest() for one in data]
        os.write(writer, b"same" if same else b"different")
        os._exit(0)
    os.close(writer)
    with open(reader, "rb") as answer:
        assert answer.read() == b"same"
    os.waitpid(pid, 0)
