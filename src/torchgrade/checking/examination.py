"""One exercise of one submission under examination: its session, its outcomes, and its repetitions."""

from __future__ import annotations

import itertools
import traceback
from collections.abc import Callable

from msgspec import structs

from torchgrade.checking.budget import Budget
from torchgrade.checking.common_mistakes import COMMON
from torchgrade.checking.course import Course, CourseExercise
from torchgrade.checking.data import Data
from torchgrade.checking.diagnosis import diagnose
from torchgrade.checking.draws import derive_seed
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.next_step import next_step
from torchgrade.checking.proxies import Student, Tried, Written
from torchgrade.checking.worker_session import MAX_LIMITS, Workers, WorkerSession, number
from torchgrade.deliveries.judge_request import JudgeRequest
from torchgrade.model.exercises import CheckSpec, Limits
from torchgrade.model.outcomes import Outcome
from torchgrade.model.phrases import listed, phrase
from torchgrade.model.results import Attachment, CheckResult, Diagnosis, Note
from torchgrade.model.showable import show
from torchgrade.protocol.messages import Load, Noted
from torchgrade.slicing.cutting import Slice

_MOST_TEXT = 64 << 10
"""Characters of the submission's text that a diagnosis may look at."""

Attempt = Callable[[], BaseException | None]
SessionMaker = Callable[[Workers, Limits, Callable[[tuple[str, ...]], Load], Budget], WorkerSession]
"""Maker of the session with the worker.

Its arguments are its workers, its limits, the request that loads the submission, and the seconds of the submission.
"""


class Examination:
    """Runner of the checks of one exercise, in order, that keeps their outcomes."""

    def __init__(
        self,
        request: JudgeRequest,
        exercise: CourseExercise,
        slice_: Slice,
        course: Course,
        workers: Workers,
        session: SessionMaker = WorkerSession,
        budget: Budget | None = None,
    ) -> None:
        """Prepare the checks of one exercise.

        :param budget: seconds that the exercise shares with the others of the submission.
        """
        self.request = request
        self.exercise = exercise
        self.slice = slice_
        self.course = course
        self.specs = {spec.check: spec for spec in course.checks[exercise.name]}
        self.results: dict[str, CheckResult] = {}
        self.attachments: list[Attachment] = []
        self.noted: list[Noted] = []
        self.data = Data(course, exercise.name, self.attachments)
        self.budget = budget or Budget(course.config.limits)
        self.session = session(workers, course.config.limits, self._load, self.budget)
        self.student = self._new_student()
        self.seed = 0
        self._wanted = self._with_requirements(request.only)

    @property
    def name(self) -> str:
        """Id of the exercise."""
        return self.exercise.name

    def wants(self, check: str) -> bool:
        """Return whether the check is to run."""
        return check in self._wanted

    def _with_requirements(self, only: tuple[str, ...]) -> set[str]:
        if not only:
            return set(self.specs)
        wanted = {check for check in only if check in self.specs}
        for spec in reversed(list(self.specs.values())):
            if spec.check in wanted:
                wanted |= set(spec.requires)
        return wanted

    def _new_student(self) -> Student:
        takes = (self.slice.required, self.slice.accepts) if self.slice.found else None
        written = Written(
            references=self.slice.references,
            parameters=tuple(self.slice.parameters),
            names=self.slice.defined,
            text=self._text(),
        )
        return Student(self.session, self.name, self.exercise.outline.parameters, takes, written)

    def _text(self) -> str:
        """Return the statements that the function reaches, as many whole ones as a diagnosis may look at."""
        sources = [statement.source for unit in self.slice.units for statement in unit.statements]
        lengths = itertools.accumulate(len(source) + 1 for source in sources)
        return "\n".join(source for source, end in zip(sources, lengths, strict=True) if end <= _MOST_TEXT)

    def _load(self, override: tuple[str, ...]) -> Load:
        outline = self.exercise.outline
        around = self.course.around(self.exercise)
        return Load(
            number=number(),
            units=self.slice.units,
            stand_ins=list(around.stand_ins),
            givens=around.givens,
            fill=list(outline.fill),
            override=[*outline.override, *override],
            wanted=[self.name],
            # In every worker the submission's top-level statements draw from this seed.
            seed=derive_seed(self.course.config.seed, self.request.digest, self.name),
        )

    @property
    def references(self) -> frozenset[str]:
        """Dotted names that the student's own text mentions, without those of stand-ins that the course fills in.

        A star import of a stand-in seems to bind such a name. The record decides about it, because the stand-in may
        lack it.
        """
        outline, around = self.exercise.outline, self.course.around(self.exercise)
        modules = [module for stand_in in around.stand_ins for module in stand_in.modules]
        return self.slice.references - {f"{module}.{name}" for module in modules for name in outline.fill}

    def seed_of(self, spec: CheckSpec) -> int:
        """Return the seed of a check (ruling 6)."""
        if self.request.check_seed is not None and not spec.hidden:
            return self.request.check_seed
        config = self.course.config
        return derive_seed(config.hidden_seed if spec.hidden else config.seed, self.request.digest, spec.check)

    def run(self, check: str, attempt: Attempt) -> None:
        """Run one check, unless a check that it depends on did not pass or limits were hit too often."""
        spec = self.specs[check]
        skipped = self._reason_to_skip(spec)
        if skipped is not None:
            self.results[check] = self._result(spec, Outcome.SKIPPED, skipped)
            return
        self.seed = self.seed_of(spec)
        result = self._try(spec, attempt)
        helpers = [name for name in self.exercise.outline.fill if name in self.slice.defined]
        may_retry = self.session.limits_hit < MAX_LIMITS and not self.budget.is_spent
        if result.outcome is Outcome.FAILED and helpers and may_retry:
            result = self._with_given(spec, attempt, helpers, result)
        self.results[check] = result

    def _reason_to_skip(self, spec: CheckSpec) -> Note | None:
        for name in spec.requires:
            if name in self.results and self.results[name].outcome is not Outcome.PASSED:
                return self.course.catalogue.note("skipped.requires", check=name)
        if self.budget.is_spent:
            return self.course.catalogue.note("skipped.submission", seconds=self.budget.seconds)
        if self.session.limits_hit >= MAX_LIMITS and self.session.limit is not None:
            limit = self.session.limit
            reached = phrase(limit.reason, **limit.values)
            return self.course.catalogue.note("skipped.limits", limit=reached, count=self.session.limits_hit)
        return None

    def _try(self, spec: CheckSpec, attempt: Attempt) -> CheckResult:
        self.student.begin()
        self.data.hidden = spec.hidden
        self.session.begin(self.seed)
        raised = attempt()
        if not spec.hidden:
            # Hidden checks are left out, because an invented line number could reveal a hidden check's input on a page.
            self.noted += self.session.noted
        if raised is None:
            return self._result(spec, Outcome.PASSED, None)
        if isinstance(raised, CheckFailedError):
            return self._failed(spec, raised)
        # The check or torchgrade raised any other exception, so it is not the student's (DESIGN.md section 3).
        trace = "".join(traceback.format_exception(raised))
        note = self.course.catalogue.note(
            "ours.check", check=spec.check, type=type(raised).__name__, detail=show(trace[-1500:])
        )
        return self._result(spec, Outcome.ERROR, note)

    def _with_given(
        self,
        spec: CheckSpec,
        attempt: Attempt,
        helpers: list[str],
        first: CheckResult,
    ) -> CheckResult:
        """Try once more with the course's helpers. The better outcome counts, with what it shows (ruling 19)."""
        shown = list(self.attachments)
        try:
            healed = self._retry(spec, attempt, tuple(helpers))
            if healed.outcome is not Outcome.PASSED:
                return first
            shown = list(self.attachments)
            guilty = helpers
            for name in helpers:
                rest = [helper for helper in guilty if helper != name]
                # The check has failed already without the course's helpers.
                if rest and self._retry(spec, attempt, tuple(rest)).outcome is Outcome.PASSED:
                    guilty = rest
        finally:
            self.attachments[:] = shown
            self.session.replace(())
        reason = phrase(first.message_id, **first.values)
        notes = [self.course.catalogue.note("helper.at_fault", helpers=listed(guilty), reason=reason)]
        if first.diagnosis is not None and not first.diagnosis.shared:
            # The student's own helper still has its named mistake, although it costs no point.
            found = first.diagnosis
            notes.append(Note(message_id=found.misconception, values=found.values, message=found.message))
        return structs.replace(healed, notes=[*healed.notes, *notes])

    def _retry(
        self,
        spec: CheckSpec,
        attempt: Attempt,
        override: tuple[str, ...],
    ) -> CheckResult:
        self.session.replace(override)
        return self._try(spec, attempt)

    def _failed(self, spec: CheckSpec, error: CheckFailedError) -> CheckResult:
        note = self.course.catalogue.note(error.message_id, **error.values)
        result = self._result(spec, Outcome.FAILED, note)
        tried = self.student.tried
        found = None if spec.hidden or tried is None else self._diagnosis(spec, tried)
        return structs.replace(
            result,
            evidence=tried.evidence(error) if tried is not None else None,
            frames=error.frames,
            diagnosis=found,
            next=None if spec.hidden else self._next_step(result, found, tried),
        )

    def _next_step(self, result: CheckResult, found: Diagnosis | None, tried: Tried | None) -> Note:
        ran = tried is not None and tried.verb == "run"
        return next_step(result, found, self.name, self.course.catalogue, ran=ran)

    def _diagnosis(self, spec: CheckSpec, tried: Tried) -> Diagnosis | None:
        """Return the mistake that the exercise knows. Otherwise return the common meaning of an exception."""
        tried.again, tried.run_again = self.student.call_again, self.student.run_again
        own, catalogue = self.exercise.misconceptions, self.course.catalogue
        found = diagnose(spec.check, tried, own, catalogue)
        if found is None:
            others = (diagnose(spec.check, tried, [common], catalogue) for common in COMMON)
            return next((other for other in others if other is not None), None)
        sections = (one.section for one in own if one.id == found.misconception)
        section = next(sections, "") or self.exercise.outline.section
        return structs.replace(found, passage=self.course.around(self.exercise).passage(section))

    def _result(self, spec: CheckSpec, outcome: Outcome, reason: Note | None) -> CheckResult:
        return CheckResult(
            check=spec.check,
            kind=spec.kind,
            hidden=spec.hidden,
            outcome=outcome,
            points=spec.points if outcome is Outcome.PASSED else 0.0,
            max_points=spec.points,
            title=spec.title,
            sentence=spec.sentence,
            message_id=reason.message_id if reason is not None else "",
            values=reason.values if reason is not None else {},
            message=reason.message if reason is not None else "",
            output=self.session.output if outcome is not Outcome.SKIPPED else "",
            check_seed=None if spec.hidden or outcome is Outcome.SKIPPED else self.seed,
        )

    def finish(self) -> list[CheckResult]:
        """End the worker and return a result for every requested check.

        A check without a verdict is an error of ours, never a pass (DESIGN.md section 3).
        """
        self.session.close()
        lost = [spec for check, spec in self.specs.items() if check in self._wanted and check not in self.results]
        for spec in lost:
            note = self.course.catalogue.note("ours.no_verdict", check=spec.check)
            self.results[spec.check] = self._result(spec, Outcome.ERROR, note)
        return [self.results[check] for check in self.specs if check in self.results]
