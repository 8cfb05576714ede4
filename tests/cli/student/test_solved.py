"""What the last checks said about the text that is in a folder now."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from torchgrade.cli.student import solved as module
from torchgrade.cli.student.solved import Progress, State, find_progress, read_texts, remember
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.courses.outline import outlines
from torchgrade.deliveries.found import SubmittedBytes
from torchgrade.errors import UsageError
from torchgrade.model.outcomes import Kind, Outcome, SandboxLevel, Status
from torchgrade.model.results import CheckResult, ExerciseResult, SubmissionResult
from torchgrade.plugins.manager import Plugins
from torchgrade.readers import executed_cells

PLUGINS, CATALOGUE = Plugins(), catalogue_for()
POINTS = {"softmax": {"softmax.a": 1.0, "softmax.b": 2.0}, "sgd": {"sgd.a": 1.5}, "linreg": {"linreg.a": 1.0}}
SOFTMAX = "import torch\n\n\ndef softmax(X):\n    return torch.exp(X) / torch.exp(X).sum(1, keepdim=True)\n"
SGD = "def sgd(params, lr, batch_size):\n    for p in params:\n        p.data -= lr * p.grad / batch_size\n"
PASSED, FAILED = Outcome.PASSED, Outcome.FAILED


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory, and a user without a past."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    return work


def checked(outcomes: Mapping[str, Outcome], *names: str, cells: bytes = b"") -> None:
    """Remember the outcomes of checks of these files, or of the cells of a session, as ``check`` does."""
    by_exercise: dict[str, list[CheckResult]] = {}
    for check, outcome in outcomes.items():
        one = CheckResult(
            check=check, kind=Kind.VALUE, hidden=False, outcome=outcome, points=0.0, max_points=1.0, sentence=""
        )
        by_exercise.setdefault(check.partition(".")[0], []).append(one)
    result = SubmissionResult(
        submission="ada",
        exercises=[
            ExerciseResult(exercise=name, status=Status.GRADED, points=0.0, max_points=1.0, checks=checks)
            for name, checks in by_exercise.items()
        ],
        points=0.0,
        max_points=1.0,
        hidden_checks=False,
        sandbox=SandboxLevel.NONE,
        environment=None,
        seconds=0.0,
    )
    data = {name: Path(name).read_bytes() for name in names} or {executed_cells.NAME: cells}
    files = [SubmittedBytes(name=name, data=one, mtime_ns=0) for name, one in data.items()]
    remember(files, result, Path(), PLUGINS, CATALOGUE)


def progress(named: Path | None = None) -> dict[str, Progress]:
    found = find_progress(named, POINTS, PLUGINS, CATALOGUE)
    assert found is not None
    return found


def states(named: Path | None = None) -> list[State]:
    return [one.state for one in progress(named).values()]


def test_checks_that_passed_make_points_and_all_of_them_a_solved_exercise() -> None:
    Path("a.py").write_text(SOFTMAX + SGD)
    checked({"softmax.a": FAILED, "softmax.b": PASSED, "sgd.a": PASSED}, "a.py")

    assert progress()["softmax"] == Progress(state=State.CHECKED, passed=("softmax.b",), points=2.0)
    assert progress()["sgd"] == Progress(state=State.SOLVED, passed=("sgd.a",), points=1.5)
    assert progress()["linreg"] == Progress(state=State.ABSENT)


def test_a_changed_function_has_no_old_verdict_and_the_other_functions_keep_theirs() -> None:
    Path("a.py").write_text(SOFTMAX + SGD)
    checked({"softmax.a": PASSED, "softmax.b": PASSED, "sgd.a": PASSED}, "a.py")
    Path("a.py").write_text(SOFTMAX.replace("sum(1", "sum(0") + SGD)

    assert states()[:2] == [State.CHANGED, State.SOLVED]
    Path("a.py").write_text("# A new comment.\n" + SOFTMAX + SGD)
    assert states()[:2] == [State.SOLVED, State.SOLVED]


def test_a_text_that_was_checked_alone_counts_in_its_folder_and_in_a_copy_of_it(place: Path) -> None:
    Path("a.py").write_text(SOFTMAX)
    checked({"softmax.a": PASSED, "softmax.b": PASSED}, "a.py")
    Path("b.py").write_text(SGD)
    other = place.parent / "other"
    other.mkdir()
    (other / "mine.py").write_text(SOFTMAX)

    assert states()[:2] == [State.SOLVED, State.NOT_CHECKED]
    assert states(other)[0] is State.SOLVED


def test_a_file_beside_it_that_it_imports_belongs_to_its_text() -> None:
    Path("helper.py").write_text("def total(X):\n    return X.sum(1, keepdim=True)\n")
    Path("a.py").write_text("from helper import total\n\n\ndef softmax(X):\n    return X.exp() / total(X.exp())\n")
    checked({"softmax.a": PASSED, "softmax.b": PASSED}, "a.py", "helper.py")
    assert states()[0] is State.SOLVED

    Path("helper.py").write_text("def total(X):\n    return X.sum()\n")
    assert states()[0] is State.CHANGED


def test_another_version_of_the_course_is_told_apart_from_a_change(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("a.py").write_text(SOFTMAX)
    checked({"softmax.a": PASSED, "softmax.b": PASSED}, "a.py")
    monkeypatch.setattr(module, "exercise_version", lambda _: "later")

    assert states()[0] is State.COURSE_CHANGED


def test_a_stub_is_not_started_and_two_definitions_count_for_none() -> None:
    Path("a.py").write_text("def softmax(X):\n    raise NotImplementedError\n" + SGD)
    Path("b.py").write_text(SGD.replace("lr *", "2 * lr *"))

    assert states() == [State.NOT_STARTED, State.SEVERAL, State.ABSENT]


def test_an_error_of_torchgrade_says_nothing_about_the_text() -> None:
    Path("a.py").write_text(SOFTMAX)
    checked({"softmax.a": Outcome.ERROR}, "a.py")

    assert states()[0] is State.NOT_CHECKED


def test_code_that_does_not_parse_has_the_verdict_of_its_check() -> None:
    Path("a.py").write_text("def softmax(X:\n    return X\n")
    checked({"softmax.a": FAILED, "softmax.b": FAILED}, "a.py")

    assert progress()["softmax"] == Progress(state=State.CHECKED)


def test_the_cells_of_a_session_are_the_text_of_the_saved_notebook() -> None:
    cells = [
        {"cell_type": "code", "source": source, "metadata": {}, "outputs": [], "execution_count": None}
        for source in ("import torch", SOFTMAX.removeprefix("import torch\n\n\n"))
    ]
    Path("a.ipynb").write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}))
    executed = executed_cells.pack([(number, str(cell["source"])) for number, cell in enumerate(cells, 1)])
    checked({"softmax.a": PASSED, "softmax.b": PASSED}, cells=executed)

    assert states()[0] is State.SOLVED


def test_outside_a_folder_with_a_students_files_there_is_no_progress() -> None:
    assert find_progress(None, POINTS, PLUGINS, CATALOGUE) is None
    Path("other.py").write_text("def f(x):\n    return x\n")
    assert find_progress(None, POINTS, PLUGINS, CATALOGUE) is None
    Path("other.py").write_text("softmax = 3\n")
    assert find_progress(None, POINTS, PLUGINS, CATALOGUE) is None
    assert set(states(Path())) == {State.ABSENT}


def test_a_named_place_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(UsageError, match="nowhere"):
        progress(Path("nowhere"))


def test_much_code_is_compared_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_CODE", 10)
    files = [SubmittedBytes(name="a.py", data=SOFTMAX.encode(), mtime_ns=0)]

    exercises = [outline for outline in outlines(PLUGINS) if outline.name in {"softmax", "sgd"}]
    texts = read_texts(files, exercises, PLUGINS, CATALOGUE)

    assert texts["softmax"] == texts["sgd"]
