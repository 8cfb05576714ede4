"""Mutants of whole texts."""

from __future__ import annotations

import ast
import warnings
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.audit.mutants.made import of
from torchgrade.audit.mutants import MOST, mutants
from torchgrade.courses.solutions import reference_of, solutions
from torchgrade.plugins.manager import Plugins

ROOT = Path(__file__).parents[3]
REFERENCES = {
    name: Path(find_spec(reference_of(source).partition(":")[0]).origin)  # type: ignore[union-attr,arg-type]
    for name, source in solutions(Plugins()).items()
}
RIGHT = sorted(
    file
    for file in (ROOT / "tests" / "corpus").glob("*/right_*.py")
    if f"\ndef {file.parent.name}(".encode() in file.read_bytes() and "gbk" not in file.name
)[::8]
"""Some of the corpus: the mutants of all take half a minute."""
TEXT = '''"""Of a module."""
from __future__ import annotations
import torch

EPS = 1e-8

def lowered(X):
    return X - X.max(dim=1, keepdim=True).values

@torch.enable_grad()
def f(X: torch.Tensor) -> torch.Tensor:
    """Of a function."""
    exp = torch.exp(lowered(X))
    return exp / (exp.sum(dim=1, keepdim=True) + EPS)
'''

EXPRESSIONS = st.recursive(
    st.sampled_from(["X", "y", "2", "0.5", "-1", "None", "True", "len(y)", "X.shape[0]", "n"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/", "@", "**", "==", "<", "and", "is not"]), inner).map(
            " ".join
        ),
        inner.map("({})".format),
        inner.map("-({})".format),
        inner.map("torch.log({})".format),
        inner.map("({}).sum(dim=1, keepdim=True)".format),
        inner.map("X[{}:, y]".format),
        inner.map("({}, X)".format),
        inner.map("(lambda v: {})".format),
        inner.map("[v for v in range(n) if {}]".format),
        inner.map("(X if {} else y)".format),
        inner.map("g(*y, shuffle={})".format),
    ),
    max_leaves=6,
)


@settings(deadline=None)
@given(EXPRESSIONS)
def test_any_expression_gives_mutants_that_compile_and_differ(expression: str) -> None:
    text = f"import torch\ndef f(X, y, n):\n    Z = {expression}\n    return Z\n"

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # `2 is not None` is code that Python doubts
        made = mutants(text, "f")
        for mutant in made:
            compile(mutant.text, "mutant", "exec", dont_inherit=True)

    assert len({mutant.text for mutant in made}) == len({mutant.change for mutant in made}) == len(made)


@pytest.mark.parametrize(
    ("name", "file"),
    [*REFERENCES.items(), *((file.parent.name, file) for file in RIGHT)],
    ids=lambda part: part.stem if isinstance(part, Path) else part,
)
def test_mutants_compile_differ_and_have_keys_of_their_own(name: str, file: Path) -> None:
    text = file.read_text("utf-8")

    made = mutants(text, name)

    assert len(made) >= 10
    assert len({mutant.text for mutant in made}) == len(made)
    assert len({mutant.change for mutant in made}) == len(made)
    assert ast.unparse(ast.parse(text)) + "\n" not in {mutant.text for mutant in made}
    assert all(1 <= mutant.line <= len(text.splitlines()) for mutant in made)
    for mutant in made:
        compile(mutant.text, "mutant", "exec", dont_inherit=True)


def test_the_same_text_gives_the_same_mutants_in_the_same_order() -> None:
    assert mutants(TEXT, "f") == mutants(TEXT, "f")


def test_a_mutant_names_the_line_of_the_right_answer() -> None:
    assert {mutant.line for mutant in of("dim", TEXT)} == {8, 14}


def test_helpers_and_constants_are_changed_and_imports_and_decorators_are_not() -> None:
    made = mutants(TEXT, "f", most=10_000)

    assert {5, 8, 13, 14} <= {mutant.line for mutant in made}
    assert all("import torch\n" in mutant.text for mutant in made)
    assert all("@torch.enable_grad()" in mutant.text for mutant in made)
    assert all("def f(X: torch.Tensor) -> torch.Tensor:" in mutant.text for mutant in made)


def test_a_text_that_imports_only_a_part_of_torch_has_mutants() -> None:
    text = "from torch.utils import data\n\ndef f(X, n):\n    return data.DataLoader(X, n, shuffle=True)\n"

    assert any("shuffle=False" in mutant.text for mutant in mutants(text, "f"))


def test_torch_is_not_used_where_it_is_not_imported() -> None:
    made = mutants("def f(X):\n    return X.exp()\n", "f", most=10_000)

    assert made
    assert not any("torch" in mutant.text for mutant in made)


def test_a_text_has_a_bounded_number_of_mutants_evenly_over_the_operators() -> None:
    lines = "".join(f"    X = X + {number}\n" for number in range(30))
    text = f"def f(X):\n{lines}    return X.sum(dim=1)\n"

    every, some = mutants(text, "f", most=10_000), mutants(text, "f")
    shares = Counter(mutant.operator for mutant in some)

    assert len(every) > MOST == len(some)
    assert set(shares) == {mutant.operator for mutant in every}
    assert set(some) <= set(every)
    assert abs(shares["sign"] - shares["in_place"]) <= 1
    assert max(mutant.line for mutant in some if mutant.operator == "sign") > 25


def test_a_text_that_does_not_parse_is_an_error() -> None:
    with pytest.raises(SyntaxError):
        mutants("def f(X:\n", "f")
