"""A worker that tries forbidden acts before any submission is read, because only an effect proves a layer."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import importlib
import mmap
import os
import signal
import socket
from collections.abc import Callable

import msgspec

from torchgrade.sandbox.confinement.plan import Plan
from torchgrade.sandbox.confinement.records import Act

_CLONE_NEWUSER = 0x10000000
_PTRACE_SEIZE = 0x4206
"""Attaches without stopping the process, if it is allowed at all."""
_SECONDS = 60


def _open(path: str, flags: int) -> None:
    os.close(os.open(path, flags, 0o600))
    if flags & os.O_CREAT:
        os.unlink(path)


def _make_folder(path: str) -> None:
    os.mkdir(path)
    os.rmdir(path)


def _see(path: str) -> None:
    if not os.path.lexists(path):
        raise PermissionError(errno.EACCES, "it is hidden")


def _fork() -> None:
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)


def _thread() -> None:
    import _thread

    lock = _thread.allocate_lock()
    lock.acquire()
    try:
        _thread.start_new_thread(lock.release, ())
    except RuntimeError as error:
        raise PermissionError(errno.EPERM, str(error)) from error
    lock.acquire()


def _call(name: str, *arguments: int | None) -> None:
    """Call a function of the C library. Raise OSError if it fails."""
    libc = ctypes.CDLL(None, use_errno=True)
    if getattr(libc, name)(*arguments) == -1:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def _socket(family: int, kind: int) -> None:
    socket.socket(family, kind).close()


def _import() -> None:
    """Find a module of the standard library, and read its file."""
    spec = importlib.util.find_spec("colorsys")
    assert spec is not None
    assert spec.origin is not None
    with open(spec.origin, "rb") as file:
        file.read(1)


def _arithmetic() -> None:
    import torch

    X = torch.ones(64, 64, requires_grad=True)  # (64, 64)
    (X @ X).sum().backward()
    with contextlib.closing(mmap.mmap(-1, 1 << 20)) as memory:
        memory.write(b"x")


def acts(plan: Plan, parent: int) -> dict[str, tuple[bool, Callable[[], object]]]:
    """Return the acts to try, by name: whether the act is forbidden, and the act itself."""
    forbidden: dict[str, Callable[[], object]] = {
        "read_torchgrade": lambda: _open(plan.witness, os.O_RDONLY),
        "read_passwd": lambda: _open("/etc/passwd", os.O_RDONLY),
        "list_root": lambda: os.listdir("/"),
        "read_parent": lambda: _open(f"/proc/{parent}/environ", os.O_RDONLY),
        "write_tmp": lambda: _open("/tmp/torchgrade-canary", os.O_WRONLY | os.O_CREAT),  # noqa: S108
        "open_library_to_write": lambda: _open(os.__file__, os.O_WRONLY),
        "change_mode": lambda: os.chmod(os.__file__, 0o644),
        "make_folder": lambda: _make_folder("/tmp/torchgrade-canary-folder"),  # noqa: S108
        "start_process": _fork,
        "start_thread": _thread,
        "start_program": lambda: os.execv("/bin/true", ["true"]),  # noqa: S606 - the act to try
        "open_internet_socket": lambda: _socket(socket.AF_INET, socket.SOCK_STREAM),
        "open_local_socket": lambda: _socket(socket.AF_UNIX, socket.SOCK_STREAM),
        "signal_parent": lambda: os.kill(parent, 0),
        "signal_all": lambda: os.kill(-1, 0),
        "trace_parent": lambda: _call("ptrace", _PTRACE_SEIZE, parent, None, None),
        "make_namespace": lambda: _call("unshare", _CLONE_NEWUSER),
        "make_memory_file": lambda: os.close(os.memfd_create("canary")),
        "change_limits": _change_limits,
    }
    if plan.bubblewrap:
        forbidden["see_passwd"] = lambda: _see("/etc/passwd")
    needed: dict[str, Callable[[], object]] = {
        "read_standard_library": _import,
        "compute": _arithmetic,
    }
    return {
        **{name: (True, act) for name, act in forbidden.items()},
        **{name: (False, act) for name, act in needed.items()},
    }


def _change_limits() -> None:
    import resource

    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    except ValueError as error:
        # Python raises ValueError for EPERM.
        raise PermissionError(errno.EPERM, str(error)) from error


def sing(plan: Plan, parent: int) -> bytes:
    """Try every act and return the answers as JSON. Called in a worker with all its layers."""
    signal.alarm(_SECONDS)
    found = []
    for name, (forbidden, act) in acts(plan, parent).items():
        try:
            act()
            answer = "done"
        except OSError as error:
            answer = errno.errorcode.get(error.errno or 0, str(error.errno))
        except Exception as error:  # noqa: BLE001 - an unexpected answer is also an answer
            answer = type(error).__name__
        found.append(Act(name=name, forbidden=forbidden, answer=answer))
    return msgspec.json.encode(found)


def heard(song: bytes) -> tuple[Act, ...]:
    """Return the acts of a canary. Return no acts if it died before its end."""
    try:
        return msgspec.json.decode(song, type=tuple[Act, ...])
    except ValueError:
        return ()
