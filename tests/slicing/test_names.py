"""Tests of the names that a statement binds, uses and changes."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torchgrade.readers.parsing import BrokenCodeError, parse
from torchgrade.slicing.names import Names, names_of


def names(source: str) -> Names:
    return names_of(ast.parse(source).body)


@pytest.mark.parametrize(
    ("source", "binds"),
    [
        ("x = 1", "x"),
        ("(a, [b, *c]), d.e = f", "a b c"),
        ("x += 1", "x"),
        ("x: int = 1", "x"),
        ("def f(a, *b, c=1, **d): e = 1", "f"),
        ("class A:\n    x = 1\n    def f(self): pass", "A"),
        ("import a.b, c as d", "a d"),
        ("from a import b as c, d", "c d"),
        ("from a import *", ""),
        ("(x := 1)", "x"),
        ("[y := z for z in w]", "y"),
        ("try:\n    pass\nexcept E as e:\n    pass", "e"),
        (
            ("match x:\n    case [a, *b]: pass\n    case {'k': c, **d}: pass\n    case E() as f: pass"),
            "a b c d f",
        ),
        ("with a as b: pass", "b"),
        ("for i, j in k: pass", "i j"),
        ("x[0] = 1", ""),
    ],
)
def test_what_a_statement_binds(source: str, binds: str) -> None:
    assert names(source).binds == tuple(binds.split())


@pytest.mark.parametrize(
    ("source", "loads"),
    [
        ("x = y.z[w]", "y w"),
        ("x += 1", "x"),
        ("def f(a=b): return a + c", "b c"),
        ("def f(x: A) -> B: y = x; return y", "A B"),
        ("@d\nclass A(B, metaclass=C):\n    x = y", "d B C y"),
        ("class A:\n    n = 1\n    def f(self): return n", "n"),
        ("def f():\n    global w\n    w = 1", "w"),
        ("def f():\n    x = 1\n    def g():\n        nonlocal x\n        x = y\n    return g", "y"),
        ("f = lambda a, b=c: a + d", "c d"),
        ("x = [a for a in a]", "a"),
        ("x = {k: v for k, v in y if z}", "y z"),
        ("def f():\n    del x", ""),
        ("def f():\n    import torch\n    return torch.exp(q)", "q"),
        ("def f():\n    return [x for y in ys for x in y]", "ys"),
    ],
)
def test_what_a_statement_may_look_up_among_the_globals(source: str, loads: str) -> None:
    assert names(source).loads == set(loads.split())


@pytest.mark.parametrize(
    ("source", "changes"),
    [
        ("W.requires_grad = True", "W"),
        ("a[0], b.c[1] = 1, 2", "a b"),
        ("f().x = 1", ""),
        ("x.y += 1", "x"),
        ("W.requires_grad_(True)", "W"),
        ("net[0].weight.data.normal_(0, 0.01)", "net"),
        ("params.append(b)", "params"),
        ("net.apply(init_weights)", "net"),
        ("random.shuffle(indices)", "indices"),
        ("nn.init.normal_(net[0].weight, std=0.01)", "net"),
        ("x = params.append(b)", ""),
        ("plt.plot(x)", ""),
        ("trainer.fit(net)", ""),
        ("f().append(1)", ""),
        ("print(x)", ""),
        ("def f(): params.append(1)", ""),
        ("@d2l.add_to_class(Net)\ndef f(self): pass", "Net"),
    ],
)
def test_what_a_statement_changes(source: str, changes: str) -> None:
    assert names(source).changes == set(changes.split())


def test_imports_inside_functions_are_found() -> None:
    assert len(names("def f():\n    import a\n    from b import c").imports) == 2


@given(st.text("abc=()[]:.,*+ \n\tdefreturnlambdaimportforinclass", max_size=60))
def test_any_code_that_parses_has_names(text: str) -> None:
    try:
        tree = parse(text)
    except BrokenCodeError:
        return
    found = names_of(tree.body)
    assert all(isinstance(name, str) for name in (*found.binds, *found.loads, *found.changes))


def test_code_nested_to_the_parsers_limit_does_not_reach_the_recursion_limit() -> None:
    assert names("x = " + "+".join(["a"] * 900)).loads == {"a"}
