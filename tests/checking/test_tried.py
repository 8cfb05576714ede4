"""What a page shows of a request: the call, its arguments and both sides."""

from __future__ import annotations

import torch

from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.tried import Answer, Tried
from torchgrade.model.results import Comparison
from torchgrade.protocol.messages import Scalar

X = torch.arange(6.0).reshape(2, 3)


def test_evidence_shows_the_call_its_arguments_and_both_sides() -> None:
    tried = Tried("call", "f(X, y)", ("X", "y"), (X, 2), answer=Answer(value=X, node=Scalar(None)))
    comparison = Comparison(
        elements=1, mismatched=1, worst_index=[0], worst_expected=0.0, worst_got=1.0, greatest_difference=1.0,
        rtol=0.0, atol=0.0,
    )  # fmt: skip
    evidence = tried.evidence(CheckFailedError("m", comparison=comparison))

    assert evidence.call == "f(X, y)"
    assert [(a.name, a.value.type) for a in evidence.arguments] == [("X", "Tensor"), ("y", "int")]
    assert evidence.got is not None
    assert evidence.got.shape == [2, 3]
    assert (evidence.expected, evidence.comparison) == (None, comparison)


def test_evidence_of_a_call_without_an_answer_has_no_result() -> None:
    evidence = Tried("call", "f(X)", ("X",), (X,)).evidence(CheckFailedError("m"))

    assert evidence.got is None


def test_a_short_list_of_tensors_is_shown_one_by_one_with_its_gradients() -> None:
    W = torch.ones(2, 1, requires_grad=True)
    W.grad = torch.zeros(2, 1)
    tried = Tried("call", "f(X, y)", ("X", "y"), ([W, torch.ones(1)], [1, 2]))

    assert [one.name for one in tried.evidence(CheckFailedError("value.none")).arguments] == [
        "X[0]", "X[0].grad", "X[1]", "y",
    ]  # fmt: skip
