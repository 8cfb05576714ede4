"""Stand-ins are found, put in place where a submission mentions what they replace, and bring a notebook's own names."""

from __future__ import annotations

import builtins
import sys

import pytest

from tests.sandbox.worker.conftest import LoadText, at, told
from torchgrade.protocol.messages import StandIn

REGISTERS = (
    "import sys, types\ninner = types.ModuleType('standin.torch')\ninner.n = 2\nsys.modules['standin.torch'] = inner\n"
)


def test_a_name_that_the_text_registers_itself_counts(load: LoadText) -> None:
    stand_in = StandIn(modules=["standin", "standin.torch"], source=REGISTERS)
    module, loader = load(at(1, "import standin.torch as d2l"), stand_ins=[stand_in])

    assert (module.d2l.n, loader.notes) == (2, [])


def test_a_stand_in_knows_what_the_submission_is_asked_for(load: LoadText) -> None:
    stand_in = StandIn(modules=["standin"], source="asked = __wanted__\n")
    module, loader = load(at(1, "import standin"), stand_ins=[stand_in])

    assert (module.standin.asked, loader.notes) == (("f",), [])


def test_what_the_submission_does_not_mention_is_not_replaced(load: LoadText) -> None:
    stand_in = StandIn(modules=["standin"], source="raise RuntimeError", replaces={"math.floor": "floor"})
    module, loader = load(at(1, "import math"), source="import math", stand_ins=[stand_in])

    assert (module.math.floor(1.5), loader.notes) == (1, [])


@pytest.fixture
def notebook(monkeypatch: pytest.MonkeyPatch) -> StandIn:
    for name in ("IPython", "IPython.display"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    for name in ("get_ipython", "display"):
        monkeypatch.setattr(builtins, name, None, raising=False)
    source = "def get_ipython(): return 'shell'\ndef display(x): return x\n"
    return StandIn(modules=["IPython", "IPython.display"], source=source)


def test_what_a_notebook_has_built_in_works_without_an_import(load: LoadText, notebook: StandIn) -> None:
    module, loader = load(at(1, "def f(x):\n    return get_ipython(), display(x)"), stand_ins=[notebook])

    assert "IPython" not in sys.modules
    assert module.f(3) == ("shell", 3)
    assert told(loader.notes) == []
