"""All operators together."""

from __future__ import annotations

import ast

import pytest

from torchgrade.audit.mutants.operators import ON_BLOCKS, ON_NODES

TEXT = """
@torch.no_grad()
def f(X, n=None, *rest):
    for x in DataLoader(range(1, n, 2), shuffle=True):
        if x is not None and n:
            x.sub_(x.grad / len(x), alpha=0.5)
            x.grad.zero_()
        yield -torch.log(X[x, 1:n]), g(*rest).sum(dim=1, keepdim=True)
    with torch.no_grad():
        n += 1
    return float(X.reshape(-1, 1)) if n == 1 else torch.zeros(3)
"""


def body_of(node: ast.AST) -> list[ast.stmt]:
    body = getattr(node, "body", [])
    return body if isinstance(body, list) else []


def test_no_operator_changes_the_tree_that_it_reads() -> None:
    tree = ast.parse(TEXT)
    before = ast.dump(tree)

    for node in ast.walk(tree):
        for operator in ON_NODES.values():
            list(operator(node))
        for on_block in ON_BLOCKS.values():
            list(on_block(body_of(node)))

    assert ast.dump(tree) == before


@pytest.mark.parametrize("name", [*ON_NODES, *ON_BLOCKS])
def test_every_operator_says_in_one_sentence_what_it_does(name: str) -> None:
    operator = {**ON_NODES, **ON_BLOCKS}[name]

    assert operator.__doc__
    assert operator.__doc__.endswith(".")
