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


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A run with one submission, of a course that is not installed."""
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
    return tmp_path / "run"


def test_the_pages_are_written_again_without_a_course_or_torch(
    filled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", str(filled)]) == 0
    assert capsys.readouterr().out == f"Pages: {filled / 'index.html'}\n"
    assert (filled / "students" / "ada.html").is_file()


def test_the_pages_may_be_in_both_languages_and_then_in_one(filled: Path) -> None:
    assert main(["report", str(filled), "--lang", "both"]) == 0
    assert {path.name for path in filled.rglob("*.html")} == {"index.html", "index.zh.html", "ada.html", "ada.zh.html"}
    assert main(["report", str(filled), "--lang", "zh"]) == 0
    assert {path.name for path in filled.rglob("*.html")} == {"index.html", "ada.html"}
    assert '<html lang="zh">' in (filled / "index.html").read_text("utf-8")


def test_a_page_for_a_lecture_is_written_when_asked_for(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", str(filled), "--pseudonyms", "--lang", "both"]) == 0
    assert capsys.readouterr().out.splitlines()[1] == f"Page to show in a lecture: {filled / 'lecture.html'}"
    assert "ada" not in (filled / "lecture.html").read_text("utf-8")
    assert (filled / "lecture.zh.html").is_file()


def test_a_folder_that_is_no_run_is_a_usage_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", str(tmp_path)]) == 2
    assert "is not a run" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
