"""Checks that most exercises have, each one line of ``checks.py``.

For example::

    test_shape = standard.form(softmax, logits, points=0.5, requires=["rows"])

Each function returns a pytest function with its mark. Its sentence and title are in ``sentences.toml``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import pytest
import torch

from torchgrade.checking.assertions import Tolerance, assert_close, assert_form, assert_precise, assert_unchanged
from torchgrade.checking.draws import Tensors
from torchgrade.checking.gradients import assert_gradient, assert_pulled_back
from torchgrade.checking.integrity import assert_written
from torchgrade.checking.proxies import Answer, Student
from torchgrade.courses.policies import Policy

Inputs = Callable[[Tensors], Iterable[Any]]
"""Function that yields the arguments of one call after another: a tensor, or a tuple of arguments."""
Right = Callable[..., torch.Tensor]
"""Right function of the judge, float64 results allowed."""
Check = Callable[..., None]


def values(
    right: Right,
    inputs: Inputs,
    *,
    points: float,
    requires: Sequence[str] | None = None,
    kind: str = "value",
    tolerance: Tolerance | dict[torch.dtype, Tolerance] | None = None,
) -> Check:
    """Return the check that the numbers are right, whatever their shape.

    :param kind: ``value``, or ``stability`` for inputs that overflow.
    :param tolerance: relative and absolute, if not that of the dtype.
    """

    @_mark(points, kind, requires)
    def check(student: Student, tensors: Tensors) -> None:
        for arguments, answer in _answers(student, inputs, tensors):
            assert_close(answer.value, right(*arguments), tolerance)

    return check


def form(right: Right, inputs: Inputs, *, points: float, requires: Sequence[str] | None = None) -> Check:
    """Return the check that the result has the right shape, and the dtype of the first floating argument."""

    @_mark(points, "shape", requires)
    def check(student: Student, tensors: Tensors) -> None:
        for arguments, answer in _answers(student, inputs, tensors):
            assert_form(answer.value, right(*arguments).shape, _floating(arguments))

    return check


def precise(
    right: Right,
    inputs: Inputs,
    *,
    points: float,
    requires: Sequence[str] | None = None,
    tolerance: Tolerance | None = None,
) -> Check:
    """Return the check that float64 arguments give a float64 result of its precision."""

    @_mark(points, "value", requires)
    def check(student: Student, tensors: Tensors) -> None:
        for arguments, answer in _answers(student, inputs, tensors):
            assert_precise(answer.value, right(*arguments), tolerance)

    return check


def gradient(
    right: Right, inputs: Inputs, *, points: float, requires: Sequence[str] | None = None, wrt: Sequence[int] = (0,)
) -> Check:
    """Return the check that the gradient is right, by differences and by the closed form.

    :param inputs: arguments; those to differentiate by are float64.
    :param wrt: positions of the arguments to differentiate by.
    """

    @_mark(points, "gradient", requires)
    def check(student: Student, tensors: Tensors) -> None:
        for arguments in _each(inputs, tensors):
            for place in wrt:
                assert_gradient(student, tensors, arguments, right, wrt=place)

    return check


def pullback(
    right: Right, inputs: Inputs, *, points: float, requires: Sequence[str] | None = None, tolerance: Tolerance
) -> Check:
    """Return the check that the gradient by the first argument equals the closed form.

    Use it for inputs so large that differences are useless.
    """

    @_mark(points, "stability", requires)
    def check(student: Student, tensors: Tensors) -> None:
        for arguments in _each(inputs, tensors):
            assert_pulled_back(student, tensors, arguments, right, tolerance)

    return check


def untouched(
    inputs: Inputs, *, points: float, requires: Sequence[str] | None = None, names: Sequence[str] = ("X",)
) -> Check:
    """Return the check that the arguments are the same after the call as before.

    :param names: names of the arguments, as the statement calls them.
    """

    @_mark(points, "contract", requires)
    def check(student: Student, tensors: Tensors) -> None:
        for arguments, answer in _answers(student, inputs, tensors):
            after = answer.after
            # A number cannot be changed in place.
            places = [place for place, one in enumerate(arguments) if isinstance(one, torch.Tensor)]
            before = [arguments[place] for place in places]
            assert_unchanged(before, [after[place] for place in places], [names[place] for place in places])

    return check


def written(inputs: Inputs, *, points: float, requires: Sequence[str] | None = None) -> Check:
    """Return the check that the function is written out, not called from a library: see ``policy`` of the exercise.

    :param inputs: only the first arguments are used.
    """

    @_mark(points, "integrity", requires)
    def check(student: Student, tensors: Tensors, policy: Policy, references: frozenset[str]) -> None:
        arguments = next(iter(_each(inputs, tensors)))
        answer = student.call(*arguments, record=True, constructors=policy.constructors)
        assert_written(policy, references, [answer.record])

    return check


def _mark(points: float, kind: str, requires: Sequence[str] | None) -> Callable[[Check], Check]:
    declared = {} if requires is None else {"requires": list(requires)}
    mark: Callable[[Check], Check] = pytest.mark.check(points=points, kind=kind, **declared)
    return mark


def _answers(student: Student, inputs: Inputs, tensors: Tensors) -> Iterator[tuple[tuple[Any, ...], Answer]]:
    """Yield the arguments of each call and its answer, all from one round trip."""
    several = list(_each(inputs, tensors))
    return zip(several, student.call_each(*several), strict=True)


def _each(inputs: Inputs, tensors: Tensors) -> Iterable[tuple[Any, ...]]:
    for arguments in inputs(tensors):
        yield arguments if isinstance(arguments, tuple) else (arguments,)


def _floating(arguments: Sequence[Any]) -> torch.dtype:
    return next(a.dtype for a in arguments if isinstance(a, torch.Tensor) and a.is_floating_point())
