"""A student whose function is called directly: the checks without processes, protocol or pytest (ruling 38)."""

from __future__ import annotations

import copy
import importlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from types import ModuleType, SimpleNamespace
from typing import Any

import torch

from torchgrade.checking.draws import Tensors, derive_seed
from torchgrade.checking.tried import Answer, Tried, Written
from torchgrade.cli.options import installed_assignments
from torchgrade.courses.outline import outlines
from torchgrade.courses.solutions import hidden_module, reference_of, solutions
from torchgrade.datasets.dataset import Dataset
from torchgrade.model.results import Attachment, Note
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import resolve
from torchgrade.protocol.messages import DataRef, Record, Scalar
from torchgrade.protocol.values import Generator, TensorState

_SEEN = Record(functions=["called"])


class LocalStudent:
    """A student with the interface of ``torchgrade.checking.proxies.Student`` that calls the function directly."""

    def __init__(self, name: str, function: Callable[..., Any]) -> None:
        self._name, self._function = name, function
        self._data: dict[str, torch.Tensor] = {}
        self.written = Written()
        self.tried: Tried | None = None
        setattr(self, name, function)

    def call(self, *arguments: Any, record: bool = False, constructors: Any = ()) -> Answer:
        given = [_copied(a) for a in arguments]
        value = self._function(
            *(iter(g) if isinstance(a, Generator) else g for a, g in zip(arguments, given, strict=True))
        )
        states = tuple(tuple(map(_state, _tensors(g))) for g in given)
        return Answer(value=value, node=Scalar(None), after=tuple(given), states=states, record=_SEEN)

    def call_each(self, *several: tuple[Any, ...], record: bool = False) -> Iterator[Answer]:
        for arguments in several:
            yield self.call(*arguments)

    def vjp(self, *arguments: Any, wrt: Any, cotangent: torch.Tensor) -> Answer:
        inputs = [a.detach().clone() if i in wrt else a for i, a in enumerate(arguments)]
        for i in wrt:
            inputs[i].requires_grad_()
        value = self._function(*inputs)
        value.backward(cotangent)
        return Answer(value=value.detach(), node=Scalar(None), gradients=tuple(inputs[i].grad for i in wrt))

    def iterate(self, *arguments: Any, limit: int, record: bool = False, constructors: Any = ()) -> Answer:
        iterator = iter(self._function(*arguments))
        items = list(islice(iterator, limit))
        return Answer(value=items, node=Scalar(None), after=arguments, type="generator", record=_SEEN)

    def run(self, scenario: str, describe: str, **inputs: Any) -> dict[str, Any]:
        given = {k: self._data[v.name] if isinstance(v, DataRef) else _copied(v) for k, v in inputs.items()}
        space = {"inputs": given, "student": SimpleNamespace(**{self._name: self._function})}
        exec(compile(scenario, "<scenario>", "exec"), space)
        return dict(space["result"])

    def attach(self, name: str, value: torch.Tensor) -> None:
        self._data[name] = value


def _copied(value: Any) -> Any:
    """Return a copy of parameters, because they change in place and a check compares them with their old values."""
    if isinstance(value, torch.Tensor):
        return copy.deepcopy(value) if value.requires_grad else value
    return type(value)(map(_copied, value)) if isinstance(value, list | tuple) else value


def _tensors(value: Any) -> list[torch.Tensor]:
    return [part for part in (value if isinstance(value, list | tuple) else [value]) if isinstance(part, torch.Tensor)]


def _state(tensor: torch.Tensor) -> TensorState:
    return TensorState(data=tensor.detach(), grad=tensor.grad, requires_grad=tensor.requires_grad, leaf=tensor.is_leaf)


@dataclass
class LocalData:
    """Data with the interface of the fixture ``data``."""

    dataset: Dataset
    run_seed: int = 1

    def __post_init__(self) -> None:
        self._kept: dict[str, Any] = {}

    def kept(self, name: str, make: Callable[[], Any]) -> Any:
        if name not in self._kept:
            self._kept[name] = make()
        return self._kept[name]

    def note(self, message_id: str, **values: Any) -> Note:
        return Note(message_id=message_id, values=values)

    def attach(self, attachment: Attachment) -> None:
        """Ignore the attachment, because pages are not part of the floor."""


def exercises(assignment: str = "core", *, training: bool = True) -> tuple[str, ...]:
    """Return the exercises of an assignment, without those that train on images unless ``training``."""
    wanted = installed_assignments(Plugins())[assignment]
    return tuple(one.name for one in outlines(Plugins()) if one.name in wanted and (training or not one.data))


def checks(
    source: ModuleType | SimpleNamespace, names: Sequence[str], data: LocalData
) -> Iterator[tuple[str, Callable[[], None]]]:
    """Yield every check of these exercises with its id, including hidden ones, bound to the functions of a module."""
    plugins = Plugins()
    packages = {outline.name: outline.package for outline in outlines(plugins)}
    known = solutions(plugins)
    for name in names:
        student = LocalStudent(name, getattr(source, name))
        hidden = hidden_module(known[name])
        for module_name in (f"{packages[name]}.checks", *([hidden] if hidden is not None else [])):
            module = importlib.import_module(module_name)
            for key, check in vars(module).items():
                if key.startswith("test_"):
                    yield f"{name}.{key}", _bound(name, key, check, student, data, resolve(reference_of(known[name])))


def _bound(
    exercise: str,
    key: str,
    check: Callable[..., None],
    student: LocalStudent,
    data: LocalData,
    reference: Any,
) -> Callable[[], None]:
    from torchgrade.courses.policies import Policy

    wanted = check.__code__.co_varnames[: check.__code__.co_argcount]

    def run() -> None:
        available = {
            "student": student,
            "tensors": Tensors(derive_seed(1, "bench", f"{exercise}.{key}")),
            "policy": Policy(),
            "references": frozenset(),
            "data": data,
            "reference": reference,
        }
        check(**{name: available[name] for name in wanted})

    return run
