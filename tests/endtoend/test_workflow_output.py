"""What the runner of GitHub Actions acts on in the output of ``torchgrade export --to github``."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest
from msgspec.structs import replace

from tests.exports.conftest import sample
from tests.exports.importers.github_commands import commands
from torchgrade.cli.main import main
from torchgrade.grading.store import Kept, Store
from torchgrade.model.course import CourseInfo
from torchgrade.model.results import SubmissionResult
from torchgrade.model.runs import RunConfig

__all__ = ["sample"]
HOSTILE = "::error::x ::warning::y ##[error]z"


def a_run(sample: ModuleType, place: Path, *results: SubmissionResult) -> Path:
    """Return a run folder with these results."""
    config = RunConfig(exercises=(), data="none", data_root="", seed=1, hidden_seed=2)
    with Store(place, writing=True) as store:
        store.keep_configuration(
            Kept(config=config, course=CourseInfo(exercises=sample.EXERCISES, environment=sample.ENVIRONMENT))
        )
        for result in results:
            store.keep(f"key of {result.submission}", result)
    return place


def test_only_the_annotations_and_the_points_are_commands(
    sample: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    part = sample.ada().exercises[1]
    loud = replace(part.checks[0], message_id="", message=f"\n{HOSTILE}", output=HOSTILE)
    result = sample.submission(HOSTILE, [replace(part, checks=[loud])])

    assert main(["export", str(a_run(sample, tmp_path / "run", result)), "--to", "github"]) == 0
    found = commands(capsys.readouterr().out)
    assert [(one.name, one.properties["title"]) for one in found] == [
        ("error", "softmax: values"),
        ("notice", "torchgrade"),
    ]


def test_the_name_of_a_student_is_no_command_where_the_plan_names_it(
    sample: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    broken = replace(sample.eve(), submission=HOSTILE)

    assert main(["export", str(a_run(sample, tmp_path / "run", broken)), "--to", "gradescope"]) == 0
    out = capsys.readouterr().out
    assert "error" in out
    assert commands(out) == []
