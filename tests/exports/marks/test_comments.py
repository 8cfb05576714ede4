"""Comments for the gradebook of an LMS."""

from __future__ import annotations

import html
import unicodedata

import pytest

from tests.exports.moodle_class import mark, order
from tests.reports import sample
from torchgrade.exports.marks.comments import Comments
from torchgrade.model.outcomes import Outcome, Status
from torchgrade.model.results import ExerciseResult
from torchgrade.model.rows import RunRows


def comment(*exercises: ExerciseResult, language: str = "en", override: str = "", graded: float | None = 1.0) -> str:
    one = mark("a", 1.0, graded=graded, override=override)
    asked = order([one], language=language)
    result = sample.submission("a", list(exercises))
    rows = RunRows(exercises=sample.EXERCISES, language=language)
    changed = {name: getattr(asked, name) for name in asked.__struct_fields__}
    return Comments(type(asked)(**{**changed, "results": {"a": result}, "rows": rows})).text(one)


def failed(number: int, **further: object) -> ExerciseResult:
    checks = [sample.check_of(sample.SOFTMAX, one) for one in range(4)]
    checks[number] = sample.check_of(sample.SOFTMAX, number, Outcome.FAILED, **further)
    return sample.graded(sample.SOFTMAX, checks)


def test_it_counts_the_passed_checks_and_names_the_first_failed_one() -> None:
    assert comment(sample.all_passed(sample.DATA_ITER), failed(1, title="Gradient")) == (
        "Passed 5 of 6 checks. Start with the check “Gradient” of softmax."
    )


def test_all_checks_passed() -> None:
    assert comment(sample.all_passed(sample.DATA_ITER)) == "Passed all 2 checks."


@pytest.mark.parametrize("status", [Status.MISSING, Status.NOT_STARTED])
def test_an_exercise_that_is_not_written_counts_its_checks(status: Status) -> None:
    assert comment(sample.without(sample.SOFTMAX, status)) == (
        "Passed 0 of 4 checks. Start with softmax, which is not written yet."
    )


def test_a_hidden_check_is_counted_and_never_named() -> None:
    assert comment(failed(3, title="Secret")) == "Passed 3 of 4 checks."


def test_points_of_a_person_are_named_without_the_reason() -> None:
    assert comment(sample.all_passed(sample.DATA_ITER), override="was ill") == (
        "Passed all 2 checks. Your instructor decided this mark."
    )
    assert comment(graded=None, override="was ill") == "Your instructor decided this mark."


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_first_character_is_a_letter_and_no_character_acts(language: str) -> None:
    text = comment(failed(0, title='=a\\"\t\r\n\u202eb'), language=language, override="x")

    assert unicodedata.category(text[0]).startswith("L")
    assert not set("\\\t\r\n\u202e") & set(text)
    assert "Passed" not in text or language == "en"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("is_in", [True, False])
def test_a_comment_of_an_earlier_export_is_known_in_every_language(language: str, *, is_in: bool) -> None:
    comments = Comments(order([], language="en"))
    text = html.escape(comment(failed(0, title="Rows <b> & more"), language=language, override="x"), quote=False)

    assert comments.is_ours(text if is_in else f"{text} Well done.") is is_in


@pytest.mark.parametrize(
    "text", ["", "Well done.", "Start with softmax. See me, which is not written yet.", "Passed all."]
)
def test_a_comment_of_a_teacher_is_not_ours(text: str) -> None:
    assert not Comments(order([])).is_ours(text)
