"""A course in memory: its exercises have versions, a check passes if the submission contains its name."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping

from msgspec import structs

from torchgrade.deliveries.judge_request import JudgeRequest
from torchgrade.model.course import CourseInfo
from torchgrade.model.exercises import CheckSpec, Exercise
from torchgrade.model.outcomes import Kind, Outcome, SandboxLevel, Status
from torchgrade.model.results import CheckResult, Environment, ExerciseResult, SubmissionResult
from torchgrade.model.runs import RunConfig

CHECKS = {"double": {"double.values": 2.0, "double.large": 1.0}, "half": {"half.values": 3.0}}
"""Points of the checks of the two exercises."""


def course_of(
    versions: Mapping[str, str], checks: Mapping[str, Mapping[str, float]] = CHECKS, torch: str = "2"
) -> CourseInfo:
    """Return a course whose exercises have these versions as digests."""
    exercises = tuple(
        Exercise(
            exercise=name, topic="t", title=name.capitalize(), signature=f"{name}(X)", section="1",
            checks=tuple(
                CheckSpec(check=check, sentence="It must.", title="It", kind=Kind.VALUE, points=points)
                for check, points in checks[name].items()
            ),
        )
        for name in versions
    )  # fmt: skip
    digest = hashlib.sha256(repr(sorted(versions.items())).encode()).hexdigest()
    return CourseInfo(
        exercises=exercises,
        environment=Environment(torchgrade="1", python="3", torch=torch, course=digest, data="d"),
        digests=dict(versions),
        known=tuple(versions),
    )


class Room:
    """Executor of such a course. It knows nothing of earlier results, and remembers what it was asked."""

    def __init__(self, course: CourseInfo | None = None) -> None:
        self.course = course or course_of({"double": "1", "half": "1"})
        self.passes: Callable[[str, str], bool] = lambda check, text: check in text
        self.fails: Callable[[JudgeRequest], bool] = lambda _: False
        self.before: Callable[[JudgeRequest], None] = lambda _: None
        self.configs: list[RunConfig] = []
        self.asked: list[tuple[str, tuple[str, ...]]] = []
        self._seconds = 0.0

    def change(self, checks: Mapping[str, Mapping[str, float]] = CHECKS, torch: str = "2", **versions: str) -> None:
        """Replace the course by one with other versions of its exercises."""
        self.course = course_of({**self.course.digests, **versions}, checks, torch)

    def run(self, jobs: Iterator[JudgeRequest]) -> Iterator[tuple[JudgeRequest, SubmissionResult]]:
        """Yield a result for each job, in order."""
        for job in jobs:
            self.before(job)
            self.asked.append((job.submission, tuple(dict.fromkeys(one.partition(".")[0] for one in job.only))))
            yield job, self.judged(job)

    def judged(self, job: JudgeRequest) -> SubmissionResult:
        """Return the result of one job."""
        self._seconds += 0.5
        if self.fails(job):
            parts = [self._part(one, job, Status.ERROR) for one in self.course.exercises]
        else:
            wanted = {check.partition(".")[0] for check in job.only}
            chosen = [one for one in self.course.exercises if not wanted or one.exercise in wanted]
            parts = [self._part(one, job, Status.GRADED) for one in chosen]
        is_open = any(part.status is Status.ERROR for part in parts)
        return SubmissionResult(
            submission=job.submission,
            points=None if is_open else sum(part.points for part in parts),
            max_points=sum(part.max_points for part in parts),
            sandbox=SandboxLevel.NONE,
            seconds=self._seconds,
            exercises=parts,
            problems=list(job.problems),
            seed=1,
            environment=self.course.environment,
        )

    def _part(self, exercise: Exercise, job: JudgeRequest, status: Status) -> ExerciseResult:
        text = b"".join(file.data for file in job.files).decode()
        is_error = status is Status.ERROR
        checks = [
            CheckResult(
                check=spec.check, kind=spec.kind, hidden=False, max_points=spec.points,
                outcome=Outcome.ERROR if is_error else Outcome.PASSED if passed else Outcome.FAILED,
                points=spec.points if passed else 0.0,
            )
            for spec in exercise.checks
            for passed in [not is_error and self.passes(spec.check, text)]
        ]  # fmt: skip
        return ExerciseResult(
            exercise=exercise.exercise,
            status=status,
            points=sum(check.points for check in checks),
            max_points=sum(check.max_points for check in checks),
            file=f"version {self.course.digests.get(exercise.exercise, '')}",
            checks=checks,
        )

    def close(self) -> None:
        """Do nothing."""


def without_seconds(results: list[SubmissionResult]) -> list[SubmissionResult]:
    """Return results without the only field that does not repeat."""
    return [structs.replace(result, seconds=0.0) for result in results]
