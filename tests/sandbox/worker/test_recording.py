"""The record names the functions, operators and constructors that ran, and whether it was switched off."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from torch.utils.data import DataLoader, TensorDataset

from torchgrade.protocol.messages import Record
from torchgrade.sandbox.worker.recording import GIVEN_FILE, Recorder

X = torch.ones(2, 3)


def record(function: Callable[[], object], *constructors: str) -> Record:
    recorder = Recorder(list(constructors))
    with recorder.running():
        function()
    return recorder.record()


def test_functions_and_operators_are_named() -> None:
    seen = record(lambda: torch.nn.functional.softmax(X.exp(), dim=1))

    assert {"torch.nn.functional.softmax", "torch.Tensor.exp"} <= set(seen.functions)
    assert {"exp", "_softmax"} <= set(seen.operators)
    assert not seen.disabled


def test_a_function_behind_another_name_is_seen_by_its_operator() -> None:
    hidden = getattr(torch, "soft" + "max")

    assert "_softmax" in record(lambda: hidden(X, 1)).operators


def test_a_method_called_through_c_is_seen() -> None:
    assert "_softmax" in record(lambda: torch._C._nn.gelu(X) + torch.softmax(X, 1)).operators


def test_what_runs_outside_is_not_recorded() -> None:
    recorder = Recorder([])
    X.cos()
    with recorder.running():
        X.sin()
    X.tan()

    assert recorder.record().operators == ["sin"]


def test_switching_functions_off_is_told_or_leaves_the_operators() -> None:
    def sly() -> None:
        with torch._C.DisableTorchFunction():
            torch.softmax(X, 1)

    seen = record(sly)
    assert "_softmax" in seen.operators


def test_leaving_the_record_switched_off_fails_the_call_and_is_told() -> None:
    from torch.overrides import _pop_mode

    recorder = Recorder([])
    with pytest.raises(RuntimeError, match="empty mode stack"), recorder.running():
        _pop_mode()

    assert recorder.record().disabled


def test_constructors_are_named_and_work_as_before() -> None:
    reference = "torch.utils.data.DataLoader"
    before = DataLoader.__init__
    made: list[DataLoader[object]] = []
    seen = record(lambda: made.append(DataLoader(TensorDataset(X), batch_size=2)), reference)

    assert seen.constructed == [reference]
    assert DataLoader.__init__ is before
    assert len(list(made[0])) == 1


@pytest.mark.parametrize("reference", ["no_such_module.Thing", "torch.NoSuchClass"])
def test_a_constructor_that_is_not_there_is_left_out(reference: str) -> None:
    assert record(lambda: X.exp(), reference).constructed == []


GIVEN = """
import torch

def softmax(X):
    return torch.nn.Softmax(dim=1)(X)

def step(loss, X):
    torch.optim.SGD([X], lr=0.1)
    return loss(X)
"""


@pytest.fixture
def given() -> dict[str, Callable[..., object]]:
    space: dict[str, Callable[..., object]] = {}
    exec(compile(GIVEN, GIVEN_FILE, "exec"), space)
    return space


def test_what_a_given_function_calls_is_not_recorded(given: dict[str, Callable[..., object]]) -> None:
    seen = record(lambda: given["softmax"](X.exp()))

    assert (seen.functions, seen.operators) == (["torch.Tensor.exp"], ["exp"])


def test_what_a_function_of_the_student_calls_is_recorded_below_a_given_one(
    given: dict[str, Callable[..., object]],
) -> None:
    reference = "torch.optim.SGD"
    seen = record(lambda: given["step"](lambda Y: torch.nn.functional.softmax(Y, dim=1), X), reference)

    assert "torch.nn.functional.softmax" in seen.functions
    assert "_softmax" in seen.operators
    assert seen.constructed == []


def test_a_record_is_bounded_and_sorted() -> None:
    recorder = Recorder([])
    recorder.functions = {f"f{i:04}" for i in range(900)}

    assert recorder.record().functions == [f"f{i:04}" for i in range(500)]
