"""Requests of a check and their answers: the material of a diagnosis and of the evidence on a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import torch

from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.views import view
from torchgrade.model.results import Argument, Evidence
from torchgrade.protocol.messages import Node, Record
from torchgrade.protocol.values import TensorState

_MOST_PARTS = 4
"""Tensors of a list that are shown one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Facts about one exercise in the text of a submission: a hint for a diagnosis, never for points."""

    references: frozenset[str] = frozenset()
    """Dotted names that the reached code mentions, aliases resolved."""
    parameters: tuple[str, ...] = ()
    """Names of the function's positional parameters."""
    names: frozenset[str] = frozenset()
    """Names that the student defines or assigns at top level."""
    text: str = ""
    """Statements that the function reaches, as they are in the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Reply of the worker to one request."""

    value: Any
    """Plain tensors, numbers, strings, lists, tuples, dicts, or an ``Opaque`` for a value that cannot be sent."""
    node: Node
    """The same value, with the worker's claims about it (dtype, leaf, requires_grad, subclass)."""
    after: tuple[Any, ...] = ()
    """Arguments after the call; for a generator, the list of all its items."""
    states: tuple[tuple[TensorState, ...], ...] = ()
    """For each argument, its tensors after the call, with ``.grad`` and the claims of leaf and requires_grad."""
    aliases: tuple[int, ...] = ()
    """Claim: positions of arguments whose storage the result shares."""
    gradients: tuple[torch.Tensor | None, ...] = ()
    """Gradients, for ``vjp``."""
    exhausted: bool = True
    """Claim, for ``iterate``: whether the items ended by themselves."""
    type: str = ""
    """Claim, for ``iterate``: type of the iterated object."""
    record: Record | None = None
    """Claim: the functions, operators and constructors that ran."""
    warnings: tuple[str, ...] = ()
    """Texts of warnings raised during the request."""


@dataclass(slots=True)
class Tried:
    """Last request of a check, from which its evidence is made."""

    verb: str
    text: str
    names: tuple[str, ...]
    arguments: tuple[Any, ...]
    answer: Answer | None = None
    failure: CheckFailedError | None = None
    """Reason for the missing answer: the exception of the function, the limit that it hit, or its worker's end."""
    inputs: dict[str, Any] = field(default_factory=dict)
    """For ``run``: the scenario's inputs; for ``vjp``: ``cotangent`` and ``wrt``; for ``iterate``: ``limit``."""
    written: Written = Written()
    """Facts in the student's own text."""
    previous: Tried | None = None
    """Previous request in the same check."""
    again: Callable[..., Tried | None] | None = None
    """Function that repeats the request with other arguments; None if no further request is allowed."""
    run_again: Callable[..., Tried | None] | None = None
    """Function that runs a scenario, its text and its inputs given by name; None if no further request is allowed."""

    @property
    def references(self) -> frozenset[str]:
        """Dotted names that the student's own text mentions."""
        return self.written.references

    @property
    def raised(self) -> str:
        """Last line of the function's exception, as Python prints it: ``TypeError: …``; otherwise empty."""
        values = self.failure.values if self.failure is not None else {}
        return f"{values['type']}: {values['message']}" if {"type", "message"} <= set(values) else ""

    @property
    def raised_at(self) -> str:
        """The student's own line that raised; otherwise empty."""
        return self.failure.frames[-1].line if self.failure is not None and self.failure.frames else ""

    def evidence(self, error: CheckFailedError) -> Evidence:
        """Return the evidence of a failed check that a page shows."""
        got = error.got
        if got is None and self.answer is not None and not isinstance(self.answer.value, dict):
            got = view(self.answer.value)
        named = zip(self.names, self.arguments, strict=False)
        return Evidence(
            call=self.text,
            arguments=[Argument(name=n, value=view(v)) for name, value in named for n, v in _parts(name, value)],
            expected=error.expected,
            got=got,
            comparison=error.comparison,
        )


def _parts(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Yield the parts of an argument as a page shows them. A short list gives a part for each tensor and gradient."""
    few = isinstance(value, list | tuple) and 0 < len(value) <= _MOST_PARTS
    if not (few and all(isinstance(item, torch.Tensor) for item in value)):
        yield name, value
    else:
        for place, item in enumerate(value):
            yield f"{name}[{place}]", item
            if item.is_leaf and item.grad is not None:
                yield f"{name}[{place}].grad", item.grad
