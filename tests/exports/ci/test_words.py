"""What ``torchgrade.exports.ci.words`` promises."""

from __future__ import annotations

from types import ModuleType

import pytest
from msgspec.structs import replace

from tests.exports.ci_classes import order_of
from torchgrade.exports.ci.words import CheckWords, line_of
from torchgrade.model.outcomes import Outcome, Status
from torchgrade.model.places import place
from torchgrade.model.results import Diagnosis, Frame, Note


def words_of(sample: ModuleType, language: str = "en") -> CheckWords:
    results, rows = sample.a_class()
    return CheckWords(order_of(results, replace(rows, language=language)))


def test_a_failed_check_says_what_is_required_what_happened_why_and_what_to_do(sample: ModuleType) -> None:
    part = sample.ada().exercises[1]
    check = replace(part.checks[0], next=Note(message_id="unknown.entry", message="Print the sums."))

    required, reason, cause, following = words_of(sample).lines(check, part)
    assert required == "Required: Each row of the result holds the probabilities of its logits."
    assert reason.startswith("6 of 6 elements of the result are wrong.")
    assert cause.startswith("Likely cause: You divided by the column sums (dim=0)")
    assert following == "Next: Print the sums."


def test_a_hidden_check_says_only_what_is_required(sample: ModuleType) -> None:
    check = sample.secret_check()
    part = replace(sample.ada().exercises[1], checks=[check])
    words = words_of(sample)

    assert words.lines(check, part) == ["Required: Values are right on further shapes."]
    assert words.title(check) == "Hidden check"


def test_an_error_of_torchgrade_shows_no_detail(sample: ModuleType) -> None:
    part = sample.eve().exercises[1]
    check = part.checks[0]

    assert words_of(sample).reason(check, part) == "torchgrade failed in this check, not your code. It is not scored."


def test_a_skipped_check_names_the_title_of_the_required_one(sample: ModuleType) -> None:
    part = sample.ada().exercises[1]
    named = replace(part, checks=[replace(part.checks[0], title="Rows"), *part.checks[1:]])

    assert words_of(sample).reason(named.checks[1], named) == "Skipped: this check runs only after Rows passes."


def test_a_skipped_check_does_not_name_a_hidden_one(sample: ModuleType) -> None:
    part = sample.ada().exercises[1]
    waiting = replace(part.checks[1], values={"check": "softmax.hidden"})

    assert "a hidden check" in words_of(sample).reason(waiting, part)


def test_several_possible_mistakes_are_named_by_their_subjects(sample: ModuleType) -> None:
    shared = [
        Note(message_id="unknown.entry", message="the maximum"),
        Note(message_id="unknown.entry", message="the sum"),
    ]
    part = sample.ada().exercises[1]
    check = replace(part.checks[0], diagnosis=Diagnosis(misconception="mistake.several", message="", shared=shared))

    assert "the maximum; the sum" in words_of(sample).lines(check, part)[2]


def test_an_exercise_without_results_is_explained(sample: ModuleType) -> None:
    missing = sample.without(sample.SOFTMAX, Status.MISSING)

    assert words_of(sample).status(missing)[0].startswith("Your submission does not define `softmax(X)`")
    assert words_of(sample).status(sample.all_passed(sample.SOFTMAX)) == []


def test_a_submission_without_isolation_says_so(sample: ModuleType) -> None:
    result = replace(sample.ada(), hidden_checks=False)
    first, second = words_of(sample, "zh").warnings(result)

    assert "没有在沙盒中运行" in first
    assert "隐藏检查" in second


def test_a_note_on_the_roster_is_for_the_instructor_only(sample: ModuleType) -> None:
    note = Note(message_id="roster.twice", message="names another student")

    assert "names another student" not in words_of(sample).warnings(replace(sample.ada(), problems=[note]))


def test_a_record_of_an_older_course_shows_its_stored_sentence(sample: ModuleType) -> None:
    part = sample.ada().exercises[1]
    check = replace(part.checks[0], message_id="value.differs", values={}, message="Stored.")

    assert words_of(sample).reason(check, part) == "Stored."


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (place("a.py", 3), ("a.py", 3)),
        ("ada.py, line 12", ("ada.py", 12)),
        (place("cell 4", 2), None),
        ("cell 4", None),
        (place("a.py", 0), None),
    ],
)
def test_a_line_is_that_of_a_file(sample: ModuleType, where: object, expected: object) -> None:
    frames = [Frame(place=where, function="f", line="")]

    assert line_of(sample.check_of(sample.SOFTMAX, 0, Outcome.FAILED, frames=frames)) == expected


def test_the_innermost_line_counts(sample: ModuleType) -> None:
    frames = [Frame(place=place("a.py", line), function="f", line="") for line in (3, 7)]

    assert line_of(sample.check_of(sample.SOFTMAX, 0, Outcome.FAILED, frames=frames)) == ("a.py", 7)
