"""Lazy answers, made from the signature of an exercise."""

from __future__ import annotations

import ast

_BODIES = ("pass", "...", "return None", "return 0", "return 1.0", "raise NotImplementedError")
_OF_AN_ARGUMENT = (
    "return {0}",
    "return {0} * 0",
    "return torch.zeros_like({0})",
    "return torch.ones_like({0})",
    "return torch.randn_like({0})",
    "return {0}.clone()",
)


def lazy_answers(signature: str) -> dict[str, str]:
    """Return the text of each lazy answer by its name, which is the body of its function.

    :param signature: signature of the exercise, ``softmax(X)``.
    """
    node = ast.parse(f"def {signature}: pass").body[0]
    assert isinstance(node, ast.FunctionDef)
    names = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
    bodies = [*_BODIES, *(body.format(name) for name in names for body in _OF_AN_ARGUMENT)]
    if len(names) > 1:
        bodies.append(f"return {', '.join(names)}")
    return {body: f"import torch\n\n\ndef {signature}:\n    {body}\n" for body in bodies}
