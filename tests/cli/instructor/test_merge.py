"""``torchgrade merge``."""

from __future__ import annotations

from pathlib import Path

import pytest

from torchgrade.cli.main import main
from torchgrade.grading.shards import LEAST_SEED, shard_of
from torchgrade.grading.store import Kept, Store
from torchgrade.model.course import CourseInfo
from torchgrade.model.history import GradingKind
from torchgrade.model.outcomes import SandboxLevel
from torchgrade.model.people import Enrolled, Sources
from torchgrade.model.results import Environment, SubmissionResult
from torchgrade.model.runs import RunConfig, Shard

NAMES = ("ada", "bo", "chen", "dee", "eva", "fay", "gus", "hal", "ida", "jo", "kim", "lou")
ENVIRONMENT = Environment(torchgrade="1", python="3", torch="2", course="c", data="d")
ONE, TWO = ([name for name in NAMES if shard_of(name, 2) == number] for number in (1, 2))


def make(folder: Path, number: int, *, is_finished: bool = True, points: float | None = 2.0) -> str:
    """Write the run of a shard of two, in which every result has the same points."""
    shard = Shard(number=number, of=2)
    config = RunConfig(exercises=(), data="none", data_root="", seed=LEAST_SEED, hidden_seed=2, shard=shard)
    with Store(folder, writing=True) as store:
        store.keep_configuration(Kept(config=config, course=CourseInfo(exercises=(), environment=ENVIRONMENT)))
        people = [Enrolled(key=name, submission=name) for name in NAMES]
        store.register.keep_people(people, [], Sources(paths=("/in",)))
        grading = store.history.begin(GradingKind.GRADE)
        for name in (ONE, TWO)[number - 1][0 if is_finished else 1 :]:
            result = SubmissionResult(
                submission=name, points=points, max_points=4.0, sandbox=SandboxLevel.B, seconds=0.1,
                exercises=[], environment=ENVIRONMENT,
            )  # fmt: skip
            store.keep("k", result)
        if is_finished:
            store.history.finish(grading)
    return str(folder)


def test_a_whole_class_is_exit_0_and_names_the_pages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    runs = [make(tmp_path / f"shard-{number}", number) for number in (1, 2)]

    assert main(["merge", *runs, "--out", str(tmp_path / "run"), "--lang", "en"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Runs merged: 2. 12 of 12 submissions have a result.", f"Pages: {tmp_path / 'run' / 'index.html'}",
    ]  # fmt: skip
    assert (tmp_path / "run" / "gradebook.csv").read_text("utf-8-sig").count("\n") == 13


def test_a_missing_shard_and_an_interrupted_one_are_named_and_exit_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = make(tmp_path / "shard-1", 1, is_finished=False)
    missing = sorted([ONE[0], *TWO])

    assert main(["merge", run, "--out", str(tmp_path / "run"), "--lang", "en"]) == 1
    said = capsys.readouterr().out
    assert f"{len(ONE) - 1} of 12 submissions have a result." in said
    assert f"Shard 2 of 2 is missing (submissions: {len(TWO)})." in said
    assert f"The run '{run}' was interrupted." in said
    assert f"Without a result: {', '.join(missing[:5])} and {len(missing) - 5} more." in said
    assert (tmp_path / "run" / "gradebook.csv").read_text("utf-8-sig").count("not graded") == len(missing)


def test_submissions_that_torchgrade_failed_to_grade_are_named_and_exit_3(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    runs = [make(tmp_path / "shard-1", 1), make(tmp_path / "shard-2", 2, points=None)]

    assert main(["merge", *runs, "--out", str(tmp_path / "run"), "--lang", "en"]) == 3
    said = capsys.readouterr().out
    assert f"Without points, because torchgrade failed: {', '.join(TWO[:5])}" in said
    assert "Or repeat `grade` with the merged run as --out" in said


def test_a_run_that_is_named_twice_is_counted_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    runs = [make(tmp_path / f"shard-{number}", number) for number in (1, 2)]

    assert main(["merge", *runs, runs[0], "--out", str(tmp_path / "run"), "--lang", "en"]) == 0
    assert "Runs merged: 2." in capsys.readouterr().out


def test_a_merge_says_it_in_chinese_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["merge", make(tmp_path / "shard-1", 1), "--out", str(tmp_path / "run"), "--lang", "zh"]) == 1

    assert f"缺少第 2 个分片（共 2 个）：{len(TWO)} 份提交。" in capsys.readouterr().out


def test_a_merge_needs_runs_and_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["merge", "--out", str(tmp_path / "run")]) == 2
    assert main(["merge", make(tmp_path / "shard-1", 1)]) == 2
    assert main(["merge", str(tmp_path), "--out", str(tmp_path / "run"), "--lang", "en"]) == 2
    assert f"'{tmp_path}' is not a run." in capsys.readouterr().err
