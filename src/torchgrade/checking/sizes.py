"""Mistakes of shapes that do not fit: a size that the code fixes, and a dimension that a reduction removed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

import torch

from torchgrade.checking.tried import Tried
from torchgrade.model.phrases import Value

Found = bool | dict[str, Value]
SIZES = re.compile(r"size of tensor a \((\d{1,18})\) must match the size of tensor b \((\d{1,18})\)")
_LONGEST = 400
"""Characters of an exception, and of a line of code, that are searched."""
_SHOWS_SIZES = re.compile(
    r"must match the (?:size of tensor|existing size)|could not be broadcast together with shapes"
    r"|shapes cannot be multiplied|size mismatch, got|Sizes of tensors must match"
)
_NUMBER = re.compile(r"(?<![\w.])\d{1,6}(?![\w.])")
_PAST_THE_END = re.compile(r"index (\d{1,18}) is out of bounds for dimension \d+ with size (\d{1,18})")
_RANGE = re.compile(r"\b(?:range|arange)\(\s{0,9}(?:0\s{0,9},\s{0,9})?(\w{1,40})\s{0,9}[,)]")
_COMMENT = re.compile(r"#[^\n]*")
_REDUCTIONS = frozenset({"sum", "max", "amax", "min", "amin", "mean", "logsumexp", "norm", "argmax"})
_OPERATORS = frozenset({"add", "sub", "subtract", "mul", "multiply", "div", "divide", "true_divide"})
_GIVES_BACK = frozenset({"unsqueeze", "reshape", "view", "repeat", "expand", "sum", "mean"})


def fixed_size(tried: Tried) -> Found:
    """Return the number in the student's own text that is the wrong size. No argument has that size."""
    said = tried.raised[:_LONGEST]
    text = _COMMENT.sub("", tried.written.text)
    returned = tried.answer.value if tried.answer is not None else None
    past = _PAST_THE_END.search(said)
    if past is not None:
        index, size = int(past[1]), int(past[2])
        fixed = {n for n in _ranges(text) if n > max(index, size)}
    elif isinstance(returned, torch.Tensor):
        fixed = set(returned.shape) & {int(n) for n in _NUMBER.findall(text)}
    elif _SHOWS_SIZES.search(said):
        fixed = {int(n) for n in re.findall(r"\d{1,18}", said)} & {int(n) for n in _NUMBER.findall(text)}
    else:
        return False
    # A dimension or a step may be 0 or 1 in any right file.
    fixed = {n for n in fixed if n > 1} - set(_sizes(tried))
    return {"n": fixed.pop()} if len(fixed) == 1 else False


def _ranges(text: str) -> Iterator[int]:
    """Yield the ends of the text's ranges. An end may be a number, or a name to which the text assigns one."""
    for end in set(_RANGE.findall(text)):
        if end.isdecimal():
            yield int(end[:6])
        else:
            yield from (int(n) for n in re.findall(rf"\b{end}[ ]{{0,9}}=[ ]{{0,9}}(\d{{1,6}})\b", text))


def _sizes(tried: Tried) -> Iterator[int]:
    """Yield the sizes of all tensors among the function's inputs, and the whole numbers among them."""
    waiting: list[Any] = [*tried.arguments, *tried.inputs.values()]
    while waiting:
        value = waiting.pop()
        if isinstance(value, torch.Tensor):
            yield from value.shape
        elif isinstance(value, int):
            yield value
        elif isinstance(value, list | tuple):
            waiting += value
        elif isinstance(value, dict):
            waiting += value.values()


def lost_dimension(tried: Tried) -> Found:
    """Return the two sizes that met, if one side of the line that raised is a reduction without its dimension."""
    match = SIZES.search(tried.raised[:_LONGEST])
    if match is None or not {int(match[1]), int(match[2])} <= set(_sizes(tried)):
        return False
    line = _parsed(tried.raised_at[:_LONGEST])
    if line is None or not any(_loses(side, tried.written.text) for side in _operands(line)):
        return False
    return {"a": match[1], "b": match[2]}


def _parsed(text: str) -> ast.AST | None:
    try:
        return ast.parse(text.strip())
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _value_of(name: str, text: str) -> ast.expr | None:
    """Return the last value that a text assigns to a name: ``s = …``, or ``s, _ = …`` for the first of a pair."""
    tree, found = _parsed(text), None
    for node in ast.walk(tree) if tree is not None else ():
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            target = node.targets[0]
            first = target.elts[0] if isinstance(target, ast.Tuple) and target.elts else target
            if isinstance(first, ast.Name) and first.id == name:
                found = node.value
    return found


def _operands(line: ast.AST) -> Iterator[ast.expr]:
    """Yield both sides of each operator, and the arguments of functions such as ``torch.div``."""
    for node in ast.walk(line):
        match node:
            case ast.BinOp():
                yield from (node.left, node.right)
            case ast.AugAssign():
                yield node.value
            case ast.Call(func=ast.Attribute(attr=name)) if name.rstrip("_") in _OPERATORS:
                yield from node.args


def _loses(side: ast.expr, text: str) -> bool:
    """Return whether an operand is a reduction without its dimension, or a name that has such a value."""
    match side:
        case ast.Call() if _reduces(side):
            return True
        case ast.Call(func=ast.Attribute(value=inner, attr=name)):
            return name not in _GIVES_BACK and _loses(inner, text)
        case ast.Attribute(value=inner) | ast.Subscript(value=inner, slice=ast.Constant()):
            return _loses(inner, text)
        case ast.BinOp(left=left, right=right):
            return any(_loses(part, text) for part in (left, right))
        case ast.Name(id=name):
            value = _value_of(name, text)
            return value is not None and not isinstance(value, ast.Name) and _loses(value, "")
        case _:
            return False


def _reduces(call: ast.Call) -> bool:
    """Return whether a call removes a dimension: a sum or a maximum along one, without ``keepdim``."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    words = {keyword.arg for keyword in call.keywords}
    on_module = isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "torch"
    positions = call.args[1:] if on_module else call.args
    return name in _REDUCTIONS and not {"keepdim", "keepdims"} & words and bool({"dim", "axis"} & words or positions)
