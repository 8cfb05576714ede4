"""Probe for ``doctor``: start everything that grading starts, once, and report. Does not import torch here."""

from __future__ import annotations

import hashlib
import sys
import time

from msgspec import Struct

from torchgrade.deliveries.judge_request import JudgeRequest
from torchgrade.deliveries.listing import SubmittedBytes
from torchgrade.errors import InternalError
from torchgrade.model.outcomes import Outcome
from torchgrade.model.phrases import Value, phrase
from torchgrade.model.results import CheckResult, SubmissionResult
from torchgrade.model.runs import RunConfig
from torchgrade.model.told import told
from torchgrade.sandbox.confinement.records import Isolation
from torchgrade.sandbox.engine import Engine
from torchgrade.sandbox.single import SpawnEngine
from torchgrade.sandbox.zygote_start import can_fork

_WORKERS = ("worker.", "limit.", "read.")
"""Prefixes of messages on a worker that gave no result."""


class Limit(Struct, frozen=True, kw_only=True):
    """One limit of the kernel as this process has it."""

    name: str
    """``RLIMIT_AS`` or ``RLIMIT_DATA``."""
    most: int | None
    """Bytes to which the limit can be raised; None if there is no bound."""


class Probe(Struct, frozen=True, kw_only=True):
    """Observations of one start with one small submission."""

    forked: bool
    """Whether workers are forks of a zygote; otherwise they are fresh interpreters."""
    start_seconds: float
    """Seconds until the exercises were loaded."""
    judge_seconds: float
    """Seconds for one check of one submission."""
    isolation: Isolation | None
    """Confinement of workers, as the zygote saw it; None if there is no zygote."""


def limits() -> list[Limit]:
    """Return the kernel's limits on workers. Return an empty list on a platform without limits."""
    if sys.platform != "linux":
        return []
    import resource

    kinds = {"RLIMIT_AS": resource.RLIMIT_AS, "RLIMIT_DATA": resource.RLIMIT_DATA}
    found = {name: resource.getrlimit(kind)[1] for name, kind in kinds.items()}
    return [Limit(name=name, most=None if hard == resource.RLIM_INFINITY else hard) for name, hard in found.items()]


def probe(config: RunConfig) -> Probe:
    """Start an engine as ``grade`` does, at any level, and have one check judge a function that returns None.

    :raises TorchgradeError: a process did not start or did not answer; the message names it.
    """
    start = time.monotonic()
    forked = can_fork()
    with Engine(config, jobs=1, refuse=False) if forked else SpawnEngine(config) as engine:
        started = time.monotonic()
        exercise = engine.course.exercises[0]
        # A body with only ``pass`` would be a stub, for which no worker is started.
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
    """Raise unless the check failed because of the function's result."""
    checks = [check for exercise in result.exercises for check in exercise.checks]
    if not checks:
        raise InternalError(told("error.processes.no_verdict"))
    if checks[0].outcome is not Outcome.FAILED or checks[0].message_id.startswith(_WORKERS):
        raise InternalError(told("error.processes.no_answer", reason=_reason(checks[0])))


def _reason(check: CheckResult) -> Value:
    """Return the words for the message of a check, in any language if the message is the tool's own."""
    if check.message_id.startswith((*_WORKERS, "ours.")):
        return phrase(check.message_id, **check.values)
    return check.message or str(check.outcome)
