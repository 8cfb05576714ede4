"""The tree of a statement as it is executed, and the simpler trees to try if it fails."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from torchgrade.model.slices import Statement

_KNOWN = frozenset({
    "no_grad", "inference_mode", "enable_grad", "set_grad_enabled", "staticmethod", "classmethod", "property", "wraps",
})  # fmt: skip
"""Decorators that change what a definition does."""


class _Drop(ast.NodeTransformer):
    """Transformer that removes nested statements, and writes ``pass`` into a block that would be empty."""

    def __init__(self, places: set[tuple[int, int]]) -> None:
        self.places = places

    def generic_visit(self, node: ast.AST) -> ast.AST:
        super().generic_visit(node)
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, None)
            if not isinstance(block, list):
                continue
            kept = [s for s in block if (getattr(s, "lineno", 0), getattr(s, "col_offset", 0)) not in self.places]
            if name == "body" and block and not kept:
                kept = [ast.copy_location(ast.Pass(), block[0])]
            setattr(node, name, kept)
        return node


def parse(statement: Statement) -> ast.Module:
    """Return the tree of a statement with the line numbers of its file, without the parts that do not run."""
    tree = ast.parse(statement.source, statement.file)
    ast.increment_lineno(tree, statement.line - 1)
    for node in ast.walk(tree):
        # A module beside the file was made importable by its own name.
        if isinstance(node, ast.ImportFrom) and node.level and node.module:
            node.level = 0
    if statement.drop:
        tree = _Drop({(line, column) for line, column in statement.drop}).visit(tree)
    if statement.without_self:
        _take_self_out(innermost(tree))
    return ast.fix_missing_locations(tree)


def innermost(tree: ast.Module) -> ast.stmt | None:
    """Return the statement itself.

    A statement taken from a block is inside ``if True:``, because of its indentation.
    """
    node: ast.stmt | None = tree.body[0] if tree.body else None
    while isinstance(node, ast.If) and node.body:
        node = node.body[0]
    return node


def _take_self_out(node: ast.stmt | None) -> None:
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return
    node.decorator_list = [d for d in node.decorator_list if _last_name(d) not in ("classmethod", "add_to_class")]
    for parameters in (node.args.posonlyargs, node.args.args):
        if parameters:
            del parameters[0]
            return


def simpler(tree: ast.Module) -> Iterator[tuple[int, bool]]:
    """Remove more and more of a definition's executed parts, and yield after each step for another try.

    Remove annotations first, because they do not change values. Then remove decorators, defaults and bases, each sort
    alone before several together. Keep decorators that decide about gradients as long as possible.

    Yield the line of the definition, and whether the parts removed so far may matter.
    """
    node = innermost(tree)
    if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        return
    _take_annotations(node)
    yield node.lineno, False
    decorators = node.decorator_list
    known = [decorator for decorator in decorators if _last_name(decorator) in _KNOWN]
    node.decorator_list = known
    yield node.lineno, True
    node.decorator_list = decorators
    if isinstance(node, ast.ClassDef):
        node.bases, node.keywords = [], []
    else:
        _take_defaults(node.args)
    yield node.lineno, True
    node.decorator_list = known
    yield node.lineno, True
    node.decorator_list = []
    for inner in node.body if isinstance(node, ast.ClassDef) else ():
        if isinstance(inner, ast.FunctionDef):
            inner.decorator_list = [d for d in inner.decorator_list if _last_name(d) in _KNOWN]
            _take_defaults(inner.args)
    yield node.lineno, True


def _last_name(node: ast.expr) -> str:
    node = node.func if isinstance(node, ast.Call) else node
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _take_annotations(definition: ast.stmt) -> None:
    for node in ast.walk(definition):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            node.returns = None
        elif isinstance(node, ast.arg):
            node.annotation = None
        elif isinstance(node, ast.AnnAssign):
            node.annotation = ast.copy_location(ast.Constant(None), node.annotation)


def _take_defaults(arguments: ast.arguments) -> None:
    """Replace computed defaults by None; keep constants, because they cannot fail."""
    arguments.defaults = [_constant(default) for default in arguments.defaults]
    arguments.kw_defaults = [None if default is None else _constant(default) for default in arguments.kw_defaults]


def _constant(default: ast.expr) -> ast.expr:
    simple = (ast.Constant, ast.UnaryOp, ast.USub, ast.Tuple, ast.List, ast.Dict, ast.Load)
    if all(isinstance(node, simple) for node in ast.walk(default)):
        return default
    return ast.copy_location(ast.Constant(None), default)


def separate_imports(tree: ast.Module) -> Iterator[ast.Module]:
    """Yield one tree for each name of an import of several names, and no tree for any other statement."""
    node = tree.body[0] if len(tree.body) == 1 else None
    if not isinstance(node, ast.Import | ast.ImportFrom) or len(node.names) == 1:
        return
    for alias in node.names:
        single: ast.stmt
        if isinstance(node, ast.Import):
            single = ast.Import([alias])
        else:
            single = ast.ImportFrom(node.module, [alias], node.level)
        yield ast.Module([ast.copy_location(single, node)], [])
