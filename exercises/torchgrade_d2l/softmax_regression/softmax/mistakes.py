"""Mistakes that students make in ``softmax``, as they write them."""

from __future__ import annotations

import torch

from torchgrade.checking.diagnosis import failed_as, raised, twin
from torchgrade.checking.mistake import Mistakes
from torchgrade.checking.shared_mistakes import changed_in_place, cut_graph, fixed_float32
from torchgrade.checking.tried import Tried
from torchgrade_d2l.softmax_regression.softmax import oracle
from torchgrade_d2l.softmax_regression.softmax.oracle import LEVELS, LIMITS, SQUARE

mistake = Mistakes("softmax", right=oracle.softmax)
right = mistake.right
ROWS = ("rows", "shape")
LARGE = ("large", "large_gradient")
SHIFT = (*LARGE, "minus_infinity", "rows")


def shares(values):
    return values / values.sum(1, keepdim=True)


def lowered(X):
    return X - X.amax(1, keepdim=True)


# The sum is taken over other numbers.


@mistake("dim_0", explains=ROWS, about="sum")
def softmax(X):
    return X.exp() / X.exp().sum(0)


@mistake("dim_0")
def softmax(X):
    return lowered(X).exp() / lowered(X).exp().sum(0)


@mistake("no_keepdim", explains=ROWS, about="sum", probe=SQUARE)
def softmax(X):
    return X.exp() / X.exp().sum(1)


@mistake("no_keepdim", probe=SQUARE)
def softmax(X):
    return lowered(X).exp() / lowered(X).exp().sum(1)


@mistake("no_keepdim", probe=SQUARE)
def softmax(X):
    X_exp = (X - X.amax(1)).exp()
    return X_exp / X_exp.sum(1)


@mistake("whole_tensor", explains=ROWS, about="sum")
def softmax(X):
    return X.exp() / X.exp().sum()


@mistake("whole_tensor")
def softmax(X):
    return lowered(X).exp() / lowered(X).exp().sum()


@mistake("exp_only", explains=ROWS, about="sum")
def softmax(X):
    return torch.exp(X)


@mistake("exp_only")
def softmax(X):
    return torch.exp(lowered(X))


@mistake("sigmoid", explains=ROWS, about="sum")
def softmax(X):
    return 1 / (1 + torch.exp(-X))


# The argument of exp is wrong.


@mistake("numerator", explains=ROWS, about="exp")
def softmax(X):
    return X / X.exp().sum(1, keepdim=True)


@mistake("numerator")
def softmax(X):
    return X / lowered(X).exp().sum(1, keepdim=True)


@mistake("denominator", explains=ROWS, about="exp")
def softmax(X):
    return X.exp() / X.sum(1, keepdim=True)


@mistake("denominator")
def softmax(X):
    return lowered(X).exp() / lowered(X).sum(1, keepdim=True)


@mistake("no_exp", explains=ROWS, about="exp")
def softmax(X):
    return X / X.sum(1, keepdim=True)


@mistake("base", explains=ROWS, about="exp")
def softmax(X):
    return right(X * 0.6931471805599453)


@mistake("base")
def softmax(X):
    return right(X * 2.302585092994046)


@mistake("softmin", explains=ROWS, about="exp")
def softmax(X):
    return right(-X)


@mistake("log_softmax", explains=ROWS, about="exp")
def softmax(X):
    return torch.log(right(X))


@mistake("first_argument", explains=ROWS, about="exp")
def softmax(X):
    return X


# A wrong number is subtracted instead of the row's maximum.


@mistake("max_pair", explains=ROWS, about="shift", section="7.1", shows=raised("torch.return_types.max"))
def softmax(X):
    return shares(torch.exp(X - torch.max(X, 1, keepdim=True)))


@mistake("column_maximum", explains=ROWS, about="shift", section="7.1")
def softmax(X):
    return shares((X - X.amax(0)).exp())


@mistake("no_keepdim_max", explains=ROWS, about="shift", section="7.1", probe=SQUARE)
def softmax(X):
    return shares((X - X.amax(1)).exp())


@mistake("plain", explains=SHIFT, about="shift", section="7.1", probe=LIMITS)
def softmax(X):
    return shares(X.exp())


@mistake("plain", probe=LIMITS)
def softmax(X):
    return shares(X.double().exp()).to(X.dtype)


@mistake("max_index", explains=SHIFT, about="shift", section="7.1", probe=LIMITS)
def softmax(X):
    return shares((X - X.argmax(1, keepdim=True)).exp())


@mistake("minimum", explains=SHIFT, about="shift", section="7.1", probe=LIMITS)
def softmax(X):
    return shares((X - X.amin(1, keepdim=True)).exp())


@mistake("global_maximum", explains=SHIFT, about="shift", section="7.1", probe=LIMITS)
def softmax(X):
    return shares((X - X.max()).exp())


@mistake("mean", explains=SHIFT, about="shift", section="7.1", probe=LIMITS)
def softmax(X):
    return shares((X - X.mean(1, keepdim=True)).exp())


@mistake("mean", probe=LIMITS)
def softmax(X):
    return shares((X - X.mean()).exp())


def subtracts_a_constant(tried: Tried) -> bool:
    """Return whether a constant was subtracted; call twice, because a number that depends on X is not a constant."""
    found = []
    for levels in (LEVELS, LEVELS - 100):
        made = tried.again(levels) if tried.again is not None else None
        c = oracle.constant(levels, made.answer.value) if made is not None and made.answer is not None else None
        if c is None or abs(c) < 2:
            return False
        found.append(c)
    near = (found[0], found[0] - 1, found[0] + 1)
    return abs(found[0] - found[1]) <= 1 and any(twin(lambda X, c=c: shares((X - c).exp()))(tried) for c in near)


@mistake("mean", shows=subtracts_a_constant)
def softmax(X):
    return shares((X - 10).exp())


@mistake("clamped", explains=LARGE, about="exp", section="7.1")
def softmax(X):
    return shares(X.clamp(max=50).exp())


@mistake("clamped")
def softmax(X):
    return shares(X.clamp(min=-50).exp())


@mistake("clamped")
def softmax(X):
    return shares(X.clamp(-50, 50).exp())


@mistake("nan_hidden", explains=LARGE, about="shift", section="7.1")
def softmax(X):
    return shares(X.exp()).nan_to_num()


@mistake("guarded_sum", explains=LARGE, about="shift", section="7.1")
def softmax(X):
    return X.exp() / (X.exp().sum(1, keepdim=True) + 1e-9)


# The form of the function or of its result.


def demands_dim(tried: Tried) -> bool:
    """Return whether the call failed because a second parameter, the dimension, has no default."""
    refused = tried.answer is None and (tried.failure is None or failed_as("call.parameters")(tried))
    return refused and tried.written.parameters[1:] == ("dim",)


@mistake("edition", about="form", shows=demands_dim)
def softmax(X, dim):
    return right(X)


@mistake("transposed", explains=ROWS, about="form")
def softmax(X):
    return right(X).T


@mistake("flattened", explains=["shape"], about="form")
def softmax(X):
    return right(X).reshape(-1)


def loses_a_dimension(tried: Tried) -> bool:
    """Return whether the result has fewer dimensions than X and the numbers of the right result."""
    fewer = tried.answer is not None and tried.answer.value.ndim < tried.arguments[0].ndim
    return fewer and twin(lambda X: right(X).squeeze())(tried)


@mistake("squeezed", explains=["shape"], about="form", shows=loses_a_dimension)
def softmax(X):
    return right(X).squeeze()


# A part of the formula is cut from the graph.


@mistake("detached_part", explains=["gradient"], about="gradient", compares="gradient")
def softmax(X):
    X_exp = lowered(X).exp()
    return X_exp / X_exp.sum(1, keepdim=True).detach()


@mistake("detached_part", compares="gradient", beside=["plain"])
def softmax(X):
    return X.exp() / X.exp().sum(1, keepdim=True).detach()


@mistake("detached_part", compares="gradient", beside=["plain"])
def softmax(X):
    return X.exp().detach() / X.exp().sum(1, keepdim=True)


mistake.share(
    cut_graph("gradient"),
    fixed_float32("precision"),
    changed_in_place("untouched"),
)


# Wrong answers that the sentence of the check explains.


@mistake.unnamed("integrity")
def softmax(X):
    return torch.softmax(X, 1)


@mistake.unnamed("other_sizes")
def softmax(X):
    return right(X) if X.shape[1] in (3, 4, 5, 6) and X.shape != (6, 6) else X
