"""The code that mutants may change."""

from __future__ import annotations

import ast

import pytest

from torchgrade.audit.mutants.reach import reached, sites, without_docstrings


def places(text: str) -> list[int]:
    return reached(ast.parse(text), "f")


def test_a_helper_and_a_constant_that_the_function_reads_belong_to_it() -> None:
    assert places("E = 1\ndef g(x): return x + E\ndef f(x): return g(x)\ndef other(): pass\n") == [0, 1, 2]


def test_imports_and_other_functions_do_not_belong_to_it() -> None:
    assert places("import torch\nfrom math import exp\ndef f(x): return torch.abs(exp(x))\nf(1)\n") == [2]


def test_of_two_definitions_the_last_counts() -> None:
    assert places("def f(): return 1\ndef f(): return 2\n") == [1]


def test_a_name_that_an_annotation_alone_reads_does_not_belong_to_it() -> None:
    assert places("T = 1\ndef f(x: T) -> T: return x\n") == [1]


def test_a_method_that_is_put_into_a_class_belongs_to_it() -> None:
    assert places("import torch\ndef own(x): return x\ntorch.Tensor.own = own\ndef f(x): return x.own()\n") == [1, 2, 3]


def test_a_function_that_is_not_defined_is_an_error() -> None:
    with pytest.raises(ValueError, match="does not define f"):
        places("from other import f\n")


def test_docstrings_go_and_no_body_is_empty() -> None:
    tree = without_docstrings(ast.parse('"""M."""\nclass C:\n    """C."""\ndef f():\n    """F."""\n    return 1\n'))

    assert ast.unparse(tree) == "class C:\n    pass\n\ndef f():\n    return 1"


def test_what_a_check_cannot_see_has_no_place() -> None:
    tree = ast.parse(
        "def f(x):\n    assert x == 1\n    print(2)\n    if not x:\n        raise ValueError(3)\n    return 4\n"
    )
    found = [site.get() for site in sites(tree, "body", 0)]

    assert [node.value for node in found if isinstance(node, ast.Constant)] == [4]


def test_annotations_decorators_and_values_of_dim_have_no_place() -> None:
    tree = ast.parse("@g(7)\ndef f(x: 'a'[8]) -> 9:\n    import math\n    return x.sum(dim=1) + 2\n")
    found = [site.get() for site in sites(tree, "body", 0)]

    assert [node.value for node in found if isinstance(node, ast.Constant)] == [2]
