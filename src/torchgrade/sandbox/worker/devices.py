"""Replacement of a GPU by the CPU in a submission's statements, before they are executed."""

from __future__ import annotations

import ast
import re

_GPU = re.compile(r"(?:cuda|mps)(?::\d+)?")
_MAY_NAME_ONE = re.compile(r"cuda|mps|device\s*[=(]\s*\d")
_PATTERN = re.compile(r"(?:cuda|mps):(?:\{\w*\}|%[ds])?")
"""Text that becomes the name of a device: ``cuda:`` before ``+``, ``cuda:%d``, ``cuda:{}``."""
_TENSOR = re.compile(r"(?:Float|Double|Half|BFloat16|Long|Int|Short|Char|Byte|Bool)Tensor")
_ASKS = frozenset({"is_available", "device_count"})
_ABOUT_TEXT = frozenset({
    "getattr", "hasattr", "setattr", "delattr", "print", "get", "pop", "setdefault",
    "startswith", "endswith", "removeprefix", "removesuffix", "split", "partition", "replace", "find", "index", "count",
    # Without a GPU these functions ignore 'cuda'; for 'cpu' they would compute with less precision.
    "autocast", "GradScaler",
})  # fmt: skip


def use_cpu(tree: ast.Module, source: str) -> list[int]:
    """Write ``'cpu'`` in place of each device that does not exist here, and return the lines.

    Text that is compared, looked up, asked about or printed stays. A choice also stays if the program makes it by
    asking whether there is a GPU.

    :param source: the text of the tree. Most texts name no such device, so their nodes are not searched.
    """
    if not _MAY_NAME_ONE.search(source):
        return []
    rewriter = _UseCpu()
    rewriter.visit(tree)
    return sorted(rewriter.lines)


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant | ast.Tuple | ast.List | ast.Set)


def _asks(test: ast.expr) -> bool:
    return any(getattr(part, "attr", getattr(part, "id", "")) in _ASKS for part in ast.walk(test))


def _is_pattern(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(_PATTERN.fullmatch(node.value))


def _makes_name(node: ast.expr) -> bool:
    """Return whether an expression puts the number of a device behind its kind."""
    if isinstance(node, ast.JoinedStr):
        return len(node.values) == 2 and isinstance(node.values[1], ast.FormattedValue) and _is_pattern(node.values[0])
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Add | ast.Mod) and _is_pattern(node.left)
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "format"
        and _is_pattern(node.func.value)
    )


def _is_number(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) is int


class _UseCpu(ast.NodeTransformer):
    def __init__(self) -> None:
        self.lines: set[int] = set()

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        if isinstance(node.value, str) and _GPU.fullmatch(node.value):
            return self._cpu(node)
        return node

    def _cpu(self, node: ast.expr) -> ast.Constant:
        self.lines.add(node.lineno)
        return ast.copy_location(ast.Constant("cpu"), node)

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        return self._cpu(node) if _makes_name(node) else self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        inner = node.value
        if _TENSOR.fullmatch(node.attr) and isinstance(inner, ast.Attribute) and inner.attr == "cuda":
            # torch.cuda.FloatTensor is torch.FloatTensor on a GPU.
            self.lines.add(node.lineno)
            node.value = inner.value
        return self.generic_visit(node)

    def _unless_text(self, *nodes: ast.AST | None) -> None:
        for node in nodes:
            if node is not None and not _is_text(node) and not (isinstance(node, ast.expr) and _makes_name(node)):
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

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        if _makes_name(node):
            return self._cpu(node)
        self._unless_text(*node.values)
        return node

    def visit_MatchValue(self, node: ast.MatchValue) -> ast.MatchValue:
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if _makes_name(node):
            return self._cpu(node)
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called in _ABOUT_TEXT:
            self._unless_text(node.func, *node.args, *(keyword.value for keyword in node.keywords))
            return node
        for keyword in node.keywords:
            if keyword.arg == "device" and _is_number(keyword.value):
                keyword.value = self._cpu(keyword.value)
        if called == "device" and node.args and isinstance(node.func, ast.Attribute):
            inner = node.func.value
            if not (isinstance(inner, ast.Attribute) and inner.attr == "cuda"):
                self._device(node)
        return self.generic_visit(node)

    def _device(self, node: ast.Call) -> None:
        """Make ``torch.device(0)`` and ``torch.device('cuda', i)`` name the CPU, which has no number."""
        kind = node.args[0]
        names_gpu = isinstance(kind, ast.Constant) and isinstance(kind.value, str) and _GPU.fullmatch(kind.value)
        if _is_number(kind) or (names_gpu and len(node.args) > 1):
            node.args = [self._cpu(kind)]

    def visit_If(self, node: ast.If) -> ast.AST:
        return node if _asks(node.test) else self.generic_visit(node)

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        return node if _asks(node.test) else self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        return node if _asks(node) else self.generic_visit(node)
