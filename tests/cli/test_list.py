"""``torchgrade list``."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

import torchgrade_d2l
from torchgrade.cli import list as list_module
from torchgrade.cli.list import CourseList
from torchgrade.cli.main import main
from torchgrade.cli.student.solved import Progress, State
from torchgrade.plugins import builtin
from torchgrade.plugins.manager import Plugins
from torchgrade.sandbox.engine import Engine


def listed(capsys: pytest.CaptureFixture[str]) -> CourseList:
    assert main(["list", "--json"]) == 0
    return msgspec.json.decode(capsys.readouterr().out, type=CourseList)


def test_json_has_the_points_that_grading_gives(course_engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    (course,) = listed(capsys).courses
    found = {one.exercise: one for topic in course.topics for one in topic.exercises}

    assert list(found) == [exercise.exercise for exercise in course_engine.course.exercises]
    for exercise in course_engine.course.exercises:
        one = found[exercise.exercise]
        assert one.visible_points + (one.hidden_points or 0.0) == exercise.max_points
        assert one.reference


def test_json_is_one_object_with_a_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "--json"]) == 0
    shown = capsys.readouterr()

    assert json.loads(shown.out)["schema_version"] == 1
    assert shown.err == ""


def test_a_person_reads_calls_points_sections_and_assignments(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list"]) == 0
    shown = capsys.readouterr().out

    assert shown.startswith("d2l: Linear and softmax regression from scratch\n")
    assert "  softmax(X)\n    7 points, 1 of them hidden; section 4.3, 6 and 7.1; can be graded here\n" in shown
    assert "  core  The core of the chapter; exercises: 7; points: 41\n" in shown
    assert shown.endswith("  torchgrade start work\n")
    assert max(map(len, shown.splitlines())) <= 80


def test_titles_and_sections_are_in_the_language(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "--lang", "zh"]) == 0
    shown = capsys.readouterr().out

    assert shown.startswith("d2l：从零开始实现线性回归和 softmax 回归\n\n线性回归\n")
    assert "；章节：4.3、6 和 7.1；" in shown
    assert "  core  本章的核心内容；" in shown


def test_an_assignment_is_listed_alone_with_its_own_next_step(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "--assignment", "core"]) == 0
    text = capsys.readouterr().out
    assert main(["list", "--assignment", "core", "--json"]) == 0
    (course,) = msgspec.json.decode(capsys.readouterr().out, type=CourseList).courses

    assert text.endswith("  torchgrade start work --assignment core\n")
    assert [one.name for one in course.assignments] == ["core"]
    assert tuple(one.exercise for topic in course.topics for one in topic.exercises) == course.assignments[0].exercises


def test_without_solutions_hidden_points_are_not_known(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    student = Plugins([builtin, torchgrade_d2l], entry_points=False)
    monkeypatch.setattr(list_module, "Plugins", lambda: student)
    (course,) = listed(capsys).courses
    exercises = [one for topic in course.topics for one in topic.exercises]
    main(["list"])
    shown = capsys.readouterr().out

    assert all(one.hidden_points is None and not one.reference for one in exercises)
    assert "6 points here, plus hidden points in grading; section 4.3, 6 and 7.1; can be" in shown
    assert "graded here" not in shown


def test_each_exercise_lists_its_visible_checks_by_title_in_the_language_asked_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    (course,) = listed(capsys).courses
    (softmax,) = (one for topic in course.topics for one in topic.exercises if one.exercise == "softmax")
    main(["list", "--lang", "zh"])
    shown = capsys.readouterr().out

    assert [(one.check, one.title, one.points) for one in softmax.checks][:2] == [
        ("softmax.rows", "Rows", 2.0), ("softmax.shape", "Shape and dtype", 0.5),
    ]  # fmt: skip
    assert sum(one.points for one in softmax.checks) == softmax.visible_points
    assert "检查项：逐行计算、形状与 dtype、" in shown


def test_no_course_is_a_usage_error(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(list_module, "Plugins", lambda: Plugins([builtin], entry_points=False))

    assert main(["list"]) == 2
    assert "No course is installed" in capsys.readouterr().err


SGD = "def sgd(params, lr, batch_size):\n    for p in params:\n        p.data -= lr * p.grad / batch_size\n"


def test_in_a_folder_with_a_students_files_the_progress_is_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sgd.py").write_text(SGD)
    found = {
        one.exercise: one.progress
        for course in listed(capsys).courses
        for topic in course.topics
        for one in topic.exercises
    }
    assert main(["list"]) == 0
    shown = capsys.readouterr().out

    assert found["sgd"] == Progress(state=State.NOT_CHECKED)
    assert found["softmax"] == Progress(state=State.ABSENT)
    assert "  sgd(params, lr, batch_size)\n    ? not checked yet\n" in shown
    assert shown.endswith("  torchgrade check\n")
    assert max(map(len, shown.splitlines())) <= 80


def test_a_named_place_is_named_in_the_next_step(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "sgd.py").write_text(SGD)
    assert main(["list", str(tmp_path), "--assignment", "core"]) == 0

    assert capsys.readouterr().out.endswith(f"  torchgrade check {tmp_path} --assignment core\n")
    assert main(["list", str(tmp_path / "none")]) == 2
    assert "no file" in capsys.readouterr().err
