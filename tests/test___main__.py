"""``python -m torchgrade``."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HOSTILE = "raise SystemExit('a module of the working directory was imported')\n"
NAMES = ("torch", "click", "msgspec", "pluggy", "tomllib", "importlib_metadata", "traceback", "io", "rich")


def python(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONSAFEPATH"}
    return subprocess.run(
        [sys.executable, *arguments], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("flags", [(), ("-P",), ("-I",)])
def test_the_working_directory_is_not_imported_from(tmp_path: Path, flags: tuple[str, ...]) -> None:
    for name in NAMES:
        (tmp_path / f"{name}.py").write_text(HOSTILE)
    (tmp_path / "torchgrade_d2l").mkdir()
    (tmp_path / "torchgrade_d2l" / "__init__.py").write_text(HOSTILE)
    done = python(*flags, "-m", "torchgrade", "--help", cwd=tmp_path)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "Commands:" in done.stdout


def test_help_imports_neither_torch_nor_numpy_nor_pytest(tmp_path: Path) -> None:
    code = (
        "import sys, torchgrade.__main__ as program\n"
        "code = program.main(['--help'])\n"
        "print(code, sorted({'torch', 'numpy', 'pytest', 'rich', 'nbformat', 'jinja2', 'markdown_it', 'math_core'} & set(sys.modules)))\n"
    )
    done = python("-c", code, cwd=tmp_path)

    assert done.stdout.splitlines()[-1] == "0 []", done.stderr


@pytest.mark.parametrize(
    "words",
    [["list"], ["list", "--json"], ["start", "work"], ["start", "work", "--json"], ["hint", "softmax", "--level", "2"]],
)
def test_what_a_student_begins_with_imports_neither_torch_nor_numpy_nor_pytest(
    tmp_path: Path, words: list[str]
) -> None:
    code = (
        "import sys, torchgrade.__main__ as program\n"
        f"code = program.main({words})\n"
        "print()\n"
        "print(code, sorted({'torch', 'numpy', 'pytest', 'rich', 'nbformat', 'jinja2', 'markdown_it', 'math_core'} & set(sys.modules)))\n"
    )
    done = python("-c", code, cwd=tmp_path)

    assert done.stdout.splitlines()[-1] == "0 []", done.stderr


def test_both_ways_to_start_the_program_are_one(tmp_path: Path) -> None:
    script = Path(sys.executable).parent / "torchgrade"
    as_module = python("-m", "torchgrade", "--help", cwd=tmp_path)
    as_script = subprocess.run([script, "--help"], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert as_module.stdout == as_script.stdout
    assert "torchgrade [OPTIONS]" in as_script.stdout
