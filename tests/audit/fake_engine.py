"""An engine that grades by a rule of the test, so that no process starts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from torchgrade.deliveries.judge_request import JudgeRequest
from torchgrade.model.course import CourseInfo
from torchgrade.model.exercises import CheckSpec, Exercise
from torchgrade.model.outcomes import Kind, Outcome, SandboxLevel, Status
from torchgrade.model.results import CheckResult, Diagnosis, Environment, ExerciseResult, SubmissionResult
from torchgrade.model.runs import RunConfig

Rule = Callable[[str], dict[str, tuple[str, str, str]]]
"""Returns outcome, reason and named mistake of each check for a text."""
CHECKS = ("values", "untouched")


class FakeEngine:
    """Grades texts by a rule, and remembers everything that it was asked."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.configs: list[RunConfig] = []
        self.texts: list[str] = []
        self.requests: list[JudgeRequest] = []
        self.closed = 0
        self.stop_after: int | None = None

    def __call__(self, config: RunConfig, jobs: int) -> Any:
        """Start."""
        self.configs.append(config)
        return self

    @property
    def course(self) -> CourseInfo:
        specs = tuple(CheckSpec(check=f"double.{name}", sentence=".", kind=Kind.VALUE, points=1) for name in CHECKS)
        exercise = Exercise(exercise="double", topic="t", title="D", signature="double(X)", section="1", checks=specs)
        environment = Environment(torchgrade="0", python="3", torch="2", course="c", data="d")
        return CourseInfo(exercises=(exercise,), environment=environment)

    def run(self, requests: Iterator[JudgeRequest]) -> Iterator[tuple[JudgeRequest, SubmissionResult]]:
        for request in requests:
            if self.stop_after is not None and len(self.texts) >= self.stop_after:
                raise KeyboardInterrupt
            self.requests.append(request)
            self.texts.append(request.files[0].data.decode())
            yield request, self._result(self.texts[-1])

    def close(self) -> None:
        self.closed += 1

    def _result(self, text: str) -> SubmissionResult:
        rule = self.rule(text)
        checks = []
        for name in CHECKS:
            outcome, reason, named = rule.get(name, ("passed", "", ""))
            passed = outcome == "passed"
            checks.append(
                CheckResult(
                    check=f"double.{name}", kind=Kind.VALUE, hidden=False, outcome=Outcome(outcome),
                    points=1.0 if passed else 0.0, max_points=1, message_id=reason,
                    diagnosis=Diagnosis(misconception=named, message=".") if named else None,
                )
            )  # fmt: skip
        points = sum(check.points for check in checks)
        exercise = ExerciseResult(exercise="double", status=Status.GRADED, points=points, max_points=2, checks=checks)
        return SubmissionResult(
            submission="x", points=points, max_points=2, sandbox=SandboxLevel.B, seconds=0.2, exercises=[exercise]
        )


class Silent:
    """A watcher that counts."""

    def __init__(self) -> None:
        self.plans: list[tuple[int, int]] = []
        self.seen: list[str] = []

    def planned(self, total: int, kept: int) -> None:
        self.plans.append((total, kept))

    def graded(self, result: SubmissionResult) -> None:
        self.seen.append(result.submission)
