"""System calls that arithmetic needs are allowed, and no others."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import mmap
import os
import platform
import resource
import signal
import socket
import termios
import threading
import time
from collections.abc import Callable
from typing import Any

import pyseccomp
import pytest

from tests.sandbox.forking import elsewhere, in_child, system_call
from torchgrade.sandbox import own_process
from torchgrade.sandbox.confinement.calls import ALLOWED, PROTOCOL_FD, make_filter

CONDITIONAL = (
    "openat", "open", "recvmsg", "prlimit64", "fcntl", "ioctl", "clone3", "getsid", "sched_getaffinity",
    "clock_gettime", "clock_getres", "clock_nanosleep",
)  # fmt: skip
"""Allowed with some arguments only, or refused in another way."""
REFUSED = (
    "socket", "socketpair", "connect", "bind", "listen", "accept", "accept4", "sendto", "sendmsg", "recvfrom",
    "recvmmsg", "setsockopt", "getsockopt", "fork", "vfork", "clone", "execve", "execveat", "kill", "tkill", "tgkill",
    "rt_sigqueueinfo", "pidfd_open", "pidfd_send_signal", "pidfd_getfd", "process_vm_readv", "process_vm_writev",
    "ptrace", "memfd_create", "memfd_secret", "setrlimit", "unshare", "setns", "mount", "umount2", "pivot_root",
    "chroot", "chdir", "openat2", "creat", "truncate", "ftruncate", "fallocate", "chmod", "fchmod", "fchmodat",
    "chown", "unlink", "unlinkat", "rename", "renameat2", "mkdir", "mkdirat", "rmdir", "link", "linkat", "symlink",
    "symlinkat", "mknod", "mknodat", "utimensat", "setxattr", "open_by_handle_at", "inotify_init1", "fanotify_init",
    "io_uring_setup", "bpf", "perf_event_open", "userfaultfd", "seccomp", "prctl", "landlock_restrict_self",
    "setuid", "setgid", "setresuid", "setgroups", "capset", "setsid", "setpgid", "setpriority",
    "sched_setaffinity", "sched_setscheduler", "personality", "keyctl", "add_key", "shmget", "msgget", "semget",
    "mq_open", "timer_create", "timerfd_create", "signalfd4", "mlock", "mlockall", "sendfile", "splice", "vmsplice",
    "copy_file_range", "flock", "fsync", "quotactl", "reboot", "syslog", "acct", "swapon", "init_module", "kexec_load",
)  # fmt: skip
"""Among them the ways out; the test of all numbers covers the others."""
UNFILTERED = {335, 336} if platform.machine() == "x86_64" else set()
"""``uretprobe`` and ``uprobe``: newer kernels show them to no filter, and end who calls them from another place than
a trampoline of the kernel's own."""
OPENS = {
    "for reading": (os.O_RDONLY, "done"),
    "for reading, closed on exec": (os.O_RDONLY | os.O_CLOEXEC, "done"),
    "for writing": (os.O_WRONLY, "EPERM"),
    "for both": (os.O_RDWR, "EPERM"),
    "for neither": (os.O_ACCMODE, "EPERM"),
    "to make it": (os.O_RDONLY | os.O_CREAT, "EPERM"),
    "to empty it": (os.O_RDONLY | os.O_TRUNC, "EPERM"),
    "to append": (os.O_RDONLY | os.O_APPEND, "EPERM"),
    "without a name": (os.O_RDWR | os.O_TMPFILE, "EPERM"),
}
CONTROLS: dict[str, tuple[Callable[[], Any], str]] = {
    "read the flags of a descriptor": (lambda: fcntl.fcntl(1, fcntl.F_GETFL), "done"),
    "set the flags of a descriptor": (lambda: fcntl.fcntl(1, fcntl.F_SETFL, 0), "done"),
    "copy a descriptor": (lambda: os.close(fcntl.fcntl(1, fcntl.F_DUPFD, 50)), "done"),
    "have another process signalled": (lambda: fcntl.fcntl(1, fcntl.F_SETOWN, os.getppid()), "EPERM"),
    "choose the signal": (lambda: fcntl.fcntl(1, fcntl.F_SETSIG, signal.SIGKILL), "EPERM"),
    "lock a file": (lambda: fcntl.lockf(1, fcntl.LOCK_EX), "EPERM"),
    "seal a file": (lambda: fcntl.fcntl(1, fcntl.F_ADD_SEALS, 1), "EPERM"),
    "enlarge a pipe": (lambda: fcntl.fcntl(1, 1031, 1 << 20), "EPERM"),
    "ask how much can be read": (lambda: fcntl.ioctl(PROTOCOL_FD, termios.FIONREAD, b"\0" * 4), "done"),
    "type on a terminal": (lambda: fcntl.ioctl(0, termios.TIOCSTI, b"x"), "EPERM"),
    "read its limits": (lambda: resource.getrlimit(resource.RLIMIT_NOFILE), "done"),
    "set its limits": (
        lambda: resource.setrlimit(resource.RLIMIT_CORE, (0, 0)), "ValueError: not allowed to raise maximum limit",
    ),
    "receive on the protocol's descriptor": (lambda: received(PROTOCOL_FD), "done"),
    "receive on another": (lambda: received(PROTOCOL_FD + 1), "EPERM"),
    "read from another": (lambda: os.read(PROTOCOL_FD + 1, 1), "done"),
    "read the limits of another": (lambda: resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE), "EPERM"),
    "ask which cores it may use": (lambda: os.sched_getaffinity(0), "done"),
    "ask which cores another may use": (lambda: os.sched_getaffinity(os.getppid()), "EPERM"),
    "ask for its session": (lambda: os.getsid(0), "done"),
    "ask for the session of another": (lambda: os.getsid(os.getppid()), "EPERM"),
    "read the clock": (time.monotonic, "done"),
    "read its own processor time": (time.process_time, "done"),
    "read the processor time of another": (lambda: time.clock_gettime(cpu_clock(os.getppid())), "EPERM"),
    "wait for a moment": (lambda: time.sleep(0.001), "done"),
    "start a thread": (lambda: threading.Thread(target=int).start(), "RuntimeError: can't start new thread"),
    "start a process": (lambda: os.close(os.fork()), "EPERM"),
    "start a program": (lambda: os.execv("/bin/true", ["true"]), "EPERM"),
}  # fmt: skip


def cpu_clock(pid: int) -> int:
    """Return the number of the clock that counts the processor time of a process, as Linux makes it."""
    return ~pid << 3 | 2


def received(fd: int) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, fileno=fd) as end:
        try:
            socket.recv_fds(end, 1, 1)
        finally:
            end.detach()


def put_on() -> None:
    """Put the filter on, with a socket at the protocol's descriptor and at the next one, each with a letter to read."""
    pairs = [socket.socketpair() for _ in range(2)]
    for number, (ours, theirs) in enumerate(pairs, PROTOCOL_FD):
        ours.sendall(b"x")
        os.dup2(ours.fileno(), number + 100)
        os.dup2(theirs.fileno(), number + 110)
    for number, (ours, theirs) in enumerate(pairs, PROTOCOL_FD):
        ours.detach()
        theirs.detach()
        os.dup2(number + 110, number)
    own_process.forbid_privileges()
    make_filter().load()


def number_of(name: str) -> int:
    return int(pyseccomp.resolve_syscall(pyseccomp.Arch.NATIVE, name))


def refused_by_name() -> dict[str, Any]:
    """Return what each refused call comes to; one that this machine does not have is left out."""
    numbers = {name: number_of(name) for name in REFUSED}
    return {name: in_child(lambda n=n: system_call(n), put_on) for name, n in numbers.items() if n >= 0}


def refused_by_number() -> dict[str, Any]:
    """Return how many numbers were tried in one child, and what those came to that did not come to EPERM."""
    known = {number_of(name) for name in (*ALLOWED, *CONDITIONAL)} | UNFILTERED

    def act() -> list[Any]:
        # Without the filter some of these would do harm.
        assert code_of(number_of("getpgid")) == errno.EPERM
        codes = {number: code_of(number) for number in sorted(set(range(512)) - known)}
        return [len(codes), {number: code for number, code in codes.items() if code != errno.EPERM}]

    return in_child(act, put_on)


def code_of(number: int) -> int:
    try:
        system_call(number)
    except OSError as error:
        return error.errno or 0
    return 0


def opened() -> dict[str, Any]:
    return {
        name: in_child(lambda flags=flags: os.close(os.open("/etc", flags)), put_on) for name, (flags, _) in OPENS.items()
    }  # fmt: skip


def silent(act: Callable[[], object]) -> Callable[[], None]:
    def tried() -> None:
        act()

    return tried


def controlled() -> dict[str, Any]:
    return {name: in_child(silent(act), put_on) for name, (act, _) in CONTROLS.items()}


def machine_code(code: bytes) -> None:
    """Execute instructions of this processor."""
    with mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC) as memory:
        memory.write(code)
        address = ctypes.addressof(ctypes.c_char.from_buffer(memory))
        ctypes.CFUNCTYPE(ctypes.c_int)(address)()


FOREIGN: dict[str, Callable[[], object]] = {}
"""Calls of the other architectures that this machine's processor knows."""
if platform.machine() == "x86_64":
    FOREIGN = {
        # mov eax, 20 (getpid); int 0x80; ret
        "32 bits": lambda: machine_code(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3"),
        "x32": lambda: system_call(0x40000000 | 39),
    }


def foreign() -> dict[str, Any]:
    return {name: in_child(act, put_on) for name, act in FOREIGN.items()}


def with_torch() -> Any:
    import torch

    torch.set_num_threads(1)

    def train() -> float:
        X = torch.randn(64, 3)  # (n, d)
        y = X @ torch.tensor([1.0, 2.0, 3.0])  # (n,)
        w = torch.zeros(3, requires_grad=True)  # (d,)
        for _ in range(60):
            ((X @ w - y) ** 2).mean().backward()
            w = (w - 0.1 * w.grad).detach().requires_grad_()
        return float(((X @ w - y) ** 2).mean().detach())

    # The first steps import modules, as they do in the zygote.
    train()
    return in_child(train, put_on)


def clone3() -> Any:
    return in_child(lambda: system_call(number_of("clone3")), put_on)


@pytest.fixture(scope="module")
def refusals() -> dict[str, Any]:
    found: dict[str, Any] = elsewhere(refused_by_name)
    return found


@pytest.mark.parametrize("name", REFUSED)
def test_a_call_that_leads_out_is_refused(name: str, refusals: dict[str, Any]) -> None:
    """Other machines have no ``fork``, say: what is not there cannot be called."""
    assert refusals.get(name, "EPERM") == "EPERM"


def test_most_of_the_calls_named_exist_on_this_machine(refusals: dict[str, Any]) -> None:
    assert len(refusals) > 80


def test_whatever_is_not_allowed_by_name_is_refused() -> None:
    tried, odd = elsewhere(refused_by_number)

    assert tried > 350
    assert odd == {}


def test_no_name_is_both_allowed_and_refused() -> None:
    assert set(ALLOWED) & {*REFUSED, *CONDITIONAL} == set()
    assert len(set(ALLOWED)) == len(ALLOWED)


def test_a_file_can_be_opened_for_reading_only() -> None:
    assert elsewhere(opened) == {name: wanted for name, (_, wanted) in OPENS.items()}


@pytest.fixture(scope="module")
def controls() -> dict[str, Any]:
    found: dict[str, Any] = elsewhere(controlled)
    return found


@pytest.mark.parametrize("name", CONTROLS)
def test_what_is_allowed_in_part_is_allowed_for_what_honest_work_needs(name: str, controls: dict[str, Any]) -> None:
    assert controls[name] == CONTROLS[name][1]


def test_the_library_is_told_that_there_is_no_newer_way_to_start_a_thread() -> None:
    assert elsewhere(clone3) == "ENOSYS"


def test_a_call_of_another_architecture_ends_the_process() -> None:
    assert elsewhere(foreign) == dict.fromkeys(FOREIGN, -signal.SIGSYS)


@pytest.mark.slow
def test_a_training_works() -> None:
    loss = elsewhere(with_torch)

    assert isinstance(loss, float), loss
    assert loss < 0.1
