"""What a process does to itself, tried in processes of their own."""

from __future__ import annotations

import ast
import errno
import os
import signal
import subprocess
import sys
import textwrap

import pytest

from torchgrade.sandbox import own_process
from torchgrade.sandbox.own_process import sealed_memfd

HEAD = "import ctypes, os, resource, signal, sys, time\nfrom torchgrade.sandbox import own_process\n"


def run(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run code in a fresh interpreter and return how it ended."""
    command = [sys.executable, "-I", "-c", HEAD + textwrap.dedent(code), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def said(code: str) -> str:
    done = run(code)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_only_the_descriptors_named_are_kept_under_their_new_numbers() -> None:
    code = """
    reader, writer = os.pipe()
    further = [os.dup(reader) for _ in range(50)]
    high = os.dup2(reader, 900)
    own_process.keep_only({0: 0, 1: 1, 2: 2, 3: writer})
    os.write(3, b'')
    alive = []
    for fd in range(1000):
        try:
            os.fstat(fd)
            alive.append(fd)
        except OSError:
            pass
    print(alive)
    """
    assert said(code) == "[0, 1, 2, 3]"


def test_descriptors_may_trade_their_numbers() -> None:
    code = """
    one, other = os.pipe()
    own_process.keep_only({0: 0, 1: 1, 2: 2, one: other, other: one})
    os.write(one, b'through')
    print(os.read(other, 10))
    """
    assert said(code) == "b'through'"


def test_a_kept_descriptor_may_leave_a_gap_at_the_start() -> None:
    assert said("own_process.keep_only({1: 1, 5: 2})\nprint(os.path.exists('/proc/self/fd/0'))") == "False"


def test_memory_beyond_the_limit_is_refused_and_below_it_is_not() -> None:
    code = """
    own_process.limit_memory(64 << 20)
    fits = bytearray(16 << 20)
    try:
        bytearray(256 << 20)
    except MemoryError:
        print('refused', len(fits) >> 20)
    own_process.lift_limits()
    print(len(bytearray(256 << 20)) >> 20)
    """
    assert said(code).split() == ["refused", "16", "256"]


def test_a_seal_on_memory_cannot_be_lifted() -> None:
    code = """
    own_process.seal_memory(64 << 20)
    own_process.lift_limits()
    try:
        bytearray(256 << 20)
    except MemoryError:
        print('refused')
    print(resource.getrlimit(resource.RLIMIT_NPROC), resource.getrlimit(resource.RLIMIT_CORE))
    """
    assert said(code).splitlines() == ["refused", "(0, 0) (0, 0)"]


SEALED = ("FSIZE", "NOFILE", "MEMLOCK", "MSGQUEUE", "SIGPENDING", "NICE", "RTPRIO", "NPROC", "CORE")


def test_a_seal_on_all_limits_bounds_what_the_kernel_counts_and_cannot_be_lifted() -> None:
    code = f"""
    own_process.seal_limits(64 << 20)
    kinds = [getattr(resource, 'RLIMIT_' + name) for name in {SEALED}]
    print([resource.getrlimit(kind) for kind in kinds])
    fits = [os.dup(1) for _ in range(40)]
    try:
        for _ in range(40):
            fits.append(os.dup(1))
    except OSError:
        print('no more descriptors')
    try:
        bytearray(256 << 20)
    except MemoryError:
        print('no more memory')
    """
    bounds, *refused = said(code).splitlines()

    assert ast.literal_eval(bounds) == [(n, n) for n in (0, 64, 0, 0, 64, 0, 0, 0, 0)]
    assert refused == ["no more descriptors", "no more memory"]


def test_a_file_cannot_be_written_after_a_seal_and_a_pipe_can() -> None:
    code = """
    import tempfile
    with tempfile.TemporaryFile() as file:
        own_process.seal_limits(1 << 30)
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        try:
            os.write(file.fileno(), b'x')
        except OSError as error:
            print(error.errno)
    """
    assert said(code) == str(errno.EFBIG)


def test_a_limit_that_is_lower_already_stays() -> None:
    code = """
    resource.setrlimit(resource.RLIMIT_NOFILE, (20, 20))
    own_process.seal_limits(1 << 30)
    print(resource.getrlimit(resource.RLIMIT_NOFILE))
    """
    assert said(code) == "(20, 20)"


def test_privileges_that_are_forbidden_stay_so_in_what_is_started() -> None:
    code = """
    import subprocess
    own_process.forbid_privileges()
    print(ctypes.CDLL(None).prctl(39, 0, 0, 0, 0))
    print(subprocess.run(['grep', 'NoNewPrivs', '/proc/self/status'], capture_output=True, text=True).stdout.split()[1])
    """
    assert said(code).split() == ["1", "1"]


def test_what_the_kernel_refuses_is_an_error() -> None:
    with pytest.raises(OSError, match="Invalid argument"):
        own_process._prctl(9999, 0)


def test_threads_are_counted() -> None:
    code = """
    import threading
    before, event = own_process.count_threads(), threading.Event()
    thread = threading.Thread(target=event.wait)
    thread.start()
    print(before, own_process.count_threads())
    event.set()
    thread.join()
    """
    assert said(code) == "1 2"


def test_the_address_space_grows_with_what_is_mapped() -> None:
    code = """
    import mmap
    before = own_process.mapped_bytes()
    kept = mmap.mmap(-1, 64 << 20)
    print((own_process.mapped_bytes() - before) >> 20, before > 0)
    """
    assert said(code) == "64 True"


def test_another_system_tells_neither_threads_nor_address_space(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")

    assert (own_process.count_threads(), own_process.mapped_bytes()) == (1, None)


def test_processor_time_beyond_the_limit_ends_the_process() -> None:
    done = run("own_process.limit_cpu(0)\nwhile True:\n    pass")

    assert done.returncode == -signal.SIGXCPU


def test_the_limit_of_processor_time_can_be_lifted_again() -> None:
    code = """
    own_process.limit_cpu(0)
    own_process.lift_limits()
    print(resource.getrlimit(resource.RLIMIT_CPU)[0] == resource.getrlimit(resource.RLIMIT_CPU)[1])
    """
    assert said(code) == "True"


def test_a_process_whose_parent_is_gone_already_exits() -> None:
    assert run("own_process.die_with(1 if os.getppid() != 1 else 2)\nprint('alive')").returncode == 1


def test_a_process_dies_with_its_parent() -> None:
    code = """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        parent = os.getppid()
        grandchild = os.fork()
        if grandchild == 0:
            own_process.die_with(os.getppid())
            os.write(writer, b'x')
            time.sleep(100)
        time.sleep(100)
    os.read(reader, 1)
    os.close(writer)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    print(os.read(reader, 1))
    """
    assert said(code) == "b''"


def test_a_hidden_process_is_not_dumpable() -> None:
    assert said("own_process.hide()\nprint(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))") == "0"


def test_signals_have_their_default_meaning_again() -> None:
    code = """
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, lambda *a: None)
    own_process.reset_signals()
    print({signal.getsignal(n) for n in (signal.SIGTERM, signal.SIGALRM, signal.SIGINT)} == {signal.SIG_DFL})
    """
    assert said(code) == "True"


@pytest.mark.parametrize("size", [0, 5, 1 << 20])
def test_a_sealed_copy_can_be_read_and_not_changed(size: int) -> None:
    data = os.urandom(size)
    fd = sealed_memfd(data)
    assert fd is not None
    try:
        assert os.pread(fd, size + 1, 0) == data
        for change in (
            lambda: os.pwrite(fd, b"x", 0),
            lambda: os.ftruncate(fd, size + 1),
            lambda: os.ftruncate(fd, size - 1) if size else os.ftruncate(fd, 1),
        ):
            with pytest.raises(PermissionError):
                change()
    finally:
        os.close(fd)
