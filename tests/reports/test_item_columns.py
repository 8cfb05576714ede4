"""What ``torchgrade.reports.item_columns`` promises."""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType

import pytest
from msgspec.structs import replace

from torchgrade.model.exercises import Exercise
from torchgrade.model.outcomes import Outcome, Status
from torchgrade.model.results import SubmissionResult
from torchgrade.reports.item_columns import Column, Columns, Gap, Reliability, ReliabilityTally
from torchgrade.reports.tallies import MOST_DISTINCT

PASSED, FAILED, SKIPPED, ERROR = Outcome.PASSED, Outcome.FAILED, Outcome.SKIPPED, Outcome.ERROR


def of(sample: ModuleType, *outcomes: Outcome, name: str = "x") -> SubmissionResult:
    """A submission with these outcomes of the checks of softmax: values 2, gradient 1.5, large 1, hidden 1.5."""
    checks = [sample.check_of(sample.SOFTMAX, number, outcome) for number, outcome in enumerate(outcomes)]
    part = sample.graded(sample.SOFTMAX, checks)
    broken = any(outcome is ERROR for outcome in outcomes)
    return sample.submission(name, [replace(part, status=Status.ERROR) if broken else part])


def counted(results: Sequence[SubmissionResult]) -> Columns:
    columns = Columns()
    for result in results:
        columns.add(result)
    return columns


def columns_of(results: Sequence[SubmissionResult]) -> dict[str, Column]:
    return counted(results).by_check


def reliability_of(results: Sequence[SubmissionResult], exercises: Sequence[Exercise]) -> Reliability:
    tally = ReliabilityTally(exercises)
    for result in results:
        tally.add(result)
    return tally.view()


def gap_of(exercise: Exercise, results: Sequence[SubmissionResult]) -> Gap | None:
    return counted(results).gap(exercise)


def test_a_skipped_check_is_not_passed_and_the_rest_is_the_total_without_the_check(sample: ModuleType) -> None:
    column = columns_of([of(sample, PASSED, SKIPPED, FAILED, PASSED)])

    assert column["softmax.values"].pairs == {(1.0, 1.5): 1}
    assert column["softmax.gradient"].pairs == {(0.0, 3.5): 1}
    assert column["softmax.gradient"].share == 0
    assert column["softmax.gradient"].tried == 1


def test_an_error_of_ours_has_no_score_and_no_other_check_of_its_submission_has_a_rest(sample: ModuleType) -> None:
    columns = columns_of([of(sample, PASSED, ERROR, PASSED, PASSED), of(sample, FAILED, PASSED, PASSED, PASSED)])

    assert columns["softmax.gradient"].tried == 1
    assert columns["softmax.gradient"].outcomes[ERROR] == 1
    assert columns["softmax.values"].share == 0.5
    assert [score for score, _ in columns["softmax.values"].pairs.elements()] == [0.0]


def test_an_exercise_that_is_missing_or_not_started_is_in_no_column(sample: ModuleType) -> None:
    absent = [sample.submission(s, [sample.without(sample.SOFTMAX, s)]) for s in (Status.MISSING, Status.NOT_STARTED)]

    assert columns_of(absent) == {}
    assert reliability_of(absent, [sample.SOFTMAX]).submissions == 0


def test_partial_points_are_a_share(sample: ModuleType) -> None:
    check = replace(sample.check_of(sample.SOFTMAX, 0, FAILED), points=0.5)
    column = columns_of([sample.submission("x", [sample.graded(sample.SOFTMAX, [check])])])["softmax.values"]

    assert (column.pairs, column.share) == ({(0.25, 0.0): 1}, 0.0)


@pytest.mark.parametrize(("outcome", "score"), [(PASSED, 1.0), (FAILED, 0.0)])
def test_a_check_without_points_is_passed_or_not(sample: ModuleType, outcome: Outcome, score: float) -> None:
    check = replace(sample.check_of(sample.SOFTMAX, 0, outcome), points=0.0, max_points=0.0)
    column = columns_of([sample.submission("x", [sample.graded(sample.SOFTMAX, [check])])])["softmax.values"]

    assert [score for score, _ in column.pairs.elements()] == [score]


def test_points_that_are_equal_but_for_rounding_are_the_same_rest(sample: ModuleType) -> None:
    checks = [
        replace(sample.check_of(sample.SOFTMAX, n), points=p, max_points=p) for n, p in enumerate((0.1, 0.2, 0.7))
    ]
    one = sample.submission("x", [sample.graded(sample.SOFTMAX, checks)], points=0.1 + 0.2 + 0.7)
    other = replace(one, points=0.7 + 0.2 + 0.1)

    assert list(columns_of([one, other])["softmax.values"].pairs.values()) == [2]


def test_alpha_weighs_a_check_by_its_points(sample: ModuleType) -> None:
    """By hand, of values (2 points) and gradient (1.5): variances 1 and 0.5625, totals 0, 0, 2 or 3.5, so 0.857143."""
    outcomes = [(PASSED, PASSED), (PASSED, PASSED), (FAILED, FAILED), (FAILED, FAILED)]
    found = reliability_of([of(sample, *pair) for pair in outcomes], [sample.SOFTMAX])

    assert (found.submissions, found.checks) == (4, 2)
    assert found.alpha == pytest.approx(2 * (1 - (1 + 0.5625) / 3.0625))


def test_alpha_is_of_the_submissions_that_have_a_result_of_every_check(sample: ModuleType) -> None:
    whole = [of(sample, PASSED, PASSED), of(sample, FAILED, FAILED)]
    others = [of(sample, PASSED), of(sample, PASSED, ERROR)]

    assert reliability_of(whole + others, [sample.SOFTMAX]) == reliability_of(whole, [sample.SOFTMAX])


def test_the_gap_is_the_mean_of_the_shown_shares_minus_that_of_the_hidden_ones(sample: ModuleType) -> None:
    results = [
        of(sample, PASSED, PASSED, PASSED, FAILED),
        of(sample, PASSED, PASSED, PASSED, PASSED),
        of(sample, PASSED, FAILED, FAILED, FAILED),
        of(sample, FAILED, SKIPPED, SKIPPED, FAILED),
    ]
    gap = gap_of(sample.SOFTMAX, results)

    assert gap is not None
    assert gap.shown == pytest.approx((0.75 + 0.5 + 0.5) / 3)
    assert gap.hidden == 0.25
    assert (gap.submissions, gap.passed_shown, gap.fitted) == (4, 2, 1)


def test_an_exercise_without_hidden_results_has_no_gap(sample: ModuleType) -> None:
    results = [of(sample, PASSED, PASSED, PASSED), of(sample, PASSED, PASSED, PASSED, ERROR)]

    assert gap_of(sample.SOFTMAX, results) is None
    assert gap_of(sample.DATA_ITER, []) is None


def test_a_check_that_appears_late_leaves_out_the_submissions_before_it(sample: ModuleType) -> None:
    whole = [of(sample, PASSED, PASSED), of(sample, FAILED, FAILED)]
    others = [of(sample, PASSED), of(sample, FAILED)]

    assert reliability_of(others + whole, [sample.SOFTMAX]) == reliability_of(whole + others, [sample.SOFTMAX])


def test_very_many_different_points_are_rounded_and_still_count(sample: ModuleType) -> None:
    column = Column()
    check = replace(sample.check_of(sample.SOFTMAX, 0, PASSED), points=1.0, max_points=1.0)
    for number in range(MOST_DISTINCT + 100):
        column.add(check, 1 + number / 7)

    assert column.scored == MOST_DISTINCT + 100
    assert len(column.pairs) <= MOST_DISTINCT
    assert max(rest for _, rest in column.pairs) == pytest.approx((MOST_DISTINCT + 99) / 7, abs=0.5)
