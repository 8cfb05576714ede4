"""The tests of an ordinary user really run as one, also where the interpreter lies in root's own folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tests.attacks.as_user import USER, hand_over, is_root, run_as_user


def test_the_interpreter_starts_and_imports_torch() -> None:
    done = run_as_user([sys.executable, "-c", "import os, torch; print(os.getuid(), os.getgroups())"])

    assert done.stdout.split()[0] == str(USER if is_root() else os.getuid()), done.stderr


def test_the_command_line_works() -> None:
    done = run_as_user([sys.executable, "-m", "torchgrade", "list"])

    assert done.returncode == 0, done.stderr
    assert "softmax" in done.stdout


def test_a_temporary_folder_can_be_reached_and_written(tmp_path: Path) -> None:
    hand_over(tmp_path)
    done = run_as_user(["sh", "-c", "echo written > here.txt; cat here.txt"], reach=[tmp_path], cwd=tmp_path)

    assert done.stdout == "written\n", done.stderr
    assert (tmp_path / "here.txt").read_text() == "written\n"


def test_what_is_not_named_stays_out_of_reach(tmp_path: Path) -> None:
    """A folder of the tests' own is not opened by running something as another user."""
    (tmp_path / "named").mkdir()
    (tmp_path / "secret.txt").write_text("hidden")
    os.chmod(tmp_path / "secret.txt", 0o600)
    done = run_as_user(["cat", str(tmp_path / "secret.txt")], reach=[hand_over(tmp_path / "named")])

    assert (done.stdout == "") == is_root(), done.stdout
