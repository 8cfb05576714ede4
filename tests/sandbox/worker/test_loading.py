"""The slice of a submission is executed statement by statement; what fails is noted with its line and skipped."""

from __future__ import annotations

import inspect
import sys
import traceback

import pytest

from tests.sandbox.worker.conftest import LoadText, at, told
from torchgrade.model.slices import Method, Unit
from torchgrade.protocol.messages import StandIn
from torchgrade.sandbox.worker.stand_ins import StandIns
from torchgrade.sandbox.worker.trees import parse


def test_statements_run_in_order_in_one_module(load: LoadText) -> None:
    module, loader = load(at(1, "x = 2"), at(5, "def f(y):\n    return x * y"))

    assert module.f(3) == 6
    assert module.__name__ == "submission"
    assert sys.modules["submission"] is module
    assert loader.notes == []


def test_a_statement_that_fails_is_noted_and_the_next_one_runs(load: LoadText) -> None:
    module, loader = load(at(3, "x = 1 / 0"), at(4, "import no_such_module"), at(9, "y = 5"))

    assert module.y == 5
    assert told(loader.notes) == [(3, "failed", "ZeroDivisionError"), (4, "failed", "ModuleNotFoundError")]
    assert loader.notes[0].message == "division by zero"


def test_a_line_that_imports_several_names_of_a_missing_module_is_noted_once(load: LoadText) -> None:
    module, loader = load(at(3, "from no_such_module import a, b, c"), at(4, "y = 5"))

    assert module.y == 5
    assert told(loader.notes) == [(3, "failed", "ModuleNotFoundError")]


@pytest.mark.parametrize("raised", ["SystemExit(0)", "KeyboardInterrupt", "GeneratorExit", "Mine('m')"])
def test_whatever_a_statement_raises_does_not_end_the_worker(raised: str, load: LoadText) -> None:
    module, loader = load(at(1, "class Mine(BaseException):\n    pass"), at(3, f"raise {raised}"), at(4, "y = 5"))

    assert module.y == 5
    assert [note.line for note in loader.notes] == [3]


@pytest.mark.parametrize("slow", ["while True:\n    pass", "import time\ntime.sleep(1000)"])
def test_a_statement_that_takes_too_long_is_noted_and_the_next_one_runs(slow: str, load: LoadText) -> None:
    module, loader = load(at(3, slow), at(9, "y = 5"), seconds=0.05)

    assert module.y == 5
    assert told(loader.notes) == [(3, "slow", "")]


def test_an_exception_whose_text_never_ends_is_noted_all_the_same(load: LoadText) -> None:
    hostile = "class Mine(Exception):\n    def __str__(self):\n        while True:\n            pass"
    module, loader = load(at(1, hostile), at(5, "raise Mine"), at(6, "y = 5"))

    assert module.y == 5
    assert told(loader.notes) == [(5, "failed", "Mine")]
    assert loader.notes[0].message == "(its text took too long to make)"


WITHOUT = {
    "a decorator": "@no_such\ndef f(x):\n    return x",
    "a default": "def f(x, y=no_such):\n    return x",
    "a keyword-only default": "def f(x, *, y=no_such, z):\n    return x",
}


@pytest.mark.parametrize("case", WITHOUT)
def test_a_function_is_defined_without_what_failed_around_it(case: str, load: LoadText) -> None:
    module, loader = load(at(3, WITHOUT[case]))

    assert module.f(3, **({"z": 1} if "z" in WITHOUT[case] else {})) == 3
    assert [(note.reason, note.type) for note in loader.notes] == [("decorator", "NameError")]


def test_an_annotation_that_names_nothing_does_no_harm(load: LoadText) -> None:
    module, loader = load(at(3, "def f(x: no_such) -> no_such:\n    return x"))

    assert module.f(3) == 3
    assert loader.notes == []


def test_a_class_is_defined_without_its_bases_and_decorators(load: LoadText) -> None:
    module, loader = load(
        at(3, "@no_such\nclass f(NoSuch, metaclass=Other):\n    def __new__(cls, x):\n        return x")
    )

    assert module.f(3) == 3
    assert [note.reason for note in loader.notes] == ["decorator"]


def test_a_decorator_that_works_stays(load: LoadText) -> None:
    module, loader = load(
        at(1, "import torch"), at(2, "@torch.no_grad()\ndef f(x):\n    return torch.is_grad_enabled()")
    )

    assert module.f(1) is False
    assert loader.notes == []


def test_a_class_whose_body_fails_is_told_by_its_first_failure(load: LoadText) -> None:
    _, loader = load(at(3, "@no_such\nclass f:\n    x = 1 / 0"))

    assert told(loader.notes) == [(3, "failed", "NameError")]


STAR = "from torch import *"


def test_a_star_import_does_not_hide_the_students_own_names(load: LoadText) -> None:
    module, loader = load(at(1, "def softmax(x):\n    return 'mine'"), at(3, STAR, star=True), own=["softmax", "exp"])

    assert module.softmax(1) == "mine"
    assert module.Tensor.__name__ == "Tensor"
    assert not hasattr(module, "exp")
    assert loader.notes == []


def test_a_star_import_keeps_the_name_of_the_module(load: LoadText) -> None:
    module, _ = load(at(1, "from os.path import *", star=True))

    assert module.join("a", "b") == "a/b"
    assert module.__name__ == "submission"
    assert module.__doc__ is None


def test_a_star_import_that_fails_is_noted(load: LoadText) -> None:
    _, loader = load(at(4, "from no_such_module import *", star=True))

    assert told(loader.notes) == [(4, "failed", "ModuleNotFoundError")]


BLOCK = "if True:\n    plot()\n    x = 1\n    if x:\n        plot()\n    else:\n        plot()\n    y = 1 / 0"


def test_nested_statements_that_are_dropped_keep_the_lines_of_the_others(load: LoadText) -> None:
    module, loader = load(at(11, BLOCK, drop=[(12, 4), (15, 8), (17, 8)]))

    assert module.x == 1
    assert told(loader.notes) == [(11, "failed", "ZeroDivisionError")]
    tree = parse(at(11, BLOCK, drop=[(12, 4), (15, 8), (17, 8)]))
    block = tree.body[0]
    assert [(type(s).__name__, s.lineno) for s in block.body] == [("Assign", 13), ("If", 14), ("Assign", 18)]  # type: ignore[attr-defined]


def test_a_block_that_loses_everything_is_still_a_block(load: LoadText) -> None:
    text = "try:\n    train()\nexcept ValueError:\n    plot()\nfinally:\n    save()"
    module, loader = load(at(1, text, drop=[(2, 4), (4, 4), (6, 4)]), at(7, "x = 1"))

    assert module.x == 1
    assert loader.notes == []


SOURCE = "# a comment\n\n\ndef f(x):\n    y = x\n    raise ValueError(y)\n\n\ndef g(x):\n    return x\n"


def test_tracebacks_name_the_file_and_the_line_that_was_handed_in(load: LoadText) -> None:
    module, _ = load(at(4, "def f(x):\n    y = x\n    raise ValueError(y)"), source=SOURCE)
    with pytest.raises(ValueError, match="3") as caught:
        module.f(3)
    last = traceback.extract_tb(caught.value.__traceback__)[-1]

    assert (last.filename, last.lineno, last.name, last.line) == ("ada.py", 6, "f", "raise ValueError(y)")


def test_the_source_of_a_function_can_be_asked_for(load: LoadText) -> None:
    module, _ = load(
        at(4, "def f(x):\n    y = x\n    raise ValueError(y)"), at(9, "def g(x):\n    return x"), source=SOURCE
    )

    assert inspect.getsource(module.f) == "def f(x):\n    y = x\n    raise ValueError(y)\n"
    assert inspect.getsource(module.g) == "def g(x):\n    return x\n"
    assert inspect.getsourcefile(module.f) == "ada.py"


def test_a_dataclass_and_annotations_find_their_module(load: LoadText) -> None:
    module, loader = load(
        at(1, "from dataclasses import dataclass"),
        at(2, "@dataclass\nclass Net:\n    n: 'int' = 3"),
        at(5, "x = Net()"),
    )

    assert module.x.n == 3
    assert loader.notes == []


def test_a_module_beside_the_file_is_loaded_first_and_imported_by_name(load: LoadText) -> None:
    helper = Unit(
        module="helper",
        sources={"helper.py": "n = 4\n"},
        statements=[at(1, "n = 4"), at(2, "m = 1 / 0")],
    )
    module, loader = load(at(1, "from helper import n"), before=[helper])

    assert module.n == 4
    assert [note.line for note in loader.notes] == [2]


STAND_IN = StandIn(
    modules=["standin", "standin.torch"],
    source="import math\nclass Animator:\n    pass\ndef loader():\n    return 'small'\n",
    replaces={"math.floor": "loader", "no_such_module.x": "loader"},
)


def test_a_stand_in_takes_the_place_of_its_modules_and_of_what_it_replaces(load: LoadText) -> None:
    import math

    floor = math.floor
    try:
        module, loader = load(
            at(1, "from standin import torch as d2l"), at(2, "import math"), at(3, "x = math.floor()"),
            stand_ins=[STAND_IN],
        )  # fmt: skip
    finally:
        math.floor = floor

    assert told(loader.notes) == [] or module.d2l is sys.modules["standin.torch"]
    assert module.x == "small"


def test_givens_fill_what_the_student_has_not_and_override_what_they_are_told_to(load: LoadText) -> None:
    givens = "def accuracy():\n    return 'given'\ndef evaluate():\n    return accuracy()\nclass Animator:\n    pass\n"
    module, loader = load(
        at(1, "def accuracy():\n    return 'mine'"),
        at(3, "class Animator:\n    mine = True"),
        givens=givens,
        fill=["accuracy", "evaluate", "no_such_given"],
        override=["Animator", "no_such_override"],
    )

    assert module.accuracy() == "mine"
    assert module.evaluate() == "given"
    assert not hasattr(module.Animator, "mine")
    assert loader.given == ["Animator", "evaluate"]


def test_a_given_that_is_overridden_is_found_by_the_students_other_functions(load: LoadText) -> None:
    module, _ = load(
        at(1, "def accuracy():\n    return 'mine'"),
        at(3, "def f():\n    return accuracy()"),
        givens="def accuracy():\n    return 'given'\n",
        fill=["accuracy"],
        override=["accuracy"],
    )

    assert module.f() == "given"


def test_a_stand_in_that_nothing_imports_is_not_executed() -> None:
    """Most exercises need none, and each worker would pay for all."""
    finder = StandIns([StandIn(modules=["never_imported_here"], source="raise RuntimeError")])

    assert finder.find_spec("never_imported_here") is not None
    assert finder.find_spec("torch") is None
    assert "never_imported_here" not in sys.modules


def test_what_failed_is_told_with_who_refused_it(load: LoadText) -> None:
    """The judge names what was not there by it."""
    _, loader = load(at(3, "import json"), at(4, "x = json.loads('{')"), at(6, "open('no/such/file')"))

    assert [(note.builtin, note.through) for note in loader.notes] == [
        ("ValueError", ["json", "json.decoder"]),
        ("FileNotFoundError", []),
    ]


def test_a_statement_that_is_too_deep_for_this_parser_is_noted_and_the_next_one_runs(load: LoadText) -> None:
    module, loader = load(at(1, f"x = {'-' * 100_000}1"), at(2, "y = 2"))

    assert [note.line for note in loader.notes] == [1]
    assert module.y == 2


def test_behind_three_slow_statements_the_others_get_less_time(load: LoadText) -> None:
    """A training in ten assignments must not take the time of the check."""
    slow = [at(line, f"x{line} = time.sleep(0.4)") for line in range(2, 7)]
    module, loader = load(at(1, "import time"), *slow, at(9, "y = 2"), seconds=0.3)

    assert [note.line for note in loader.notes] == [2, 3, 4, 5, 6]
    assert module.y == 2


def test_a_file_knows_its_name_and_has_an_empty_command_line(load: LoadText) -> None:
    module, _ = load(at(1, "import sys"), at(2, "name, arguments = __file__, sys.argv"))

    assert (module.name, module.arguments) == ("ada.py", ["ada.py"])


def test_a_method_is_bound_when_all_statements_have_run(load: LoadText) -> None:
    method = Method(name="f", holder="Net", file="ada.py", line=2)
    module, loader = load(at(1, "class Net:\n    def f(self, x): return x + n"), at(3, "n = 1"), methods=[method])

    assert module.f(1) == 2
    assert loader.notes == []


@pytest.mark.parametrize(
    ("text", "reason", "kind"),
    [
        ("def __init__(self, n): pass\n    def f(self): pass", "bare", "TypeError"),
        ("def g(self): pass", "failed", "AttributeError"),
    ],
)
def test_what_keeps_a_method_from_being_bound_is_noted(text: str, reason: str, kind: str, load: LoadText) -> None:
    method = Method(name="f", holder="Net", file="ada.py", line=2)
    _, loader = load(at(1, f"class Net:\n    {text}"), methods=[method])

    assert told(loader.notes) == [(2, reason, kind)]
