"""Start everything that grading starts, once, and say what was seen: for ``doctor``. Imports no torch here."""

from __future__ import annotations

import hashlib
import os
import sys
import time
from contextlib import suppress

from msgspec import Struct

from torchgrade.checking.requests import Request
from torchgrade.errors import InternalError
from torchgrade.model.outcomes import Outcome, SandboxLevel
from torchgrade.model.results import SubmissionResult
from torchgrade.model.runs import RunConfig
from torchgrade.sandbox.engine import Engine
from torchgrade.sandbox.single import SpawnEngine
from torchgrade.sandbox.start import can_fork
from torchgrade.submissions.listing import SubmittedBytes


class Limit(Struct, frozen=True, kw_only=True):
    """One limit of the kernel as this process has it."""

    name: str
    """``RLIMIT_AS`` or ``RLIMIT_DATA``."""
    most: int | None
    """The bytes that it can be raised to; None where there is no bound."""


class Probe(Struct, frozen=True, kw_only=True):
    """What one start with one small submission showed."""

    forked: bool
    """Whether workers are forks of a zygote; else they are fresh interpreters."""
    start_seconds: float
    """Until the exercises were loaded."""
    judge_seconds: float
    """For one check of one submission."""
    level: SandboxLevel
    """How far the worker was confined."""
    threads: int | None
    """Of the zygote; None where there is none."""
    mapped_bytes: int | None
    """Address space of the zygote, which every worker starts with; None where it is not known."""


def limits() -> list[Limit]:
    """Return the limits that workers are held to by the kernel; none where the platform has none."""
    if sys.platform != "linux":
        return []
    import resource

    kinds = {"RLIMIT_AS": resource.RLIMIT_AS, "RLIMIT_DATA": resource.RLIMIT_DATA}
    found = {name: resource.getrlimit(kind)[1] for name, kind in kinds.items()}
    return [Limit(name=name, most=None if hard == resource.RLIM_INFINITY else hard) for name, hard in found.items()]


def probe(config: RunConfig) -> Probe:
    """Start an engine as ``grade`` does and have one check judge a function that returns nothing.

    :raises TorchgradeError: something did not start, or did not answer; the message says what.
    """
    start = time.monotonic()
    forked = can_fork()
    with Engine(config, jobs=1) if forked else SpawnEngine(config) as engine:
        started = time.monotonic()
        threads, mapped = _zygote(engine.pid) if isinstance(engine, Engine) else (None, None)
        exercise = engine.course.exercises[0]
        # A body that only passes would be a stub, for which no worker is started.
        text = f"def {exercise.exercise}(*arguments):\n    arguments = None\n".encode()
        result = engine.judge(
            Request(
                submission="doctor",
                digest=hashlib.sha256(text).hexdigest(),
                files=(SubmittedBytes(name="doctor.py", data=text, mtime_ns=0),),
                only=(exercise.checks[0].check,),
            )
        )
        _require_answer(result)
        return Probe(
            forked=forked,
            start_seconds=round(started - start, 2),
            judge_seconds=round(time.monotonic() - started, 2),
            level=result.sandbox,
            threads=threads,
            mapped_bytes=mapped,
        )


def _require_answer(result: SubmissionResult) -> None:
    """Raise where the check did not fail because of what the function returned."""
    checks = [check for exercise in result.exercises for check in exercise.checks]
    if not checks:
        raise InternalError("The judge gave no verdict on a small submission.")
    if checks[0].outcome is not Outcome.FAILED or checks[0].message_id.startswith(("worker.", "limit.", "read.")):
        raise InternalError(f"A worker did not answer: {checks[0].message or checks[0].outcome}")


def _zygote(pid: int) -> tuple[int | None, int | None]:
    """Return threads and address space of the zygote."""
    with suppress(OSError, ValueError, IndexError), open(f"/proc/{pid}/statm", encoding="ascii") as file:
        pages = int(file.read().split()[0])
        return len(os.listdir(f"/proc/{pid}/task")), pages * os.sysconf("SC_PAGE_SIZE")
    return None, None
