"""No module that lies where the instructor or the student stands is ever found by an import of ours."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.attacks.bad_folders import HONEST, poison

pytestmark = pytest.mark.slow

SCRIPT = str(Path(sys.executable).parent / "torchgrade")


@pytest.fixture
def poisoned(tmp_path: Path) -> Path:
    """A working directory that also has a module named like the program, and an honest file."""
    (tmp_path / "marks").mkdir()
    folder = tmp_path / "here"
    folder.mkdir()
    poison(folder, tmp_path / "marks")
    (folder / "torchgrade.py").write_text((folder / "poison.py").read_text())
    (folder / "ada.py").write_text(HONEST)
    return folder


def start(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command, standing in a folder, with the environment of an ordinary shell."""
    return subprocess.run(
        words, cwd=folder, env={**os.environ, "PYTEST_ADDOPTS": "-p poison", **environment},
        capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip


def test_a_module_that_is_imported_leaves_its_mark(poisoned: Path) -> None:
    """Else the other tests would see nothing."""
    for name in ("torch", "torchgrade"):
        start(poisoned, sys.executable, "-c", f"import {name}")

    assert {mark.name for mark in (poisoned.parent / "marks").iterdir()} >= {"here-torch.py", "here-poison.py"}


def test_a_safe_path_helps_where_even_the_program_s_own_name_is_taken(poisoned: Path) -> None:
    """`python -m` looks in the working directory before any line of ours; `-P`, like the installed command, does not."""
    done = start(poisoned, sys.executable, "-P", "-m", "torchgrade", "list")

    assert done.returncode == 0, done.stderr
    assert list((poisoned.parent / "marks").iterdir()) == []


def test_the_installed_command_imports_nothing_from_where_one_stands(poisoned: Path) -> None:
    done = start(poisoned, SCRIPT, "grade", "ada.py", "torchgrade.py", "--out", "run", "--exercises", "softmax")

    assert done.returncode == 0, done.stderr
    assert "ada 7/7" in done.stdout
    assert list((poisoned.parent / "marks").iterdir()) == []


@pytest.mark.parametrize("way", ["fork", "spawn"])
def test_a_student_s_own_check_imports_nothing_from_where_one_stands(poisoned: Path, way: str) -> None:
    done = start(poisoned, SCRIPT, "check", "ada.py", "softmax.rows", TORCHGRADE_START=way)

    assert done.returncode == 0, done.stdout + done.stderr
    assert list((poisoned.parent / "marks").iterdir()) == []
