"""Execute the slice of a submission, statement by statement."""

from __future__ import annotations

import ast
import builtins
import linecache
import sys
import types
from contextlib import ExitStack
from typing import Any

from torchgrade.model.slices import Method, Statement, Unit
from torchgrade.protocol.messages import Load, Noted
from torchgrade.sandbox.worker.devices import use_cpu
from torchgrade.sandbox.worker.libraries import import_libraries
from torchgrade.sandbox.worker.methods import bind
from torchgrade.sandbox.worker.raised import builtin_base, message_of, modules_below
from torchgrade.sandbox.worker.reaching import is_foreign, is_indirect, roots
from torchgrade.sandbox.worker.recording import GIVEN_FILE
from torchgrade.sandbox.worker.stand_ins import register, stand_in_for
from torchgrade.sandbox.worker.timing import TookTooLongError, time_limit
from torchgrade.sandbox.worker.trees import parse, separate_imports, simpler

_MOST_SLOW = 3
_SECONDS_THEN = 0.2
"""Seconds for each statement after three slow ones, because loading must leave time for the check."""


class Loader:
    """Builder of the modules of one submission."""

    def __init__(self, request: Load) -> None:
        self.request = request
        self.notes: list[Noted] = []
        self.given: list[str] = []
        self.files = {name for unit in request.units for name in unit.sources}
        self.module = types.ModuleType("submission")
        self.undo = ExitStack()
        """Way back from every change to the interpreter."""
        self.is_lasting = False
        """Whether the code may have changed what it did not define."""
        self._stored: list[tuple[str, types.ModuleType]] = []
        self.slow = 0

    @property
    def _seconds(self) -> float:
        return self.request.statement_seconds if self.slow < _MOST_SLOW else _SECONDS_THEN

    def load(self) -> types.ModuleType:
        """Execute stand-ins, givens and units, and return the submission's module."""
        units = self.request.units
        texts = [text for unit in units for text in unit.sources.values()]
        stand_in_for(self.request.stand_ins, texts, self.request.wanted, self.undo)
        # A script that parses its command line finds no arguments there, as if its file was run alone.
        sys.argv = [next(iter(units[-1].sources), "")] if units else [""]
        for unit in units:
            module = self.module if unit.module == "submission" else types.ModuleType(unit.module)
            register(unit.module, module, self.undo)
            self._register_sources(unit)
            module.__file__ = next(iter(unit.sources), unit.module)
            for statement in unit.statements:
                self._execute(statement, module, set(unit.own))
            for method in unit.methods:
                self._bind(method, module)
        register("submission", self.module, self.undo)
        own = {unit.module for unit in units}.union(*(stand_in.modules for stand_in in self.request.stand_ins))
        values = [module.__dict__.get(root, sys.modules.get(root)) for root, module in self._stored]
        self.is_lasting = self.is_lasting or any(is_foreign(value, own) for value in values)
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
            # The judge's own parser accepted this statement; the worker's parser has less room.
            self._note(statement, "failed", error)
            return
        for line in on_cpu:
            self._note(statement, "device", line=line)
        import_libraries(tree)
        self.is_lasting = self.is_lasting or is_indirect(statement.source)
        self._stored += [(root, module) for root in roots(tree)]
        try:
            with time_limit(self._seconds):
                if statement.star:
                    self._star(tree, statement, module, own)
                else:
                    exec(compile(tree, statement.file, "exec"), module.__dict__)  # noqa: S102
        except TookTooLongError:
            self._note(statement, "slow")
        except BaseException as error:  # noqa: BLE001 - whatever it raises, the next statement may still work
            again = self._one_by_one(tree, statement, module) or self._without_decoration(
                tree, statement, module, error
            )
            if not again:
                self._note(statement, "failed", error)

    def _one_by_one(self, tree: ast.Module, statement: Statement, module: types.ModuleType) -> bool:
        """Import each name of a failed import by itself, and note the names that cannot be imported."""
        singles = list(separate_imports(tree))
        for single in singles:
            try:
                with time_limit(self._seconds):
                    exec(compile(single, statement.file, "exec"), module.__dict__)  # noqa: S102
            except TookTooLongError:
                self._note(statement, "slow")
            except BaseException as error:  # noqa: BLE001 - the next import may still work
                self._note(statement, "failed", error)
        return bool(singles)

    def _bind(self, method: Method, module: types.ModuleType) -> None:
        place = Statement(file=method.file, line=method.line, source="")
        try:
            failure = bind(method, module, self._seconds)
        except TookTooLongError:
            self._note(place, "slow")
        except BaseException as error:  # noqa: BLE001 - the class may do anything
            self._note(place, "failed", error)
        else:
            if failure is not None:
                self._note(place, "bare", failure)

    def _star(self, tree: ast.Module, statement: Statement, module: types.ModuleType, own: set[str]) -> None:
        brought: dict[str, Any] = {"__name__": module.__name__, "__builtins__": builtins}
        exec(compile(tree, statement.file, "exec"), brought)  # noqa: S102
        for name, value in brought.items():
            if name not in own and not name.startswith("__"):
                module.__dict__[name] = value

    def _without_decoration(
        self, tree: ast.Module, statement: Statement, module: types.ModuleType, error: BaseException
    ) -> bool:
        """Try a definition again without the part that failed: its decorators, bases or defaults (ruling 18)."""
        for line, matters in simpler(tree):
            try:
                with time_limit(self._seconds):
                    exec(compile(tree, statement.file, "exec"), module.__dict__)  # noqa: S102
            except TookTooLongError:
                return False
            except BaseException:  # noqa: BLE001, S112 - the first failure is the one to report
                continue
            if matters:
                self._note(statement, "decorator", error, line)
            return True
        return False

    def _note(
        self, statement: Statement, reason: str, error: BaseException | None = None, line: int | None = None
    ) -> None:
        self.slow += reason == "slow"
        noted = Noted(
            file=statement.file,
            line=line or statement.line,
            reason=reason,
            type=type(error).__name__[:100] if error is not None else "",
            message=message_of(error)[:300] if error is not None else "",
            builtin=builtin_base(error) if error is not None else "",
            through=modules_below(error, self.files) if error is not None else [],
        )
        # Every name that a line imports from a missing module fails with the same message.
        if self.notes[-1:] != [noted]:
            self.notes.append(noted)

    def _fill(self) -> None:
        space = self.module.__dict__
        missing = [name for name in self.request.fill if name not in space]
        if not (self.request.override or missing):
            return
        givens = types.ModuleType("givens")
        if "givens" not in sys.modules:
            register("givens", givens, self.undo)
        exec(compile(self.request.givens, GIVEN_FILE, "exec"), givens.__dict__)  # noqa: S102
        # The next exercise may ask for one of these functions.
        self.is_lasting = True
        for name in dict.fromkeys((*self.request.override, *missing)):
            if name in givens.__dict__:
                space[name] = givens.__dict__[name]
                self.given.append(name)
