"""Checks of ``sgd(params, lr, batch_size)`` (chapter section 2, step 6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
import torch

from torchgrade.checking import standard
from torchgrade.checking.assertions import assert_close, assert_form, assert_precise, float32_decides
from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.proxies import Answer, Student
from torchgrade.checking.views import view
from torchgrade.model.phrases import phrase
from torchgrade.protocol.values import Generator, TensorState
from torchgrade_d2l.linear_regression.sgd.steps import (
    CALL,
    CASES,
    DTYPES,
    SHAPES,
    parameters,
    replayed,
    rounds,
    stepped,
    text,
)

TOLERANCE = (1e-6, 1e-6)
"""Tolerance of float32, used in float64 too, because only one check judges the precision of float64."""
PRECISE = (1e-12, 1e-12)
ROUNDS_TOLERANCE = (1e-5, 1e-5)


def states_of(answer: Answer, params: Sequence[torch.Tensor]) -> tuple[TensorState, ...]:
    """Return the parameters after the call; fail if the list has another length than before."""
    states = answer.states[0]
    if len(states) != len(params):
        raise CheckFailedError("sgd.count", given=len(params), left=len(states))
    return states


def assert_step(answer: Answer, params: Sequence[torch.Tensor], lr: float, batch_size: int) -> None:
    """Check that every parameter made one step and kept its shape, and that a float32 parameter stayed float32."""
    for index, (state, param) in enumerate(zip(states_of(answer, params), params, strict=True)):
        what = phrase("what.parameter", name=f"params[{index}]")
        assert_form(state.data, param.shape, param.dtype if param.dtype == torch.float32 else None, what)
        assert_close(state.data, stepped(param, lr, batch_size), TOLERANCE, what)


def uncleared(states: Sequence[TensorState]) -> int | None:
    """Return the position of the first parameter whose gradient is neither None nor all zero."""
    for index, state in enumerate(states):
        if state.grad is not None and bool((state.grad != 0).any()):
            return index
    return None


def assert_rounds(student: Student, inputs: dict[str, Any]) -> None:
    """Check that rounds of backward and sgd give the same parameters as equally many exact steps."""
    result = student.run(text(), CALL, **inputs)
    count = len(inputs["batches"])
    for name, want in zip(("w", "b"), replayed(inputs), strict=True):
        assert_close(
            result.get(name), want, ROUNDS_TOLERANCE, what=phrase("sgd.what.after_rounds", name=name, count=count)
        )


@pytest.mark.check(points=1, kind="value")
def test_step(student: Student, tensors: Tensors) -> None:
    """Check both dtypes and the caller's own tensors, because a list may contain other tensors afterwards."""
    for dtype in DTYPES:
        several = [(parameters(tensors, dtype), lr, batch_size) for lr, batch_size in CASES]
        with float32_decides(dtype):
            # The record tells a diagnosis whether the step was made in place.
            for arguments, answer in zip(several, student.call_each(*several, record=True), strict=True):
                assert_step(answer, *arguments)
    assert_rounds(student, rounds(tensors, count=1))


@pytest.mark.check(points=0.5, kind="value", requires=["step"])
def test_precision(student: Student, tensors: Tensors) -> None:
    """Compare float64 parameters with the exact step."""
    several = [(parameters(tensors, torch.float64), lr, batch_size) for lr, batch_size in CASES]
    for (params, lr, batch_size), answer in zip(several, student.call_each(*several), strict=True):
        states = states_of(answer, params)
        for index, (state, param) in enumerate(zip(states, params, strict=True)):
            assert_precise(
                state.data,
                stepped(param, lr, batch_size),
                PRECISE,
                what=phrase("what.parameter", name=f"params[{index}]"),
            )


@pytest.mark.check(points=1, kind="contract", requires=["step"])
def test_cleared(student: Student, tensors: Tensors) -> None:
    """Check each gradient, and two rounds in which a gradient that was kept would add to the next gradient."""
    for dtype in DTYPES:
        params = parameters(tensors, dtype)
        with float32_decides(dtype):
            states = states_of(student.call(params, 0.03, 7, record=True), params)
            left = uncleared(states)
            if left is not None:
                raise CheckFailedError("sgd.gradient_left", got=view(states[left].grad), index=left)
    assert_rounds(student, rounds(tensors))


@pytest.mark.check(points=0.5, kind="contract", requires=["step"])
def test_generator(student: Student, tensors: Tensors) -> None:
    """Check a scalar parameter, a tuple and a generator."""
    for kind in (tuple, Generator):
        params = parameters(tensors, torch.float32, (*SHAPES, ()))
        through_list = states_of(student.call(params, 0.5, 4), params) if kind is Generator else ()
        answer = student.call(kind(params), 0.5, 4)
        assert_step(answer, params, 0.5, 4)
        left = uncleared(states_of(answer, params))
        # A gradient that stays in a list too fails another check.
        if kind is Generator and left is not None and uncleared(through_list) is None:
            raise CheckFailedError("sgd.generator_left", got=view(states_of(answer, params)[left].grad), index=left)


@pytest.mark.check(points=0.5, kind="contract", requires=["step"])
def test_leaf(student: Student, tensors: Tensors) -> None:
    """Look at the parameters after a call, and at the grad mode after two rounds."""
    params = parameters(tensors, torch.float32)
    for index, state in enumerate(states_of(student.call(params, 0.03, 7), params)):
        if not state.requires_grad:
            raise CheckFailedError("sgd.requires_no_grad", index=index)
        if not state.leaf:
            raise CheckFailedError("sgd.no_leaf", index=index)
    result = student.run(text(), CALL, **rounds(tensors))
    if result.get("grad_enabled") is not True:
        raise CheckFailedError("sgd.grad_mode")


def one_call(tensors: Tensors) -> Iterator[tuple[Any, ...]]:
    """Yield the arguments of a call."""
    yield parameters(tensors, torch.float32), 0.03, 7


test_integrity = standard.written(one_call, points=0.5, requires=["step"])
