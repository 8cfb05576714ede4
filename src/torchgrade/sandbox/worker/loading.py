"""Execute the slice of a submission, statement by statement."""

from __future__ import annotations

import ast
import builtins
import linecache
import sys
import types
from collections.abc import Sequence
from importlib.abc import Loader as ModuleLoader
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from typing import Any

from torchgrade.model.slices import Statement, Unit
from torchgrade.protocol.messages import Load, Noted, StandIn
from torchgrade.sandbox.worker.devices import use_cpu
from torchgrade.sandbox.worker.raised import builtin_base, message_of, modules_below
from torchgrade.sandbox.worker.timing import TookTooLongError, time_limit


class _Drop(ast.NodeTransformer):
    """Takes nested statements out, and leaves ``pass`` where a block would be empty."""

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
    """Return the tree of a statement with the line numbers of its file and what does not run left out."""
    tree = ast.parse(statement.source, statement.file)
    ast.increment_lineno(tree, statement.line - 1)
    for node in ast.walk(tree):
        # A module that lies beside the file was made importable by its own name.
        if isinstance(node, ast.ImportFrom) and node.level and node.module:
            node.level = 0
    if statement.drop:
        tree = _Drop({(line, column) for line, column in statement.drop}).visit(tree)
    return ast.fix_missing_locations(tree)


def install_stand_in(stand_in: StandIn) -> types.ModuleType:
    """Make the course's module importable, and put its attributes in the place of what they replace."""
    module = types.ModuleType(stand_in.modules[0])
    module.__file__ = None
    for name in stand_in.modules:
        sys.modules[name] = module
    exec(compile(stand_in.source, f"<{stand_in.modules[0]}>", "exec"), module.__dict__)  # noqa: S102
    for target, attribute in stand_in.replaces.items():
        parent, _, name = target.rpartition(".")
        owner = sys.modules.get(parent)
        if owner is not None:
            setattr(owner, name, getattr(module, attribute))
    return module


class StandIns(MetaPathFinder, ModuleLoader):
    """Finds the course's modules before any installed one; what is not imported is not even compiled."""

    def __init__(self, stand_ins: Sequence[StandIn]) -> None:
        self.stand_ins = {name: stand_in for stand_in in stand_ins for name in stand_in.modules}

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:  # noqa: ARG002
        """Return where a module comes from, if the course stands in for it."""
        return ModuleSpec(fullname, self) if fullname in self.stand_ins else None

    def create_module(self, spec: ModuleSpec) -> types.ModuleType:
        """Execute the stand-in under all its names."""
        return install_stand_in(self.stand_ins[spec.name])

    def exec_module(self, module: types.ModuleType) -> None:
        """Do nothing: a module is executed where it is made, once for all its names."""


class Loader:
    """Builds the modules of one submission."""

    def __init__(self, request: Load) -> None:
        self.request = request
        self.notes: list[Noted] = []
        self.given: list[str] = []
        self.files = {name for unit in request.units for name in unit.sources}
        self.module = types.ModuleType("submission")

    def load(self) -> types.ModuleType:
        """Execute stand-ins, givens and units, and return the submission's module."""
        sys.meta_path.insert(0, StandIns(self.request.stand_ins))
        for stand_in in self.request.stand_ins:
            if stand_in.replaces:
                install_stand_in(stand_in)
        for unit in self.request.units:
            module = self.module if unit.module == "submission" else types.ModuleType(unit.module)
            sys.modules[unit.module] = module
            self._register_sources(unit)
            for statement in unit.statements:
                self._execute(statement, module, set(unit.own))
        sys.modules["submission"] = self.module
        self._fill()
        return self.module

    def _register_sources(self, unit: Unit) -> None:
        for name, text in unit.sources.items():
            linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)

    def _execute(self, statement: Statement, module: types.ModuleType, own: set[str]) -> None:
        try:
            tree = parse(statement)
            on_cpu = use_cpu(tree, statement.source)
        except (RecursionError, MemoryError, SyntaxError, ValueError) as error:
            # The judge's own parser took it; this one has less room.
            self._note(statement, "failed", error)
            return
        for line in on_cpu:
            self._note(statement, "device", line=line)
        try:
            with time_limit(self.request.statement_seconds):
                if statement.star:
                    self._star(tree, statement, module, own)
                else:
                    exec(compile(tree, statement.file, "exec"), module.__dict__)  # noqa: S102
        except TookTooLongError:
            self._note(statement, "slow")
        except BaseException as error:  # noqa: BLE001 - whatever it raises, the next statement may still work
            if not self._without_decoration(tree, statement, module, error):
                self._note(statement, "failed", error)

    def _star(self, tree: ast.Module, statement: Statement, module: types.ModuleType, own: set[str]) -> None:
        brought: dict[str, Any] = {"__name__": module.__name__, "__builtins__": builtins}
        exec(compile(tree, statement.file, "exec"), brought)  # noqa: S102
        for name, value in brought.items():
            if name not in own and not name.startswith("__"):
                module.__dict__[name] = value

    def _without_decoration(
        self, tree: ast.Module, statement: Statement, module: types.ModuleType, error: BaseException
    ) -> bool:
        """Try a definition again without what failed: its decorators, bases or defaults (ruling 18)."""
        node: ast.AST | None = tree.body[0] if tree.body else None
        while isinstance(node, ast.If) and node.body:
            # What was taken out of a guard or a loop comes inside `if True:`, which keeps its indentation.
            node = node.body[0]
        if isinstance(node, ast.ClassDef):
            node.decorator_list, node.bases, node.keywords = [], [], []
        elif isinstance(node, ast.FunctionDef):
            node.decorator_list, node.returns = [], None
            for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs):
                argument.annotation = None
            node.args.defaults = [ast.copy_location(ast.Constant(None), d) for d in node.args.defaults]
            node.args.kw_defaults = [
                None if d is None else ast.copy_location(ast.Constant(None), d) for d in node.args.kw_defaults
            ]
        else:
            return False
        try:
            with time_limit(self.request.statement_seconds):
                exec(compile(tree, statement.file, "exec"), module.__dict__)  # noqa: S102
        except BaseException:  # noqa: BLE001 - then the first failure is the one to tell
            return False
        self._note(statement, "decorator", error, node.lineno)
        return True

    def _note(
        self, statement: Statement, reason: str, error: BaseException | None = None, line: int | None = None
    ) -> None:
        self.notes.append(
            Noted(
                file=statement.file,
                line=line or statement.line,
                reason=reason,
                type=type(error).__name__[:100] if error is not None else "",
                message=message_of(error)[:300] if error is not None else "",
                builtin=builtin_base(error) if error is not None else "",
                through=modules_below(error, self.files) if error is not None else [],
            )
        )

    def _fill(self) -> None:
        if not (self.request.override or self.request.fill):
            return
        givens = types.ModuleType("givens")
        sys.modules.setdefault("givens", givens)
        exec(compile(self.request.givens, "<given>", "exec"), givens.__dict__)  # noqa: S102
        space = self.module.__dict__
        for name in self.request.override:
            if name in givens.__dict__:
                space[name] = givens.__dict__[name]
                self.given.append(name)
        for name in self.request.fill:
            if name not in space and name in givens.__dict__:
                space[name] = givens.__dict__[name]
                self.given.append(name)
