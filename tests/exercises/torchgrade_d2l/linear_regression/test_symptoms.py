"""Tests of the symptom of an argument that a call has changed."""

from __future__ import annotations

import pytest
import torch

from torchgrade.checking.tried import Answer, Tried
from torchgrade.protocol.messages import Scalar
from torchgrade_d2l.linear_regression.symptoms import changed

SENT = torch.tensor([[1.0], [2.0]])


def tried(after: object, previous: Tried | None = None) -> Tried:
    answer = Answer(value=SENT, node=Scalar(value=None), after=(after, 0.5))
    return Tried("call", "", ("y_hat", "sigma"), (SENT, 0.5), answer, previous=previous)


@pytest.mark.parametrize("after", [SENT + 1, SENT.reshape(-1), SENT.double(), None, "text", [SENT]])
def test_a_changed_argument_is_seen(after: object) -> None:
    assert changed(tried(after))


def test_an_earlier_call_counts_too() -> None:
    assert changed(tried(SENT.clone(), previous=tried(SENT * 2)))


def test_equal_arguments_and_a_call_without_answer_are_no_change() -> None:
    assert not changed(tried(SENT.clone()))
    assert not changed(Tried("call", "", ("y_hat",), (SENT,)))
