"""``mistakes.py`` is read into records."""

from __future__ import annotations

import pytest

from torchgrade.audit.declared import BrokenError, declared
from torchgrade.audit.exercises import AuditedExercise


def test_every_way_of_a_mistake_is_an_answer_with_its_line(exercise: AuditedExercise) -> None:
    answers = declared(exercise).answers

    assert [one.name for one in answers] == ["halved", "halved (2)", "squared", "unnamed 1 (untouched)"]
    text = (exercise.folder / "mistakes.py").read_text("utf-8").splitlines()
    assert text[answers[0].line - 1].startswith('@mistake("halved"')


def test_an_answer_says_what_must_fail_what_is_named_and_what_may_be_named_beside(exercise: AuditedExercise) -> None:
    *_, squared, unnamed = declared(exercise).answers

    assert (squared.checks, squared.named) == (("values",), "double.mistake.squared")
    assert squared.beside == ("double.mistake.halved",)
    assert (unnamed.checks, unnamed.named) == (("untouched",), "")


def test_names_of_sentences_are_collected(exercise: AuditedExercise) -> None:
    found = declared(exercise)

    assert (found.own, found.shared, found.about) == (("halved", "squared"), (), ("factor",))


def test_an_exercise_without_mistakes_declares_none(exercise: AuditedExercise) -> None:
    (exercise.folder / "mistakes.py").unlink()

    assert declared(exercise).answers == ()


@pytest.mark.parametrize("line", ["1 / 0", "mistake = = 2"])
def test_a_file_that_cannot_be_imported_is_reported_with_its_line(exercise: AuditedExercise, line: str) -> None:
    (exercise.folder / "mistakes.py").write_text(f'"""Mistakes."""\n\n{line}\n', "utf-8")

    with pytest.raises(BrokenError) as error:
        declared(exercise)

    assert error.value.line == 3
