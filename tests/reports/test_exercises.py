"""What ``torchgrade.reports.exercises`` promises, and the page of a submission with many exercises."""

from __future__ import annotations

import re
from itertools import pairwise
from types import ModuleType

import jinja2
import pytest
from msgspec.structs import replace

from torchgrade.model.catalogue import Catalogue
from torchgrade.model.foreign import marked
from torchgrade.model.outcomes import Outcome, Status
from torchgrade.model.results import ExerciseResult, SubmissionResult
from torchgrade.model.rows import RunRows
from torchgrade.reports.evidence import FULL
from torchgrade.reports.exercises import exercise_view
from torchgrade.reports.records import StudentPage
from torchgrade.reports.sentences import Sentences
from torchgrade.reports.student import student_page
from torchgrade.reports.write_students import EACH_FURTHER, LARGEST_PAGE, USUAL, render_student


def page_of(sample: ModuleType, sentences: Sentences, parts: list[ExerciseResult]) -> StudentPage:
    return student_page(sample.submission("ada", parts), sample.EXERCISES, sentences)


def chapter(sample: ModuleType, part: ExerciseResult) -> tuple[SubmissionResult, RunRows]:
    """Return a submission with 28 exercises like this one, each with its own ids."""
    exercises, parts = [], []
    for number in range(28):
        name = f"softmax_{number}"
        exercises.append(replace(sample.SOFTMAX, exercise=name, topic=f"topic_{number // 14}"))
        checks = [replace(check, check=f"{name}.{place}") for place, check in enumerate(part.checks)]
        parts.append(replace(part, exercise=name, checks=checks))
    return sample.submission("ada", parts), RunRows(exercises=tuple(exercises))


def test_exercises_are_grouped_by_topic_in_the_order_of_the_course(sample: ModuleType, sentences: Sentences) -> None:
    page = student_page(sample.ada(), sample.EXERCISES, sentences)

    assert [(topic.title, [one.title for one in topic.exercises]) for topic in page.topics] == [
        ("Linear regression", ["Reading minibatches"]),
        ("softmax_regression", ["Softmax", "Training"]),
    ]
    assert [topic.short_points for topic in page.topics] == ["2 of 2", "7 of 13"]
    assert [one for topic in page.topics for one in topic.exercises] == page.exercises


def test_a_topic_has_the_courses_words_in_the_language_of_the_page(sample: ModuleType, sentences: Sentences) -> None:
    words = {**sentences.catalogue.entries, "topic.sample.linear_regression": "线性回归"}
    page = student_page(sample.ada(), sample.EXERCISES, Sentences(Catalogue(words, "zh")))

    assert page.topics[0].title == "线性回归"


def test_an_exercise_has_its_title_in_the_language_of_the_page(sample: ModuleType, sentences: Sentences) -> None:
    words = {**sentences.catalogue.entries, "exercise.data_iter.title": "读取小批量"}
    page = student_page(sample.ada(), sample.EXERCISES, Sentences(Catalogue(words, "zh")))

    assert [one.title for one in page.exercises] == ["读取小批量", "Softmax", "Training"]
    untranslated = Sentences(Catalogue(sentences.catalogue.entries, "zh"), marks=True)
    titles = [one.title for one in student_page(sample.ada(), sample.EXERCISES, untranslated).exercises]
    assert titles == [marked("Reading minibatches"), "Softmax", "Training"]


def test_an_exercise_that_the_run_does_not_describe_is_under_other_exercises(
    sample: ModuleType, sentences: Sentences
) -> None:
    page = student_page(sample.ada(), sample.EXERCISES[:1], sentences)

    assert [topic.title for topic in page.topics] == ["Linear regression", "Other exercises"]


def test_a_page_of_one_exercise_has_no_topics(sample: ModuleType, sentences: Sentences) -> None:
    assert page_of(sample, sentences, [sample.all_passed(sample.SOFTMAX)]).topics == []


def test_a_topic_with_an_exercise_without_a_score_has_no_points(sample: ModuleType, sentences: Sentences) -> None:
    parts = [sample.without(sample.SOFTMAX, Status.ERROR), sample.all_passed(sample.TRAIN)]
    (topic,) = page_of(sample, sentences, parts).topics

    assert (topic.points, topic.short_points) == ("no points: not scored", "–")
    assert [one.short_points for one in topic.exercises] == ["–", "7 of 7"]


@pytest.mark.parametrize(
    ("outcomes", "outcome", "symbol", "word", "folded"),
    [
        ([Outcome.PASSED, Outcome.PASSED], "passed", "✓", "Passed", True),
        ([Outcome.FAILED, Outcome.PASSED], "failed", "✗", "1 check failed", False),
        (
            [Outcome.FAILED, Outcome.SKIPPED, Outcome.SKIPPED],
            "failed",
            "✗",
            "1 check failed, 2 did not run",
            False,
        ),
        ([Outcome.SKIPPED, Outcome.PASSED], "skipped", "–", "1 did not run", False),
        (
            [Outcome.ERROR, Outcome.FAILED, Outcome.FAILED],
            "error",
            "!",
            "1 error of torchgrade, 2 checks failed",
            False,
        ),
    ],
)
def test_the_state_of_an_exercise_counts_its_checks(
    sample: ModuleType,
    sentences: Sentences,
    outcomes: list[Outcome],
    outcome: str,
    symbol: str,
    word: str,
    folded: bool,
) -> None:
    checks = [sample.check_of(sample.SOFTMAX, number, found) for number, found in enumerate(outcomes)]
    view = exercise_view(sample.graded(sample.SOFTMAX, checks), sample.SOFTMAX, sentences, FULL)

    assert (view.outcome, view.symbol, view.word, view.folded) == (outcome, symbol, word, folded)


@pytest.mark.parametrize(
    ("status", "folded"),
    [(Status.MISSING, True), (Status.NOT_STARTED, True), (Status.UNDECIDED, False), (Status.ERROR, False)],
)
def test_an_exercise_that_is_not_there_is_folded(
    sample: ModuleType, sentences: Sentences, status: Status, folded: bool
) -> None:
    view = exercise_view(sample.without(sample.SOFTMAX, status), sample.SOFTMAX, sentences, FULL)

    assert view.folded is folded


def test_what_failed_is_open_and_before_the_rest(
    sample: ModuleType, sentences: Sentences, environment: jinja2.Environment
) -> None:
    _, rows = sample.a_class()
    page = render_student(sample.ada(), rows, sentences, environment)
    data_iter, softmax = (
        page[page.index(f'id="exercise-{name}"') :].partition("</details>\n</section>")[0]
        for name in ("data_iter", "softmax")
    )

    assert re.match(r'id="exercise-data_iter">', data_iter)
    assert re.match(r'id="exercise-softmax" open>', softmax)
    places = [
        softmax.index(text) for text in ("check-softmax.values", "2 checks did not run", "check-softmax.gradient")
    ]
    assert places == sorted(places)


def test_headings_follow_each_other(sample: ModuleType, sentences: Sentences, environment: jinja2.Environment) -> None:
    _, rows = sample.a_class()
    for result in (sample.ada(), sample.submission("x", [sample.graded(sample.SOFTMAX, [sample.failed_values()])])):
        levels = [int(level) for level in re.findall(r"<h(\d)", render_student(result, rows, sentences, environment))]
        assert levels[0] == 1
        assert all(b <= a + 1 for a, b in pairwise(levels))


def test_a_chapter_of_failed_exercises_with_pictures_is_not_shortened(
    sample: ModuleType, sentences: Sentences, environment: jinja2.Environment
) -> None:
    checks = [sample.failed_values(), *(sample.check_of(sample.SOFTMAX, number) for number in (1, 2, 3))]
    part = sample.graded(sample.SOFTMAX, checks, attachments=sample.pictures()[2:4])
    result, rows = chapter(sample, part)
    page = render_student(result, rows, sentences, environment)

    assert "too large" not in page
    assert page.count("<figure>") == 56
    assert len(page.encode()) <= LARGEST_PAGE + (28 - USUAL) * EACH_FURTHER
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
