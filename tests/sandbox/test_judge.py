"""A judge reads one submission under limits of its own, has it checked, and sends the result home."""

from __future__ import annotations

import dataclasses
import os
import socket
from pathlib import Path

import pytest

from tests.checking.little_course import CONFIG, VALUE, LittleCourse, ScriptedWorkers, collected, returning
from tests.conftest import request_of
from torchgrade.errors import InternalError
from torchgrade.protocol.worker import Worker
from torchgrade.sandbox import judge as judge_module
from torchgrade.sandbox import wire
from torchgrade.sandbox.judge import judge

CHECKS = f'''
{VALUE}
def test_rows(student, tensors):
    """Rows."""
    X = tensors.normal(2, 3)
    assert_close(student.f(X), X)
'''
REQUEST = request_of({"ada.py": b"def f(X):\n    return X\n"})


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LittleCourse:
    for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS", "PYTEST_DISABLE_PLUGIN_AUTOLOAD"):
        monkeypatch.setenv(name, os.environ.get(name, ""))
        monkeypatch.delenv(name)
    return collected(tmp_path, CHECKS)


class Scene:
    """A judge with both ends of its connection, and a diary of what happened when."""

    def __init__(self, course: LittleCourse, workers: ScriptedWorkers) -> None:
        self.course, self.workers = course, workers
        ours, judges = socket.socketpair()
        self.command, self.connection = wire.Connection(ours), wire.Connection(judges)
        ours.settimeout(20)
        self.diary: list[str] = []

    def rehearse(self) -> None:
        self.diary.append("rehearse")

    def judge(self) -> list[wire.ToCommand]:
        judge(
            self.connection,
            self.course,
            CONFIG,
            self.workers,
            lambda: self.diary.append("limit"),
            lambda: self.diary.append("lift"),
            self.rehearse,
        )
        self.connection.close()
        said = []
        while (frame := self.command.receive()) is not None:
            said.append(wire.decode_to_command(frame))
        self.command.close()
        return said


def test_a_result_follows_the_words_that_tell_how_far_it_is(course: LittleCourse) -> None:
    scene = Scene(course, ScriptedWorkers(returning(lambda X: X)))
    scene.command.send(REQUEST)
    reading, read, verdict = scene.judge()

    assert (reading, read) == (wire.Reading(), wire.Read())
    assert isinstance(verdict, wire.Verdict)
    assert (verdict.result.submission, verdict.result.points, verdict.starved) == ("ada", 2.0, False)
    assert scene.diary == ["limit", "lift"]


def test_a_judge_without_a_request_rehearses_first(course: LittleCourse) -> None:
    class Late(Scene):
        def rehearse(self) -> None:
            super().rehearse()
            self.command.send(REQUEST)

    scene = Late(course, ScriptedWorkers(returning(lambda X: X)))
    *_, verdict = scene.judge()

    assert isinstance(verdict, wire.Verdict)
    assert scene.diary == ["rehearse", "limit", "lift"]


class NoWorkers(ScriptedWorkers):
    """Cannot start any."""

    def start(self) -> Worker:
        raise InternalError("No worker could be started: for the test.")


def test_a_fault_of_ours_in_a_check_is_told_in_its_result(course: LittleCourse) -> None:
    scene = Scene(course, NoWorkers(returning(lambda X: X)))
    scene.command.send(REQUEST)
    verdict = scene.judge()[-1]

    assert isinstance(verdict, wire.Verdict)
    assert verdict.result.points is None
    assert "for the test" in verdict.result.exercises[0].checks[0].message


def test_a_fault_of_ours_outside_of_checks_is_told_by_name(
    course: LittleCourse, capfd: pytest.CaptureFixture[str]
) -> None:
    scene = Scene(dataclasses.replace(course, checks={}), ScriptedWorkers(returning(lambda X: X)))
    scene.command.send(REQUEST)
    broken = scene.judge()[-1]

    assert isinstance(broken, wire.Broken)
    assert "KeyError" in broken.message
    assert "KeyError" in capfd.readouterr().err


def test_a_text_that_takes_all_memory_ends_the_judge_while_it_reads(
    course: LittleCourse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command then says of the submission that it could not be read (ruling 1): it is no fault of ours."""

    def read_submission(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(judge_module, "read_submission", read_submission)
    scene = Scene(course, ScriptedWorkers(returning(lambda X: X)))
    scene.command.send(REQUEST)

    assert scene.judge() == [wire.Reading()]


def test_memory_that_runs_out_later_is_a_fault_of_ours(course: LittleCourse, monkeypatch: pytest.MonkeyPatch) -> None:
    def grade(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(judge_module, "grade", grade)
    scene = Scene(course, ScriptedWorkers(returning(lambda X: X)))
    scene.command.send(REQUEST)
    broken = scene.judge()[-1]

    assert isinstance(broken, wire.Broken)
    assert "MemoryError" in broken.message


def test_a_judge_that_is_asked_nothing_says_nothing(course: LittleCourse) -> None:
    scene = Scene(course, ScriptedWorkers(returning(lambda X: X)))
    scene.command.stream.shutdown(socket.SHUT_WR)

    assert scene.judge() == []
    assert scene.diary == []


def test_a_judge_whose_command_is_gone_ends_quietly(course: LittleCourse) -> None:
    scene = Scene(course, ScriptedWorkers(returning(lambda X: X)))
    scene.command.send(REQUEST)
    scene.command.close()
    judge(scene.connection, course, CONFIG, scene.workers, lambda: None, lambda: None)

    assert scene.workers.started == []
    scene.connection.close()
