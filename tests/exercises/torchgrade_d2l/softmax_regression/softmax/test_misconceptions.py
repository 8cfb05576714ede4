"""Tests of the mistakes that ``softmax`` knows: each is named alone, and a right answer is none of them."""

from __future__ import annotations

import copy
from collections.abc import Callable

import pytest
import torch

from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.proxies import Answer, Tried, Written
from torchgrade.protocol.messages import Scalar
from torchgrade_d2l.softmax_regression.softmax.checks import logits
from torchgrade_d2l.softmax_regression.softmax.misconceptions import MISCONCEPTIONS
from torchgrade_d2l.softmax_regression.softmax.oracle import LARGE

Function = Callable[[torch.Tensor], torch.Tensor]


def asked(function: Function, X: torch.Tensor, previous: Tried | None = None) -> Tried:
    """Return what comes of one call, as a worker would tell it."""
    tried = Tried("call", "softmax(X)", ("X",), (X,), previous=previous, again=lambda other: asked(function, other))
    try:
        tried.answer = Answer(value=function(X.clone()), node=Scalar(value=None))
    except (RuntimeError, TypeError) as error:
        tried.failure = CheckFailedError("call.raised", type=type(error).__name__, message=str(error))
    return tried


def pulled(function: Function, X: torch.Tensor, text: str = "") -> Tried:
    """Return what comes of a ``vjp`` with a cotangent of 0, 1, 2 and so on."""
    leaf = X.clone().requires_grad_()
    cotangent = torch.arange(float(X.numel()), dtype=X.dtype).reshape(X.shape)
    value = function(leaf)
    gradient = torch.autograd.grad(value, leaf, cotangent)[0] if value.requires_grad else None
    answer = Answer(value=value.detach(), node=Scalar(value=None), gradients=(gradient,))
    written = Written(parameters=("X",), text=text)
    inputs = {"cotangent": cotangent, "wrt": (0,)}
    return Tried("vjp", "softmax(X)", ("X",), (X,), answer, inputs=inputs, written=written)


def named(tried: Tried, check: str) -> set[str]:
    """Return the mistakes that explain what came."""
    return {
        m.id.rpartition(".")[2]
        for m in MISCONCEPTIONS
        if (not m.checks or f"softmax.{check}" in m.checks) and m.symptom(copy.copy(tried))
    }


def rows(function: Function, seed: int) -> Tried:
    """Return the last of calls in float32, the first of which ``rows`` makes, with a row that holds -inf."""
    tensors = Tensors(seed)
    tried: Tried | None = None
    for X in logits(tensors):
        tried = asked(function, X, tried)
    X = 3 * tensors.normal(3, 4)
    X[0, 1] = X[2, 3] = -torch.inf
    return asked(function, X, tried)


def shares(values: torch.Tensor, dim: int = 1) -> torch.Tensor:
    return values / values.sum(dim, keepdim=True)


def greatest(X: torch.Tensor) -> torch.Tensor:
    return X.max(1, keepdim=True).values


def right(X: torch.Tensor) -> torch.Tensor:
    return shares((X - greatest(X)).exp())


OF_ROWS: list[tuple[str, Function]] = [
    ("dim_0", lambda X: shares(X.exp(), 0)),
    ("dim_0", lambda X: shares((X - greatest(X)).exp(), 0)),
    ("whole_tensor", lambda X: (X - X.max()).exp() / (X - X.max()).exp().sum()),
    ("whole_tensor", lambda X: (X - greatest(X)).exp() / (X - greatest(X)).exp().sum()),
    ("numerator", lambda X: X / X.exp().sum(1, keepdim=True)),
    ("denominator", lambda X: X.exp() / X.sum(1, keepdim=True)),
    ("no_exp", shares),
    ("exp_only", torch.exp),
    ("base", lambda X: shares(2**X)),
    ("base", lambda X: shares(10 ** (X - greatest(X)))),
    ("softmin", lambda X: shares((-X).exp())),
    ("log_softmax", lambda X: X - X.exp().sum(1, keepdim=True).log()),
    ("sigmoid", lambda X: 1 / (1 + (-X).exp())),
    ("column_maximum", lambda X: shares((X - X.max(0, keepdim=True).values).exp())),
    ("transposed", lambda X: X.T.exp() / X.exp().sum(1)),
    ("max_pair", lambda X: X - torch.max(X, 1)),  # type: ignore[operator]
    ("no_keepdim", lambda X: X.exp() / X.exp().sum(1)),
    ("no_keepdim", lambda X: (X - greatest(X)).exp() / (X - greatest(X)).exp().sum(1)),
    ("no_keepdim_max", lambda X: shares((X - X.max(1).values).exp())),
]


@pytest.mark.parametrize(("mistake", "function"), OF_ROWS, ids=[f"{m}-{i}" for i, (m, _) in enumerate(OF_ROWS)])
def test_a_mistake_is_named_alone(mistake: str, function: Function) -> None:
    for seed in range(10):
        X = 3 * Tensors(seed).normal(4, 5)

        assert named(asked(function, X), "rows") == {mistake}


@pytest.mark.parametrize(
    ("mistake", "function"),
    [
        ("mean", lambda X: shares((X - X.mean(1, keepdim=True)).exp())),
        ("mean", lambda X: shares((X - X.mean()).exp())),
        ("mean", lambda X: shares((X - 100).exp())),
        ("minimum", lambda X: shares((X - X.min(1, keepdim=True).values).exp())),
    ],
)
def test_what_is_subtracted_is_told_apart_where_rows_fail(mistake: str, function: Function) -> None:
    assert named(rows(function, 1), "rows") == {mistake}


@pytest.mark.parametrize(
    ("mistake", "function"),
    [
        ("plain", lambda X: shares(X.exp())),
        ("plain", lambda X: shares(X.double().exp()).to(X.dtype)),
        ("max_index", lambda X: shares((X - X.max(1, keepdim=True).indices).exp())),
        ("mean", lambda X: shares((X - X.mean(1, keepdim=True)).exp())),
        ("mean", lambda X: shares((X - 10).exp())),
        ("mean", lambda X: shares((X - 1000 * (X.max() > 100)).exp())),
        ("minimum", lambda X: shares((X - X.min(1, keepdim=True).values).exp())),
        ("global_maximum", lambda X: shares((X - X.max()).exp())),
        ("clamped", lambda X: shares(X.clamp(max=30).exp())),
        ("clamped", lambda X: shares(X.clamp(min=-30).exp())),
        ("clamped", lambda X: shares(X.clamp(-80, 80).exp())),
        ("nan_hidden", lambda X: shares(X.exp()).nan_to_num()),
        ("guarded_sum", lambda X: X.exp() / (X.exp().sum(1, keepdim=True) + 1e-8)),
    ],
)
def test_what_overflows_is_named_alone(mistake: str, function: Function) -> None:
    assert named(asked(function, LARGE), "large") == {mistake}


@pytest.mark.parametrize(
    "function",
    [
        lambda X: shares((X - X[0].max()).exp()),
        lambda X: shares((X - X.abs().max()).exp()),
        lambda X: shares((X - X.max() / 2).exp()),
    ],
)
def test_another_shift_with_the_same_numbers_is_called_neither_the_maximum_of_the_tensor_nor_a_constant(
    function: Function,
) -> None:
    assert named(asked(function, LARGE), "large") == set()


@pytest.mark.parametrize(
    "function",
    [
        lambda X: shares((X / 2).exp()),
        lambda X: X.exp() / X.exp().norm(dim=1, keepdim=True),
        lambda X: shares(X.exp().clamp(max=2)),
        lambda X: X - torch.zeros(len(X)),  # raises what a sum without keepdim raises
        torch.zeros_like,
    ],
)
def test_an_unknown_mistake_is_not_named(function: Function) -> None:
    assert named(asked(function, 3 * Tensors(1).normal(4, 5)), "rows") == set()


@pytest.mark.parametrize(
    ("mistake", "function"),
    [
        ("flattened", lambda X: right(X).reshape(-1)),
        ("squeezed", lambda X: right(X).squeeze()),
    ],
)
def test_a_wrong_shape_is_named_alone(mistake: str, function: Function) -> None:
    tensors = Tensors(1)
    table = asked(function, 3 * tensors.normal(4, 5))

    assert named(asked(function, 3 * tensors.normal(1, 6), table), "shape") == {mistake}


@pytest.mark.parametrize(("type_", "mistakes"), [(torch.float32, {"float32"}), (torch.float64, set())])
def test_a_fixed_type_is_named_where_it_is_float32(type_: torch.dtype, mistakes: set[str]) -> None:
    other = torch.float64 if type_ == torch.float32 else torch.float32
    X = 3 * Tensors(2).normal(4, 5, dtype=other)

    assert named(asked(lambda X: right(X.to(type_)), X), "precision") == mistakes


def test_a_type_is_named_also_where_the_result_is_made_float64_again() -> None:
    X = 3 * Tensors(2).normal(4, 5, dtype=torch.float64)

    assert named(asked(lambda X: right(X.float()).to(X.dtype), X), "precision") == {"float32"}
    assert named(asked(right, X), "precision") == set()


@pytest.mark.parametrize(
    "function",
    [right, lambda X: (X - X.logsumexp(1, keepdim=True)).exp(), lambda X: X.T.softmax(0).T],
    ids=["maximum", "logsumexp", "transposed"],
)
def test_a_right_answer_is_no_mistake(function: Function) -> None:
    for check in ("rows", "shape"):
        assert named(rows(function, 1), check) == set()
    for check in ("large", "large_gradient"):
        assert named(asked(function, LARGE.double()), check) == set()
    assert named(pulled(function, 3 * Tensors(1).normal(4, 5).double()), "gradient") == set()


@pytest.mark.parametrize(
    "function",
    [
        lambda X: X.exp() / X.exp().sum(1, keepdim=True).detach(),
        lambda X: (X - greatest(X)).exp() / (X - greatest(X)).exp().sum(1, keepdim=True).detach(),
        lambda X: X.exp().detach() / X.exp().sum(1, keepdim=True),
    ],
)
def test_a_part_without_a_gradient_is_named(function: Function) -> None:
    assert named(pulled(function, Tensors(1).normal(4, 5).double()), "gradient") == {"detached_part"}


@pytest.mark.parametrize(
    ("mistake", "text"),
    [
        ("detached", "def softmax(X):\n    X = X.data\n    return right(X)"),
        ("no_grad", "@torch.no_grad()\ndef softmax(X):\n    return right(X)"),
        ("numbers", "def softmax(X):\n    return torch.tensor([[math.exp(x) for x in row] for row in X.tolist()])"),
        ("rebuilt", "def softmax(X):\n    return torch.tensor([[x.exp() for x in row] for row in X])"),
        ("numpy", "def softmax(X):\n    return torch.from_numpy(right(X.detach().numpy()))"),
        (None, "def softmax(X):\n    print(X.detach().numpy())\n    return right(X.data)"),
        (None, "@torch.no_grad()\ndef softmax(X):\n    return right(X.data)"),
        (None, "def softmax(X):\n    return right(copy.deepcopy(X) - X.max().detach())"),
        (None, "def softmax(X):\n    # not by X.data\n    return right(X)"),
    ],
)
def test_what_cuts_the_gradient_is_named_where_the_text_knows_one_way_only(mistake: str | None, text: str) -> None:
    tried = pulled(lambda X: right(X.detach()), Tensors(1).normal(4, 5).double(), text)

    assert named(tried, "gradient") == ({mistake} if mistake else set())


@pytest.mark.parametrize(("second", "edition"), [("dim", True), ("temperature", False)])
def test_a_dimension_without_a_default_is_of_another_course(second: str, edition: bool) -> None:
    tried = Tried("call", "softmax(X)", ("X", second), (LARGE,), written=Written(parameters=("x", second)))

    assert named(tried, "rows") == ({"edition"} if edition else set())
