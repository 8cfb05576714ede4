"""``torchgrade report``."""

from __future__ import annotations

from pathlib import Path

import pytest

from torchgrade.cli.main import main
from torchgrade.grading.store import Kept, Store
from torchgrade.model.course import CourseInfo
from torchgrade.model.outcomes import SandboxLevel
from torchgrade.model.results import Environment, SubmissionResult
from torchgrade.model.runs import RunConfig

ENVIRONMENT = Environment(torchgrade="1", python="3", torch="2", course="c", data="d")


def test_the_pages_are_written_again_without_a_course_or_torch(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = RunConfig(exercises=(), data="none", data_root="", seed=1, hidden_seed=2)
    course = CourseInfo(exercises=(), environment=ENVIRONMENT, catalogue_packages=("gone.messages",))
    with Store(tmp_path / "run", writing=True) as store:
        store.keep_configuration(Kept(config=config, course=course))
        store.keep(
            "k",
            SubmissionResult(
                submission="ada", points=0.0, max_points=0.0, sandbox=SandboxLevel.NONE, seconds=0.1,
                exercises=[], environment=ENVIRONMENT,
            ),
        )  # fmt: skip

    assert main(["report", str(tmp_path / "run")]) == 0
    assert capsys.readouterr().out == f"Pages: {tmp_path / 'run' / 'index.html'}\n"
    assert (tmp_path / "run" / "students" / "ada.html").is_file()


def test_a_folder_that_is_no_run_is_a_usage_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", str(tmp_path)]) == 2
    assert "is not a run" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
