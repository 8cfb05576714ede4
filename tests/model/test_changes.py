"""Changes of marks: who gains, who loses, how much, and by which check."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torchgrade.model.changes import Change, CheckChange, by_check, changes_of, signed
from torchgrade.model.history import Override
from torchgrade.model.outcomes import Kind, Outcome, SandboxLevel, Status
from torchgrade.model.results import CheckResult, ExerciseResult, SubmissionResult
from torchgrade.model.rows import RunRows

ROWS = RunRows(exercises=())
Points = dict[str, float]


def result_of(submission: str, points: Points, *, is_open: bool = False) -> SubmissionResult:
    checks = [
        CheckResult(check=name, kind=Kind.VALUE, hidden=False, outcome=Outcome.PASSED, points=got, max_points=2.0)
        for name, got in points.items()
    ]
    total = sum(points.values())
    exercise = ExerciseResult(
        exercise="e", status=Status.GRADED, points=total, max_points=2.0 * len(checks), checks=checks
    )
    return SubmissionResult(
        submission=submission, points=None if is_open else total, max_points=2.0 * len(checks),
        sandbox=SandboxLevel.NONE, seconds=0.0, exercises=[exercise],
    )  # fmt: skip


def change(before: Points | None, after: Points, rows: RunRows = ROWS) -> Change:
    earlier = {} if before is None else {"ada": result_of("ada", before)}
    (found,) = changes_of(earlier, {"ada": result_of("ada", after)}, rows)
    return found


def test_points_of_each_check_are_compared() -> None:
    found = change({"e.a": 1.0, "e.b": 0.5, "e.c": 2.0}, {"e.a": 2.0, "e.b": 0.0, "e.c": 2.0})

    assert (found.before, found.after, found.points, found.is_changed) == (3.5, 4.0, 0.5, True)
    assert found.checks == (CheckChange(check="e.a", points=1.0), CheckChange(check="e.b", points=-0.5))


def test_a_check_that_came_or_went_counts_with_all_its_points() -> None:
    found = change({"e.old": 1.0, "e.none": 0.0}, {"e.new": 2.0})

    assert found.checks == (CheckChange(check="e.new", points=2.0), CheckChange(check="e.old", points=-1.0))
    assert (found.max_before, found.max_after) == (4.0, 2.0)


def test_points_that_move_between_checks_change_no_total() -> None:
    found = change({"e.a": 1.0, "e.b": 0.0}, {"e.a": 0.0, "e.b": 1.0})

    assert (found.points, found.is_changed, len(found.checks)) == (0.0, False, 2)


def test_a_first_result_has_no_checks_to_compare() -> None:
    found = change(None, {"e.a": 1.0})

    assert (found.before, found.max_before, found.points, found.checks) == (None, None, None, ())
    assert found.is_changed


def test_a_total_that_is_lost_is_a_change_without_a_number() -> None:
    (found,) = changes_of(
        {"ada": result_of("ada", {"e.a": 1.0})}, {"ada": result_of("ada", {"e.a": 0.0}, is_open=True)}, ROWS
    )

    assert (found.before, found.after, found.points, found.is_changed) == (1.0, None, None, True)


def test_each_member_of_a_group_has_a_row_and_the_own_decision_is_stronger() -> None:
    decisions = {
        "1+2": Override(who="1+2", points=3.0, why="group", at=""),
        "2": Override(who="2", points=1.5, why="did less", at=""),
    }
    rows = RunRows(exercises=(), groups={"1+2": ("2", "1")}, overrides=decisions)
    found = changes_of({}, {"1+2": result_of("1+2", {"e.a": 1.0})}, rows)

    assert [(one.key, one.submission, one.decided) for one in found] == [("1", "1+2", 3.0), ("2", "1+2", 1.5)]


def test_checks_are_counted_by_their_change_the_one_with_most_students_first() -> None:
    def row(key: str, **points: float) -> Change:
        checks = tuple(CheckChange(check=f"e.{name}", points=value) for name, value in points.items())
        return Change(key=key, submission=key, before=0.0, after=0.0, max_before=2.0, max_after=2.0, checks=checks)

    found = by_check([row("1", b=1.0, a=-1.0), row("2", b=1.0), row("3", b=-0.5), row("4", c=0.5)])

    assert found == [("e.b", {1.0: 2, -0.5: 1}), ("e.a", {-1.0: 1}), ("e.c", {0.5: 1})]
    assert list(found[0][1]) == [1.0, -0.5]


@pytest.mark.parametrize(("points", "text"), [(1.0, "+1"), (-0.5, "−0.5"), (0.0, "0"), (2.5, "+2.5")])
def test_a_change_is_shown_with_its_sign(points: float, text: str) -> None:
    assert signed(points) == text


halves = st.integers(0, 4).map(lambda n: n / 2)
results = st.dictionaries(st.sampled_from(["e.a", "e.b", "e.c", "e.d"]), halves, min_size=1)


@given(before=results, after=results)
def test_the_changes_of_the_checks_add_up_to_the_change_of_the_total(before: Points, after: Points) -> None:
    found = change(before, after)
    assert sum(one.points for one in found.checks) == found.points
