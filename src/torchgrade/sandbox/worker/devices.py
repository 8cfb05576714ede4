"""A GPU that is written into a submission becomes the CPU, before its statements are executed."""

from __future__ import annotations

import ast
import re

_GPU = re.compile(r"(?:cuda|mps)(?::\d+)?")
_ASKS = frozenset({"is_available", "device_count"})
_ABOUT_TEXT = frozenset({
    "getattr", "hasattr", "setattr", "delattr", "print", "get", "pop", "setdefault",
    "startswith", "endswith", "removeprefix", "removesuffix", "split", "partition", "replace", "find", "index", "count",
    # Without a GPU these do nothing for 'cuda'; for 'cpu' they would compute with less precision.
    "autocast", "GradScaler",
})  # fmt: skip


def use_cpu(tree: ast.Module, source: str) -> list[int]:
    """Write ``'cpu'`` where a device is named that is not there, and return the lines.

    Text that is compared, looked up, asked about or printed stays, and so does a choice that the program makes
    itself by asking whether there is a GPU.

    :param source: the text of the tree; most has no such name, and is not looked through node by node.
    """
    if not _GPU.search(source):
        return []
    rewriter = _UseCpu()
    rewriter.visit(tree)
    return sorted(rewriter.lines)


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant | ast.Tuple | ast.List | ast.Set)


def _asks(test: ast.expr) -> bool:
    return any(getattr(part, "attr", getattr(part, "id", "")) in _ASKS for part in ast.walk(test))


class _UseCpu(ast.NodeTransformer):
    def __init__(self) -> None:
        self.lines: set[int] = set()

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        if isinstance(node.value, str) and _GPU.fullmatch(node.value):
            self.lines.add(node.lineno)
            return ast.copy_location(ast.Constant("cpu"), node)
        return node

    def _unless_text(self, *nodes: ast.AST | None) -> None:
        for node in nodes:
            if node is not None and not _is_text(node):
                self.visit(node)

    def visit_Compare(self, node: ast.Compare) -> ast.Compare:
        self._unless_text(node.left, *node.comparators)
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.Subscript:
        self._unless_text(node.value, node.slice)
        return node

    def visit_Dict(self, node: ast.Dict) -> ast.Dict:
        self._unless_text(*node.keys)
        node.values = [self.visit(value) for value in node.values]
        return node

    def visit_Expr(self, node: ast.Expr) -> ast.Expr:
        self._unless_text(node.value)
        return node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.JoinedStr:
        self._unless_text(*node.values)
        return node

    def visit_MatchValue(self, node: ast.MatchValue) -> ast.MatchValue:
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called not in _ABOUT_TEXT:
            return self.generic_visit(node)
        self._unless_text(node.func, *node.args, *(keyword.value for keyword in node.keywords))
        return node

    def visit_If(self, node: ast.If) -> ast.AST:
        return node if _asks(node.test) else self.generic_visit(node)

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        return node if _asks(node.test) else self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        return node if _asks(node) else self.generic_visit(node)
