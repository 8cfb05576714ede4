"""``torchgrade watch``: what it checks after a save, what it says, and how it ends."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from tests.cli.student.test_text import DOUBLE, check_of
from torchgrade.cli.main import main
from torchgrade.cli.student import saves
from torchgrade.cli.student import watch as module
from torchgrade.cli.student.asked import Asked
from torchgrade.cli.student.saves import Save
from torchgrade.cli.student.watch import How, Loop
from torchgrade.deliveries.judge_request import JudgeRequest
from torchgrade.errors import UsageError
from torchgrade.model.course import CourseInfo
from torchgrade.model.outcomes import Outcome, SandboxLevel, Status
from torchgrade.model.results import Environment, ExerciseResult, SubmissionResult
from torchgrade.plugins.manager import Plugins
from torchgrade.sandbox.engine import OutdatedError

RIGHT = """import torch

def softmax(X):
    e = torch.exp(X - X.max(1, keepdim=True).values)
    return e / e.sum(1, keepdim=True)
"""
WRONG = RIGHT.replace("e.sum(1", "e.sum(0")
PLUGINS = Plugins()


class FakeEngine:
    """Judges nothing and remembers what it was asked."""

    def __init__(self) -> None:
        environment = Environment(torchgrade="1", python="3", torch="2", course="c", data="d")
        self.course = CourseInfo(exercises=(DOUBLE,), environment=environment)
        self.requests: list[JudgeRequest] = []
        self.meanwhile: Callable[[], object] = lambda: None

    def judge(self, request: JudgeRequest, is_outdated: Callable[[], bool]) -> SubmissionResult:
        self.requests.append(request)
        self.meanwhile()
        if is_outdated():
            raise OutdatedError
        check = check_of(Outcome.PASSED, points=2.0)
        exercise = ExerciseResult(exercise="double", status=Status.GRADED, points=2.0, max_points=2.0, checks=[check])
        missing = ExerciseResult(exercise="gone", status=Status.MISSING, points=0.0, max_points=2.0)
        return SubmissionResult(
            submission="a\u202e", points=2.0, max_points=2.0, sandbox=SandboxLevel.NONE, seconds=0.1,
            exercises=[exercise, missing],
        )  # fmt: skip


@pytest.fixture
def fake() -> FakeEngine:
    return FakeEngine()


def loop(fake: FakeEngine, place: Path, *, as_json: bool = False, named: bool = False) -> Loop:
    asked = Asked(file=place, exercises=("double", "triple"), checks=(), named=named)
    return Loop(asked, fake, PLUGINS, How(as_json=as_json, clear=False))  # type: ignore[arg-type]


def save(path: Path, text: str) -> Save:
    path.write_text(text)
    return Save(path=path, data=text.encode())


DOUBLES = "def double(X):\n    return 2 * X\n"


def test_only_what_a_save_has_changed_is_judged(fake: FakeEngine, tmp_path: Path) -> None:
    watched, file = loop(fake, tmp_path), tmp_path / "a.py"
    watched.take(save(file, DOUBLES))
    watched.take(save(file, f"{DOUBLES}\n# a comment\n"))
    watched.take(save(file, DOUBLES.replace("2", "3")))

    assert [request.only for request in fake.requests] == [("double.values", "double.shape")] * 2
    assert [request.files[0].data for request in fake.requests] == [
        DOUBLES.encode(),
        DOUBLES.replace("2", "3").encode(),
    ]


def test_each_verdict_is_remembered_with_the_bytes_that_were_judged(
    fake: FakeEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[tuple[bytes, Path]] = []
    monkeypatch.setattr(
        module, "remember", lambda files, _result, work, _plugins, _catalogue: kept.append((files[0].data, work))
    )
    watched, file = loop(fake, tmp_path), tmp_path / "a.py"
    watched.take(save(file, DOUBLES))

    assert kept == [(DOUBLES.encode(), tmp_path)]


def test_a_verdict_is_in_the_language_asked_for(fake: FakeEngine, tmp_path: Path) -> None:
    asked = Asked(file=tmp_path, exercises=("double",), checks=(), named=False)
    loop = Loop(asked, fake, PLUGINS, How(as_json=False, clear=False, lang="zh"))  # type: ignore[arg-type]

    assert loop._catalogue.language == "zh"


def test_each_save_that_is_not_judged_says_why(
    fake: FakeEngine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    watched, file = loop(fake, tmp_path), tmp_path / "a.py"
    watched.take(save(file, "x = 1\n"))
    assert "defines none of the exercises" in capsys.readouterr().out
    watched.take(save(file, "x = 2\n" + DOUBLES))
    watched.take(save(file, "x = 3\n" + DOUBLES))
    assert "you changed no exercise in it" in capsys.readouterr().out
    watched.take(Save(path=file, data=None))
    assert "no longer exists" in " ".join(capsys.readouterr().out.split())
    assert len(fake.requests) == 1


def test_a_function_that_is_taken_out_is_missed(fake: FakeEngine, tmp_path: Path) -> None:
    watched, file = loop(fake, tmp_path), tmp_path / "a.py"
    watched.take(save(file, DOUBLES))
    watched.take(save(file, "x = 1\n"))

    assert fake.requests[-1].only == ("double.values", "double.shape")


def test_what_was_named_is_judged_at_the_start_though_it_is_not_there(fake: FakeEngine, tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    watched = loop(fake, file, named=True)
    watched.take(save(file, "x = 1\n"))

    assert len(fake.requests) == 1


def test_a_file_that_cannot_be_read_says_nothing_of_missing_functions(
    fake: FakeEngine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    loop(fake, tmp_path).take(save(tmp_path / "a.py", "\0"))

    assert "gone" not in capsys.readouterr().out.replace("gone.py", "")


def test_a_file_that_became_a_link_meanwhile_is_refused_and_the_loop_goes_on(
    fake: FakeEngine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.py").symlink_to("/etc/passwd")
    loop(fake, tmp_path).take(Save(path=tmp_path / "a.py", data=DOUBLES.encode()))

    assert "link" in capsys.readouterr().out
    assert fake.requests == []


@pytest.mark.parametrize("as_json", [False, True])
def test_stubs_that_are_there_at_the_start_are_one_line_and_no_work(
    fake: FakeEngine, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, as_json: bool
) -> None:
    for name in ("double", "triple"):
        (tmp_path / f"{name}.py").write_text(f"def {name}(X):\n    raise NotImplementedError\n")
    watched = loop(fake, tmp_path, as_json=as_json)
    monkeypatch.setattr(watched._saves, "follow", lambda poll: iter(()))
    watched.run(poll=False)

    assert capsys.readouterr().out.count("Not written yet: double, triple.") == (not as_json)
    assert len(fake.requests) == (2 if as_json else 0)


def test_a_stub_that_is_written_later_is_judged(
    fake: FakeEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "double.py"
    file.write_text("def double(X):\n    pass\n")
    watched = loop(fake, tmp_path)
    monkeypatch.setattr(watched._saves, "follow", lambda poll: iter([save(file, DOUBLES)]))
    watched.run(poll=False)

    assert [request.files[0].data for request in fake.requests] == [DOUBLES.encode()]


@pytest.mark.parametrize("as_json", [False, True])
def test_a_link_is_said_not_to_be_followed_and_a_program_still_reads_verdicts_only(
    fake: FakeEngine, tmp_path: Path, capsys: pytest.CaptureFixture[str], as_json: bool
) -> None:
    (tmp_path / "a.py").symlink_to("elsewhere.py")
    loop(fake, tmp_path, as_json=as_json).take(Save(path=tmp_path / "a.py", data=None, is_link=True))
    shown = capsys.readouterr()

    assert "symbolic link" in (shown.err if as_json else shown.out)
    assert not (shown.out if as_json else shown.err)


def test_a_save_during_a_check_stops_it_and_what_it_changed_is_still_checked(
    fake: FakeEngine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.py"
    file.write_text(DOUBLES)
    watched = loop(fake, tmp_path)
    fake.meanwhile = lambda: file.write_text(f"# longer\n{DOUBLES}")
    for save in watched._saves.scan(set()):
        watched.take(save)
    assert "again, so torchgrade stopped the check" in " ".join(
        capsys.readouterr().out.split()
    )  # where a line breaks depends on the path

    fake.meanwhile = lambda: file.touch()
    for save in watched._saves.scan(set()):
        watched.take(save)
    assert "✓ double" in capsys.readouterr().out
    assert len(fake.requests) == 2


def test_a_system_that_cannot_watch_is_told_with_what_to_try(
    fake: FakeEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def watch(*_: object, **__: object) -> Iterator[object]:
        raise OSError(28, "inotify watch limit reached")
        yield

    monkeypatch.setattr(saves.watchfiles, "watch", watch)

    with pytest.raises(UsageError, match=r"watch limit reached.*--poll"):
        loop(fake, tmp_path).run(poll=False)


def test_json_is_one_line_a_verdict_and_nothing_else(
    fake: FakeEngine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    watched, file = loop(fake, tmp_path, as_json=True), tmp_path / "a.py"
    for text in (DOUBLES, f"{DOUBLES}\n# x\n", DOUBLES.replace("2", "3")):
        watched.take(save(file, text))
    watched.take(Save(path=file, data=None))
    lines = capsys.readouterr().out.splitlines()

    assert [json.loads(line)["points"] for line in lines] == [2.0, 2.0]
    assert "\u202e" not in "".join(lines)


def test_a_misspelt_name_ends_it_before_anything_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(module, "WarmEngine", None)

    assert main(["watch", "sofmax"]) == 2
    assert main(["watch", "nix.py"]) == 2
    assert "no file nix.py" in capsys.readouterr().err


class Watch:
    """The command as a student runs it."""

    def __init__(self, place: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "torchgrade", "watch", "softmax"],
            cwd=place, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        )  # fmt: skip
        self.lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self.read, daemon=True).start()

    def read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line)

    def until(self, text: str) -> str:
        found = ""
        while text not in found:
            found += self.lines.get(timeout=60)
        return found


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("work")
    (folder / "softmax.py").write_text(WRONG)
    return folder


@pytest.fixture(scope="module")
def running(place: Path) -> Iterator[Watch]:
    watch = Watch(place)
    yield watch
    watch.process.kill()
    watch.process.wait()
    for stream in (watch.process.stdout, watch.process.stderr):
        assert stream is not None
        stream.close()


def test_a_student_s_session_from_the_first_mistake_to_ctrl_c(running: Watch, place: Path) -> None:
    """One story, since the processes take seconds to start."""
    first = running.until("points checked here")
    assert "✗ Failed  0 of 2 points  Rows  softmax.rows" in first
    assert "likely cause:" in first
    assert "– Skipped  0 of 0.5 points  Shape and dtype  softmax.shape" in first

    (place / "softmax.py").write_text("def softmax(X):\n    import os\n    os._exit(1)\n")
    assert "✗ Failed" in running.until("points checked here")

    (place / "softmax.py").write_text("def softmax(X):\n    while True:\n        pass\n")
    running.until("softmax.py\n")
    time.sleep(0.5)
    (place / "4913").write_text(RIGHT)
    os.replace(place / "4913", place / "softmax.py")
    right = running.until("points checked here")
    assert "You saved softmax.py again" in right
    assert "✓ softmax  6 of 6 points" in right
    assert "Failed" not in right

    below = psutil.Process(running.process.pid).children(recursive=True)
    assert below
    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(20) == 130
    assert running.process.stderr is not None
    assert running.process.stderr.read().strip() == "Stopped."
    time.sleep(0.2)
    assert not any(process.is_running() and process.status() != psutil.STATUS_ZOMBIE for process in below)
