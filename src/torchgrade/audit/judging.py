"""Grade the cases of an audit with the engine of a class run, and keep each verdict when it arrives."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from msgspec import structs

from torchgrade.audit.cases import Case, Group
from torchgrade.audit.kept import Kept
from torchgrade.audit.limits import CLASS, limits_for
from torchgrade.audit.measuring import judge_measured
from torchgrade.audit.verdicts import Verdict, verdict_of
from torchgrade.deliveries.judge_request import JudgeRequest
from torchgrade.deliveries.listing import SubmittedBytes
from torchgrade.model.exercises import Limits
from torchgrade.model.outcomes import SandboxLevel
from torchgrade.model.results import SubmissionResult
from torchgrade.model.runs import RunConfig
from torchgrade.sandbox.engine import Engine
from torchgrade.sandbox.fork_or_spawn import for_class
from torchgrade.sandbox.single import SpawnedSeries

_MEASURED = 3
"""Runs of the reference whose shortest gives its time; the others only show that it is right."""
_SEED, _HIDDEN_SEED = 1, 2


Start = Callable[[RunConfig, int], Engine | SpawnedSeries]
"""Starts an engine of so many slots."""


class Watcher(Protocol):
    """Whoever shows the progress."""

    def planned(self, total: int, kept: int) -> None:
        """Learn how many submissions there are, and how many have a verdict already."""

    def graded(self, result: SubmissionResult) -> None:
        """Learn of one result."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How submissions are graded."""

    data: str
    """Name of the data set that trainings use."""
    data_root: str
    """Folder of the data set; empty if a course brings it."""
    jobs: int
    """Submissions at a time."""
    sandbox: SandboxLevel = SandboxLevel.B
    """How far submissions are confined."""
    cache: Path | None = None
    """Folder of the kept verdicts; the user's cache folder if it is None."""


class Grader:
    """Grades cases, and knows the verdicts of earlier audits."""

    def __init__(
        self, settings: Settings, kept: Mapping[str, Kept], watcher: Watcher, start: Start = for_class
    ) -> None:
        self.verdicts: dict[Case, Verdict] = {}
        self.fresh = 0
        """Submissions that this audit graded."""
        self._settings = settings
        self._kept = kept
        self._watcher = watcher
        self._start = start

    def seconds(self, exercise: str) -> float | None:
        """Return the time of the reference: the shortest of its first runs, because a busy machine lengthens them."""
        runs = [verdict.seconds for case, verdict in self.verdicts.items() if case.exercise == exercise]
        return min((seconds for seconds in runs if seconds is not None), default=None)

    def grade(self, cases: Sequence[Case]) -> None:
        """Grade all cases, right answers first: they say how long wrong ones may take."""
        self._grade([case for case in cases if case.is_right], cases, CLASS)
        groups: dict[Limits, list[Case]] = {}
        for case in cases:
            if not case.is_right:
                groups.setdefault(limits_for(self.seconds(case.exercise) or 0.0), []).append(case)
        for limits, group in groups.items():
            self._grade(group, cases, limits)

    def _grade(self, todo: Sequence[Case], every: Sequence[Case], limits: Limits) -> None:
        waiting: dict[str, list[Case]] = {}
        for case in todo:
            kept = self._kept[case.exercise]
            key = kept.key(case.file, case.data, case.seed, limits)
            verdict = kept.find(key)
            if verdict is not None:
                self.verdicts[case] = verdict
            else:
                waiting.setdefault(key, []).append(case)
        self._watcher.planned(len(every), len(self.verdicts))
        if waiting:
            self._ask(waiting, limits)

    def _ask(self, waiting: Mapping[str, Sequence[Case]], limits: Limits) -> None:
        """Grade what has no verdict; equal submissions are graded once."""
        names = tuple(dict.fromkeys(cases[0].exercise for cases in waiting.values()))
        config = RunConfig(
            exercises=names,
            data=self._settings.data,
            data_root=self._settings.data_root,
            seed=_SEED,
            hidden_seed=_HIDDEN_SEED,
            limits=limits,
            sandbox=self._settings.sandbox,
        )
        engine = self._start(config, min(self._settings.jobs, len(waiting)))
        try:
            checks = {e.exercise: tuple(c.check for c in e.checks) for e in engine.course.exercises}
            measured = {key: cases for key, cases in waiting.items() if _is_measured(cases[0])}
            for request in _requests(measured, checks):
                result, seconds = judge_measured(engine, request)
                self._take(request.submission, measured[request.submission], result, seconds)
            others = {key: cases for key, cases in waiting.items() if key not in measured}
            again: dict[str, Sequence[Case]] = {}
            for request, result in engine.run(_requests(others, checks)):
                cases = others[request.submission]
                if verdict_of(result, cases[0].exercise).is_by_time:
                    # A busy machine may be the reason, so it is tried once more with nothing beside it.
                    again[request.submission] = cases
                else:
                    self._take(request.submission, cases, result)
            for request in _requests(again, checks):
                for _, result in engine.run(iter([request])):
                    self._take(request.submission, again[request.submission], result)
        finally:
            engine.close()

    def _take(self, key: str, cases: Sequence[Case], result: SubmissionResult, seconds: float | None = None) -> None:
        verdict = verdict_of(result, cases[0].exercise, seconds)
        self._kept[cases[0].exercise].keep(key, verdict)
        self.fresh += len(cases)
        for case in cases:
            self.verdicts[case] = verdict
            title = f"{case.exercise} {case.group} {case.name}"
            self._watcher.graded(structs.replace(result, submission=title))


def _is_measured(case: Case) -> bool:
    return case.group is Group.REFERENCE and case.seed < _MEASURED


def _requests(waiting: Mapping[str, Sequence[Case]], checks: Mapping[str, tuple[str, ...]]) -> Iterator[JudgeRequest]:
    for key, (case, *_) in waiting.items():
        # The inputs are drawn from the digest: it differs for each seed, and is the same in every audit.
        digest = hashlib.sha256(case.file.encode() + str(case.seed).encode() + b"\0" + case.data).hexdigest()
        yield JudgeRequest(
            submission=key,
            digest=digest,
            files=(SubmittedBytes(name=case.file, data=case.data, mtime_ns=0),),
            only=checks[case.exercise],
        )
