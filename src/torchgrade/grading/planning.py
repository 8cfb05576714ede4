"""Plan of a regrade: the submissions and exercises that are no longer up to date, or that the user names."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from torchgrade.courses.catalogues import catalogue_for
from torchgrade.deliveries.found import Found, Listing
from torchgrade.deliveries.judge_request import read_request
from torchgrade.errors import UsageError
from torchgrade.grading.configuration import job_key
from torchgrade.grading.stale import Due, Known, due
from torchgrade.grading.store import Kept, Made, Store
from torchgrade.model.course import CourseInfo
from torchgrade.model.history import Generation, GradingKind
from torchgrade.model.kept import submissions_of
from torchgrade.model.phrases import listed
from torchgrade.model.results import SubmissionResult
from torchgrade.model.runs import RunConfig
from torchgrade.model.showable import show_name
from torchgrade.model.told import told


class Plan(Struct, frozen=True, kw_only=True):
    """What is to be graded again, and what stays as it is although it is not up to date."""

    due: tuple[Due, ...]
    """Submissions to grade again, in the order of their listing."""
    left: tuple[str, ...] = ()
    """Submissions that are not up to date, but that the user did not choose."""
    gone: tuple[str, ...] = ()
    """Submissions that are no longer there, so that their results cannot be brought up to date."""
    interrupted: Generation | None = None
    """Regrade that was interrupted and now goes on."""

    def exercises(self, all_of_them: Sequence[str]) -> tuple[str, ...]:
        """Return the exercises that some submission needs, in the order of the course."""
        wanted = {name for one in self.due for name in (one.exercises if one.is_partial else all_of_them)}
        return tuple(name for name in all_of_them if name in wanted)


def make_plan(
    store: Store, before: Kept, course: CourseInfo, listing: Listing, asked: Sequence[str], students: Sequence[str]
) -> Plan:
    """Return what is to be graded again.

    :param before: what the run has kept so far.
    :param course: course as it is now.
    :param asked: checks or exercises to grade again in any case.
    :param students: names of the only students to grade again; all if empty.
    :raises UsageError: an unknown check, exercise or student.
    """
    forced = asked_exercises(asked, course)
    chosen = chosen_students(students, listing.found)
    interrupted = store.history.interrupted(GradingKind.REGRADE, asked)
    number = interrupted.number if interrupted is not None else None
    results = store.briefs()
    catalogue = catalogue_for()
    found, left = [], []
    for one in listing.found:
        result, origin = results.of(one.submission), store.origin(one.submission)
        known = None
        if result is not None and origin is not None:
            digest = read_request(one, catalogue).digest
            known = Known(
                result=result,
                is_same=_is_same(store, before.config, result, origin, digest),
                versions=origin.versions,
                is_done=origin.generation == number,
            )
        is_chosen = one.submission in chosen
        stale = due(one, known, course, forced if is_chosen else ())
        if stale is not None and is_chosen:
            found.append(stale)
        elif stale is not None:
            left.append(one.submission)
    there = {one.submission for one in listing.found}
    gone = tuple(name for name in submissions_of(results) if name not in there)
    return Plan(due=tuple(found), left=tuple(left), gone=gone, interrupted=interrupted)


def _is_same(store: Store, config: RunConfig, result: SubmissionResult, made: Made, digest: str) -> bool:
    """Return whether a result is about files with this digest; a result of an earlier version shows it by its key."""
    if made.digest or result.environment is None:
        return made.digest == digest
    return store.is_complete(result.submission, job_key(digest, config, result.environment))


def asked_exercises(asked: Sequence[str], course: CourseInfo) -> frozenset[str]:
    """Return the exercises of the checks or exercises that the user named.

    :raises UsageError: the course has no such check or exercise.
    """
    found = set()
    exercises = {one.exercise: one for one in course.exercises}
    for name in asked:
        exercise = exercises.get(name.partition(".")[0])
        if exercise is None:
            known = listed(exercises)
            raise UsageError(told("error.regrade.exercise", name=show_name(name), known=known))
        if "." in name and all(spec.check != name for spec in exercise.checks):
            known = listed(spec.check for spec in exercise.checks)
            raise UsageError(told("error.regrade.check", name=show_name(name), known=known))
        found.add(exercise.exercise)
    return frozenset(found)


def chosen_students(students: Sequence[str], found: Sequence[Found]) -> frozenset[str]:
    """Return the ids of the submissions of the students that the user named; of all submissions if none is named.

    :param students: names, or several names with commas between them.

    :raises UsageError: a name belongs to no submission.
    """
    if not students:
        return frozenset(one.submission for one in found)
    by_name: dict[str, set[str]] = {}
    for one in found:
        for name in _names(one):
            by_name.setdefault(name, set()).add(one.submission)
    # A name may contain a comma itself, as in "Li, Lei".
    names = [name for text in students for name in ([text] if text in by_name else _split(text))]
    unknown = [show_name(name) for name in names if name not in by_name]
    if unknown:
        raise UsageError(told("error.regrade.students", names=listed(unknown)))
    return frozenset(submission for name in names for submission in by_name[name])


def _split(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _names(found: Found) -> set[str]:
    """Return everything by which the user may name a submission."""
    names = {found.submission, *found.members, *(one.key for one in found.enrolled)}
    for person in (*found.people, *(one.person for one in found.enrolled)):
        names |= {person.number, person.login, person.email}
    return (names | {show_name(name) for name in names}) - {""}
