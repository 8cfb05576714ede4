"""What ``torchgrade.exports.ci.gradescope`` promises, through the reader of Gradescope."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import partial
from pathlib import PurePosixPath
from types import ModuleType

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from tests.exports.ci_classes import SECRET, files_of, order_of, orders
from tests.exports.importers import gradescope
from tests.steps import Seen, grows_with
from torchgrade.exports.ci.gradescope import plan
from torchgrade.exports.planned import ExportOrder, lost
from torchgrade.model.history import Override
from torchgrade.model.outcomes import Outcome
from torchgrade.model.page_names import page_names


def override(who: str, points: float) -> dict[str, Override]:
    return {who: Override(who=who, points=points, why="late", at="")}


@settings(max_examples=100, deadline=None)
@given(orders())
def test_every_written_mark_is_the_score_of_its_submission_and_no_other_has_a_file(order: ExportOrder) -> None:
    planned = plan(order)
    files = files_of(planned)
    names = page_names(order.results)
    written = set()
    for mark, row in zip(order.marks, planned.rows, strict=True):
        if row.left_out is not None:
            assert row.value == ""
            continue
        name = f"results/{names[mark.submission]}/results.json"
        written.add(name)
        shown = gradescope.read(files[name])
        assert Decimal(str(shown.score)) == Decimal(row.value)
        assert abs(Decimal(row.value) - Decimal(repr(mark.points))) <= Decimal("0.005")
        assert shown.never == []
        assert SECRET not in files[name].decode()
    assert set(files) == written
    named = {row.key for row in lost(order, planned)}
    assert named == {
        mark.key
        for mark, row in zip(order.marks, planned.rows, strict=True)
        if mark.points is not None and row.left_out is not None
    }


@settings(max_examples=40, deadline=None)
@given(orders())
def test_each_name_is_one_folder_whatever_the_id_is(order: ExportOrder) -> None:
    for name in files_of(plan(order)):
        path = PurePosixPath(name)
        assert len(path.parts) == 3
        assert ".." not in path.parts
        assert not set(name) & set("\\:\0\n")


def test_hidden_checks_have_points_and_are_visible_after_the_grades_are_published(sample: ModuleType) -> None:
    _, rows = sample.a_class()
    order = order_of([sample.ada()], rows)
    planned = plan(order)
    shown = gradescope.read(files_of(planned)["results/ada/results.json"])

    assert [test["name"] for test in shown.later] == ["softmax: Hidden check"]
    assert shown.later[0]["max_score"] == 1.5
    assert "extra_data" not in shown.later[0]
    assert not shown.total_is_visible
    assert {"phrase": "export.gradescope.hidden"} in planned.notes


def test_an_outcome_that_gradescope_does_not_know_is_failed_with_a_tag(sample: ModuleType) -> None:
    _, rows = sample.a_class()
    shown = gradescope.read(files_of(plan(order_of([sample.ada()], rows)))["results/ada/results.json"])
    skipped = next(test for test in shown.now if "skipped" in test["tags"])

    assert (skipped["status"], skipped["score"], skipped["max_score"]) == ("failed", 0, 1.5)


def test_an_error_of_torchgrade_in_a_decided_submission_has_no_score_of_its_own(sample: ModuleType) -> None:
    _, rows = sample.a_class()
    order = order_of([sample.eve()], replace(rows, overrides=override("eve", 12.0)))
    data = files_of(plan(order))["results/eve/results.json"]
    shown = gradescope.read(data)
    ours = next(test for test in shown.now if "error" in test["tags"])

    assert shown.score == 12
    assert "score" not in ours
    assert sample.SECRET not in data.decode()
    assert json.loads(data)["output"].startswith("Your instructor decided the total.")


def test_an_error_of_torchgrade_gives_no_file_because_zero_would_look_like_a_mark(sample: ModuleType) -> None:
    _, rows = sample.a_class()
    planned = plan(order_of([sample.eve()], replace(rows, not_understood=())))

    assert planned.files == ()
    assert planned.rows[0].left_out == {"phrase": "export.gradescope.no_mark"}


def test_members_with_different_marks_are_named_because_a_group_has_one_score(sample: ModuleType) -> None:
    _, rows = sample.a_class()
    groups = {"ada": ("lilei", "hanmeimei")}
    same = plan(order_of([sample.ada()], replace(rows, groups=groups, not_understood=())))
    different = replace(rows, groups=groups, not_understood=(), overrides=override("lilei", 3.0))
    planned = plan(order_of([sample.ada()], different))

    assert [row.value for row in same.rows] == ["9.00", "9.00"]
    assert len(same.files) == 1
    assert planned.files == ()
    assert [row.left_out for row in planned.rows] == [{"phrase": "export.gradescope.group"}] * 2


def test_twice_the_submissions_take_twice_the_comparisons(sample: ModuleType) -> None:
    _, rows = sample.a_class()
    classes = [[sample.submission(Seen(f"s{number}"), []) for number in range(count)] for count in (50, 100, 200)]
    exports = [partial(plan, order_of(results, replace(rows, not_understood=()))) for results in classes]
    exports[0]()

    assert grows_with(exports) < 2.2


def test_points_are_scaled_to_the_item(sample: ModuleType) -> None:
    _, rows = sample.a_class()
    shown = gradescope.read(files_of(plan(order_of([sample.ada()], rows, out_of=30.0)))["results/ada/results.json"])

    assert shown.score == 18
    assert sum(test["max_score"] for test in [*shown.now, *shown.later]) == 30


@pytest.mark.parametrize("length", [10, 4000, 100_000])
def test_a_test_of_any_length_stays_under_its_limit(sample: ModuleType, length: int) -> None:
    _, rows = sample.a_class()
    long = replace(sample.failed_values(), message_id="", message="数" * length, output="\x1b" * length)
    part = replace(sample.ada().exercises[1], checks=[long] * 300)
    data = files_of(plan(order_of([sample.submission("ada", [part])], rows)))["results/ada/results.json"]

    assert len(gradescope.read(data).now) == 300


@pytest.mark.parametrize("points", [float("nan"), float("inf"), -1.0])
def test_a_mark_that_is_no_number_is_named_and_not_written(sample: ModuleType, points: float) -> None:
    _, rows = sample.a_class()
    order = order_of([sample.ada()], replace(rows, overrides=override("ada", points), not_understood=()))
    planned = plan(order)

    assert planned.files == ()
    assert planned.rows[0].left_out == {"phrase": "export.ci.bad_mark"}


def test_points_that_are_no_number_are_left_out_of_a_test(sample: ModuleType) -> None:
    _, rows = sample.a_class()
    check = replace(sample.check_of(sample.SOFTMAX, 0, Outcome.FAILED), points=float("nan"))
    part = replace(sample.ada().exercises[1], checks=[check])
    order = order_of([sample.submission("ada", [part])], replace(rows, overrides=override("ada", 2.0)))

    assert gradescope.read(files_of(plan(order))["results/ada/results.json"]).score == 2
