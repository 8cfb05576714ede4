"""What a check asked of a submission and what came: the material of a diagnosis and of what a page shows."""

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
    """What the text of a submission says of one exercise: a hint for a diagnosis, never for points."""

    references: frozenset[str] = frozenset()
    """Dotted names that the reached code mentions, aliases resolved."""
    parameters: tuple[str, ...] = ()
    """Names of the function's positional parameters."""
    names: frozenset[str] = frozenset()
    """Names that the student defines or assigns at top level."""
    text: str = ""
    """The statements that the function reaches, as they stand in the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back from one request."""

    value: Any
    """Plain tensors, numbers, strings, lists, tuples, dicts, or an ``Opaque`` for what does not cross."""
    node: Node
    """The same, with what the worker claims of it (dtype, leaf, requires_grad, subclass)."""
    after: tuple[Any, ...] = ()
    """The arguments after the call; of a generator, the list of all its items."""
    states: tuple[tuple[TensorState, ...], ...] = ()
    """For each argument the tensors in it after the call, with ``.grad`` and the claims of leaf and requires_grad."""
    aliases: tuple[int, ...] = ()
    """Claim: positions of arguments whose storage the result shares."""
    gradients: tuple[torch.Tensor | None, ...] = ()
    """For ``vjp``."""
    exhausted: bool = True
    """Claim, for ``iterate``: whether the items ended by themselves."""
    type: str = ""
    """Claim, for ``iterate``: what was iterated."""
    record: Record | None = None
    """Claim: what ran."""
    warnings: tuple[str, ...] = ()
    """Texts of warnings raised meanwhile."""


@dataclass(slots=True)
class Tried:
    """The last request of a check, from which its evidence is made."""

    verb: str
    text: str
    names: tuple[str, ...]
    arguments: tuple[Any, ...]
    answer: Answer | None = None
    failure: CheckFailedError | None = None
    """Why there is no answer: what the function raised, the limit that it hit, how its worker ended."""
    inputs: dict[str, Any] = field(default_factory=dict)
    """For ``run``: what the scenario was given; for ``vjp``: ``cotangent`` and ``wrt``; for ``iterate``: ``limit``."""
    written: Written = Written()
    """What the student's own text says."""
    previous: Tried | None = None
    """The request before this one in the same check."""
    again: Callable[..., Tried | None] | None = None
    """Asks the same of the worker with other arguments; None where nothing may be asked any more."""
    run_again: Callable[..., Tried | None] | None = None
    """Runs a scenario, its text and its inputs given by name, beside the function; None where nothing may be asked."""

    @property
    def references(self) -> frozenset[str]:
        """Dotted names that the student's own text mentions."""
        return self.written.references

    @property
    def raised(self) -> str:
        """What the function raised, as Python's last line says it: ``TypeError: …``; else empty."""
        values = self.failure.values if self.failure is not None else {}
        return f"{values['type']}: {values['message']}" if {"type", "message"} <= set(values) else ""

    @property
    def raised_at(self) -> str:
        """The student's own line that raised; else empty."""
        return self.failure.frames[-1].line if self.failure is not None and self.failure.frames else ""

    def evidence(self, error: CheckFailedError) -> Evidence:
        """Return what a page shows of a failed check."""
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
    """Yield an argument as it is shown: a short list of tensors one by one, each with its gradient."""
    few = isinstance(value, list | tuple) and 0 < len(value) <= _MOST_PARTS
    if not (few and all(isinstance(item, torch.Tensor) for item in value)):
        yield name, value
    else:
        for place, item in enumerate(value):
            yield f"{name}[{place}]", item
            if item.is_leaf and item.grad is not None:
                yield f"{name}[{place}].grad", item.grad
