"""Changes on a student's page since the last result."""

from __future__ import annotations

from types import ModuleType

import jinja2
import pytest
from msgspec.structs import replace

from torchgrade.courses.catalogues import catalogue_for
from torchgrade.model.history import Attempt, Generation, GradingKind, attempt_of
from torchgrade.model.outcomes import Outcome, Status
from torchgrade.model.results import SubmissionResult
from torchgrade.model.rows import RunRows
from torchgrade.reports.changes import changes_view
from torchgrade.reports.environment import make_environment
from torchgrade.reports.records import ChangesView
from torchgrade.reports.sentences import Sentences
from torchgrade.reports.write_students import render_student

HIDDEN_SENTENCE = "Values are right on further shapes."


def softmax_of(sample: ModuleType, *passed: int) -> SubmissionResult:
    """A submission in which these checks of softmax pass; the hidden check is number 3."""
    checks = [
        sample.check_of(sample.SOFTMAX, number, Outcome.PASSED if number in passed else Outcome.FAILED)
        for number in range(3)
    ]
    hidden = sample.secret_check(Outcome.PASSED if 3 in passed else Outcome.FAILED)
    checks.append(replace(hidden, check="softmax.hidden"))
    return sample.submission("ada", [sample.graded(sample.SOFTMAX, checks), sample.all_passed(sample.TRAIN)])


def rows_of(sample: ModuleType, *attempts: Attempt, kind: GradingKind = GradingKind.GRADE) -> RunRows:
    others = [Attempt(submission=name, generation=1, digest="x", points=1.0, max_points=6.0) for name in ("a", "zoe")]
    generations = (
        Generation(number=1, kind=GradingKind.GRADE, at=""),
        Generation(number=2, kind=kind, at=""),
    )
    found = tuple(sorted((*others, *attempts), key=lambda one: one.submission))
    return RunRows(exercises=sample.EXERCISES, attempts=found, generations=generations)


def changes(
    sample: ModuleType, sentences: Sentences, before: SubmissionResult, now: SubmissionResult, digests: str = "ab"
) -> ChangesView:
    rows = rows_of(sample, attempt_of(before, 1, digests[0]), attempt_of(now, 2, digests[1]))
    view = changes_view(now, rows, sentences)
    assert view is not None
    return view


def test_points_before_and_now_and_the_checks_that_changed_are_said(sample: ModuleType, sentences: Sentences) -> None:
    view = changes(sample, sentences, softmax_of(sample, 0, 1), softmax_of(sample, 0, 2))

    assert view.said.startswith("You submitted changed files. You had ")
    assert (view.gained_words, view.lost_words) == ("1 more check passes:", "1 check no longer passes:")
    assert [link.href for group in view.gained for link in group.checks] == ["#check-softmax.large"]
    assert [link.href for group in view.lost for link in group.checks] == ["#check-softmax.gradient"]


def test_the_same_files_were_graded_again(sample: ModuleType, sentences: Sentences) -> None:
    view = changes(sample, sentences, softmax_of(sample, 0), softmax_of(sample, 0), "aa")

    assert view.said.startswith("Your files are the same, and they were graded again. You have ")
    assert view.said.endswith(" points, as before. The same checks pass as before.")
    assert not view.gained
    assert not view.lost


def test_a_hidden_check_is_named_by_its_sentence_alone(sample: ModuleType, sentences: Sentences) -> None:
    view = changes(sample, sentences, softmax_of(sample), softmax_of(sample, 3))

    (group,) = view.gained
    assert group.checks == []
    assert group.hidden == [HIDDEN_SENTENCE]


def test_an_exercise_that_is_gone_loses_its_checks_without_a_link(sample: ModuleType, sentences: Sentences) -> None:
    now = sample.submission("ada", [sample.without(sample.SOFTMAX, Status.MISSING), sample.all_passed(sample.TRAIN)])
    view = changes(sample, sentences, softmax_of(sample, 0, 1), now)

    assert view.lost_words == "2 checks no longer pass:"
    assert [link.href for link in view.lost[0].checks] == ["", ""]


def test_a_result_without_a_total_is_said_in_words(sample: ModuleType, sentences: Sentences) -> None:
    before = sample.submission("ada", [sample.waiting(sample.SOFTMAX)])

    assert "Points before: no total; points now: " in changes(sample, sentences, before, softmax_of(sample)).said


def test_a_check_that_the_course_no_longer_has_is_left_out(sample: ModuleType, sentences: Sentences) -> None:
    now = softmax_of(sample, 0)
    before = Attempt(
        submission="ada", generation=1, digest="a", points=1.0, max_points=6.0, passed=("softmax.values", "softmax.old")
    )
    view = changes_view(now, rows_of(sample, before, attempt_of(now, 2, "a")), sentences)

    assert view is not None
    assert (view.lost, view.lost_words) == ([], "")


def test_a_first_result_has_no_changes(sample: ModuleType, sentences: Sentences) -> None:
    now = softmax_of(sample)

    assert changes_view(now, rows_of(sample, attempt_of(now, 1, "a")), sentences) is None
    assert changes_view(now, rows_of(sample), sentences) is None


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_of_a_hidden_check_but_its_sentence_is_in_the_page(sample: ModuleType, language: str) -> None:
    sentences = Sentences(catalogue_for(language=language), marks=True)
    environment: jinja2.Environment = make_environment(sentences)
    before, now = softmax_of(sample, 3), softmax_of(sample, 0)
    rows = rows_of(sample, attempt_of(before, 1, "a"), attempt_of(now, 2, "b"))

    page = render_student(now, rows, sentences, environment)
    section = page.partition('<section aria-labelledby="changes">')[2].partition("</section>")[0]

    assert HIDDEN_SENTENCE in section
    assert sample.SECRET not in page
    assert "softmax.hidden" not in section
    assert 'href="#check-softmax.values"' in section
