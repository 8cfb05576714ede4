"""Which code is copied into huge pages, and that it still runs."""

from __future__ import annotations

import ctypes
import errno
import mmap
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from torchgrade.sandbox import huge_code
from torchgrade.sandbox.huge_code import code, gather_code, replace, used
from torchgrade.sandbox.huge_pages import HUGE
from torchgrade.sandbox.own_process import mapped_bytes


def test_only_the_code_of_torch_is_copied_in_whole_huge_pages() -> None:
    maps = [
        "00400000-00c00000 r-xp 00000000 08:01 7          /a b/libtorch_cpu.so\n",
        "01100000-01b00000 r-xp 00000000 08:01 8          /lib/libtorch_python.so\n",
        "02000000-02400000 r--p 00000000 08:01 7          /a b/libtorch_cpu.so\n",
        "03000000-03400000 r-xp 00000000 08:01 9          /lib/libcublas.so\n",
        "04000000-04400000 r-xp 00000000 00:00 0 \n",
        "05100000-05300000 r-xp 00000000 08:01 7          /a b/libtorch_cpu.so\n",
    ]

    assert list(code(maps)) == [(0x400000, 0xC00000), (0x1200000, 0x1A00000)]


def test_only_huge_pages_in_which_something_was_read_are_copied() -> None:
    file = os.memfd_create("file")
    os.ftruncate(file, 7 * HUGE)
    whole = mmap.mmap(file, 7 * HUGE, mmap.MAP_PRIVATE, mmap.PROT_READ | mmap.PROT_WRITE)
    os.close(file)
    first = -(-ctypes.addressof(ctypes.c_char.from_buffer(whole)) // HUGE) * HUGE
    for block in (1, 2, 4):
        ctypes.string_at(first + block * HUGE + 12345, 1)

    runs = [((a - first) // HUGE, (b - first) // HUGE) for a, b in used(first, first + 6 * HUGE)]

    assert runs == [(1, 3), (4, 5)]
    del whole


def test_a_process_that_may_not_know_its_pages_copies_all_of_the_code(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: str, *_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, path)

    monkeypatch.setattr("builtins.open", refuse)

    assert list(used(2 * HUGE, 9 * HUGE)) == [(2 * HUGE, 9 * HUGE)]


@pytest.mark.parametrize("setting", ["always madvise [never]\n", None])
def test_without_huge_pages_the_code_stays_in_its_file(
    setting: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if setting is not None:
        (tmp_path / "enabled").write_text(setting)
    monkeypatch.setattr(huge_code, "_SETTING", tmp_path / "enabled")
    monkeypatch.setattr(huge_code, "replace", lambda start, end: pytest.fail("copied"))

    gather_code()


@pytest.fixture
def start() -> Iterator[int]:
    """Address of a huge page that is mapped from a file and begins with the text ``code``."""
    file = os.memfd_create("file")
    os.ftruncate(file, 2 * HUGE)
    whole = mmap.mmap(file, 2 * HUGE, mmap.MAP_PRIVATE, mmap.PROT_READ | mmap.PROT_EXEC | mmap.PROT_WRITE)
    os.close(file)
    first = ctypes.addressof(ctypes.c_char.from_buffer(whole))
    aligned = -(-first // HUGE) * HUGE
    ctypes.memmove(aligned, b"code", 4)
    yield aligned
    del whole


def mapping_of(address: int) -> str:
    with open("/proc/self/maps", encoding="utf-8") as maps:
        for line in maps:
            first, _, last = line.split()[0].partition("-")
            if int(first, 16) <= address < int(last, 16):
                return line
    raise AssertionError(f"nothing is mapped at {address:x}")


def test_the_copy_is_in_the_place_of_the_code_and_cannot_be_written(start: int) -> None:
    assert "memfd" in mapping_of(start)

    moved = replace(start, start + HUGE)

    assert moved
    assert ctypes.string_at(start, 4) == b"code"
    assert "r-xp" in mapping_of(start)
    assert "memfd" not in mapping_of(start)


def test_nothing_else_stays_mapped(start: int) -> None:
    before = mapped_bytes()

    replace(start, start + HUGE)

    assert mapped_bytes() == before


@pytest.mark.parametrize("forbidden", ["mprotect", "mremap", "mmap"])
def test_a_system_that_forbids_it_keeps_the_pages_of_the_file(
    start: int, forbidden: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    libc, before, mapping = huge_code._libc(), mapped_bytes(), mapping_of(start)
    monkeypatch.setattr(libc, forbidden, lambda *_: ctypes.c_void_p(-1).value)
    monkeypatch.setattr(huge_code, "_libc", lambda: libc)

    moved = replace(start, start + HUGE)

    assert not moved
    assert (mapped_bytes(), mapping_of(start)) == (before, mapping)


def test_torch_computes_as_before_with_its_code_in_huge_pages() -> None:
    text = """
import torch
from torchgrade.sandbox.huge_code import code, gather_code
X = torch.arange(12.0).reshape(3, 4)
def results():
    W = torch.ones(4, 2, requires_grad=True)
    (X @ W).log_softmax(1).sum().backward()
    try:
        X @ X
    except RuntimeError as error:
        return W.grad.tolist(), X.sort(descending=True).values.tolist(), str(error)
with open("/proc/self/maps") as maps:
    whole = sum(end - start for start, end in code(maps))
before = results()
gather_code()
with open("/proc/self/maps") as maps:
    kept = sum(end - start for start, end in code(maps))
print(results() == before, kept < whole)
"""
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)

    assert done.stdout == "True True\n"
