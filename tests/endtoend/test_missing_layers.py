"""Where a layer cannot be had the command says so and grades nothing, or says on everything that it was not isolated."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SHORT, request_of
from tests.endtoend import lesser_kernel
from tests.sandbox.forking import elsewhere
from torchgrade.model.outcomes import SandboxLevel
from torchgrade.model.runs import RunConfig
from torchgrade.plugins.manager import Plugins
from torchgrade.sandbox.confinement import bubblewrap
from torchgrade.sandbox.engine import Engine

pytestmark = pytest.mark.long

HONEST = """
import torch

def softmax(X):
    e = torch.exp(X - X.max(1, keepdim=True).values)
    return e / e.sum(1, keepdim=True)
"""
Grade = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def grade(tmp_path: Path) -> Grade:
    """Return a function that grades one honest submission by the command line, on a kernel that lacks something."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "ada.py").write_text(HONEST)

    def graded(*arguments: str, lacks: str = "", path: str | None = None) -> subprocess.CompletedProcess[str]:
        program = [lesser_kernel.__file__, lacks] if lacks else ["-m", "torchgrade"]
        command = [sys.executable, *program, "grade", "in", "--out", "run", "--exercises", "softmax", *arguments]
        env = os.environ if path is None else {**os.environ, "PATH": path}
        return subprocess.run(
            command, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=240, check=False
        )  # fmt: skip

    return graded


def result_in(place: Path) -> dict[str, Any]:
    (line,) = (place / "run" / "results.jsonl").read_text("utf-8").splitlines()
    found: dict[str, Any] = json.loads(line)
    return found


def level_in(place: Path) -> tuple[str, float]:
    """Return the level at which the submission was graded, and its points."""
    found = result_in(place)
    return found["sandbox"], found["points"]


def notes_in(place: Path) -> str:
    with (place / "run" / "gradebook.csv").open(encoding="utf-8-sig", newline="") as file:
        return " ".join(row["notes"] for row in csv.DictReader(file))


def refusal(done: subprocess.CompletedProcess[str], place: Path) -> str:
    """Return what a refused run said, which graded nothing and wrote no page."""
    assert not list((place / "run").glob("*.html"))
    assert not (place / "run" / "results.jsonl").exists()
    assert "Traceback" not in done.stderr
    return " ".join(done.stderr.split())


def test_without_landlock_nothing_is_graded_until_the_code_is_said_to_be_trusted(grade: Grade, tmp_path: Path) -> None:
    """Then every result, page and row says that it was not isolated; the run folder is the same."""
    done = grade(lacks="landlock")
    said = refusal(done, tmp_path)
    assert done.returncode == 2, said
    assert "landlock: the running kernel has no Landlock" in said
    assert "a Linux kernel of 5.13 or later" in said
    assert "--sandbox=none" in said

    done = grade("--sandbox=none", lacks="landlock")
    assert done.returncode == 0, done.stderr
    assert "not isolated" in done.stdout
    assert level_in(tmp_path) == ("none", 7.0)
    for page in ("index.html", "students/ada.html"):
        assert "not isolated" in (tmp_path / "run" / page).read_text("utf-8")
    assert "Not isolated" in notes_in(tmp_path)


def test_in_a_container_without_namespaces_submissions_are_confined_and_nothing_says_otherwise(
    grade: Grade, tmp_path: Path
) -> None:
    done = grade(lacks="namespaces")

    assert done.returncode == 0, done.stderr
    assert level_in(tmp_path) == ("B", 7.0)
    assert "not isolated" not in done.stdout
    assert "not isolated" not in (tmp_path / "run" / "students" / "ada.html").read_text("utf-8")
    assert notes_in(tmp_path) == ""


def test_in_a_container_without_namespaces_level_a_is_refused_with_bubblewraps_reason(
    grade: Grade, tmp_path: Path
) -> None:
    done = grade("--sandbox=A", lacks="namespaces")
    said = refusal(done, tmp_path)

    assert done.returncode == 2, said
    assert "bubblewrap: " in said
    assert "bwrap: " in said or "not installed" in said
    assert "--sandbox=B" in said
    assert "--sandbox=none" not in said


def test_a_layer_that_no_worker_can_put_on_stops_the_run(grade: Grade, tmp_path: Path) -> None:
    """It could be made ready, so that only the canary finds out."""
    done = grade(lacks="restricting")

    assert done.returncode == 3
    assert "get ready" in refusal(done, tmp_path)
    assert "landlock: " in refusal(done, tmp_path)


def judged_with_a_layer_that_fails() -> list[Any]:
    """Return what becomes of an honest submission where the run goes on although the canary is dead."""
    lesser_kernel.lack("restricting")
    config = RunConfig(
        exercises=("softmax",), data="none", data_root="", seed=1, hidden_seed=2, limits=SHORT, sandbox=SandboxLevel.B
    )
    with Engine(config, full=False, refuse=False) as engine:
        result = engine.judge(request_of({"ada.py": HONEST.encode()}, only=("softmax.rows",)))
    check = result.exercises[0].checks[0]
    return [result.points, check.outcome.value, check.points, check.message_id]


def test_a_layer_that_fails_in_a_worker_is_an_error_of_ours_and_never_a_mark() -> None:
    """The worker ends before it says hello; nothing goes on without the layer."""
    points, outcome, check_points, message_id = elsewhere(judged_with_a_layer_that_fails)

    assert (points, outcome, check_points) == (None, "error", 0.0)
    assert message_id.startswith("ours.")


BROKEN_BWRAP = """#!/bin/sh
case "$*" in
  *torchgrade.sandbox.zygote*) echo "no room inside" >&2; exit 1;;
esac
"""


@pytest.fixture
def broken_bwrap(tmp_path: Path) -> str:
    """A path on which bubblewrap starts everything but a zygote."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "bwrap").write_text(BROKEN_BWRAP)
    (tmp_path / "bin" / "bwrap").chmod(0o755)
    return f"{tmp_path / 'bin'}:{os.environ['PATH']}"


def test_a_zygote_that_does_not_start_in_bubblewrap_starts_without_and_says_the_level(
    grade: Grade, broken_bwrap: str, tmp_path: Path
) -> None:
    done = grade(path=broken_bwrap)

    assert done.returncode == 0, done.stderr
    assert level_in(tmp_path) == ("B", 7.0)
    assert "sandbox: B" in done.stdout


def test_where_level_a_is_asked_for_it_does_not(grade: Grade, broken_bwrap: str, tmp_path: Path) -> None:
    done = grade("--sandbox=A", path=broken_bwrap)

    assert done.returncode == 3
    assert "no room inside" in refusal(done, tmp_path)


def test_bubblewrap_is_used_where_it_works(grade: Grade, tmp_path: Path) -> None:
    program = bubblewrap.find()
    works = program is not None and not bubblewrap.why_not(bubblewrap.prefix(program, Plugins(), ""))
    done = grade()

    assert done.returncode == 0, done.stderr
    assert level_in(tmp_path) == ("A" if works else "B", 7.0)
