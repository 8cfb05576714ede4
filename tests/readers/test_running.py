"""Tests of the names for importing modules beside a submission."""

from __future__ import annotations

import pytest

from tests.readers.test_exports import Cut, Run
from torchgrade.readers.running import module_of, run_import


@pytest.mark.parametrize(
    ("file", "module"),
    [
        ("ch3.py", "ch3"),
        ("CH3.PY", "CH3"),
        ("ch3.ipynb", "ch3_ipynb"),
        ("my-file.py", "my_file_py"),
        ("3.py", "_3_py"),
        ("random.py", "random_py"),
        ("软件.py", "软件"),
        ("notes.txt", ""),
        (".py", ""),
        ("py", ""),
    ],
)
def test_each_file_has_one_name(file: str, module: str) -> None:
    assert module_of(file) == module


@pytest.mark.parametrize(
    ("arguments", "module"),
    [
        ("ch3.py", "ch3"),
        ("-i ./ch3.py 1 2", "ch3"),
        ("ch3", "ch3"),
        ("../hw/ch3.ipynb", "ch3_ipynb"),
        ('"my file.py"', "my_file_py"),
        ("hw\\ch3.py", "hw.ch3"),
        ("lib/a/ch3.ipynb", "lib.a.ch3_ipynb"),
        ("/home/ada/ch3.py", "ch3"),
        ("-s softmax ch3.py", "ch3"),
        ("it's.py", "it_s_py"),
        ("-n -t -N5 ch3.py", "ch3"),
    ],
)
def test_running_a_file_imports_all_that_it_defines(arguments: str, module: str) -> None:
    assert run_import(arguments) == f"from {module} import *"


@pytest.mark.parametrize("arguments", ["", "-m pytest", "https://example.org/a.py", "x" * 2000, "-n"])
def test_other_arguments_name_no_file(arguments: str) -> None:
    assert run_import(arguments) is None


@pytest.mark.parametrize(
    "line",
    ["%run helpers.py", "%load helpers.py", "%run -i ./helpers", "get_ipython().run_line_magic('run', 'helpers.py')"],
)
def test_a_file_that_is_there_is_run(line: str, cut_of: Cut, execute: Run) -> None:
    main = f"{line}\ndef softmax(X):\n    return add(X, 1)"

    assert execute(cut_of({"helpers.py": "def add(a, b):\n    return a + b", "ada.py": main}))["softmax"](1) == 2


def test_a_notebook_that_is_there_is_run(cut_of: Cut, notebook_of: object, execute: Run) -> None:
    helpers = notebook_of("def add(a, b):\n    return a + b")  # type: ignore[operator]
    main = notebook_of("%run helpers.ipynb", "def softmax(X):\n    return add(X, 1)")  # type: ignore[operator]

    assert execute(cut_of({"helpers.ipynb": helpers, "ada.ipynb": main}))["softmax"](1) == 2


def test_a_file_in_a_folder_that_is_there_is_run(cut_of: Cut, execute: Run) -> None:
    files = {
        "hw/lib/helpers.py": "def add(a, b):\n    return a + b",
        "hw/ada.py": "%run lib/helpers.py\ndef softmax(X):\n    return add(X, 1)",
    }

    assert execute(cut_of(files))["softmax"](1) == 2


def test_a_notebook_of_databricks_runs_another(cut_of: Cut, execute: Run) -> None:
    main = "# Databricks notebook source\n# MAGIC %run ./helpers\n\n# COMMAND ----------\n\ndef softmax(X):\n    return add(X, 1)"

    assert execute(cut_of({"helpers.py": "def add(a, b):\n    return a + b", "ada.py": main}))["softmax"](1) == 2
