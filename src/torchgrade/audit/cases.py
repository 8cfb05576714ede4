"""Submissions of the audit for one exercise."""

from __future__ import annotations

import ast
import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from torchgrade.audit.declared import Declared, WrongAnswer
from torchgrade.audit.exercises import AuditedExercise, read
from torchgrade.audit.lazy import lazy_answers
from torchgrade.audit.mutants import Mutant, mutants
from torchgrade.audit.texts import ReachesError, mistake_text, public_functions, variant_text


class Group(enum.StrEnum):
    """Kinds of submissions; the report has one line for each."""

    REFERENCE = "reference"
    VARIANT = "variant"
    LAZY = "lazy"
    MISTAKE = "mistake"
    WRONG = "wrong"
    CORPUS = "corpus"
    MUTANT = "mutant"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Case:
    """One submission with its origin; cases are compared by identity."""

    exercise: str
    group: Group
    name: str
    """Name that the report shows."""
    data: bytes
    """Bytes of the only file."""
    file: str
    """Name of the file."""
    seed: int = 0
    """Number that gives a repeated submission other inputs."""
    source: Path = field(default_factory=Path)
    """File that the case was made from."""
    line: int = 0
    """Line in that file; 0 for the whole file."""
    answer: WrongAnswer | None = None
    """Declaration of a wrong answer of ``mistakes.py``."""
    expected: Mapping[str, Any] = field(default_factory=dict)
    """Entry of ``expected.toml``, for a file of the corpus."""
    mutant: Mutant | None = None
    """Change of a right answer."""

    @property
    def title(self) -> str:
        """Kind and name."""
        return f"{self.group} {self.name}"

    @property
    def is_right(self) -> bool:
        """Whether the case must earn everything, so that it gets the limits of a class."""
        if self.group is Group.CORPUS:
            return self.expected.get("points") == "full"
        return self.group in (Group.REFERENCE, Group.VARIANT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncut:
    """Function that could not be made a submission."""

    source: Path
    line: int
    name: str
    reaches: str
    """Name that a student does not have."""
    module: str
    """Module of the name."""


class Cases:
    """Submissions of one exercise."""

    def __init__(self, exercise: AuditedExercise, found: Declared) -> None:
        self.exercise = exercise
        self.declared = found
        self.uncut: list[Uncut] = []
        self._mistakes = exercise.folder / "mistakes.py"
        self._variants = exercise.solution / "variants.py"

    def basic(self, seeds: int) -> Iterator[Case]:
        """Yield the reference over many seeds, variants, lazy answers and the answers of ``mistakes.py``."""
        reference = self.exercise.reference
        for seed in range(seeds):
            yield self._case(Group.REFERENCE, f"seed {seed}", reference, source=self.exercise.reference_file, seed=seed)
        for name, (text, line) in self.variants().items():
            yield self._case(Group.VARIANT, name, text, source=self._variants, line=line)
        stub = self.exercise.folder / "stub.py"
        yield self._case(Group.LAZY, "stub.py", read(stub), source=stub)
        settings = self.exercise.folder / "exercise.toml"
        for name, text in lazy_answers(self.exercise.outline.signature).items():
            yield self._case(Group.LAZY, name, text, source=settings)
        yield from self._answers()

    def variants(self) -> dict[str, tuple[str, int]]:
        """Return the text and the line of each right answer of ``variants.py``, by its name."""
        if not self._variants.is_file():
            return {}
        module, found = read(self._variants), {}
        for name, line in public_functions(module).items():
            try:
                found[name] = variant_text(name, module, self.exercise.name), line
            except ReachesError as error:
                self._not_cut(self._variants, line, name, error)
        return found

    def _answers(self) -> Iterator[Case]:
        module = read(self._mistakes) if self.declared.answers else ""
        for one in self.declared.answers:
            try:
                text = mistake_text(one.source, module, self.exercise.name, self.exercise.reference)
            except ReachesError as error:
                self._not_cut(self._mistakes, one.line, one.name, error)
                continue
            group = Group.MISTAKE if one.named else Group.WRONG
            yield self._case(group, one.name, text, source=self._mistakes, line=one.line, answer=one)

    def mutants(self) -> Iterator[Case]:
        """Yield the mutants of the reference and of every variant; yield equal programs once."""
        right = [("", self.exercise.reference, self.exercise.reference_file, 0)]
        right += [(f"{name}: ", text, self._variants, line) for name, (text, line) in self.variants().items()]
        seen = {_program(text) for _, text, _, _ in right}
        for prefix, text, source, line in right:
            for one in mutants(text, self.exercise.name):
                program = _program(one.text)
                if program not in seen:
                    seen.add(program)
                    name = f"{prefix}{one.operator} {one.number}"
                    yield self._case(Group.MUTANT, name, one.text, source=source, line=line or one.line, mutant=one)

    def _case(self, group: Group, name: str, text: str, **further: Any) -> Case:
        own = self.exercise.name
        return Case(exercise=own, group=group, name=name, data=text.encode(), file=f"{own}.py", **further)

    def _not_cut(self, source: Path, line: int, name: str, error: ReachesError) -> None:
        one = Uncut(source=source, line=line, name=name, reaches=error.name, module=error.module)
        if one not in self.uncut:
            self.uncut.append(one)


def _program(text: str) -> str:
    """Return a text that is equal for two texts of the same program."""
    return ast.dump(ast.parse(text))
