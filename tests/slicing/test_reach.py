"""Tests of the part of one file that an exercise reaches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.words import shown
from torchgrade.slicing.cutting import Slice

Cut = Callable[..., Slice]
Execute = Callable[[Slice], dict[str, Any]]


def lines(found: Slice, unit: int = -1) -> list[int]:
    return [statement.line for statement in found.units[unit].statements]


def said(found: Slice) -> list[str]:
    return [note.message_id for note in found.notes]


def test_only_what_the_function_reaches_is_kept(cut_of: Cut) -> None:
    found = cut_of(
        "import math\n"  # 1
        "import matplotlib.pyplot as plt\n"  # 2
        "scale = 2\n"  # 3
        "other = 3\n"  # 4
        "def helper(x): return math.exp(x) * scale\n"  # 5
        "def unused(x): return other\n"  # 6
        "def softmax(X): return helper(X)\n"  # 7
        "plt.show()\n"
    )
    assert lines(found) == [1, 3, 5, 7]
    assert found.units[-1].module == "submission"
    assert found.units[-1].own == ["helper", "math", "other", "plt", "scale", "softmax", "unused"]


def test_training_downloads_and_plots_at_top_level_do_not_run(cut_of: Cut, execute: Execute) -> None:
    found = cut_of(
        "import math\n"
        "raise SystemExit('no')\n"
        "mnist = download('https://example.org')\n"
        "for epoch in range(10):\n    train()\n"
        "while True:\n    pass\n"
        "print(train())\n"
        "def softmax(X): return math.exp(X)\n"
        "softmax('x')\n"
    )
    assert execute(found)["softmax"](0) == 1
    note = found.notes[-1]
    assert note.message_id == "slice.skipped"
    assert shown(note.values["places"]) == "ada.py: 2-8, 10"


def test_bodies_defaults_decorators_and_bases_are_followed(cut_of: Cut) -> None:
    found = cut_of(
        "a = b = c = d = e = 1\n"
        "class Base: pass\n"
        "class Meta(Base): x = a\n"
        "def wrap(f): return f\n"
        "dim = 1\n"
        "@wrap\n"
        "def softmax(X: Meta, axis=dim): return X\n"
    )
    assert lines(found) == [1, 2, 3, 4, 5, 6]


def test_an_assignment_uses_the_definition_that_stood_when_it_ran(cut_of: Cut, execute: Execute) -> None:
    found = cut_of("def h(): return 1\nx = h()\ndef h(): return 2\ndef softmax(X): return x, h()\n")
    assert execute(found)["softmax"](0) == (1, 2)


def test_all_assignments_of_a_name_run_in_file_order(cut_of: Cut, execute: Execute) -> None:
    found = cut_of("n = 1\nn += 2\n(n, m), k = (n * 10, 0), 0\nn: int = n + 1\ndef softmax(X): return n\n")
    assert execute(found)["softmax"](0) == 31


def test_attributes_and_items_of_an_assigned_name_are_set(cut_of: Cut) -> None:
    found = cut_of(
        "import plt\nW = [0]\nW.requires_grad = True\nW[0] = 1\nplt.x = 1\nV.x = 1\ndef softmax(X): return W, plt\n"
    )
    assert lines(found) == [1, 2, 3, 4, 7]


def test_globals_that_functions_read_are_kept_and_locals_of_the_same_name_are_not(
    cut_of: Cut,
) -> None:
    found = cut_of(
        "lr = 0.1\nloss = train()\nX = data()\nw = 1\n"
        "def step():\n    global w\n    w = w - lr\n"
        "def softmax(X):\n    loss = X\n    step()\n    return loss\n"
    )
    assert lines(found) == [1, 4, 5, 8]


def test_try_is_kept_with_its_bodies_filtered(cut_of: Cut, execute: Execute) -> None:
    found = cut_of(
        "try:\n"
        "    import no_such_module as m\n"
        "    print(boom)\n"
        "except ImportError:\n"
        "    boom()\n"
        "    import math as m\n"
        "finally:\n"
        "    boom()\n"
        "def softmax(X): return m.exp(X)\n"
    )
    assert execute(found)["softmax"](0) == 1
    assert found.units[-1].statements[0].drop == [(3, 4), (5, 4), (8, 4)]
    assert shown(found.notes[-1].values["places"]) == "ada.py: 3-5, 8"


def test_if_and_with_are_kept_with_what_they_test(cut_of: Cut, execute: Execute) -> None:
    found = cut_of(
        "import contextlib, math\n"
        "quick = True\n"
        "with contextlib.suppress(ValueError):\n"
        "    boom()\n"
        "    if quick:\n"
        "        boom()\n"
        "        scale = 2\n"
        "    else:\n"
        "        scale = 3\n"
        "def softmax(X): return scale\n"
    )
    assert execute(found)["softmax"](0) == 2
    assert lines(found) == [1, 2, 3, 10]


def test_definitions_on_both_branches_are_kept(cut_of: Cut, execute: Execute) -> None:
    found = cut_of("if 1 > 2:\n    def softmax(X): return 1\nelse:\n    def softmax(X): return 2\n")
    assert execute(found)["softmax"](0) == 2
    assert said(found) == []


def test_a_context_manager_that_a_function_uses_is_opened(cut_of: Cut, execute: Execute) -> None:
    found = cut_of("import contextlib\nwith contextlib.nullcontext(5) as n:\n    boom()\ndef softmax(X): return n\n")
    assert execute(found)["softmax"](0) == 5


def test_what_changes_a_variable_in_place_is_part_of_its_assignment(cut_of: Cut, execute: Execute) -> None:
    found = cut_of(
        "params = []\nparams.append(1)\nother = []\nother.append(2)\nprint(params)\nparams.extend([2])\n"
        "def softmax(X): return params, softmax.n\nsoftmax.n = 4\n"
    )
    assert execute(found)["softmax"](0) == ([1, 2], 4)
    assert shown(found.notes[-1].values["places"]) == "ada.py: 3-5"


def test_what_changes_something_that_is_only_imported_does_not_run(cut_of: Cut) -> None:
    found = cut_of("import sys\nsys.path.append('..')\ndef softmax(X): return sys\n")
    assert lines(found) == [1, 3]


def test_what_is_read_as_an_attribute_of_the_files_own_module_is_kept(cut_of: Cut) -> None:
    found = cut_of(
        "import sys\n"  # 1
        "d2l = sys.modules[__name__]\n"  # 2
        "def softmax(X): return d2l.exp(X)\n"  # 3
        "def unused(X): return d2l.log(X)\n"  # 4
        "log = lambda x: x.log()\n"  # 5
        "exp = lambda x: d2l.math.exp(x)\n"  # 6
        "import math\n"  # 7
    )
    assert lines(found) == [1, 2, 3, 6, 7]
