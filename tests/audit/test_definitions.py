"""Stub, reference and mistakes must name what there is."""

from __future__ import annotations

import pytest

from torchgrade.audit.declared import Declared, WrongAnswer
from torchgrade.audit.definitions import examine_explained, examine_reference, examine_stub
from torchgrade.audit.exercises import AuditedExercise
from torchgrade.audit.findings import shown
from torchgrade.model.phrases import listed, phrase


def test_an_exercise_whose_files_agree_has_no_finding(exercise: AuditedExercise) -> None:
    assert [*examine_stub(exercise), *examine_reference(exercise)] == []


@pytest.mark.parametrize(
    ("text", "got", "line"),
    [
        ("import torch\n\n\ndef doubled(X):\n    pass\n", "doubled(X)", 4),
        ("def double(X, y):\n    pass\n", "double(X, y)", 1),
        ("double = None\n", "-", 0),
    ],
)
def test_a_stub_of_another_function_is_found(exercise: AuditedExercise, text: str, got: str, line: int) -> None:
    (exercise.folder / "stub.py").write_text(text)

    [finding] = examine_stub(exercise)

    assert (finding.message_id, finding.line) == ("audit.stub.function", line)
    assert finding.values == {"want": "double(X)", "got": got if got == "-" else listed([got])}


@pytest.mark.parametrize(
    ("text", "want", "got"),
    [
        ("def double(X, y):\n    raise NotImplementedError\n", "def double(X):", "def double(X, y):"),
        ("def double(X):\n    return X\n", "raise NotImplementedError", "return X"),
        ("import torch\n\n\ndef double(X):\n    raise NotImplementedError\n", "def double(X):", "import torch"),
    ],
)
def test_a_translated_stub_with_other_code_is_found(exercise: AuditedExercise, text: str, want: str, got: str) -> None:
    (exercise.folder / "stub.zh.py").write_text(text)

    [finding] = examine_stub(exercise)

    assert (finding.message_id, finding.file) == ("audit.stub.differs", shown(exercise.folder / "stub.zh.py"))
    assert finding.values == {"want": want, "got": got}


def test_a_translated_stub_with_more_code_has_no_line_to_expect(exercise: AuditedExercise) -> None:
    stub = (exercise.folder / "stub.zh.py").read_text()
    (exercise.folder / "stub.zh.py").write_text(stub + "\nmore = 1\n")

    [finding] = examine_stub(exercise)

    assert finding.values == {"want": phrase("error.none"), "got": "more = 1"}


def test_a_translated_stub_may_have_other_comments_and_docstrings(exercise: AuditedExercise) -> None:
    text = (
        '"""练习。"""\n\n\ndef double(X):\n    """乘以 2。"""\n    # 在这里编写代码。\n    raise NotImplementedError\n'
    )
    (exercise.folder / "stub.zh.py").write_text(text, "utf-8")

    assert list(examine_stub(exercise)) == []


def test_a_reference_of_another_name_is_found(exercise: AuditedExercise) -> None:
    exercise.reference_file.write_text("def doubled(X):\n    return X + X\n")

    [finding] = examine_reference(exercise)

    assert finding.message_id == "audit.reference.function"


@pytest.mark.parametrize("text", ["double = lambda X: X + X\n", "from torch import exp as double\n"])
def test_a_reference_may_bind_its_name_in_any_way(exercise: AuditedExercise, text: str) -> None:
    exercise.reference_file.write_text(text)

    assert list(examine_reference(exercise)) == []


def test_a_mistake_that_explains_an_unknown_check_is_found_with_its_line(exercise: AuditedExercise) -> None:
    answer = WrongAnswer(name="halved", source="", line=16, checks=("values", "vaules"), named="double.mistake.halved")

    [finding] = examine_explained(exercise, Declared(answers=(answer,)), ["values", "form"])

    assert (finding.message_id, finding.line) == ("audit.mistake.no_check", 16)
    assert finding.values == {"name": "halved", "check": "vaules", "known": listed(["values", "form"])}


def test_without_known_checks_no_mistake_is_wrong(exercise: AuditedExercise) -> None:
    answer = WrongAnswer(name="halved", source="", line=16, checks=("values",))

    assert list(examine_explained(exercise, Declared(answers=(answer,)), [])) == []
