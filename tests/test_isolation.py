"""What is imported, and from where (ruling 26)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


def python(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run an isolated interpreter."""
    return subprocess.run(
        [sys.executable, "-I", *arguments], cwd=cwd, capture_output=True, text=True, timeout=120, check=False
    )


def test_registering_all_plugins_imports_no_torch(tmp_path: Path) -> None:
    """Hooks return names and resources, so asking every hook that names things costs no import."""
    code = (
        "import sys\n"
        "from torchgrade.plugins.manager import Plugins\n"
        "plugins = Plugins()\n"
        "for hook in ('exercises', 'solutions', 'misconceptions', 'datasets', 'readers', 'exporters', 'executors',\n"
        "             'report_sections', 'commands'):\n"
        "    plugins.gather('torchgrade_' + hook)\n"
        "print(sorted({'torch', 'numpy', 'pytest', 'nbformat', 'matplotlib'} & set(sys.modules)))\n"
    )
    done = python("-c", code, cwd=tmp_path)

    assert done.stdout.strip() == "[]", done.stderr


@pytest.mark.parametrize(
    "name",
    [
        "doctor",
        "instructor.grade",
        "instructor.report",
        "list",
        "student.check",
        "student.hint",
        "student.notebook_check",
        "student.reset",
        "student.start",
        "student.watch",
    ],
)
def test_a_command_imports_no_torch(name: str, tmp_path: Path) -> None:
    """Only the processes that a command starts do (DESIGN.md section 3)."""
    code = f"import sys, torchgrade.cli.{name}\nprint(sorted({{'torch', 'numpy', 'pytest', 'nbformat', 'openpyxl'}} & set(sys.modules)))"
    done = python("-c", code, cwd=tmp_path)

    assert done.stdout.strip() == "[]", done.stderr


def test_a_roster_that_is_no_workbook_loads_no_library_for_workbooks(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from torchgrade.courses.catalogues import catalogue_for\n"
        "from torchgrade.deliveries.roster import read_roster\n"
        "Path('class.csv').write_bytes('name\\nJ\\xf6rg\\n'.encode('latin-1'))\n"
        "assert read_roster(Path('class.csv'), catalogue_for().note, list).rows\n"
        "print(sorted({'torch', 'numpy', 'openpyxl'} & set(sys.modules)))\n"
    )
    done = python("-c", code, cwd=tmp_path)

    assert done.stdout.strip() == "[]", done.stderr


@pytest.mark.parametrize("name", ["exercises", "solutions", "tests", "benchmarks"])
def test_no_folder_of_the_repository_is_importable_by_its_name(name: str, tmp_path: Path) -> None:
    """Only the three packages are installed."""
    done = python("-c", f"import {name}", cwd=tmp_path)

    assert "ModuleNotFoundError" in done.stderr


def test_the_student_s_course_works_without_the_solutions(tmp_path: Path) -> None:
    """No module of the course needs what only an instructor installs."""
    code = (
        "import sys\n"
        "sys.modules['torchgrade_d2l_solutions'] = None\n"
        "import torchgrade_d2l.linear_regression.data_iter.checks\n"
        "import torchgrade_d2l.softmax_regression.softmax.checks\n"
        "import torchgrade_d2l.softmax_regression.train_ch3.checks\n"
        "print('fine')\n"
    )
    done = python("-c", code, cwd=tmp_path)

    assert done.stdout.strip() == "fine", done.stderr


def test_commands_import_no_torch(tmp_path: Path) -> None:
    """What judges imports torch; the command that starts it does not."""
    code = (
        "import sys, importlib\n"
        "from torchgrade.plugins.manager import Plugins\n"
        "for source in Plugins().gather('torchgrade_commands'):\n"
        "    importlib.import_module(source.command.partition(':')[0])\n"
        "print(sorted({'torch', 'numpy', 'pytest', 'matplotlib'} & set(sys.modules)))\n"
    )
    done = python("-c", code, cwd=tmp_path)

    assert done.stdout.strip() == "[]", done.stderr


def test_comparing_and_differentiating_import_no_compiler_of_torch(tmp_path: Path) -> None:
    """``torch.unravel_index``, ``backward(cotangent)`` and a dispatch mode each do, which costs 0.3 to 0.7 s."""
    code = (
        "import sys, torch\n"
        "from torchgrade.checking.assertions import assert_close\n"
        "from torchgrade.checking.gradients import pull_back\n"
        "from torchgrade.sandbox.worker.recording import Recorder\n"
        "X = torch.ones(2, 3, requires_grad=True)\n"
        "pull_back(X.exp(), torch.ones(2, 3))\n"
        "assert_close(X.grad, torch.ones(2, 3).double().exp())\n"
        "with Recorder([]).running():\n"
        "    X.detach().exp()\n"
        "print(sorted({'sympy', 'torch._dynamo', 'torch._inductor'} & set(sys.modules)))\n"
    )
    done = python("-c", code, cwd=tmp_path)

    assert done.stdout.strip() == "[]", done.stderr
