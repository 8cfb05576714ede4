"""Results in which only some exercises are graded again; the others stay as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import structs

from torchgrade.deliveries.judge_request import JudgeRequest, read_request
from torchgrade.grading.executors import Executor
from torchgrade.grading.stale import Due
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.course import CourseInfo
from torchgrade.model.outcomes import Status
from torchgrade.model.results import ExerciseResult, Note, SubmissionResult


class Merging:
    """Executor that grades the due exercises alone, and yields results as if all exercises had been graded."""

    def __init__(
        self,
        executor: Executor,
        due: Sequence[Due],
        notes: Mapping[str, Sequence[Note]],
        catalogue: Catalogue,
        before: Callable[[str], SubmissionResult | None],
    ) -> None:
        """Take what is due.

        :param before: gives the kept result of a submission, which is read when its new exercises are known.
        """
        self.course = executor.course
        self._executor = executor
        self._due = {one.found.submission: one for one in due}
        self._notes = notes
        self._catalogue = catalogue
        self._before = before

    def requests(self) -> Iterator[JudgeRequest]:
        """Yield the request for each submission with a due exercise, read when it is asked for."""
        for one in self._due.values():
            if not one.is_partial:
                yield self._read(one)
            elif one.exercises:
                yield structs.replace(self._read(one), only=self._checks(one))

    def run(self, requests: Iterator[JudgeRequest]) -> Iterator[tuple[JudgeRequest, SubmissionResult]]:
        """Yield each request with its whole result, in any order.

        The first results need no grading, because only the selection or the order of their exercises changed.
        """
        for one in self._due.values():
            before = self._before(one.found.submission) if one.is_partial and not one.exercises else None
            if before is not None:
                yield self._read(one), merged(before, before, (), self.course)
        for request, result in self._executor.run(requests):
            one = self._due[request.submission]
            before = self._before(request.submission) if one.is_partial else None
            yield request, result if before is None else merged(before, result, one.exercises, self.course)

    def close(self) -> None:
        """Stop everything that still runs."""
        self._executor.close()

    def _read(self, one: Due) -> JudgeRequest:
        return read_request(one.found, self._catalogue, self._notes.get(one.found.submission, ()))

    def _checks(self, one: Due) -> tuple[str, ...]:
        chosen = [exercise for exercise in self.course.exercises if exercise.exercise in one.exercises]
        return tuple(spec.check for exercise in chosen for spec in exercise.checks)


def merged(
    before: SubmissionResult, now: SubmissionResult, exercises: Sequence[str], course: CourseInfo
) -> SubmissionResult:
    """Return the result of now for some exercises, and the one from before for all others of the course.

    A result without a judge, such as an error of torchgrade, covers all exercises, and therefore replaces all of them.
    """
    graded = [one.exercise for one in now.exercises]
    names = [exercise.exercise for exercise in course.exercises]
    if exercises and set(graded) - set(exercises):
        return now
    by_name: dict[str, ExerciseResult] = {one.exercise: one for one in (*before.exercises, *now.exercises)}
    results = [by_name[name] for name in names]
    is_open = any(one.status in {Status.ERROR, Status.UNDECIDED} for one in results)
    return structs.replace(
        now,
        points=None if is_open else sum(one.points for one in results),
        max_points=sum(one.max_points for one in results),
        exercises=results,
        environment=course.environment,
    )
