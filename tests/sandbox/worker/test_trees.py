"""What is tried where a statement failed: an import name by name, a definition with less and less around it."""

from __future__ import annotations

import pytest

from tests.sandbox.worker.conftest import LoadText, at, told


def test_the_names_of_a_failed_import_are_imported_one_by_one(load: LoadText) -> None:
    module, loader = load(at(2, "from collections import Iterable, OrderedDict as D"), at(3, "import no_such, json"))

    assert (module.D.__name__, module.json.__name__) == ("OrderedDict", "json")
    assert told(loader.notes) == [(2, "failed", "ImportError"), (3, "failed", "ModuleNotFoundError")]
    assert "Iterable" in loader.notes[0].message


def test_annotations_that_fail_are_left_out_without_a_word(load: LoadText) -> None:
    module, loader = load(at(1, "import torch"), at(2, "@torch.no_grad()\ndef f(x: Missing) -> Missing:\n    return 1"))

    assert module.f(0) == 1
    assert hasattr(module.f, "__wrapped__")
    assert loader.notes == []


def test_annotations_in_a_class_that_fail_are_left_out(load: LoadText) -> None:
    text = "class f(dict):\n    n: Missing = 3\n    def g(self, x: Missing) -> Missing:\n        return self.n"
    module, loader = load(at(1, text))

    assert (module.f().g(0), issubclass(module.f, dict), loader.notes) == (3, True, [])


def test_no_grad_stays_where_another_decorator_fails(load: LoadText) -> None:
    module, loader = load(at(1, "import torch"), at(2, "@missing\n@torch.no_grad()\ndef f():\n    return 1"))

    assert hasattr(module.f, "__wrapped__")
    assert told(loader.notes) == [(4, "decorator", "NameError")]


def test_defaults_that_do_not_fail_stay(load: LoadText) -> None:
    module, loader = load(at(1, "def f(x, dim=-1, device=missing()):\n    return dim, device"))

    assert module.f(0) == (-1, None)
    assert told(loader.notes) == [(1, "decorator", "NameError")]


def test_decorators_stay_where_a_default_fails(load: LoadText) -> None:
    module, _ = load(
        at(1, "def twice(g):\n    return lambda: 2 * g()"), at(3, "@twice\ndef f(x=missing):\n    return 1")
    )

    assert module.f() == 2


def test_methods_of_a_class_lose_what_fails_too(load: LoadText) -> None:
    text = "class f:\n    @missing\n    def g(self, x=missing):\n        return 1\n    @property\n    def h(self):\n        return 2"
    module, _ = load(at(1, text))

    assert (module.f().g(), module.f().h) == (1, 2)


@pytest.mark.parametrize("head", ["def f(self, x)", "    @classmethod\n    def f(cls, x, /)", "async def f(self, x)"])
def test_a_method_without_its_object_has_one_parameter_less(head: str, load: LoadText) -> None:
    module, _ = load(at(1, f"if True:\n    {head.strip()}: return x", without_self=True))

    assert module.f.__code__.co_varnames == ("x",)
