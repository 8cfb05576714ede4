"""What ``torchgrade.model.rows`` promises."""

from __future__ import annotations

from types import ModuleType

import pytest

from torchgrade.model.outcomes import Status
from torchgrade.model.results import Note
from torchgrade.model.rows import RowStatus, RunRows, instead, percent_text, points_text, row_status, undecided


@pytest.mark.parametrize(
    ("points", "text"), [(0.0, "0"), (31.0, "31"), (2.5, "2.5"), (100.0, "100"), (4.25, "4.25"), (2 / 3, "0.67")]
)
def test_points_have_at_most_two_decimals(points: float, text: str) -> None:
    assert points_text(points) == text


def test_a_percentage_of_nothing_is_empty() -> None:
    assert percent_text(0.0, 0.0) == ""
    assert percent_text(1.0, 3.0) == "33.3"


def test_the_maximum_of_a_run_is_the_sum_of_its_exercises(sample: ModuleType) -> None:
    assert RunRows(exercises=sample.EXERCISES).max_points == 15.0


def test_a_submission_with_all_exercises_is_graded(sample: ModuleType) -> None:
    assert row_status(sample.ada()) is RowStatus.GRADED


@pytest.mark.parametrize("status", [Status.MISSING, Status.NOT_STARTED])
def test_a_submission_that_lacks_an_exercise_is_partly_missing(sample: ModuleType, status: Status) -> None:
    result = sample.submission("x", [sample.all_passed(sample.DATA_ITER), sample.without(sample.SOFTMAX, status)])
    assert row_status(result) is RowStatus.PARTLY_MISSING


def test_an_error_of_ours_outweighs_a_missing_exercise(sample: ModuleType) -> None:
    parts = [sample.without(sample.DATA_ITER, Status.MISSING), sample.without(sample.SOFTMAX, Status.ERROR)]
    assert row_status(sample.submission("x", parts)) is RowStatus.ERROR


def test_an_exercise_that_waits_for_a_person_is_said_before_what_is_missing(sample: ModuleType) -> None:
    parts = [sample.without(sample.DATA_ITER, Status.MISSING), sample.waiting(sample.SOFTMAX)]
    result = sample.submission("x", parts)

    assert result.points is None
    assert row_status(result) is RowStatus.UNDECIDED
    assert [note.message for note in undecided(result)] == ["a.py and b.py differ."]


def test_an_error_of_ours_outweighs_what_a_person_must_decide(sample: ModuleType) -> None:
    parts = [sample.waiting(sample.DATA_ITER), sample.without(sample.SOFTMAX, Status.ERROR)]
    assert row_status(sample.submission("x", parts)) is RowStatus.ERROR


def test_what_is_there_in_place_of_a_missing_function_is_told(sample: ModuleType) -> None:
    notes = [Note(message_id="slice.skipped"), Note(message_id="slice.variable_loader")]
    missing = sample.without(sample.SOFTMAX, Status.MISSING, notes=notes)

    assert instead(missing) == notes[1:]
    assert instead(sample.graded(sample.SOFTMAX, [], notes=notes)) == []


def test_a_submission_of_which_nothing_could_be_read_is_not_understood(sample: ModuleType) -> None:
    nothing = [sample.without(exercise, Status.MISSING) for exercise in sample.EXERCISES]
    unread = [Note(message_id="read.binary", message="The file is not text.")]
    assert row_status(sample.submission("x", nothing, problems=unread)) is RowStatus.NOT_UNDERSTOOD
    assert row_status(sample.submission("x", nothing)) is RowStatus.PARTLY_MISSING


def test_a_submission_with_one_unreadable_cell_keeps_its_grade(sample: ModuleType) -> None:
    unread = [Note(message_id="read.syntax", message="Cell 3 cannot be read.")]
    result = sample.submission("x", [sample.all_passed(sample.SOFTMAX)], problems=unread)
    assert row_status(result) is RowStatus.GRADED
