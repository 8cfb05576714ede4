"""Processor time of a submission, which a busy machine lengthens far less than time on the clock."""

from __future__ import annotations

from collections.abc import Iterator

import psutil

from torchgrade.deliveries.judge_request import JudgeRequest
from torchgrade.model.results import SubmissionResult
from torchgrade.sandbox.engine import Engine
from torchgrade.sandbox.single import SpawnedSeries


def judge_measured(engine: Engine | SpawnedSeries, request: JudgeRequest) -> tuple[SubmissionResult, float]:
    """Return the result of one submission, graded with nothing beside it, and its seconds of judge and worker.

    If the engine starts new interpreters for each submission, the time on the clock is the best that there is.
    """
    before = _used(engine)
    _, result = next(_only(engine, request))
    after = _used(engine)
    if before is None or after is None or after < before:
        return result, result.seconds
    return result, after - before


def _only(engine: Engine | SpawnedSeries, request: JudgeRequest) -> Iterator[tuple[JudgeRequest, SubmissionResult]]:
    yield from list(engine.run(iter([request])))


def _used(engine: Engine | SpawnedSeries) -> float | None:
    """Return the seconds that all processes of an engine have used, those that ended included."""
    if not isinstance(engine, Engine):
        return None
    try:
        root = psutil.Process(engine.pid)
        times = [process.cpu_times() for process in (root, *root.children(recursive=True))]
    except psutil.Error:
        return None
    return float(sum(one.user + one.system + one.children_user + one.children_system for one in times))
