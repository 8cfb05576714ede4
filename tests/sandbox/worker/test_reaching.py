"""Code that may change what it did not define is told from the usual code of an exercise."""

from __future__ import annotations

import ast
import types

import pytest
import torch

from torchgrade.sandbox.worker.reaching import is_foreign, is_indirect, roots


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("torch.nn.Linear.bias = 1", ["torch"]),
        ("sys.modules['d2l'] = net", ["sys"]),
        ("del torch.exp", ["torch"]),
        ("torch.backends.flags += 1", ["torch"]),
        ("a, (np.x, b) = 1, (2, 3)", ["np"]),
        ("for F.softmax in [mine]: pass", ["F"]),
        ("with open('x') as torch.file: pass", ["torch"]),
        ("def f(self):\n    self.W.data[0] = 1", ["self"]),
        ("X[0] = 1\nW = 2", []),
        ("y = torch.exp(X)", []),
        ("f(X).value = 1", []),
    ],
)
def test_the_first_name_of_what_is_assigned_is_found(source: str, found: list[str]) -> None:
    assert list(roots(ast.parse(source))) == found


@pytest.mark.parametrize(
    "source", ["setattr(torch, 'exp', f)", "exec(text)", "torch.__dict__['exp'] = f", "gc.disable()"]
)
def test_words_of_hidden_effects_are_found(source: str) -> None:
    assert is_indirect(source)


@pytest.mark.parametrize("source", ["torch.exp(X)", "evaluate(net)", "executed = 1", "my_vars = 2"])
def test_usual_words_are_not(source: str) -> None:
    assert not is_indirect(source)


def test_modules_and_classes_of_others_are_foreign() -> None:
    own = types.ModuleType("submission")
    exec("class Net: pass", own.__dict__)

    assert is_foreign(torch, {"submission"})
    assert is_foreign(torch.nn.Linear, {"submission"})
    assert not is_foreign(own, {"submission"})
    assert not is_foreign(own.__dict__["Net"], {"submission"})
    assert not is_foreign(own.__dict__["Net"](), {"submission"})
    assert not is_foreign(None, {"submission"})
