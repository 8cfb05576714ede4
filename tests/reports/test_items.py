"""What ``torchgrade.reports.items`` promises."""

from __future__ import annotations

import random
import time
from collections.abc import Mapping, Sequence
from types import ModuleType

import pytest
from msgspec.structs import replace
from scipy.stats import pointbiserialr

from torchgrade.model.outcomes import Kind, Outcome
from torchgrade.model.page_names import page_names
from torchgrade.model.results import SubmissionResult
from torchgrade.model.rows import RunRows
from torchgrade.reports.items import Items, ItemTally, number_text
from torchgrade.reports.mistake_groups import MistakeTally
from torchgrade.reports.records import Link
from torchgrade.reports.sentences import Sentences

PASSED, FAILED, ERROR = Outcome.PASSED, Outcome.FAILED, Outcome.ERROR
ALL, NONE = "1111", "0000"


def a_class(sample: ModuleType, rows: Sequence[str]) -> list[SubmissionResult]:
    """Submissions of softmax, each with 1 (passed), 0 (failed) or e (error) for values, gradient, large and hidden."""
    outcomes = {"1": PASSED, "0": FAILED, "e": ERROR}
    return [
        sample.submission(
            f"s{number}",
            [
                sample.graded(
                    sample.SOFTMAX, [sample.check_of(sample.SOFTMAX, n, outcomes[c]) for n, c in enumerate(row)]
                )
            ],
        )
        for number, row in enumerate(rows)
    ]


def item_analysis(
    results: Sequence[SubmissionResult], rows: RunRows, sentences: Sentences, mistakes: Mapping[str, Link]
) -> Items:
    tally = ItemTally(rows)
    for result in results:
        tally.add(result)
    return tally.view(sentences, mistakes)


@pytest.fixture
def analysed(sample: ModuleType, sentences: Sentences):
    def of(rows: Sequence[str]) -> Items:
        return item_analysis(a_class(sample, rows), RunRows(exercises=(sample.SOFTMAX,)), sentences, {})

    return of


def flags_of(items: Items) -> dict[str, list[str]]:
    return {flag.word: [place.text for place in flag.places] for flag in items.summary.flags}


def test_the_discrimination_is_the_point_biserial_correlation_with_the_rest(analysed, sample: ModuleType) -> None:
    rows = [ALL, ALL, "1110", "1011", "1000", "1000", "0100", "0010", NONE, NONE, "1101", "0001"]
    found = analysed(rows)
    points = [check.points for check in sample.SOFTMAX.checks]
    for place, check in enumerate(found.exercises[0].checks):
        passed = [int(row[place]) for row in rows]
        rests = [sum(p for n, p in enumerate(points) if n != place and row[n] == "1") for row in rows]
        assert check.discrimination == number_text(pointbiserialr(passed, rests).statistic)


def test_a_good_check_has_no_flag_and_rises_from_fifth_to_fifth(analysed) -> None:
    found = analysed([ALL] * 5 + [NONE] * 5)
    check = found.exercises[0].checks[0]

    assert (check.discrimination, check.efficiency, check.percent) == ("1.00", "100\u00a0%", 50)
    assert check.fifths == [0, 0, 50, 100, 100]
    assert found.summary.flags == []
    assert found.summary.reliability == "Cronbach's alpha is 0.98, from 10 submissions and 4 checks."
    assert found.summary.meaning.startswith("The checks agree well")


@pytest.mark.parametrize(
    ("rows", "flags"),
    [
        (["1110"] * 9 + ["1010", "0010"], {"hidden far below shown": ["Softmax"], "hard": ["Softmax: hidden"]}),
        (
            [ALL] * 40 + ["0111"],
            {"easy": ["Softmax: values", "Softmax: gradient", "Softmax: large", "Softmax: hidden"]},
        ),
        (["0111"] * 6 + ["1000"] * 6, {"negative discrimination": ["Softmax: values"]}),
        ([ALL, NONE, "0111", "1000"] * 3, {"low discrimination": ["Softmax: values"]}),
        ([ALL] * 6 + [NONE] * 6 + ["e000"], {"errors": ["Softmax: values"]}),
    ],
)
def test_a_check_to_look_at_has_its_flag(analysed, rows: list[str], flags: dict[str, list[str]]) -> None:
    found = flags_of(analysed(rows))

    assert {word: found.get(word) for word in flags} == flags


def test_a_check_that_nearly_all_passed_is_not_flagged_for_its_discrimination(analysed) -> None:
    found = analysed(["0111"] + [ALL] * 39 + ["1000"])

    assert found.exercises[0].checks[0].percent > 95
    assert found.exercises[0].checks[0].discrimination.startswith("\u2212")
    assert "negative discrimination" not in flags_of(found)


def test_two_percent_of_errors_are_not_flagged(analysed) -> None:
    assert "errors" not in flags_of(analysed([ALL] * 24 + [NONE] * 25 + ["e000"]))


def test_a_class_of_nine_has_no_discrimination_and_says_why(analysed) -> None:
    found = analysed([ALL] * 5 + [NONE] * 4)
    check = found.exercises[0].checks[0]

    assert (check.discrimination, check.efficiency, check.fifths) == ("", "", [])
    assert check.no_discrimination == "too few"
    assert found.summary.few.startswith("Only 9 submissions have a total. With fewer than 10,")
    assert "and there are 9." in found.summary.reliability
    assert found.summary.flags == []


def test_a_class_without_differences_says_why(analysed) -> None:
    alike, rest = analysed([ALL] * 10), analysed(["1000"] * 5 + [NONE] * 5)

    assert alike.exercises[0].checks[0].no_discrimination == "all alike"
    assert rest.exercises[0].checks[0].no_discrimination == "same rest"
    assert alike.summary.reliability == "Cronbach's alpha needs two checks and totals that differ."


def test_the_gap_is_said_in_numbers_that_the_table_has(analysed) -> None:
    found = analysed(["1110"] * 6 + [ALL] * 4).exercises[0]

    assert found.gap == (
        "Mean share passed: 100\u00a0% of the shown checks, 40\u00a0% of the hidden ones; gap in percentage points: 60."
        " Of 10 submissions that passed every shown check, 6 failed a hidden check."
    )
    assert found.flags == ["hidden far below shown"]


def test_a_check_that_nobody_tried_has_no_number(sample: ModuleType, sentences: Sentences) -> None:
    found = item_analysis([], RunRows(exercises=sample.EXERCISES), sentences, {})

    assert [check.discrimination + check.no_discrimination for rows in found.exercises for check in rows.checks] == [
        ""
    ] * 7
    assert (found.summary.flags, found.summary.few) == ([], "")


def test_the_words_of_other_tools_are_explained(analysed) -> None:
    terms = {term.name: term.value for term in analysed([ALL]).summary.terms}
    assert "facility index" in terms["Passed"]
    assert "mean question score" in terms["Passed"]
    assert "discrimination index" in terms["Discrimination"]
    assert "quintiles" in terms["Passed by fifth"]
    assert "Gap between shown and hidden checks" in terms


def test_a_row_has_the_link_to_its_largest_group_of_mistakes(sample: ModuleType, sentences: Sentences) -> None:
    link = Link(text="3 students", href="#mistake-1")
    rows = RunRows(exercises=(replace(sample.SOFTMAX),))
    found = item_analysis(a_class(sample, [NONE]), rows, sentences, {"softmax.large": link})

    assert [check.mistake for check in found.exercises[0].checks] == [None, None, link, None]


@pytest.mark.parametrize(("number", "text"), [(None, ""), (-0.001, "0.00"), (-0.126, "\u22120.13"), (1.0, "1.00")])
def test_a_number_has_two_decimals_and_a_true_minus_sign(number: float | None, text: str) -> None:
    assert number_text(number) == text


@pytest.mark.long
def test_a_class_of_3000_with_60_checks_is_analysed_in_under_two_seconds(
    sample: ModuleType, sentences: Sentences
) -> None:
    checks = tuple(sample.spec(f"many.c{n}", "It must hold.", Kind.VALUE, 1.0, hidden=n % 3 == 0) for n in range(60))
    exercise = replace(sample.SOFTMAX, exercise="many", checks=checks)
    draws = random.Random(1)
    results = []
    for number in range(3000):
        skill = draws.random()
        outcomes = [PASSED if draws.random() < skill else FAILED for _ in checks]
        made = [sample.check_of(exercise, n, outcome) for n, outcome in enumerate(outcomes)]
        results.append(sample.submission(f"s{number}", [sample.graded(exercise, made)]))
    rows, names = RunRows(exercises=(exercise,)), page_names(result.submission for result in results)
    start = time.process_time()
    tally = MistakeTally(rows)
    for result in results:
        tally.add(result)
    _, largest = tally.view(sentences, names)
    found = item_analysis(results, rows, sentences, largest)
    seconds = time.process_time() - start

    assert len(found.exercises[0].checks) == 60
    assert seconds < 2, seconds
