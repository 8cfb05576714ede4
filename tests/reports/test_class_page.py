"""What ``torchgrade.reports.class_page`` promises."""

from __future__ import annotations

import html
import tracemalloc
from collections.abc import Iterator, Sequence
from types import ModuleType

import jinja2
import pytest
from msgspec.structs import replace

from tests.reports.big_class import big_class
from torchgrade.model.history import Override
from torchgrade.model.page_names import page_names
from torchgrade.model.results import Note, SubmissionResult
from torchgrade.model.rows import RunRows
from torchgrade.reports.class_page import class_page, class_tally
from torchgrade.reports.class_records import ClassPage
from torchgrade.reports.records import Link
from torchgrade.reports.sentences import Sentences
from torchgrade.reports.tallies import LARGE_CLASS
from torchgrade.reports.write import render_class


@pytest.fixture
def page(sample: ModuleType, sentences: Sentences) -> ClassPage:
    results, rows = sample.a_class()
    return class_page(results, rows, sentences, page_names(r.submission for r in results))


@pytest.fixture
def text(sample: ModuleType, sentences: Sentences, environment: jinja2.Environment) -> str:
    results, rows = sample.a_class()
    return render_class(results, rows, page_names(r.submission for r in results), sentences, environment)


def test_the_numbers_count_errors_apart_from_zeros(page: ClassPage) -> None:
    facts = {fact.name: fact.value for fact in page.facts}
    assert facts == {
        "Submissions": "9",
        "With a total": "8",
        "Errors of torchgrade": "1",
        "Not understood": "2",
        "Mean": "10.5 of 15 points",
        "Median": "12 of 15 points",
    }


def test_the_maximum_is_that_of_the_chosen_exercises(page: ClassPage) -> None:
    assert page.chosen == "This run graded data_iter (2), softmax (6), train_ch3 (7) (15 points in total)."


def test_what_is_said_of_a_roster_is_no_error_of_ours(sample: ModuleType, sentences: Sentences) -> None:
    note = Note(message_id="roster.encoding_files", values={"encoding": "GBK"}, message="GBK")
    made = class_page([], RunRows(exercises=(sample.SOFTMAX,), failures=(note,)), sentences, {})

    assert [problem.ours for problem in made.problems] == [False]


def test_errors_of_ours_come_before_all_other_problems(page: ClassPage, sample: ModuleType) -> None:
    assert [problem.ours for problem in page.problems] == [True, True] + [False] * (len(page.problems) - 2)
    assert page.problems[1].who.text == "eve"
    assert sample.SECRET in page.problems[1].text
    told = " ".join(problem.text for problem in page.problems)
    for part in ("The plugin 'late' failed.", "not a file that can be graded", "same id", "no longer in the folder"):
        assert part in told


def test_the_share_of_a_check_counts_those_that_were_graded(page: ClassPage) -> None:
    values, gradient = page.exercises[1].checks[:2]
    assert (values.passed, values.tried, values.failed, values.errors, values.percent) == (5, 7, 2, 1, 71)
    assert (gradient.passed, gradient.tried, gradient.skipped) == (5, 6, 1)


def test_a_check_links_its_most_frequent_mistake(sample: ModuleType, sentences: Sentences) -> None:
    part = sample.graded(sample.SOFTMAX, [sample.failed_values()])
    results = [sample.submission(name, [part]) for name in ("a", "b")]
    made = class_page(results, RunRows(exercises=(sample.SOFTMAX,)), sentences, {"a": "a", "b": "b"})
    assert made.exercises[0].checks[0].mistake == Link(text="2 students", href="#mistake-1")
    assert made.mistakes.named[0].anchor == "mistake-1"


def test_each_student_has_one_row_with_a_link(page: ClassPage) -> None:
    rows = {row.link.text: row for row in page.students.rows}
    assert len(rows) == 9
    assert rows["李雷"].link.href == "students/%E6%9D%8E%E9%9B%B7.html"
    assert rows["李雷"].exercises == ["Missing", "6", "Not started"]
    assert (rows["eve"].points, rows["eve"].word) == ("", "error of torchgrade")


def test_what_was_not_graded_is_listed_with_its_reason(page: ClassPage) -> None:
    listed = {(entry.who.text, entry.what): entry.why for entry in page.not_graded}
    assert listed["-rf.docx", "everything"] == "-rf.docx is not a file that can be graded."
    assert "file is empty" in listed["finn", "everything"]
    assert "torchgrade itself failed" in listed["eve", "softmax"]
    assert ("李雷", "data_iter") in listed
    assert ("李雷", "train_ch3") in listed


def test_the_instructor_sees_what_a_hidden_check_found(sample: ModuleType, sentences: Sentences) -> None:
    result = sample.submission("x", [sample.graded(sample.SOFTMAX, [sample.secret_check()])])
    made = class_page([result], RunRows(exercises=(sample.SOFTMAX,)), sentences, {"x": "x"})
    assert made.hidden_failures[0].check.message == sample.SECRET


def test_hostile_names_are_text_and_their_pages_are_linked(text: str, sample: ModuleType) -> None:
    assert "<img src=x" not in text
    assert html.escape(sample.HOSTILE) in text
    assert 'href="students/img-src-x-onerror-alert-1-' in text


def test_the_files_of_the_run_are_linked(text: str) -> None:
    assert 'href="gradebook.csv"' in text
    assert 'href="results.jsonl"' in text


def test_a_run_of_which_nothing_was_graded_has_a_page(
    sample: ModuleType, sentences: Sentences, environment: jinja2.Environment
) -> None:
    text = render_class([], RunRows(exercises=sample.EXERCISES), {}, sentences, environment)
    assert "There are no submissions." in text
    assert "<polyline" not in text


def test_a_class_without_troubles_says_so(
    sample: ModuleType, sentences: Sentences, environment: jinja2.Environment
) -> None:
    result = replace(sample.submission("a", [sample.all_passed(sample.SOFTMAX)]))
    text = render_class([result], RunRows(exercises=(sample.SOFTMAX,)), {"a": "a"}, sentences, environment)
    assert "There are none." in text
    assert "Everything was graded." in text


def test_what_waits_for_a_person_is_among_the_problems_and_no_error(sample: ModuleType, sentences: Sentences) -> None:
    _, rows = sample.a_class()
    waiting = sample.submission("ada", [sample.all_passed(sample.DATA_ITER), sample.waiting(sample.SOFTMAX)])
    page = class_page([waiting], rows, sentences, page_names(["ada"]))

    told = [problem for problem in page.problems if problem.who.text == "ada"]
    assert [(problem.text, problem.ours) for problem in told] == [("a.py and b.py differ.", False)]
    assert (page.students.rows[0].word, page.students.rows[0].points) == ("needs a decision", "")
    assert any("1 needs a decision" in rows.counts for rows in page.exercises)
    assert any(one.why.startswith("More than one file defines it.") for one in page.not_graded)


def test_a_mark_that_a_person_decided_is_no_problem_any_more(sample: ModuleType, sentences: Sentences) -> None:
    _, rows = sample.a_class()
    waiting = sample.submission("ada", [sample.all_passed(sample.DATA_ITER), sample.waiting(sample.SOFTMAX)])
    decided = replace(rows, overrides={"ada": Override(who="ada", points=7.0, why="b.py counts", at="")})
    page = class_page([waiting], decided, sentences, page_names(["ada"]))

    assert [problem.text for problem in page.problems if problem.who.text == "ada"] == []


class Stream(Sequence[SubmissionResult]):
    """Results that are read one after another, as those of a run; counts its passes."""

    def __init__(self, results: Sequence[SubmissionResult]) -> None:
        self._results = sorted(results, key=lambda one: one.submission)
        self.passes = 0

    def __len__(self) -> int:
        return len(self._results)

    def __getitem__(self, place):
        return self._results[place]

    def __iter__(self) -> Iterator[SubmissionResult]:
        self.passes += 1
        return iter(self._results)


def test_results_from_a_stream_give_the_page_of_a_list_in_any_order(sample: ModuleType, sentences: Sentences) -> None:
    results, rows = big_class(sample, 61)
    names = page_names(one.submission for one in results)
    stream = Stream(results)

    assert class_page(stream, rows, sentences, names) == class_page(results[::-1], rows, sentences, names)


def test_the_numbers_of_a_class_need_one_pass(sample: ModuleType) -> None:
    results, rows = big_class(sample, 5)
    stream = Stream(results)
    class_tally(stream, rows)

    assert stream.passes == 1


def test_a_hidden_failure_of_a_brief_result_is_shown_from_the_whole_one(
    sample: ModuleType, sentences: Sentences
) -> None:
    whole = sample.submission("x", [sample.graded(sample.SOFTMAX, [sample.secret_check()])])
    part = whole.exercises[0]
    brief = replace(whole, exercises=[replace(part, checks=[replace(part.checks[0], message="", message_id="")])])
    made = class_page([brief], RunRows(exercises=(sample.SOFTMAX,)), sentences, {}, whole={"x": whole}.__getitem__)

    assert made.hidden_failures[0].check.message == sample.SECRET


def test_a_class_of_2000_has_its_table_and_one_more_student_none(sample: ModuleType, sentences: Sentences) -> None:
    part = sample.all_passed(sample.SOFTMAX)
    results = [sample.submission(f"s{number:05}", [part]) for number in range(LARGE_CLASS + 1)]
    rows = RunRows(exercises=(sample.SOFTMAX,))
    small, large = (class_page(found, rows, sentences, {}) for found in (results[1:], results))

    assert (len(small.students.rows), small.students_left_out) == (LARGE_CLASS, 0)
    assert (len(large.students.rows), large.students_left_out) == (0, LARGE_CLASS + 1)


@pytest.mark.long
def test_the_lists_and_the_size_of_a_large_class_page_do_not_grow(
    sample: ModuleType, sentences: Sentences, environment: jinja2.Environment
) -> None:
    sizes = []
    for n in (3_000, 6_000):
        results, rows = big_class(sample, n)
        names = page_names(one.submission for one in results)
        sizes.append(len(render_class(results, rows, names, sentences, environment)))

    assert sizes[1] < 1.02 * sizes[0]


@pytest.mark.long
def test_each_further_student_of_a_large_class_costs_a_few_bytes(sample: ModuleType) -> None:
    results, rows = big_class(sample, 2_500)
    tally = class_tally(Stream(results), rows)
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        for result in results:
            tally.add(result)
        used = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()

    assert used < 64 * len(results), used
