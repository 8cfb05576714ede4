"""The errors that the program itself raises, apart from everything so that any room may raise them.

::

    TorchgradeError
     ├─ UsageError     the person at the keyboard can mend it       exit 2
     ├─ CourseError    the author of an exercise or plugin can      exit 3
     └─ InternalError  we can                                       exit 3

A student's mistake is never one of these: it is a result.
"""

from __future__ import annotations

import enum


class ExitCode(enum.IntEnum):
    """What the process says when it ends (DESIGN.md section 12)."""

    OK = 0
    CHECK_FAILED = 1
    USAGE = 2
    INTERNAL = 3


class TorchgradeError(Exception):
    """What happened, with values, and what to do next: one sentence each."""

    exit_code = ExitCode.INTERNAL


class UsageError(TorchgradeError):
    """A path, an option or an installation that the person running us can mend."""

    exit_code = ExitCode.USAGE


class CourseError(TorchgradeError):
    """An exercise, a check or a plugin that does not keep its contract."""


class InternalError(TorchgradeError):
    """A fault of torchgrade."""
