"""Tests of modules beside the file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.words import shown
from torchgrade.slicing.cutting import Slice

Cut = Callable[..., Slice]
Execute = Callable[[Slice], dict[str, Any]]


def lines(found: Slice, unit: int = -1) -> list[int]:
    return [statement.line for statement in found.units[unit].statements]


def text(found: Slice, unit: int = -1) -> str:
    return "\n".join(statement.source for statement in found.units[unit].statements)


@pytest.mark.parametrize(
    "statement",
    [
        "from helper import f",
        "from .helper import f",
        "from helper import f as f",
        "from helper import *",
    ],
)
def test_a_module_beside_the_file_is_cut_by_the_same_rules(cut_of: Cut, execute: Execute, statement: str) -> None:
    helper = "import math\nboom = print\nscale = 3\ndef f(x): return math.exp(x) * scale\nraise SystemExit\n"
    found = cut_of({"helper.py": helper, "main.py": f"{statement}\ndef softmax(X): return f(X)\n"})
    assert [unit.module for unit in found.units] == ["helper", "submission"]
    assert execute(found)["softmax"](0) == 3
    assert ("boom" in text(found, 0)) is ("*" in statement)


@pytest.mark.parametrize("statement", ["import helper", "from . import helper", "import helper as helper"])
def test_a_module_that_is_imported_whole_keeps_all_that_it_defines(
    cut_of: Cut, execute: Execute, statement: str
) -> None:
    helper = "def f(x): return g\nfor i in boom: pass\ng = 4\nprint(boom)\n"
    found = cut_of(
        {
            "week1/helper.py": helper,
            "week1/main.py": f"{statement}\ndef softmax(X): return helper.f(X)\n",
        }
    )
    assert execute(found)["softmax"](0) == 4
    assert lines(found, 0) == [1, 3]


def test_modules_that_import_one_another_come_in_the_order_in_which_they_need_each_other(
    cut_of: Cut,
) -> None:
    files = {
        "a.py": "from b import g\ndef f(x): return g(x)\n",
        "b.py": "from c import h\ndef g(x): return h(x)\n",
        "c.py": "def h(x): return x\n",
        "main.py": "from a import f\ndef softmax(X): return f(X)\n",
    }
    assert [unit.module for unit in cut_of(files).units] == ["c", "b", "a", "submission"]


def test_modules_that_import_each_other_in_a_circle_end(cut_of: Cut) -> None:
    files = {
        "a.py": "from main import softmax\nfrom a import f\ndef f(x): return softmax(x)\n",
        "main.py": "from a import f\nimport main\ndef softmax(X): return f(X)\n",
    }
    assert [unit.module for unit in cut_of(files).units] == ["main", "a", "submission"]


def test_the_exercise_may_be_imported_from_beside_the_file(cut_of: Cut, execute: Execute) -> None:
    files = {
        "main.py": "from parts import soft as softmax\n",
        "parts.py": "def soft(X, d=1): return 6\n",
    }
    found = cut_of(files)
    assert (found.file, found.parameters) == ("main.py", ["X", "d"])
    assert execute(found)["softmax"](0) == 6
    assert found.defined == {"softmax"}


def test_a_module_in_a_folder_has_a_dotted_name(cut_of: Cut, execute: Execute) -> None:
    files = {"x/helper.py": "def f(): return 3\n", "main.py": "from x.helper import f\ndef softmax(X): return f()\n"}

    assert execute(cut_of(files))["softmax"](0) == 3


def test_a_file_that_changes_the_path_finds_modules_in_its_folders(cut_of: Cut, execute: Execute) -> None:
    main = "import sys\nsys.path.insert(0, 'x')\nfrom helper import f\ndef softmax(X): return f()\n"
    files = {"x/helper.py": "def f(): return 3\n", "main.py": main}

    assert execute(cut_of(files))["softmax"](0) == 3
    assert len(cut_of({**files, "y/helper.py": "def f(): return 4\n"}).units) == 1


def test_a_module_in_another_folder_or_named_after_a_library_is_not_beside_the_file(
    cut_of: Cut,
) -> None:
    files = {
        "x/helper.py": "def f(): pass\n",
        "random.py": "def f(): pass\n",
        "main.py": "import helper, random\ndef softmax(X): return helper.f(), random.f()\n",
    }
    assert [unit.module for unit in cut_of(files).units] == ["submission"]


def test_imports_inside_functions_reach_modules_beside_the_file(cut_of: Cut, execute: Execute) -> None:
    files = {
        "h.py": "def f(): return 8\n",
        "main.py": "def softmax(X):\n    from h import f\n    return f()\n",
    }
    assert execute(cut_of(files))["softmax"](0) == 8


@pytest.mark.parametrize(
    "statement",
    [
        "from tools import softmax",
        "from .tools import softmax",
        "from d2l.torch import softmax",
        "import tools as softmax",
    ],
)
def test_what_is_only_imported_from_a_file_that_is_not_there_is_not_found(cut_of: Cut, statement: str) -> None:
    found = cut_of(f"import torch\n{statement}\ndef accuracy(y_hat, y): return softmax(y_hat)\n")
    assert (found.found, found.units) == (False, [])
    assert [(note.message_id, shown(note.values["place"])) for note in found.notes] == [
        ("slice.elsewhere", "ada.py, line 2")
    ]


def test_what_is_imported_and_defined_too_is_found(cut_of: Cut) -> None:
    found = cut_of("def softmax(X): return X\nfrom tools import softmax\n")
    assert found.found


def test_a_file_that_imports_it_gives_way_to_the_one_that_defines_it_elsewhere(cut_of: Cut) -> None:
    found = cut_of({"ch3/tools.py": "def softmax(X): return X\n", "main.py": "from ch3.tools import softmax\n"})
    assert (found.file, found.found) == ("ch3/tools.py", True)
