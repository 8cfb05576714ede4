"""A method that uses its object becomes a function that is called on an object of its class."""

from __future__ import annotations

import types

import pytest
import torch

from torchgrade.model.slices import Method
from torchgrade.sandbox.worker.methods import bind
from torchgrade.sandbox.worker.timing import TookTooLongError


def bound(text: str, seconds: float = 5.0, *, holder: str = "Net", of_class: bool = False) -> tuple[object, object]:
    """Return what the method ``f`` of a class gives for 1, and what kept the class from making an object."""
    module = types.ModuleType("submission")
    module.__dict__["torch"] = torch
    exec(text, module.__dict__)
    method = Method(name="f", holder=holder, file="ada.py", line=3, of_class=of_class)
    failure = bind(method, module, seconds)
    return module.__dict__["f"](1), failure


def test_a_class_that_needs_no_arguments_makes_the_object() -> None:
    text = "class Net:\n    def __init__(self, n=2): self.n = n\n    def f(self, x): return x + self.n"

    assert bound(text) == (3, None)


def test_a_class_that_needs_arguments_gives_an_object_without_init() -> None:
    value, failure = bound("class Net:\n    def __init__(self, n): self.n = n\n    def f(self, x): return self.g()\n"
                           "    def g(self): return 7")  # fmt: skip

    assert value == 7
    assert isinstance(failure, TypeError)


def test_a_module_of_torch_without_its_init_still_is_a_module() -> None:
    value, failure = bound("class Net(torch.nn.Module):\n    def __init__(self, n): super().__init__()\n"
                           "    def f(self, x): return len(list(self.parameters()))")  # fmt: skip

    assert value == 0
    assert isinstance(failure, TypeError)


def test_a_class_method_needs_no_object() -> None:
    text = (
        "class Net:\n    def __init__(self): raise ValueError\n    @classmethod\n    def f(cls, x): return cls.__name__"
    )

    assert bound(text, of_class=True) == ("Net", None)


def test_a_class_inside_a_class_is_found() -> None:
    assert bound("class A:\n    class B:\n        def f(self, x): return x", holder="A.B") == (1, None)


def test_an_object_that_takes_too_long_to_make_is_given_up() -> None:
    with pytest.raises(TookTooLongError):
        bound("class Net:\n    def __init__(self):\n        while True: pass\n    def f(self, x): return x", 0.05)
