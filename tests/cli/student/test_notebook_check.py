"""``from torchgrade import check`` in a real IPython shell, and in a script."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from torchgrade.cli.student import notebook_check
from torchgrade.cli.student.notebook_check import KEEPER, Checked
from torchgrade.cli.student.verdicts import Verdicts
from torchgrade.errors import UsageError
from torchgrade.plugins import manager

RIGHT = "def softmax(X):\n    e = (X - X.max(1, keepdim=True).values).exp()\n    return e / e.sum(1, keepdim=True)\n"
WRONG = "def softmax(X):\n    e = helper(X)\n    return e / e.sum(0, keepdim=True)\n"


@pytest.fixture(scope="module", autouse=True)
def kept() -> Iterator[None]:
    """Processes of a session serve every test here, and end with the last."""
    yield
    KEEPER.close()


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A session of IPython that remembers nothing of others."""
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    # IPython warns if the caller has activated another environment than that of these tests.
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    monkeypatch.setattr(sys, "displayhook", sys.displayhook)
    InteractiveShell.clear_instance()
    config = Config()
    config.HistoryManager.enabled = False
    made = InteractiveShell.instance(config=config)
    made.colors = "nocolor"
    yield made
    made.restore_sys_module_state()
    InteractiveShell.clear_instance()


def run(shell: Any, *cells: str) -> Any:
    """Run cells as a notebook does; return the value of the last."""
    done = None
    for cell in cells:
        done = shell.run_cell(cell, store_history=True)
    assert done is not None
    done.raise_error()
    return done.result


def test_the_cells_of_a_session_are_checked_without_being_saved(shell: Any) -> None:
    checked = run(
        shell,
        "%%time\nimport torch\n\ndef helper(X):\n    return X.exp()",
        "from torchgrade import check",
        WRONG,
        "check('softmax')",
    )

    assert isinstance(checked, Checked)
    assert (checked.passed, checked.result.points) == (False, 0)
    bundle = shell.display_formatter.format(checked)[0]
    assert set(bundle) == {"text/plain", "text/html"}
    for text in bundle.values():
        assert "You divided by the column sums" in text
        assert "\x1b" not in text
        assert "torchgrade check" not in text
    assert 'check("softmax.rows", check_seed=' in bundle["text/plain"]
    assert bundle["text/html"].startswith('<div class="torchgrade-result"')


def test_the_last_definition_counts_and_the_processes_stay_warm(shell: Any) -> None:
    run(
        shell,
        "from torchgrade import check",
        "import torch\ndef helper(X):\n    return X.exp()",
        WRONG,
        "check('softmax')",
    )
    before = KEEPER._engine
    checked = run(shell, RIGHT, "result = check('softmax')\nresult")

    assert checked.passed
    assert Verdicts().last("softmax", Path()) is not None
    assert KEEPER._engine is before
    assert "is defined" not in str(checked), "cells run again and again is how one works"


def test_an_error_names_the_cell_and_its_line(shell: Any) -> None:
    checked = run(
        shell,
        "!true\n%matplotlib agg",
        "from torchgrade import check",
        "\ndef softmax(X):\n    return X @ X",
        "check('softmax')",
    )

    assert "In [3], line 3" in str(checked)


def test_a_function_that_no_cell_defines_is_asked_for(shell: Any) -> None:
    checked = run(shell, "from torchgrade import check", "check('sgd')")

    assert not checked.passed
    assert "The cells that you ran do not define sgd." in str(checked)
    assert "The cells that you ran do not define" in checked._repr_mimebundle_(include=["text/html"])["text/html"]


def test_a_misspelt_name_is_one_line_without_a_traceback(shell: Any, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(UsageError, match="Did you mean softmax"):
        run(shell, "from torchgrade import check", "check('sofmax')")

    shown = capsys.readouterr()
    assert "error: There is no exercise and no check sofmax." in shown.out + shown.err
    assert "Traceback" not in shown.out + shown.err


def test_a_notebook_speaks_the_language_asked_for_and_refuses_one_that_it_does_not_know(shell: Any) -> None:
    cells = ("from torchgrade import check", "import torch\n" + WRONG.replace("helper(X)", "X.exp()"))
    checked = run(shell, *cells, "check('softmax', lang='zh')")
    bundle = checked._repr_mimebundle_()

    assert '<div class="torchgrade-result" lang="zh">' in bundle["text/html"]
    for text in bundle.values():
        assert all(part in text for part in ("逐行计算", "要求：", "你除以了各列之和", "里改正这一点"))
    with pytest.raises(UsageError, match=r"no language fr\..*Available: en, zh"):
        notebook_check.check("softmax", lang="fr")


def test_a_file_can_be_named_instead(shell: Any, tmp_path: Path) -> None:
    file = tmp_path / "mine.py"
    file.write_text(RIGHT)
    checked = run(shell, "from torchgrade import check", WRONG, f"check('softmax.rows', file={str(file)!r})")

    assert checked.passed
    assert [check.check for check in checked.result.exercises[0].checks] == ["softmax.rows"]


def test_a_file_in_the_place_of_an_exercise_is_told_how_to_name_it() -> None:
    with pytest.raises(UsageError) as caught:
        notebook_check.check("softmax", "ch3.py")

    assert str(caught.value) == 'ch3.py is a file, not an exercise. Write: check("softmax", file="ch3.py")'


def test_a_folder_can_be_named_instead(shell: Any, tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "mine.py").write_text(RIGHT)
    (tmp_path / "work" / "other.py").write_text("x = 1\n")
    checked = run(shell, "from torchgrade import check", f"check('softmax.rows', file={str(tmp_path / 'work')!r})")

    assert checked.passed


@pytest.mark.parametrize("cell", ["%run chapter_4.py", "from chapter_4 import softmax", "from chapter_4 import *"])
def test_a_function_of_a_module_is_offered_with_its_file(
    cell: str, shell: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "chapter_4.py").write_text(RIGHT)
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "chapter_4", raising=False)
    checked = run(shell, "import torch\nfrom torchgrade import check", cell, "check('softmax.rows')")

    assert not checked.passed
    for text in checked._repr_mimebundle_().values():
        assert "cells that you ran" in text
        assert "chapter_4.py. To check that file:" in text
    assert 'check("softmax", file="chapter_4.py")' in str(checked)
    assert run(shell, "check('softmax.rows', file='chapter_4.py')").passed


def test_a_seed_draws_the_same_numbers_again(shell: Any) -> None:
    cells = ("from torchgrade import check", "import torch\n" + WRONG.replace("helper(X)", "X.exp()"))
    one, two = (run(shell, *cells, "check('softmax.rows', check_seed=7)") for _ in range(2))

    assert one.result.exercises[0].checks[0].evidence == two.result.exercises[0].checks[0].evidence
    assert "check_seed=7)" in str(two)


def test_without_a_notebook_and_a_script_it_says_what_to_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(sys.modules["__main__"], "__file__", raising=False)
    monkeypatch.setattr(notebook_check, "_shell", lambda: None)

    with pytest.raises(UsageError, match="Name a file"):
        notebook_check.check("softmax")


def test_a_script_checks_itself_and_leaves_no_process(tmp_path: Path) -> None:
    script = tmp_path / "mine.py"
    script.write_text(
        RIGHT
        + "\nif __name__ == '__main__':\n    import psutil\n    from torchgrade import check\n    print(check('softmax'))\n"
        "    print(*(one.pid for one in psutil.Process().children(recursive=True)))\n"
    )
    done = subprocess.run(
        [sys.executable, str(script)], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    *lines, pids = done.stdout.splitlines()

    assert done.stderr == ""
    assert lines[0] == "softmax  6 of 6 points"
    assert pids
    time.sleep(0.3)
    assert not any(
        psutil.pid_exists(int(pid)) and psutil.Process(int(pid)).status() != "zombie" for pid in pids.split()
    )


def test_importing_the_package_imports_next_to_nothing() -> None:
    code = "import sys, torchgrade\nprint(sorted({'torch', 'numpy', 'click', 'msgspec', 'jinja2'} & set(sys.modules)))\nfrom torchgrade import check\nprint('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=False)

    assert done.stdout.split("\n")[:2] == ["[]", "False"], done.stderr


def test_a_check_with_warm_processes_finds_the_plugins_once(shell: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    run(shell, "import torch", RIGHT, "from torchgrade import check", 'check("softmax")')
    found: list[object] = []
    installed = manager._installed
    monkeypatch.setattr(manager, "_installed", lambda: found.append(None) or installed())
    run(shell, 'check("softmax")')

    assert len(found) == 1
