"""The layer ``uid``: a worker of root gives up being root before anything else."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable, Iterable
from contextlib import suppress

UID = 65534
"""``nobody``, because this id exists also in containers whose root is not the machine's root."""

_PR_SET_KEEPCAPS = 8
_CAP_DAC_READ_SEARCH = 2
_CAPABILITY_VERSION = 0x20080522


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Data(ctypes.Structure):
    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


def is_root() -> bool:
    """Return whether the process is root."""
    return os.geteuid() == 0 or os.getuid() == 0


def drop(*, reads_all: bool) -> None:
    """Become an ordinary user without groups, permanently.

    :param reads_all: keep CAP_DAC_READ_SEARCH, for an interpreter in a private folder of root's. Landlock alone then
        decides which files can be opened.
    :raises OSError: the kernel refuses, as in a container that has only one user.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    if reads_all:
        _require(libc.prctl(_PR_SET_KEEPCAPS, 1, 0, 0, 0))
    os.setgroups([])
    os.setresgid(UID, UID, UID)
    os.setresuid(UID, UID, UID)
    kept = 1 << _CAP_DAC_READ_SEARCH if reads_all else 0
    capabilities = (_Data * 2)(_Data(kept, kept, 0), _Data(0, 0, 0))
    _require(libc.capset(ctypes.byref(_Header(_CAPABILITY_VERSION, 0)), capabilities))


def can_drop() -> bool:
    """Return whether the kernel lets root become that user."""
    return _tried(lambda: True)


def can_read(places: Iterable[str]) -> bool:
    """Return whether an ordinary user can read all those places."""
    return _tried(lambda: all(os.access(place, os.R_OK) for place in places))


def _tried(look: Callable[[], bool]) -> bool:
    """Return the result of ``look`` in a child that became an ordinary user. Return False if it cannot become one."""
    child = os.fork()
    if child == 0:
        seen = False
        with suppress(OSError):
            drop(reads_all=False)
            seen = look()
        os._exit(0 if seen else 1)
    return os.waitpid(child, 0)[1] == 0


def _require(answer: int) -> None:
    if answer != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
