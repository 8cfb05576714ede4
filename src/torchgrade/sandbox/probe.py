"""Start everything that grading starts, once, and say what was seen: for ``doctor``. Imports no torch here."""

from __future__ import annotations

import hashlib
import sys
import time

from msgspec import Struct

from torchgrade.deliveries.judge_request import JudgeRequest
from torchgrade.deliveries.listing import SubmittedBytes
from torchgrade.errors import InternalError
from torchgrade.model.outcomes import Outcome
from torchgrade.model.results import SubmissionResult
from torchgrade.model.runs import RunConfig
from torchgrade.sandbox.confinement.records import Isolation
from torchgrade.sandbox.engine import Engine
from torchgrade.sandbox.fork_or_spawn import can_fork
from torchgrade.sandbox.single import SpawnEngine


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
    isolation: Isolation | None
    """How workers are confined, as the zygote saw it; None where there is no zygote."""


def limits() -> list[Limit]:
    """Return the limits that workers are held to by the kernel; none where the platform has none."""
    if sys.platform != "linux":
        return []
    import resource

    kinds = {"RLIMIT_AS": resource.RLIMIT_AS, "RLIMIT_DATA": resource.RLIMIT_DATA}
    found = {name: resource.getrlimit(kind)[1] for name, kind in kinds.items()}
    return [Limit(name=name, most=None if hard == resource.RLIM_INFINITY else hard) for name, hard in found.items()]


def probe(config: RunConfig) -> Probe:
    """Start an engine as ``grade`` does, at any level, and have one check judge a function that returns nothing.

    :raises TorchgradeError: something did not start, or did not answer; the message says what.
    """
    start = time.monotonic()
    forked = can_fork()
    with Engine(config, jobs=1, refuse=False) if forked else SpawnEngine(config) as engine:
        started = time.monotonic()
        exercise = engine.course.exercises[0]
        # A body that only passes would be a stub, for which no worker is started.
        text = f"def {exercise.exercise}(*arguments):\n    arguments = None\n".encode()
        result = engine.judge(
            JudgeRequest(
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
            isolation=engine.isolation if isinstance(engine, Engine) else None,
        )


def _require_answer(result: SubmissionResult) -> None:
    """Raise where the check did not fail because of what the function returned."""
    checks = [check for exercise in result.exercises for check in exercise.checks]
    if not checks:
        raise InternalError("The judge gave no verdict on a small submission.")
    if checks[0].outcome is not Outcome.FAILED or checks[0].message_id.startswith(("worker.", "limit.", "read.")):
        raise InternalError(f"A worker did not answer: {checks[0].message or checks[0].outcome}")
