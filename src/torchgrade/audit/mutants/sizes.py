"""Operators on sizes and places: slices and ranges off by one, another index, a size written as a number."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from torchgrade.audit.mutants.nodes import altered, called, integer, plus, receiver, swapped, without

_BY_ROWS = (4, 256)
_BY_CLASSES = (10,)
_SIZE_NAME = re.compile(r"num_\w+|\w+_size|n")
_RANGES = ("range", "arange", "randperm")


def slice_off_by_one(node: ast.AST) -> Iterator[ast.AST]:
    """Move or drop an end of a slice, or drop its step."""
    if not isinstance(node, ast.Slice):
        return
    if node.lower is not None:
        yield altered(node, lower=plus(node.lower, 1))
        yield altered(node, lower=None)
    if node.upper is not None:
        yield altered(node, upper=plus(node.upper, -1))
        yield altered(node, upper=plus(node.upper, 1))
        yield altered(node, upper=None)
    if node.step is not None:
        yield altered(node, step=None)


def range_off_by_one(node: ast.AST) -> Iterator[ast.AST]:
    """Start or end a range one too early or too late, or drop its step."""
    if not isinstance(node, ast.Call) or called(node) not in _RANGES or not node.args:
        return
    if any(isinstance(argument, ast.Starred) for argument in node.args):
        return
    ends = 0 if len(node.args) == 1 else 1
    for more in (-1, 1):
        yield altered(node, args=swapped(node.args, ends, plus(node.args[ends], more)))
    if ends:
        yield altered(node, args=swapped(node.args, 0, plus(node.args[0], 1)))
    elif called(node) != "randperm":
        yield altered(node, args=[ast.Constant(1), *node.args])
    if len(node.args) == 3:
        yield altered(node, args=without(node.args, 2))


def other_index(node: ast.AST) -> Iterator[ast.AST]:
    """Drop an index, replace it by a full slice, or swap two indices."""
    if not isinstance(node, ast.Subscript) or not isinstance(node.ctx, ast.Load):
        return
    if isinstance(node.value, ast.Attribute) and node.value.attr == "shape":
        return
    yield node.value
    if isinstance(node.slice, ast.Tuple) and len(node.slice.elts) == 2:
        first, second = node.slice.elts
        for pair in ([second, first], [first, ast.Slice()], [ast.Slice(), second]):
            yield altered(node, slice=altered(node.slice, elts=pair))


def hard_coded_size(node: ast.AST) -> Iterator[ast.AST]:
    """Write a size as the number that fits the first example."""
    for number in _numbers_for(node):
        yield ast.Constant(number)


def _numbers_for(node: ast.AST) -> tuple[int, ...]:
    """Return the numbers that a learner writes instead of a size; return an empty tuple for other nodes."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and _SIZE_NAME.fullmatch(node.id):
        return _BY_CLASSES
    if isinstance(node, ast.Call):
        if called(node) == "len" and receiver(node) is None:
            return _BY_ROWS
        if called(node) == "size" and len(node.args) == 1:
            return _BY_ROWS if integer(node.args[0]) == 0 else _BY_CLASSES
        return _BY_ROWS if called(node) == "numel" else ()
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Attribute) and node.value.attr == "shape":
        place = integer(node.slice)
        return () if place is None else _BY_ROWS if place == 0 else _BY_CLASSES
    return ()
