"""Errors that torchgrade raises, in a module below every room so that any room may raise them.

::

    TorchgradeError
     ├─ UsageError     the person at the keyboard can fix it        exit 2
     ├─ StorageError   room on the disk can, then the same command  exit 3
 ├─ CourseError    the author of an exercise or plugin can      exit 3
     └─ InternalError  we can                                       exit 3

A student's mistake is never one of these: it is a result.
"""

from __future__ import annotations

import enum


class ExitCode(enum.IntEnum):
    """Exit code of the process (DESIGN.md section 12)."""

    OK = 0
    CHECK_FAILED = 1
    USAGE = 2
    INTERNAL = 3


class TorchgradeError(Exception):
    """Base class of torchgrade's errors. The message states what happened (with values) and what to do next."""

    exit_code = ExitCode.INTERNAL


class UsageError(TorchgradeError):
    """An error in a path, an option or an installation that the person at the keyboard can fix."""

    exit_code = ExitCode.USAGE


class StorageError(TorchgradeError):
    """A full disk, a locked database or a failing disk. The same command goes on when it is repaired."""


class CourseError(TorchgradeError):
    """An exercise, a check or a plugin that breaks its contract."""


class InternalError(TorchgradeError):
    """An error of torchgrade itself."""
