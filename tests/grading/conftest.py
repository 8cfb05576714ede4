"""An executor in memory, and what a class run needs around it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.grading.school import Class
from torchgrade.deliveries.judge_request import JudgeRequest
from torchgrade.grading import class_run, merge_runs, regrade
from torchgrade.grading.class_run import Order
from torchgrade.grading.configuration import Options
from torchgrade.model.course import CourseInfo
from torchgrade.model.exercises import CheckSpec, Exercise
from torchgrade.model.outcomes import Kind, SandboxLevel
from torchgrade.model.phrases import Phrase
from torchgrade.model.results import Environment, SubmissionResult
from torchgrade.model.runs import RunConfig
from torchgrade.plugins import hookimpl
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import ExecutorSource

ENVIRONMENT = Environment(torchgrade="1", python="3", torch="2", course="c0", data="d0")
COURSE = CourseInfo(
    exercises=(
        Exercise(
            exercise="double", topic="t", title="Double", signature="double(X)", section="1",
            checks=(CheckSpec(check="double.values", sentence="It doubles.", kind=Kind.VALUE, points=2.0),),
        ),
    ),
    environment=ENVIRONMENT,
)  # fmt: skip


def result_of(submission: str, points: float | None = 2.0, seed: int = 0) -> SubmissionResult:
    """Return a small result."""
    return SubmissionResult(
        submission=submission, points=points, max_points=2.0, sandbox=SandboxLevel.NONE, seconds=0.1,
        exercises=[], seed=seed, environment=ENVIRONMENT,
    )  # fmt: skip


class MemoryExecutor:
    """Gives every job two points, or what ``verdict`` says; remembers what it was asked."""

    def __init__(
        self, verdict: Callable[[JudgeRequest], float | None] = lambda _: 2.0, course: CourseInfo = COURSE
    ) -> None:
        self.verdict = verdict
        self.course = course
        self.asked: list[str] = []
        self.configs: list[RunConfig] = []
        self.jobs: list[JudgeRequest] = []
        self.closed = False

    def run(self, jobs: Iterator[JudgeRequest]) -> Iterator[tuple[JudgeRequest, SubmissionResult]]:
        for job in jobs:
            self.asked.append(job.submission)
            self.jobs.append(job)
            points = self.verdict(job)
            yield job, result_of(job.submission, points, self.configs[-1].seed)

    def close(self) -> None:
        self.closed = True


class Quiet:
    """A watcher that remembers."""

    def __init__(self) -> None:
        self.plan = (0, 0)
        self.results: list[str] = []
        self.notices: list[Phrase] = []

    def planned(self, total: int, kept: int) -> None:
        self.plan = (total, kept)

    def graded(self, result: SubmissionResult) -> None:
        self.results.append(result.submission)

    def noticed(self, words: Phrase) -> None:
        self.notices.append(words)


class Workbench:
    """A folder of submissions, a run folder, and plugins with a ``memory`` executor."""

    def __init__(self, place: Path) -> None:
        self.inputs = place / "in"
        self.out = place / "run"
        self.executor = MemoryExecutor()
        self.watcher = Quiet()
        self.extra: list[object] = []
        self.inputs.mkdir()

    def make(self, config: RunConfig, jobs: int) -> MemoryExecutor:
        self.executor.configs.append(config)
        return self.executor

    def hand_in(self, **files: str) -> None:
        """Write ``name.py`` for each name."""
        for name, text in files.items():
            (self.inputs / f"{name}.py").write_text(text, "utf-8")

    def order(self, **options: object) -> Order:
        asked = {"exercises": ("double",), "data": "none", "data_root": "", "seed": None, **options}
        return Order(paths=(self.inputs,), out=self.out, options=Options(**asked), executor="memory")  # type: ignore[arg-type]

    def plugins(self) -> Plugins:
        from torchgrade.plugins import builtin

        class Memory:
            @hookimpl
            def torchgrade_executors(self) -> list[ExecutorSource]:
                return [ExecutorSource(name="memory", make="memory_executor_of_tests:make")]

        return Plugins([builtin, Memory(), *self.extra], entry_points=False)


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workbench:
    """A class of nobody yet."""
    workbench = Workbench(tmp_path)
    monkeypatch.setitem(sys.modules, "memory_executor_of_tests", SimpleNamespace(make=workbench.make))
    return workbench


@pytest.fixture
def school_with_pages(bench: Workbench) -> Class:
    """A class of six."""
    return Class(bench)


@pytest.fixture
def school(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> Class:
    """A class of six, graded by commands that write no files, because pages take most of the time."""
    for module in (class_run, merge_runs, regrade):
        monkeypatch.setattr(module, "write_outputs", lambda store, plugins, languages: store.folder / "index.html")
    return Class(bench)
