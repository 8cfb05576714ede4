"""What ``torchgrade.reports.item_columns`` promises."""

from __future__ import annotations

from types import ModuleType

import pytest
from msgspec.structs import replace

from torchgrade.model.outcomes import Outcome, Status
from torchgrade.model.results import SubmissionResult
from torchgrade.reports.item_columns import columns_of, gap_of, reliability_of

PASSED, FAILED, SKIPPED, ERROR = Outcome.PASSED, Outcome.FAILED, Outcome.SKIPPED, Outcome.ERROR


def of(sample: ModuleType, *outcomes: Outcome, name: str = "x") -> SubmissionResult:
    """A submission with these outcomes of the checks of softmax: values 2, gradient 1.5, large 1, hidden 1.5."""
    checks = [sample.check_of(sample.SOFTMAX, number, outcome) for number, outcome in enumerate(outcomes)]
    part = sample.graded(sample.SOFTMAX, checks)
    broken = any(outcome is ERROR for outcome in outcomes)
    return sample.submission(name, [replace(part, status=Status.ERROR) if broken else part])


def test_a_skipped_check_is_not_passed_and_the_rest_is_the_total_without_the_check(sample: ModuleType) -> None:
    column = columns_of([of(sample, PASSED, SKIPPED, FAILED, PASSED)])

    assert (column["softmax.values"].scores, column["softmax.values"].rests) == ([1.0], [1.5])
    assert (column["softmax.gradient"].scores, column["softmax.gradient"].rests) == ([0.0], [3.5])
    assert column["softmax.gradient"].share == 0
    assert column["softmax.gradient"].tried == 1


def test_an_error_of_ours_has_no_score_and_no_other_check_of_its_submission_has_a_rest(sample: ModuleType) -> None:
    columns = columns_of([of(sample, PASSED, ERROR, PASSED, PASSED), of(sample, FAILED, PASSED, PASSED, PASSED)])

    assert columns["softmax.gradient"].tried == 1
    assert columns["softmax.gradient"].outcomes[ERROR] == 1
    assert columns["softmax.values"].share == 0.5
    assert columns["softmax.values"].scores == [0.0]


def test_an_exercise_that_is_missing_or_not_started_is_in_no_column(sample: ModuleType) -> None:
    absent = [sample.submission(s, [sample.without(sample.SOFTMAX, s)]) for s in (Status.MISSING, Status.NOT_STARTED)]

    assert columns_of(absent) == {}
    assert reliability_of(absent, [sample.SOFTMAX]).submissions == 0


def test_partial_points_are_a_share(sample: ModuleType) -> None:
    check = replace(sample.check_of(sample.SOFTMAX, 0, FAILED), points=0.5)
    column = columns_of([sample.submission("x", [sample.graded(sample.SOFTMAX, [check])])])["softmax.values"]

    assert (column.scores, column.rests, column.share) == ([0.25], [0.0], 0.0)


@pytest.mark.parametrize(("outcome", "score"), [(PASSED, 1.0), (FAILED, 0.0)])
def test_a_check_without_points_is_passed_or_not(sample: ModuleType, outcome: Outcome, score: float) -> None:
    check = replace(sample.check_of(sample.SOFTMAX, 0, outcome), points=0.0, max_points=0.0)
    column = columns_of([sample.submission("x", [sample.graded(sample.SOFTMAX, [check])])])["softmax.values"]

    assert column.scores == [score]


def test_points_that_are_equal_but_for_rounding_are_the_same_rest(sample: ModuleType) -> None:
    checks = [
        replace(sample.check_of(sample.SOFTMAX, n), points=p, max_points=p) for n, p in enumerate((0.1, 0.2, 0.7))
    ]
    one = sample.submission("x", [sample.graded(sample.SOFTMAX, checks)], points=0.1 + 0.2 + 0.7)
    other = replace(one, points=0.7 + 0.2 + 0.1)

    assert len(set(columns_of([one, other])["softmax.values"].rests)) == 1


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
    gap = gap_of(sample.SOFTMAX, [result.exercises[0] for result in results], columns_of(results))

    assert gap is not None
    assert gap.shown == pytest.approx((0.75 + 0.5 + 0.5) / 3)
    assert gap.hidden == 0.25
    assert (gap.submissions, gap.passed_shown, gap.fitted) == (4, 2, 1)


def test_an_exercise_without_hidden_results_has_no_gap(sample: ModuleType) -> None:
    results = [of(sample, PASSED, PASSED, PASSED), of(sample, PASSED, PASSED, PASSED, ERROR)]

    assert gap_of(sample.SOFTMAX, [result.exercises[0] for result in results], columns_of(results)) is None
    assert gap_of(sample.DATA_ITER, [], columns_of([])) is None
