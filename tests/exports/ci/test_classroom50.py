"""What ``torchgrade.exports.ci.classroom50`` promises, through the collector of Classroom 50."""

from __future__ import annotations

from fractions import Fraction
from types import ModuleType

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from tests.exports.ci_classes import SECRET, files_of, order_of, orders
from tests.exports.importers import classroom50
from torchgrade.errors import UsageError
from torchgrade.exports.ci.classroom50 import FILE, plan
from torchgrade.exports.planned import ExportOrder, lost
from torchgrade.model.history import Generation, GradingKind, Override

RUNNER = {
    "CLASSROOM": "cs50x", "ASSIGNMENT": "softmax", "SUBMISSION_TAG": "submit/2026-06-01T14-32-05Z-a1b2c3d",
    "COMMIT_URL": "https://host/commit/1", "RELEASE_URL": "https://host/release/1", "REVIEW_URL": "https://host/compare/1",
    "USERNAME": "Ada", "MODE": "individual",
}  # fmt: skip


def collected(order: ExportOrder) -> dict[str, object]:
    return classroom50.collect(files_of(plan(order))[FILE], "cs50x", "softmax", "ada")


@settings(max_examples=100, deadline=None)
@given(orders(most=1, least=1))
def test_the_collector_takes_every_written_mark_as_the_same_share_of_the_maximum(order: ExportOrder) -> None:
    order = replace(order, environment=RUNNER)
    planned = plan(order)
    marks = {mark.key: mark for mark in order.marks}
    kept = [row for row in planned.rows if row.left_out is None]
    assert bool(kept) == bool(planned.files)
    for row in kept:
        mark = marks[row.key]
        result = collected(order)
        assert row.value == f"{result['score']}/{result['max-score']}"
        over = mark.points > mark.max_points
        assert over == any(one["phrase"] == "export.classroom50.over" for one in row.warnings)
        if mark.max_points and not over:
            share = Fraction(result["score"], result["max-score"])
            assert abs(share * Fraction(mark.max_points) - Fraction(mark.points)) <= Fraction("0.005")
        assert SECRET not in files_of(planned)[FILE].decode()
    assert {row.key for row in lost(order, planned)} == {
        key for key, mark in marks.items() if mark.points is not None and key not in {row.key for row in kept}
    }


def test_half_points_become_whole_ones_and_the_notes_name_the_factor(sample: ModuleType) -> None:
    _, rows = sample.a_class()
    part = replace(sample.all_passed(sample.SOFTMAX), checks=[sample.check_of(sample.SOFTMAX, 1)], points=1.5)
    order = order_of([sample.submission("ada", [part])], rows, environment=RUNNER)
    result = collected(order)

    assert (result["score"], result["max-score"]) == (3, 12)
    assert (result["tests"][0]["score"], result["tests"][0]["max-score"]) == (3, 3)
    values = {"factor": 2, "points": "1.5", "max": "6", "score": 3, "max_score": 12}
    assert {"phrase": "export.classroom50.scaled", "values": values} in plan(order).notes


def test_a_mark_over_the_maximum_is_cut_and_named(sample: ModuleType) -> None:
    _, rows = sample.a_class()
    decided = replace(rows, overrides={"ada": Override(who="ada", points=20.0, why="bonus", at="")})
    order = order_of([sample.ada()], decided, environment=RUNNER)

    assert collected(order)["score"] == collected(order)["max-score"] == 30
    warnings = next(row.warnings for row in plan(order).rows if row.key == "ada")
    assert warnings == ({"phrase": "export.classroom50.over", "values": {"points": "20", "max": "15"}},)


def test_several_submissions_are_refused_with_what_to_do(sample: ModuleType) -> None:
    results, rows = sample.a_class()
    with pytest.raises(UsageError, match=r"one submission\. This run has 9; grade one repository"):
        plan(order_of(results, rows, environment=RUNNER))


@pytest.mark.parametrize("name", ["CLASSROOM", "ASSIGNMENT", "SUBMISSION_TAG", "COMMIT_URL", "RELEASE_URL", "USERNAME"])
def test_a_missing_variable_of_the_runner_is_named(sample: ModuleType, name: str) -> None:
    _, rows = sample.a_class()
    with pytest.raises(UsageError, match=f"needs the environment variable {name}, which"):
        plan(order_of([sample.ada()], rows, environment={**RUNNER, name: ""}))


def test_the_view_of_the_commit_is_the_review_if_there_is_nothing_to_compare(sample: ModuleType) -> None:
    _, rows = sample.a_class()
    result = collected(order_of([sample.ada()], rows, environment={**RUNNER, "REVIEW_URL": ""}))

    assert result["review"] == RUNNER["COMMIT_URL"]


def test_the_owner_is_the_end_of_the_repository_if_the_runner_names_no_user(sample: ModuleType) -> None:
    _, rows = sample.a_class()
    environment = {**RUNNER, "USERNAME": "", "GITHUB_REPOSITORY": "school/CS50x-softmax-ada", "GITHUB_ACTOR": "ta"}

    assert collected(order_of([sample.ada()], rows, environment=environment))["owner"] == "ada"


def test_the_time_is_that_of_the_tag_otherwise_that_of_the_grading(sample: ModuleType) -> None:
    _, rows = sample.a_class()
    graded = replace(rows, generations=(Generation(number=1, kind=GradingKind.GRADE, at="2026-11-29T21:35:26Z"),))
    tagged = {**RUNNER, "SUBMISSION_TAG": "submit/final"}

    assert collected(order_of([sample.ada()], graded, environment=RUNNER))["datetime"] == "2026-06-01T14:32:05Z"
    assert collected(order_of([sample.ada()], graded, environment=tagged))["datetime"] == "2026-11-29T21:35:26Z"
    with pytest.raises(UsageError, match="SUBMISSION_TAG"):
        plan(order_of([sample.ada()], rows, environment=tagged))


def test_members_with_different_marks_are_left_out(sample: ModuleType) -> None:
    _, rows = sample.a_class()
    decided = {"a": Override(who="a", points=1.0, why="", at="")}
    order = order_of([sample.ada()], replace(rows, groups={"ada": ("a", "b")}, overrides=decided), environment=RUNNER)
    planned = plan(order)

    assert planned.files == ()
    assert len(lost(order, planned)) == 2
