"""What ``torchgrade.reports.student`` promises."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from types import ModuleType

import jinja2
import pytest
from msgspec.structs import replace

from torchgrade.courses.texts import Statement
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.outcomes import Outcome, SandboxLevel, Status
from torchgrade.model.results import Note, SubmissionResult
from torchgrade.reports.environment import make_environment
from torchgrade.reports.evidence import BARE, UNSTATED
from torchgrade.reports.sentences import Sentences
from torchgrade.reports.statements import Statements
from torchgrade.reports.student import score_words, student_page, versions
from torchgrade.reports.write_students import render_student

Render = Callable[[SubmissionResult], str]


@pytest.fixture
def render(sample: ModuleType, sentences: Sentences, environment: jinja2.Environment) -> Render:
    _, rows = sample.a_class()
    return lambda result: render_student(result, rows, sentences, environment)


@pytest.fixture
def render_chinese(sample: ModuleType, catalogue: Catalogue) -> Render:
    """Return a function that renders a Chinese page of a course whose statements are English."""
    _, rows = sample.a_class()
    sentences = Sentences(Catalogue(catalogue.entries, "zh"))
    statements = Statements({"softmax": Statement(text="English only.", language="en")}, sentences)
    return lambda result: render_student(result, rows, sentences, make_environment(sentences), statements=statements)


def text_of(page: str) -> str:
    """Return what a reader reads, on one line."""
    body = re.sub(r"<style>.*?</style>", " ", page, flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", body)).split())


def test_the_score_is_said_in_words(sample: ModuleType, sentences: Sentences) -> None:
    assert score_words(sample.ada(), sentences) == "9 of 15 points; 3 checks passed, 2 failed, 2 were skipped."


def test_one_skipped_check_is_said_in_the_singular(sample: ModuleType, sentences: Sentences) -> None:
    checks = [sample.check_of(sample.SOFTMAX, 0), sample.check_of(sample.SOFTMAX, 1, Outcome.SKIPPED)]
    result = sample.submission("x", [sample.graded(sample.SOFTMAX, checks)])
    assert score_words(result, sentences) == "2 of 6 points; 1 check passed, 0 failed, 1 was skipped."


def test_a_mark_that_a_person_decided_waits_for_no_decision(sample: ModuleType, sentences: Sentences) -> None:
    result = sample.submission("x", [sample.waiting(sample.SOFTMAX)])
    assert "must decide" in score_words(result, sentences)
    decided = score_words(result, sentences, is_decided=True)
    assert decided == "torchgrade gave no total; 0 checks passed, 0 failed."


def test_the_page_starts_with_the_first_failed_check(render: Render, sample: ModuleType) -> None:
    page = render(sample.ada())
    link = re.search(r'Start here: <a href="#([^"]+)">([^<]+)</a>', page)
    assert link is not None
    assert link[2] == "Softmax: values"
    assert f'<details class="check" id="{link[1]}" open>' in page


def test_every_link_of_the_page_leads_to_one_element_of_it(render: Render, sample: ModuleType) -> None:
    page = render(sample.ada())
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    targets = re.findall(r'href="#([^"]+)"', page)
    assert len(targets) > 3
    assert set(targets) <= set(ids)


def test_a_page_with_only_hidden_failures_says_so_and_names_none(sample: ModuleType, sentences: Sentences) -> None:
    result = sample.submission("x", [sample.graded(sample.SOFTMAX, [sample.secret_check()])])
    page = student_page(result, sample.EXERCISES, sentences)
    assert page.start is None
    assert "a hidden check failed" in page.start_label


def test_a_page_without_failures_starts_at_what_is_not_there(sample: ModuleType, sentences: Sentences) -> None:
    parts = [sample.all_passed(sample.DATA_ITER), sample.without(sample.SOFTMAX, Status.MISSING)]
    page = student_page(sample.submission("x", parts), sample.EXERCISES, sentences)
    assert page.start is not None
    assert page.start.href == "#exercise-softmax"


def test_a_perfect_page_says_that_every_check_passed(sample: ModuleType, sentences: Sentences) -> None:
    result = sample.submission("x", [sample.all_passed(sample.SOFTMAX)])
    assert student_page(result, sample.EXERCISES, sentences).start_label == "Every check passed."


@pytest.mark.parametrize("outcome", list(Outcome))
def test_of_a_hidden_check_only_sentence_outcome_and_points_are_on_the_page(
    render: Render, sample: ModuleType, outcome: Outcome
) -> None:
    checks = [sample.failed_values(), sample.secret_check(outcome)]
    page = render(sample.submission("x", [sample.graded(sample.SOFTMAX, checks)]))
    assert "Values are right on further shapes." in page
    assert sample.SECRET not in page
    assert "31337" not in page


def test_a_check_that_waits_for_a_hidden_one_does_not_name_it(sample: ModuleType, sentences: Sentences) -> None:
    hidden = sample.secret_check()
    spec = sample.spec("softmax.late", "Comes later.", sample.Kind.VALUE, 1.0, (hidden.check,))
    exercise = replace(sample.SOFTMAX, checks=(spec,))
    waiting = replace(
        sample.check_of(exercise, 0, Outcome.SKIPPED),
        message_id="skipped.requires",
        values={"check": hidden.check},
        message=hidden.check,
    )
    result = sample.submission("x", [sample.graded(exercise, [hidden, waiting])])
    page = student_page(result, (exercise,), sentences)
    late = page.exercises[0].checks[1]
    assert [link.text for link in late.waits] == ["a hidden check"]
    assert sample.SECRET not in repr(late)


def test_a_failed_check_shows_all_that_is_known_of_it(render: Render, sample: ModuleType) -> None:
    text = text_of(render(sample.ada()))
    for part in (
        "You divided by the column sums",
        "Tried with these inputs softmax(X)",
        "X: Tensor, float32, shape (2, 3)",
        "Expected: Tensor, float32, shape (2, 3)",
        "Got: Tensor, float32, shape (2, 3)",
        "6 of 6 elements differ by more than the tolerance (relative 1e-05, absolute 1e-05).",
        "The largest difference is at [1, 0]: expected 0.01766, got 0.7311, difference 0.7134.",
        "ada.py, line 12, in softmax return e / e.sum(0)",
        "Output of your function X has shape (2, 3)",
        "The result is a view of the input.",
        "torchgrade check ada.py softmax.values --check-seed 4711",
        "Lines 40 to 52 were not run.",
        "Read from ada.py",
    ):
        assert part in text


def test_the_worst_number_is_marked_in_both_tables(render: Render, sample: ModuleType) -> None:
    assert re.findall(r'<td class="worst">([^<]+)</td>', render(sample.ada())) == ["0.01766 ◀", "0.7311 ◀"]


def test_a_skipped_check_links_to_what_it_waits_for(sample: ModuleType, sentences: Sentences) -> None:
    page = student_page(sample.ada(), sample.EXERCISES, sentences)
    gradient = page.exercises[1].checks[1]
    assert [link.href for link in gradient.waits] == ["#check-softmax.values"]
    assert gradient.message == ""


def test_a_limit_says_why_later_checks_were_skipped(sample: ModuleType, sentences: Sentences) -> None:
    skipped = sample.check_of(sample.SOFTMAX, 0, Outcome.SKIPPED, message_id="unknown", message="Two limits were hit.")
    result = sample.submission("x", [sample.graded(sample.SOFTMAX, [skipped])])
    page = student_page(result, sample.EXERCISES, sentences)
    assert page.exercises[0].checks[0].message == "Two limits were hit."


def test_an_error_is_named_as_ours_and_keeps_its_inside_to_the_instructor(render: Render, sample: ModuleType) -> None:
    page = render(sample.eve())
    text = text_of(page)
    assert "There is no total, because torchgrade failed while it graded this submission" in text
    assert "torchgrade failed in this check, not your code. It is not scored." in text
    assert "0 of 2 points" not in text
    assert sample.SECRET not in page


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (Status.MISSING, "Your submission does not define softmax(X)"),
        (Status.NOT_STARTED, "softmax(X) is still the stub"),
    ],
)
def test_an_exercise_that_is_not_there_is_explained(
    render: Render, sample: ModuleType, status: Status, said: str
) -> None:
    text = text_of(render(sample.submission("x", [sample.without(sample.SOFTMAX, status)])))
    assert said in text
    assert "0 of 6 points" in text


def test_marks_without_isolation_are_called_so_and_others_are_not(render: Render, sample: ModuleType) -> None:
    assert "not isolated" in render(sample.ada())
    assert "not isolated" not in render(replace(sample.ada(), sandbox=SandboxLevel.A))


@pytest.mark.parametrize("level", list(SandboxLevel))
def test_the_footer_says_how_far_the_submission_was_confined(
    level: SandboxLevel, sample: ModuleType, sentences: Sentences
) -> None:
    facts = {fact.name: fact.value for fact in versions([replace(sample.ada(), sandbox=level)], sentences)}

    assert facts[sentences.say("version.sandbox")] == level.value
    assert facts[sentences.say("version.torch")] == sample.ada().environment.torch


def test_a_class_that_was_graded_at_two_levels_has_both_in_its_footer(sample: ModuleType, sentences: Sentences) -> None:
    results = [replace(sample.ada(), sandbox=level) for level in (SandboxLevel.NONE, SandboxLevel.A, SandboxLevel.NONE)]

    assert versions(results, sentences)[-1].value == "A, none"


def test_where_nothing_could_be_read_there_is_no_footer(sample: ModuleType, sentences: Sentences) -> None:
    assert versions([replace(sample.ada(), environment=None)], sentences) == []
    assert versions([], sentences) == []


def test_a_grading_without_hidden_checks_is_called_so(render: Render, sample: ModuleType) -> None:
    assert "Hidden checks did not run" in render(replace(sample.ada(), hidden_checks=False))


def test_the_seed_of_the_run_is_not_on_the_page(render: Render, sample: ModuleType) -> None:
    assert str(sample.RUN_SEED) not in render(sample.ada())


def test_a_file_name_that_a_shell_could_act_on_stays_out_of_the_replay_line(
    sample: ModuleType, sentences: Sentences
) -> None:
    for file in ("a b.py", "x;rm -rf ~.py", "-rf.py", ""):
        part = sample.graded(sample.SOFTMAX, [sample.failed_values()], file=file)
        page = student_page(sample.submission("x", [part]), sample.EXERCISES, sentences)
        assert page.exercises[0].checks[0].replay == "torchgrade check FILE softmax.values --check-seed 4711"


def test_the_curve_of_a_training_is_drawn_with_its_numbers(render: Render, sample: ModuleType) -> None:
    part = sample.all_passed(sample.TRAIN, attachments=[sample.loss_curve([2.31, 0.83, 0.47])])
    page = render(sample.submission("x", [part]))
    assert page.count("<polyline") == 1
    assert "legend" not in page.partition("<main")[2]
    assert '<svg class="chart" viewBox="0 -30 600 330" width="600" height="330" role="img" aria-labelledby=' in page
    assert "Training loss at the start of each epoch and at the end" in page
    assert '<tr><th scope="row">2</th><td>0.47</td></tr>' in page


def test_a_curve_with_a_band_has_a_legend_and_the_bands_numbers(render: Render, sample: ModuleType) -> None:
    page = render(sample.ada())
    assert (page.count("<polygon"), page.count("<polyline")) == (1, 4)
    assert '<tr><th scope="row">4</th><td>0.57</td><td>0.5</td><td>0.55</td><td>0.6</td></tr>' in page
    assert '<tr><th scope="row">10</th><td>0.47</td><td>–</td><td>–</td><td>–</td></tr>' in page
    text = text_of(page)
    for part in (
        "your training",
        "from the smallest to the largest of 20 trainings of the reference",
        "median of the reference",
        "The reference, trained 20 times, is between 0.5 and 0.6 at 4. Its median is 0.55.",
        "Epochs done Loss, yours Reference, smallest Reference, median Reference, largest",
    ):
        assert part in text


def test_classified_garments_are_shown_with_both_names_and_a_mark(render: Render, sample: ModuleType) -> None:
    page = render(sample.ada())
    text = text_of(page)
    assert page.count('<img src="data:image/png;base64,') == 4
    assert page.count('<li class="mistaken">') == 2
    assert 'alt="Test image 102, of class pullover"' in page
    for part in (
        "These are the first 2 of each kind.",
        "true: trouser predicted: trouser ✓ right",
        "true: coat predicted: pullover ✗ wrong",
        "Test image True class Predicted class Prediction",
        "102 pullover shirt wrong",
    ):
        assert part in text


@pytest.mark.parametrize(("count", "heading"), [(1, "<h3>Rows</h3>"), (2, "<h4>Rows</h4>")])
def test_headings_of_a_statement_are_below_its_exercise(
    sample: ModuleType, sentences: Sentences, count: int, heading: str
) -> None:
    statements = Statements({"softmax": Statement(text="## Rows", language="en")}, sentences)
    parts = [sample.all_passed(sample.SOFTMAX)] * count
    page = student_page(sample.submission("x", parts), sample.EXERCISES, sentences, statements=statements)

    assert [str(exercise.statement.body).strip() for exercise in page.exercises] == [heading] * count


def test_a_shortened_page_has_no_statements_and_reports_it(sample: ModuleType, sentences: Sentences) -> None:
    statements = Statements({"softmax": Statement(text="A", language="en")}, sentences)
    for detail, shortened in ((UNSTATED, False), (BARE, True)):
        page = student_page(sample.ada(), sample.EXERCISES, sentences, detail=detail, statements=statements)
        assert [exercise.statement for exercise in page.exercises] == [None] * 3
        assert (page.without_statements, page.shortened) == (True, shortened)


def test_a_page_of_a_course_without_statements_lacks_nothing(sample: ModuleType, sentences: Sentences) -> None:
    page = student_page(sample.ada(), sample.EXERCISES, sentences, statements=None)
    assert (page.without_statements, page.shortened) == (False, False)


def test_a_statement_in_another_language_than_the_page_is_marked(render_chinese: Render, sample: ModuleType) -> None:
    page = render_chinese(sample.submission("x", [sample.all_passed(sample.SOFTMAX)]))
    assert '<div class="statement" lang="en">\n<p>English only.</p>' in page


def test_a_page_that_is_shortened_to_the_bone_has_no_pictures(sample: ModuleType, sentences: Sentences) -> None:
    page = student_page(sample.ada(), sample.EXERCISES, sentences, detail=BARE)
    assert [exercise.pictures for exercise in page.exercises] == [[]] * 3


def test_nothing_that_was_handed_in_acts_on_the_page(render: Render, sample: ModuleType) -> None:
    page = render(sample.hostile())
    assert "<img" not in page
    assert "<script" not in page
    assert "</script" not in page
    assert "\x1b" not in page
    assert "\u202e" not in page
    assert "49" not in text_of(page)
    assert page.count("<details") == page.count("</details>")


def test_what_a_roster_says_of_others_is_not_on_the_page(sample: ModuleType, sentences: Sentences) -> None:
    own = Note(message_id="listing.unknown", message="Your file is large.")
    others = Note(message_id="roster.unlisted_near", values={"name": "ada", "nearest": "Bo (7)"}, message="Bo (7)")
    page = student_page(replace(sample.submission("ada", []), problems=[others, own]), sample.EXERCISES, sentences)

    assert page.problems == ["Your file is large."]


def test_a_page_says_that_an_exercise_waits_for_a_person_and_which_files_differ(
    render: Render, sample: ModuleType
) -> None:
    text = text_of(
        render(sample.submission("ada", [sample.all_passed(sample.DATA_ITER), sample.waiting(sample.SOFTMAX)]))
    )

    assert "There is no total yet, because your instructor must decide which of your files counts" in text
    assert "Start here: more than one of your files defines this function: Softmax" in text
    assert "Your instructor must decide before it earns any of its 6 points." in text
    assert "a.py and b.py differ." in text
    assert "torchgrade failed" not in text


def test_a_file_that_cannot_be_read_comes_before_the_functions_that_it_lacks(
    sample: ModuleType, sentences: Sentences
) -> None:
    unread = next(one for one in sample.a_class()[0] if one.submission == "finn")
    page = student_page(unread, sample.EXERCISES, sentences)

    assert page.start is not None
    assert (page.start_label, page.start.text, page.start.href) == (
        "Start here:",
        "The grader could not read your files.",
        "#problems",
    )
