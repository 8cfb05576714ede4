"""The mistakes of one exercise, each written once: a function as a student would write it, under a decorator.

The function is the wrong twin by which the judge recognises the mistake. Its source is the submission that ``torchgrade
audit`` grades, so the recognised mistake and the tested one never differ.
"""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch

from torchgrade.checking.diagnosis import Misconception, Symptom, also_on, both, gradient_twin, twin
from torchgrade.errors import CourseError
from torchgrade.model.phrases import Value, phrase
from torchgrade.model.places import place
from torchgrade.model.told import told

Function = Callable[..., Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to write a mistake."""

    symptom: Symptom
    """Symptom by which the judge recognises it."""
    function: Function | None = None
    """Function of ``mistakes.py``; None for a shared mistake, which has ``text`` instead."""
    text: str = ""
    """Module text of a shared mistake's example, in which ``right`` is the right answer."""
    explains: tuple[str, ...] = ()
    """Names of the checks whose failure it explains, the check that must fail first; all checks if empty."""
    beside: tuple[str, ...] = ()
    """Ids of other mistakes that the example makes too; the judge names them at other checks."""

    @property
    def line(self) -> int:
        """Line of the decorator in ``mistakes.py``; 0 for a shared mistake."""
        return self.function.__code__.co_firstlineno if self.function is not None else 0

    @property
    def source(self) -> str:
        """Text of the function without its decorators."""
        return source_of(self.function) if self.function is not None else self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """A mistake with the ways in which students write it."""

    id: str
    """Name of its sentence in ``sentences.toml``."""
    about: str = ""
    """Subject, shown if several mistakes give the same result; a name of ``[about]`` in ``sentences.toml``."""
    section: str = ""
    """Section of the book that explains it; the exercise's own section if empty."""
    ways: list[Way] = field(default_factory=list)
    is_shared: bool = False
    """Whether the mistake and its sentence belong to the tool."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unnamed:
    """A wrong answer without a name of its own, because the sentence of its check explains it well enough."""

    checks: tuple[str, ...]
    """Names of the checks that it fails."""
    function: Function | None = None
    text: str = ""

    @property
    def line(self) -> int:
        """Line of the decorator in ``mistakes.py``; 0 for a shared one."""
        return self.function.__code__.co_firstlineno if self.function is not None else 0

    @property
    def source(self) -> str:
        """Text of the function without its decorators."""
        return source_of(self.function) if self.function is not None else self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """A mistake of many exercises, whose sentence the tool has: see :mod:`torchgrade.checking.shared_mistakes`."""

    id: str
    explains: tuple[str, ...]
    about: str
    make: Callable[[Function], Symptom]
    """Function that returns the symptom for an exercise's right function."""
    body: str
    """Body of the example; ``{first}``, ``{rest}`` and ``{all}`` are the parameters, ``right`` is the right answer."""
    reverses: bool = False
    """Whether the example takes its arguments in reverse order."""
    is_named: bool = True
    """False for a wrong answer that its check's sentence explains."""


class Mistakes:
    """Decorator and collection of an exercise's mistakes; ``mistakes.py`` has one, named ``mistake``.

    :param exercise: id of the exercise, which is the name of its function.
    :param right: the right function in the judge, of the same arguments.
    :param recognise: returns the symptom of a wrong function, if equal results in every call are not enough.
    """

    def __init__(
        self, exercise: str, right: Function | None = None, *, recognise: Callable[[Function], Symptom] = twin
    ) -> None:
        self.exercise = exercise
        self.oracle = right
        self.right = _as_written(right) if right is not None else _no_right_answer
        self.unnamed_answers: list[Unnamed] = []
        self._recognise = recognise
        self._mistakes: dict[str, Mistake] = {}

    def __iter__(self) -> Iterator[Mistake]:
        return iter(self._mistakes.values())

    def __call__(
        self,
        name: str,
        *,
        explains: Sequence[str] = (),
        about: str = "",
        section: str = "",
        shows: Symptom | None = None,
        probe: torch.Tensor | tuple[Any, ...] | None = None,
        compares: str = "values",
        beside: Sequence[str] = (),
    ) -> Callable[[Function], Function]:
        """Declare a mistake. A second function under the same name is another way to write the mistake.

        :param name: id of the mistake and of its sentence in ``sentences.toml``.
        :param explains: names of the checks whose failure it explains, the check that must fail first. Another way
            without any explains the same checks.
        :param about: its subject, shown if several mistakes give the same result.
        :param section: section of the book, if not that of the exercise.
        :param shows: symptom for the judge, if running the function does not tell: random data, trainings, exceptions.
            The function is then the example that the audit submits.
        :param probe: arguments on which the submission must agree as well; the worker is asked for them.
        :param compares: ``values``, or ``gradient`` if only the gradient is wrong.
        :param beside: ids of other mistakes that this example makes too.
        """

        def declare(function: Function) -> Function:
            self._require_name(name, function)
            symptom = shows or self._symptom(function, probe, compares)
            known = self._mistakes.get(name)
            if known is not None and (about or section):
                raise _error(name, function, "second_about")
            way = Way(
                symptom=symptom,
                function=function,
                explains=tuple(explains) or (known.ways[0].explains if known is not None else ()),
                beside=tuple(beside),
            )
            if known is None:
                known = self._mistakes[name] = Mistake(id=name, about=about, section=section)
            known.ways.append(way)
            return function

        return declare

    def unnamed(self, *checks: str) -> Callable[[Function], Function]:
        """Declare a wrong answer that fails these checks and has no name, because their sentences explain it."""

        def declare(function: Function) -> Function:
            self._require_name(", ".join(checks), function)
            self.unnamed_answers.append(Unnamed(checks=checks, function=function))
            return function

        return declare

    def share(self, *shared: Sequence[Shared]) -> None:
        """Add mistakes of :mod:`torchgrade.checking.shared_mistakes`, with their sentences and examples."""
        if self.oracle is None:
            raise CourseError(told("error.mistake.shares", exercise=self.exercise))
        parameters = list(inspect.signature(self.oracle).parameters)
        for one in (one for group in shared for one in group):
            text = _example(self.exercise, parameters, one)
            if not one.is_named:
                self.unnamed_answers.append(Unnamed(checks=one.explains, text=text))
                continue
            way = Way(symptom=one.make(self.oracle), text=text, explains=one.explains)
            self._mistakes[one.id] = Mistake(id=one.id, about=one.about, ways=[way], is_shared=True)

    def misconceptions(self) -> list[Misconception]:
        """Return the mistakes in the form of the diagnosis, one entry for each way."""
        return [
            Misconception(
                id=f"{self.exercise}.mistake.{one.id}",
                symptom=way.symptom,
                checks=tuple(f"{self.exercise}.{name}" for name in way.explains),
                about=f"{self.exercise}.about.{one.about}" if one.about else "",
                section=one.section,
            )
            for one in self
            for way in one.ways
        ]

    def _require_name(self, name: str, function: Function) -> None:
        if function.__name__ != self.exercise:
            raise _error(name, function, "other_name", found=function.__name__, want=self.exercise)

    def _symptom(self, function: Function, probe: torch.Tensor | tuple[Any, ...] | None, compares: str) -> Symptom:
        if compares == "gradient":
            return gradient_twin(function)
        if probe is None:
            return self._recognise(function)
        arguments = (probe,) if isinstance(probe, torch.Tensor) else probe
        return both(self._recognise(function), also_on(function, *arguments))


def _error(name: str, function: Function, entry: str, **values: Value) -> CourseError:
    code = function.__code__
    where = place(code.co_filename, code.co_firstlineno)
    return CourseError(told("error.at", place=where, message=phrase(f"error.mistake.{entry}", name=name, **values)))


def source_of(function: Function) -> str:
    """Return the text of a function without its decorators."""
    lines = textwrap.dedent(inspect.getsource(function)).splitlines(keepends=True)
    first = next(number for number, line in enumerate(lines) if line.startswith(("def ", "async def ")))
    return "".join(lines[first:])


def _as_written(right: Function) -> Function:
    """Return the right answer as a submission gives it: in the dtype of its first floating argument."""

    def answer(*arguments: Any) -> Any:
        value = right(*arguments)
        floating = [a.dtype for a in arguments if isinstance(a, torch.Tensor) and a.is_floating_point()]
        if not floating or not isinstance(value, torch.Tensor) or not value.is_floating_point():
            return value
        return value.to(floating[0])

    return answer


def _no_right_answer(*_: Any) -> Any:
    raise CourseError(told("error.mistake.no_right"))


def _example(exercise: str, parameters: Sequence[str], shared: Shared) -> str:
    every = ", ".join(parameters)
    rest = "".join(f", {name}" for name in parameters[1:])
    body = textwrap.indent(shared.body.format(first=parameters[0], rest=rest, all=every), "    ")
    taken = ", ".join(reversed(parameters)) if shared.reverses else every
    return f"import torch\n\n\ndef {exercise}({taken}):\n{body}\n"
