"""Both languages are complete, and no sentence is unused."""

from __future__ import annotations

import pytest

from torchgrade.audit.declared import Declared
from torchgrade.audit.exercises import AuditedExercise
from torchgrade.audit.languages import examine_texts

FOUND = Declared(own=("halved", "squared"), about=("factor",))


def findings(exercise: AuditedExercise, *checks: str) -> list[tuple[str, str, int]]:
    """Return each finding with its entry or file, and its line."""
    return [
        (one.message_id.removeprefix("audit."), str(one.values.get("entry") or one.values.get("file")), one.line)
        for one in examine_texts(exercise, FOUND, checks or ("values",))
    ]


def write(exercise: AuditedExercise, old: str, new: str) -> None:
    file = exercise.folder / "sentences.toml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def line(exercise: AuditedExercise, start: str) -> int:
    lines = (exercise.folder / "sentences.toml").read_text("utf-8").splitlines()
    return next(number for number, text in enumerate(lines, 1) if text.startswith(start))


def test_a_complete_exercise_has_no_findings(exercise: AuditedExercise) -> None:
    assert findings(exercise) == []


@pytest.mark.parametrize(
    ("old", "entry"),
    [
        ('squared.zh = "X 被平方了。"\n', "double.mistake.squared"),
        ('odd.zh = "奇数。"\n', "double.odd"),
        ('factor.zh = "因数"\n', "double.about.factor"),
        ('values.title.zh = "数值"\n', "check.double.values.title"),
    ],
)
def test_a_language_that_an_entry_lacks_is_found_at_its_line(exercise: AuditedExercise, old: str, entry: str) -> None:
    write(exercise, old, "")

    assert findings(exercise) == [("sentence.missing", entry, line(exercise, old.partition(".zh")[0]))]


def test_a_title_without_a_language_of_the_course_is_found(exercise: AuditedExercise) -> None:
    settings = exercise.folder / "exercise.toml"
    settings.write_text('title.en = "Double"\nsignature = "double(X)"\nsection = "1"\n')
    course = exercise.folder.parents[1] / "course.toml"
    course.write_text(course.read_text("utf-8").replace('title = "B"', 'title.en = "B"'), "utf-8")

    assert findings(exercise) == [
        ("sentence.missing", "exercise.double.title", 0),
        ("sentence.missing", f"topic.{exercise.outline.course}.basics", 0),
    ]


def test_entries_that_nothing_brings_are_found(exercise: AuditedExercise) -> None:
    write(exercise, 'squared.en = "You squared X."\nsquared.zh = "X 被平方了。"\n', "")
    write(exercise, 'odd.en = "An odd number."\nodd.zh = "奇数。"\n', "")

    assert [(one, entry) for one, entry, _ in findings(exercise, "values", "shape")] == [
        ("sentence.missing", "check.double.shape"),
        ("sentence.missing", "check.double.shape.title"),
        ("sentence.missing", "double.mistake.squared"),
        ("sentence.missing", "double.odd"),
    ]


def test_fields_that_differ_between_the_languages_are_found(exercise: AuditedExercise) -> None:
    write(exercise, "{what} 被除以了 2。", "{that} 被除以了 2。")

    assert findings(exercise) == [("sentence.fields", "double.mistake.halved", line(exercise, "halved.en"))]


def test_entries_that_nothing_uses_are_found(exercise: AuditedExercise) -> None:
    more = (
        '[messages]\nnever.en = "Never."\nnever.zh = "从不。"\n\n[next]\nodd.en = "Add 1."\nodd.zh = "加 1。"\n'
        'gone.en = "Gone."\ngone.zh = "没有。"\n\n[curve]\nloss.en = "Loss"\nloss.zh = "损失"\n'
    )
    file = exercise.folder / "sentences.toml"
    file.write_text(file.read_text("utf-8").replace("[messages]\n", more.partition("\n\n")[0] + "\n"), "utf-8")
    with file.open("a", encoding="utf-8") as stream:
        stream.write("\n" + more.partition("\n\n")[2])

    assert [(one, entry) for one, entry, _ in findings(exercise)] == [
        ("sentence.idle", "double.never"),
        ("sentence.idle", "next.double.gone"),
        ("sentence.idle", "curve.loss"),
    ]


def test_axes_and_lines_of_a_picture_are_used_if_the_picture_is(exercise: AuditedExercise) -> None:
    (exercise.folder / "pictures.py").write_text('NAMES = "cloud.all_points", "cloud"\n', "utf-8")
    entries = [f'{name}.en = "A"\n{name}.zh = "甲"\n' for name in ("all_points", "all_points_x", "all_points_a_b")]
    with (exercise.folder / "sentences.toml").open("a", encoding="utf-8") as stream:
        stream.write("\n[cloud]\n" + "".join(entries))

    assert [(one, entry) for one, entry, _ in findings(exercise)] == []
    (exercise.folder / "pictures.py").write_text('NAME = "cloud.points"\n', "utf-8")
    assert [entry for _, entry, _ in findings(exercise)] == [
        "cloud.all_points",
        "cloud.all_points_x",
        "cloud.all_points_a_b",
    ]


def test_without_known_checks_no_entry_is_called_unused(exercise: AuditedExercise) -> None:
    assert examine_texts(exercise, FOUND, []) == []


def test_an_exercise_without_sentences_is_found(exercise: AuditedExercise) -> None:
    (exercise.folder / "sentences.toml").unlink()

    assert [one for one, _, _ in findings(exercise)] == ["sentence.no_file"]


@pytest.mark.parametrize("name", ["stub.zh.py", "statement.en.md", "statement.zh.md", "hints.en.md", "hints.zh.md"])
def test_a_text_that_one_language_lacks_is_found(exercise: AuditedExercise, name: str) -> None:
    (exercise.folder / name).unlink()

    assert findings(exercise) == [("document.missing", name, 0)]


def test_hints_must_be_three(exercise: AuditedExercise) -> None:
    (exercise.folder / "hints.en.md").write_text("one\n\n---\n\ntwo\n", "utf-8")

    assert findings(exercise) == [("document.hints", "hints.en.md", 0)]
