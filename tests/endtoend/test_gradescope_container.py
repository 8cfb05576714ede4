"""The autograder for Gradescope grades a real submission with the installed torchgrade."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.exports.importers import gradescope
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.exports.ci.gradescope_recipe import Recipe, recipe_files

pytestmark = pytest.mark.long
ANSWER = """
def accuracy(y_hat, y):
    print("::error::from the student")
    if y_hat.ndim > 1:
        y_hat = y_hat.argmax(dim=0)
    return float((y_hat.to(y.dtype) == y).sum())
"""


def test_a_submission_is_graded_at_the_level_of_this_machine(tmp_path: Path) -> None:
    recipe = Recipe(grade=("--exercises", "accuracy"), sandbox="none", language="en", torch={}, ours={})
    (tmp_path / "source").mkdir()
    (tmp_path / "submission").mkdir()
    for name, data in recipe_files(recipe, catalogue_for()).items():
        (tmp_path / "source" / name).write_bytes(data)
    (tmp_path / "submission" / "answers.py").write_text(ANSWER)
    program = Path(sys.executable).with_name("torchgrade")
    environment = {**os.environ, "AUTOGRADER_ROOT": str(tmp_path), "TORCHGRADE": str(program)}

    done = subprocess.run(
        [sys.executable, str(tmp_path / "source" / "run_autograder")],
        env=environment, check=False, capture_output=True, text=True, timeout=240,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    shown = gradescope.read((tmp_path / "results" / "results.json").read_bytes())
    assert 0 <= shown.score < 4
    assert shown.score == sum(test.get("score", 0) for test in [*shown.now, *shown.later])
    assert shown.never == []
    assert shown.later
    failed = next(test for test in shown.now if test["status"] == "failed")
    assert failed["output"].startswith("Required: ")
