"""Attempts on the class page: marks over time, and attempts to full marks by check."""

from __future__ import annotations

from functools import partial
from types import ModuleType

import jinja2
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.steps import grows_with
from torchgrade.model.history import Attempt, Generation, GradingKind
from torchgrade.model.rows import RunRows
from torchgrade.reports.attempts import AttemptTally, is_same_attempt, tries_of
from torchgrade.reports.sentences import Sentences
from torchgrade.reports.write import render_class

CHECKS = ("softmax.values", "softmax.gradient", "softmax.large", "softmax.hidden")
GRADE = GradingKind.GRADE


def one(submission: str, generation: int, digest: str, points: float | None, passed: int = 0, at: str = "") -> Attempt:
    """An attempt in which the first checks passed and the others did not."""
    return Attempt(
        submission=submission, generation=generation, digest=digest, at=at, points=points, max_points=6.0,
        passed=CHECKS[:passed], not_passed=CHECKS[passed:],
    )  # fmt: skip


def rows_of(sample: ModuleType, *attempts: Attempt, kinds: tuple[GradingKind, ...] = (GRADE,) * 4) -> RunRows:
    generations = tuple(
        Generation(number=number, kind=kind, at=f"2026-11-0{number}T08:00:00Z") for number, kind in enumerate(kinds, 1)
    )
    return RunRows(exercises=sample.EXERCISES, generations=generations, attempts=attempts)


def test_a_run_in_which_nobody_has_two_results_has_no_such_section(sample: ModuleType, sentences: Sentences) -> None:
    assert AttemptTally(rows_of(sample)).view(sentences) is None


def test_each_grading_counts_every_submission_with_its_last_result(sample: ModuleType, sentences: Sentences) -> None:
    rows = rows_of(sample, one("ada", 1, "a", 2.0), one("ada", 2, "b", 6.0), one("bob", 1, "c", 4.0))
    view = AttemptTally(rows).view(sentences)

    assert view is not None
    assert [(row.label, row.new, row.submissions, row.numbers) for row in view.over_time.rows] == [
        ("1 (2026-11-01 08:00 UTC)", 2, 2, ["3", "3", "2.5 to 3.5", "2 to 4"]),
        ("2 (2026-11-02 08:00 UTC)", 1, 2, ["5", "5", "4.5 to 5.5", "4 to 6"]),
    ]
    assert "The median was 3 points at first; now it is 5 of " in view.over_time.description


def test_a_result_without_a_total_is_in_no_number(sample: ModuleType, sentences: Sentences) -> None:
    view = AttemptTally(rows_of(sample, one("ada", 1, "a", None), one("ada", 2, "b", 6.0))).view(sentences)

    assert view is not None
    assert [(row.submissions, row.numbers[:1]) for row in view.over_time.rows] == [(0, []), (1, ["6"])]
    assert [box.label for box in view.over_time.boxes] == ["2"]


def test_a_check_passes_at_the_first_the_second_a_later_attempt_or_never(
    sample: ModuleType, sentences: Sentences
) -> None:
    rows = rows_of(
        sample,
        one("ada", 1, "a", 1.0, 1), one("ada", 2, "b", 1.0, 2), one("ada", 3, "c", 1.0, 3),
        one("bob", 1, "d", 1.0, 1),
    )  # fmt: skip
    view = AttemptTally(rows).view(sentences)

    assert view is not None
    (exercise,) = view.exercises
    assert [[text.split()[0] for text in check.counts] for check in exercise.checks] == [
        ["2", "0", "0", "0"],
        ["0", "1", "0", "1"],
        ["0", "0", "1", "1"],
        ["0", "0", "0", "2"],
    ]
    assert [check.hidden for check in exercise.checks] == [False, False, False, True]
    assert exercise.checks[1].counts[1] == "1 (50 %)"


def test_the_same_files_graded_again_are_no_attempt_and_count_with_the_new_marks() -> None:
    attempts = [one("ada", 1, "a", 1.0), one("ada", 2, "a", 5.0), one("ada", 3, "b", 6.0)]

    assert [(attempt.digest, attempt.points) for attempt in tries_of(attempts, {2})] == [("a", 5.0), ("b", 6.0)]


def test_an_unknown_digest_of_an_old_run_is_the_same_attempt_only_for_a_regrade() -> None:
    attempts = (one("ada", 1, "", 1.0), one("ada", 2, "a", 5.0))

    assert len(tries_of(attempts, {2})) == 1
    assert len(tries_of(attempts, set())) == 2


@given(st.lists(st.sampled_from(["", "a", "b", "c"]), max_size=12), st.sets(st.integers(0, 12)))
def test_a_result_replaces_the_first_of_the_same_attempt(digests: list[str], regrades: set[int]) -> None:
    results = [one("ada", number, digest, 1.0) for number, digest in enumerate(digests)]
    expected: list[Attempt] = []
    for each in results:
        same = [place for place, other in enumerate(expected) if is_same_attempt(other, each, regrades)]
        place = same[0] if same else len(expected)
        expected[place : place + 1] = [each]

    assert tries_of(results, regrades) == expected


def test_twice_the_attempts_of_a_submission_take_twice_the_steps() -> None:
    lists = [[one("ada", number, f"d{number}", 1.0) for number in range(count)] for count in (50, 100, 200)]

    assert grows_with([partial(tries_of, results, {1, 60, 120}) for results in lists]) < 2.2


@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.integers(0, 4), st.integers(0, 4), st.none() | st.floats(0, 6)), min_size=1
    )
)
def test_every_submission_is_counted_once_for_each_check(
    sample: ModuleType, sentences: Sentences, drawn: list[tuple[str, int, int, float | None]]
) -> None:
    attempts = [
        one(name, number, str(digest), points, digest) for number, (name, digest, _, points) in enumerate(drawn, 1)
    ]
    rows = replace(rows_of(sample), attempts=tuple(sorted(attempts, key=lambda each: each.submission)))
    view = AttemptTally(rows).view(sentences)

    assert view is not None
    for check in view.exercises[0].checks:
        assert sum(int(text.split()[0]) for text in check.counts) == check.tried == len({name for name, *_ in drawn})
    assert view.over_time.rows[-1].new <= len(attempts)


def test_the_page_shows_both_sections_with_their_tables(
    sample: ModuleType, environment: jinja2.Environment, sentences: Sentences
) -> None:
    results, rows = sample.a_class()
    rows = replace(rows, attempts=(one("ada", 1, "a", 2.0, 1), one("ada", 2, "b", 6.0, 4)))
    names = {result.submission: result.submission for result in results}

    page = render_class(results, rows, names, sentences, environment)

    assert 'id="over-time"' in page
    assert page.count('class="box"') == 2
    assert "Attempts: Softmax" in page
    assert (
        "over-time"
        not in render_class(results, replace(rows, attempts=()), names, sentences, environment).split("</style>")[1]
    )
