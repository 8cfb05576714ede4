"""Names that a statement binds, uses and changes at top level, found without execution."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Function = ast.FunctionDef | ast.AsyncFunctionDef
_CHANGING = frozenset({
    "append", "extend", "insert", "update", "setdefault", "add", "remove", "discard", "pop", "popitem", "clear", "sort",
    "reverse", "appendleft", "extendleft", "apply", "load_state_dict", "add_argument", "add_module", "register_buffer",
    "register_parameter", "double", "float", "half",
})  # fmt: skip
"""Methods that change their object, in addition to torch methods with a final underscore."""
_CHANGING_FIRST = frozenset({"shuffle", "setattr", "delattr", "heapify", "fill_diagonal"})
"""Functions that change their first argument, in addition to ``torch.nn.init`` functions with a final underscore."""


_SPECIAL = frozenset({
    ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef, ast.ListComp, ast.SetComp, ast.DictComp,
    ast.GeneratorExp, ast.Import, ast.ImportFrom, ast.Global, ast.Nonlocal,
})  # fmt: skip


@dataclass(eq=False, slots=True)
class _Scope:
    kind: str
    parent: _Scope | None = None
    stores: set[str] = field(default_factory=set)
    loads: set[str] = field(default_factory=set)
    outer: set[str] = field(default_factory=set)
    """Names declared ``global`` or ``nonlocal``."""


def arguments_of(arguments: ast.arguments) -> Iterator[ast.arg]:
    """Yield all parameters in written order."""
    yield from (*arguments.posonlyargs, *arguments.args)
    yield from (a for a in (arguments.vararg, *arguments.kwonlyargs, arguments.kwarg) if a is not None)


def root(node: ast.expr) -> str | None:
    """Return the name at the root of a chain of attributes and items: ``W`` for ``W.grad[0]``."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def _changed_by_call(node: ast.Expr) -> str | None:
    """Return the name of the variable that a call statement changes in place."""
    call = node.value
    if not isinstance(call, ast.Call):
        return None
    called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    in_place = called.endswith("_") and not called.endswith("__")
    if call.args and (called in _CHANGING_FIRST or in_place):
        changed = root(call.args[0])
        if changed is not None:
            return changed
    if isinstance(call.func, ast.Attribute) and (called in _CHANGING or in_place):
        return root(call.func.value)
    return None


def joined_class(decorator: ast.expr) -> str | None:
    """Return the class that gets the function as a method: ``Net`` for ``@d2l.add_to_class(Net)``."""
    if not (isinstance(decorator, ast.Call) and decorator.args):
        return None
    called = decorator.func.attr if isinstance(decorator.func, ast.Attribute) else getattr(decorator.func, "id", "")
    return root(decorator.args[0]) if called == "add_to_class" else None


class _Collector:
    """Visitor of trees with its own stack, because nested code must not exceed the recursion limit."""

    def __init__(self, nodes: Iterable[ast.AST]) -> None:
        self.module = _Scope("module")
        self.scopes = [self.module]
        self.changes: set[str] = set()
        self.imports: list[ast.Import | ast.ImportFrom] = []
        self.todo: list[tuple[ast.AST, _Scope]] = [(node, self.module) for node in nodes]
        while self.todo:
            self._visit(*self.todo.pop())
        self._resolve()

    def _open(self, kind: str, parent: _Scope) -> _Scope:
        scope = _Scope(kind, parent)
        self.scopes.append(scope)
        return scope

    def _later(self, nodes: Iterable[ast.AST | None], scope: _Scope) -> None:
        self.todo.extend((node, scope) for node in nodes if node is not None)

    def _visit(self, node: ast.AST, scope: _Scope) -> None:
        kind = type(node)
        if kind is ast.Name:
            self._name(node, scope)  # type: ignore[arg-type]
        elif kind not in _SPECIAL:
            self._other(node, scope)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            self._function(node, scope)
        elif isinstance(node, ast.ClassDef):
            scope.stores.add(node.name)
            self._later((*node.bases, *node.keywords, *node.decorator_list), scope)
            self._later(node.body, self._open("class", scope))
        elif isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
            self._comprehension(node, scope)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            self.imports.append(node)
            scope.stores.update(bound_by_import(node))
        elif isinstance(node, ast.Global):
            scope.outer.update(node.names)
            self.module.loads.update(node.names)
        elif isinstance(node, ast.Nonlocal):
            scope.outer.update(node.names)

    def _name(self, node: ast.Name, scope: _Scope) -> None:
        if isinstance(node.ctx, ast.Load):
            scope.loads.add(node.id)
        elif isinstance(node.ctx, ast.Store) or scope is not self.module:
            scope.stores.add(node.id)

    def _function(self, node: Function | ast.Lambda, scope: _Scope) -> None:
        self._later((*node.args.defaults, *node.args.kw_defaults), scope)
        inner = self._open("function", scope)
        for argument in arguments_of(node.args):
            inner.stores.add(argument.arg)
            self._later((argument.annotation,), scope)
        if isinstance(node, ast.Lambda):
            self._later((node.body,), inner)
            return
        scope.stores.add(node.name)
        self._later((*node.decorator_list, node.returns), scope)
        self._later((*node.body, *getattr(node, "type_params", ())), inner)

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp, scope: _Scope) -> None:
        inner = self._open("comprehension", scope)
        first = node.generators[0]
        self._later((first.iter,), scope)
        self._later((first.target, *first.ifs, *node.generators[1:]), inner)
        parts = (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,)
        self._later(parts, inner)

    def _other(self, node: ast.AST, scope: _Scope) -> None:
        if isinstance(node, ast.NamedExpr):
            holder = scope
            while holder.kind == "comprehension" and holder.parent is not None:
                holder = holder.parent
            holder.stores.add(node.target.id)
            self._later((node.value,), scope)
            return
        if scope is self.module:
            self._change(node)
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            scope.loads.add(node.target.id)
        elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
            scope.stores.add(node.name)
        elif isinstance(node, ast.MatchMapping) and node.rest:
            scope.stores.add(node.rest)
        elif type(node).__name__ in ("TypeVar", "ParamSpec", "TypeVarTuple"):
            # The name is compared because Python 3.11 does not have the classes of this syntax of Python 3.12.
            scope.stores.add(getattr(node, "name", ""))
        self._into(node, scope)

    def _change(self, node: ast.AST) -> None:
        changed = None
        if isinstance(node, ast.Expr):
            changed = _changed_by_call(node)
        elif isinstance(node, ast.Attribute | ast.Subscript) and isinstance(node.ctx, ast.Store):
            changed = root(node)
        if changed is not None:
            self.changes.add(changed)

    def _into(self, node: ast.AST, scope: _Scope) -> None:
        for name in node._fields:
            part = getattr(node, name, None)
            if isinstance(part, list):
                self.todo.extend((one, scope) for one in part if isinstance(one, ast.AST))
            elif isinstance(part, ast.AST) and part._fields:
                # Skip Load, Store and operators, because they have no parts.
                self.todo.append((part, scope))

    def _resolve(self) -> None:
        for scope in reversed(self.scopes):
            if scope.parent is None:
                continue
            if scope.kind != "class":
                # Skip classes, because their names are not visible in methods, and their own look-ups may reach a
                # global.
                scope.loads -= scope.stores - scope.outer
            # Add the smaller set to the larger one, so that deep nesting stays cheap.
            if len(scope.loads) > len(scope.parent.loads):
                scope.loads, scope.parent.loads = scope.parent.loads, scope.loads
            scope.parent.loads |= scope.loads


def bound_by_import(node: ast.Import | ast.ImportFrom) -> list[str]:
    """Return the names that an import binds; return an empty list for a star import."""
    if isinstance(node, ast.Import):
        return [alias.asname or alias.name.partition(".")[0] for alias in node.names]
    return [alias.asname or alias.name for alias in node.names if alias.name != "*"]


class Names:
    """Names that statements bind, use and change at top level, computed on first access.

    The computation is lazy because most of a file is never reached. Visiting function bodies costs more than parsing
    them.
    """

    __slots__ = ("_binds", "_changes", "_collected", "_nodes")

    def __init__(self, nodes: Iterable[ast.AST]) -> None:
        self._nodes = tuple(nodes)
        self._collected: _Collector | None = None
        self._binds: tuple[str, ...] | None = None
        self._changes: frozenset[str] | None = None

    @property
    def _found(self) -> _Collector:
        if self._collected is None:
            self._collected = _Collector(self._nodes)
        return self._collected

    def _definition(self) -> Function | ast.ClassDef | None:
        node = self._nodes[0] if len(self._nodes) == 1 else None
        return node if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) else None

    @property
    def binds(self) -> tuple[str, ...]:
        """Names that get a value."""
        if self._binds is None:
            definition = self._definition()
            self._binds = tuple(sorted(self._found.module.stores)) if definition is None else (definition.name,)
        return self._binds

    @property
    def changes(self) -> frozenset[str]:
        """Names whose values are changed in place: ``W`` in ``W.requires_grad = True`` and ``W.requires_grad_()``."""
        if self._changes is None:
            definition = self._definition()
            if definition is None:
                self._changes = frozenset(self._found.changes)
            else:
                self._changes = frozenset(filter(None, map(joined_class, definition.decorator_list)))
        return self._changes

    @property
    def loads(self) -> set[str]:
        """Names that the statements, or functions in them, may look up among the globals.

        The set is complete: it contains every name that a function reads, except names that the function binds itself.
        """
        return self._found.module.loads

    @property
    def imports(self) -> list[ast.Import | ast.ImportFrom]:
        """The import statements, including those inside functions."""
        return self._found.imports


def names_of(nodes: Iterable[ast.AST]) -> Names:
    """Return the names that these statements and expressions bind, use and change at top level."""
    return Names(nodes)
