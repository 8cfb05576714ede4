"""Findings on the definitions of an exercise: the function of its signature, and the checks that mistakes name."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

from torchgrade.audit.declared import Declared
from torchgrade.audit.exercises import AuditedExercise, read
from torchgrade.audit.findings import shown
from torchgrade.audit.records import Finding
from torchgrade.courses.texts import STUB
from torchgrade.model.phrases import Value, listed, phrase


def examine_reference(exercise: AuditedExercise) -> Iterator[Finding]:
    """Yield a finding if the reference does not define the exercise."""
    names = {name for node in ast.parse(exercise.reference).body for name in _names(node)}
    if exercise.name not in names:
        yield _finding("audit.reference.function", exercise.reference_file, 0, exercise=exercise.name)


def examine_stub(exercise: AuditedExercise) -> Iterator[Finding]:
    """Yield a finding if the stub does not define the function of the signature, or if a translation has other code.

    The English stub decides whether a submission is unchanged, so a translation must have the same code.
    """
    file = exercise.folder / STUB
    functions = [node for node in ast.parse(read(file)).body if isinstance(node, ast.FunctionDef)]
    own = [node for node in functions if node.name == exercise.name]
    parameters = [one.arg for one in (*own[0].args.posonlyargs, *own[0].args.args)] if own else []
    if parameters != list(exercise.outline.parameters):
        found = listed(f"{node.name}({ast.unparse(node.args)})" for node in own or functions) if functions else "-"
        line = (own or functions)[0].lineno if functions else 0
        yield _finding("audit.stub.function", file, line, want=exercise.outline.signature, got=found)
        return
    code = code_lines(read(file))
    for translation in sorted(exercise.folder.glob("stub.*.py")):
        pairs = zip_longest(code, code_lines(read(translation)), fillvalue=None)
        differing = next(((want, got) for want, got in pairs if want != got), None)
        if differing is not None:
            want, got = (phrase("error.none") if line is None else line.strip() for line in differing)
            yield _finding("audit.stub.differs", translation, 0, want=want, got=got)


def code_lines(text: str) -> list[str]:
    """Return the lines of a stub's code in one form, without comments and docstrings."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node) is not None:
            del node.body[0]
    return ast.unparse(tree).splitlines()


def examine_explained(exercise: AuditedExercise, found: Declared, checks: Sequence[str]) -> Iterator[Finding]:
    """Yield a finding for each unknown check that a mistake names.

    :param checks: names of the exercise's checks; empty if the names are not known.
    """
    file = exercise.folder / "mistakes.py"
    for answer in found.answers if checks else ():
        for check in (check for check in answer.checks if check not in checks):
            known = listed(checks)
            yield _finding("audit.mistake.no_check", file, answer.line, name=answer.name, check=check, known=known)


def _names(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef):
        yield node.name
    elif isinstance(node, ast.Assign):
        yield from (target.id for target in node.targets if isinstance(target, ast.Name))
    elif isinstance(node, ast.ImportFrom):
        yield from (one.asname or one.name for one in node.names)


def _finding(message_id: str, file: Path, line: int, **values: Value) -> Finding:
    return Finding(message_id=message_id, values=values, file=shown(file), line=line)
