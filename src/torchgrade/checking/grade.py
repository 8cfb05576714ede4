"""Grade one submission: run the checks of every exercise and put the results together."""

from __future__ import annotations

import contextlib
import functools
from dataclasses import dataclass

from torchgrade.checking.budget import Budget
from torchgrade.checking.course import Course, CourseExercise
from torchgrade.checking.examination import Examination
from torchgrade.checking.reading import ReadSubmission
from torchgrade.checking.spare import Spare
from torchgrade.checking.worker_notes import worker_notes
from torchgrade.checking.worker_session import Workers, WorkerSession
from torchgrade.deliveries.judge_request import JudgeRequest
from torchgrade.model.outcomes import Outcome, Status
from torchgrade.model.results import CheckResult, ExerciseResult, Note, SubmissionResult
from torchgrade.model.runs import RunConfig
from torchgrade.model.showable import show_name
from torchgrade.slicing.rebinding import variable_note
from torchgrade.slicing.values import Sort, Value

__all__ = ["Graded", "Workers", "grade"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """A result, and the reasons to try it again alone (ruling 25)."""

    result: SubmissionResult
    starved: bool
    killed: bool


def grade(request: JudgeRequest, read: ReadSubmission, course: Course, config: RunConfig, workers: Workers) -> Graded:
    """Run all requested checks and return the record of the submission."""
    budget = Budget(config.limits)
    wanted = {check.partition(".")[0] for check in request.only}
    chosen = [e for e in course.exercises if not wanted or e.name in wanted]
    # One exercise leaves its worker to nobody.
    spare = Spare() if len(chosen) > 1 else None
    results, starved, killed = [], False, False
    with contextlib.closing(spare) if spare is not None else contextlib.nullcontext():
        for exercise in chosen:
            slice_, examination = read.slices[exercise.name], None
            if slice_.found and not slice_.not_started:
                session = functools.partial(WorkerSession, spare=spare)
                examination = Examination(request, exercise, slice_, course, workers, session, budget)
                course.calls.run(examination)
            results.append(_exercise(exercise, read, course, examination, request))
            if examination is not None:
                starved = starved or examination.session.starved
                killed = killed or examination.session.killed
    is_open = any(result.status in (Status.ERROR, Status.UNDECIDED) for result in results)
    return Graded(
        result=SubmissionResult(
            submission=request.submission,
            points=None if is_open else sum(result.points for result in results),
            max_points=sum(result.max_points for result in results),
            sandbox=config.sandbox,
            seconds=0.0,
            exercises=results,
            files=read.files,
            problems=[*request.problems, *read.notes],
            hidden_checks=config.hidden_checks,
            seed=config.seed,
            environment=course.info.environment,
        ),
        starved=starved,
        killed=killed,
    )


def _exercise(
    exercise: CourseExercise,
    read: ReadSubmission,
    course: Course,
    examination: Examination | None,
    request: JudgeRequest,
) -> ExerciseResult:
    slice_ = read.slices[exercise.name]
    maximum = sum(spec.points for spec in course.checks[exercise.name])
    if examination is None:
        checks: list[CheckResult] = []
        notes = slice_.notes
        status = Status.NOT_STARTED if slice_.not_started else Status.MISSING
        if slice_.undecided is not None:
            status, notes = Status.UNDECIDED, [slice_.undecided, *notes]
        elif slice_.broken is not None and not slice_.not_started:
            status, checks = Status.GRADED, _unreadable(exercise, course, slice_.broken)
        return ExerciseResult(
            exercise=exercise.name, status=status, points=0.0, max_points=maximum,
            file=show_name(slice_.file), notes=notes, checks=checks,
        )  # fmt: skip
    checks = examination.finish()
    error = any(check.outcome is Outcome.ERROR for check in checks)
    loaded = examination.session.loaded
    ran = "\n".join(statement.source for unit in slice_.units for statement in unit.statements)
    noted = worker_notes(loaded, examination.noted, course.catalogue, frameworks=read.frameworks, text=ran)
    notes = [*slice_.notes, *noted]
    if slice_.variable and loaded is not None and exercise.name in loaded.uncallable:
        # The text did not show whether the variable is a function, but its value does.
        value = Value(Sort.DATA, loaded.uncallable[exercise.name])
        notes.insert(0, variable_note(value, exercise.name, slice_.variable, course.catalogue.note))
        return ExerciseResult(
            exercise=exercise.name, status=Status.MISSING, points=0.0, max_points=maximum,
            file=show_name(slice_.file), notes=notes,
        )  # fmt: skip
    return ExerciseResult(
        exercise=exercise.name,
        status=Status.ERROR if error else Status.GRADED,
        points=sum(check.points for check in checks),
        max_points=sum(check.max_points for check in checks) if request.only else maximum,
        file=show_name(slice_.file),
        notes=notes,
        checks=checks,
        attachments=examination.attachments,
    )


def _unreadable(exercise: CourseExercise, course: Course, reason: Note) -> list[CheckResult]:
    """Return results for a function whose text does not parse: the first check failed, and the others wait for it."""
    specs = course.checks[exercise.name]
    waiting = course.catalogue.note("skipped.requires", check=specs[0].check)
    return [
        CheckResult(
            check=spec.check,
            kind=spec.kind,
            hidden=spec.hidden,
            outcome=Outcome.FAILED if spec is specs[0] else Outcome.SKIPPED,
            points=0.0,
            max_points=spec.points,
            title=spec.title,
            sentence=spec.sentence,
            message_id=(reason if spec is specs[0] else waiting).message_id,
            values=(reason if spec is specs[0] else waiting).values,
            message=(reason if spec is specs[0] else waiting).message,
        )
        for spec in specs
    ]
