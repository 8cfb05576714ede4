"""What tests of several rooms share: one engine for the session, and submissions made from text."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.leaving_out import LeavingOut
from torchgrade.courses.outline import outlines
from torchgrade.deliveries.judge_request import JudgeRequest
from torchgrade.deliveries.listing import SubmittedBytes
from torchgrade.model.exercises import Limits
from torchgrade.model.outcomes import SandboxLevel
from torchgrade.model.results import CheckResult, ExerciseResult, SubmissionResult
from torchgrade.model.runs import RunConfig
from torchgrade.plugins.manager import Plugins
from torchgrade.sandbox.engine import Engine

EXERCISES = ("data_iter", "softmax", "train_ch3")
"""What tests of the tool itself are judged by: enough to have a generator, a formula and a training."""
SHORT = Limits(cpu_seconds=1.5, wall_seconds=6.0, memory_bytes=512 << 20)
ROOT = Path(__file__).parent.parent


def pytest_configure(config: pytest.Config) -> None:
    """Register what leaves tests out and says so."""
    config.pluginmanager.register(LeavingOut(config))


@pytest.fixture(scope="session", autouse=True)
def _english(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Run every test in English and without settings, whatever the locale and the user of the machine."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("LANGUAGE", "LC_MESSAGES"):
            patch.delenv(name, raising=False)
        for name in ("LANG", "LC_ALL"):
            patch.setenv(name, "C.UTF-8")
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config")))
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


def request_of(files: dict[str, bytes], submission: str = "ada", **further: object) -> JudgeRequest:
    """Return a request for a submission of these files."""
    digest = hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest()
    handed_in = tuple(SubmittedBytes(name=name, data=data, mtime_ns=0) for name, data in files.items())
    return JudgeRequest(submission=submission, digest=digest, files=handed_in, **further)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def configuration() -> RunConfig:
    """A run of all exercises with short limits."""
    return RunConfig(exercises=EXERCISES, data="synthetic-fashion", data_root="", seed=11, hidden_seed=12, limits=SHORT)


@pytest.fixture(scope="session")
def engine(configuration: RunConfig) -> Iterator[Engine]:
    """A warm engine with two slots."""
    with Engine(configuration, jobs=2) as started:
        yield started


@pytest.fixture(scope="session")
def course_engine() -> Iterator[Engine]:
    """A warm engine with every exercise that is installed, confined as `grade` confines."""
    names = tuple(outline.name for outline in outlines(Plugins()))
    config = RunConfig(
        exercises=names, data="synthetic-fashion", data_root="", seed=11, hidden_seed=12, limits=SHORT,
        sandbox=SandboxLevel.B,
    )  # fmt: skip
    with Engine(config, jobs=2) as started:
        yield started


Grade = Callable[..., SubmissionResult]


@pytest.fixture
def grade(engine: Engine) -> Grade:
    """Return a function that judges one submission, made of text or of files."""

    def judge(source: str | bytes | dict[str, bytes], name: str = "ada.py", **further: object) -> SubmissionResult:
        data = source.encode() if isinstance(source, str) else source
        files = data if isinstance(data, dict) else {name: data}
        return engine.judge(request_of(files, **further))

    return judge


@pytest.fixture
def exercise_of() -> Callable[[SubmissionResult, str], ExerciseResult]:
    """Return a function that finds one exercise of a result."""
    return lambda result, name: next(e for e in result.exercises if e.exercise == name)


@pytest.fixture
def check_of() -> Callable[[SubmissionResult, str], CheckResult]:
    """Return a function that finds one check of a result."""
    return lambda result, name: next(c for e in result.exercises for c in e.checks if c.check == name)
