"""Mistakes that students make in ``log_softmax``, as they write them."""

from __future__ import annotations

import torch

from torchgrade.checking.diagnosis import raised, twin
from torchgrade.checking.mistake import Mistakes
from torchgrade.checking.shared_mistakes import changed_in_place, cut_graph, fixed_float32
from torchgrade.checking.tried import Tried
from torchgrade_d2l.softmax_regression.huge_logits import clamps, stops_at_a_bound
from torchgrade_d2l.softmax_regression.log_softmax import oracle
from torchgrade_d2l.softmax_regression.softmax.oracle import LIMITS, SQUARE

mistake = Mistakes("log_softmax", right=oracle.log_softmax)
right = mistake.right
ROWS = ("rows", "shape")
HUGE = ("huge",)
SHIFT = ("huge", "rows")


def lowered(X):
    return X - X.amax(1, keepdim=True)


def log_sum(X):
    return X.exp().sum(1, keepdim=True).log()


def softmax_of_plain_exp(X):
    return X.exp() / X.exp().sum(1, keepdim=True)


# The sum is taken over other numbers.


@mistake("dim_0", explains=ROWS, about="sum")
def log_softmax(X):
    return X - X.exp().sum(0).log()


@mistake("dim_0")
def log_softmax(X):
    return lowered(X) - lowered(X).exp().sum(0).log()


@mistake("no_keepdim", explains=ROWS, about="sum", probe=SQUARE)
def log_softmax(X):
    return X - X.exp().sum(1).log()


@mistake("no_keepdim", probe=SQUARE)
def log_softmax(X):
    return lowered(X) - lowered(X).exp().sum(1).log()


@mistake("no_keepdim", probe=SQUARE)
def log_softmax(X):
    return X - X.amax(1) - (X - X.amax(1)).exp().sum(1).log()


@mistake("whole_tensor", explains=ROWS, about="sum")
def log_softmax(X):
    return X - X.exp().sum().log()


@mistake("whole_tensor")
def log_softmax(X):
    return lowered(X) - lowered(X).exp().sum().log()


@mistake("sigmoid", explains=ROWS, about="sum")
def log_softmax(X):
    return torch.log(1 / (1 + torch.exp(-X)))


# The logarithm or the exp is missing, or at the wrong place.


@mistake("softmax", explains=ROWS, about="log")
def log_softmax(X):
    return torch.exp(right(X))


@mistake("negative", explains=ROWS, about="log")
def log_softmax(X):
    return -right(X)


@mistake("base", explains=ROWS, about="log")
def log_softmax(X):
    return torch.log2(torch.exp(right(X)))


@mistake("base")
def log_softmax(X):
    return torch.log10(torch.exp(right(X)))


@mistake("no_log", explains=ROWS, about="log")
def log_softmax(X):
    return X - X.exp().sum(1, keepdim=True)


@mistake("no_log")
def log_softmax(X):
    return lowered(X) - lowered(X).exp().sum(1, keepdim=True)


@mistake("no_exp", explains=ROWS, about="log")
def log_softmax(X):
    return X - X.sum(1, keepdim=True).log()


@mistake("no_exp")
def log_softmax(X):
    return torch.log(X / X.sum(1, keepdim=True))


@mistake("log_before_sum", explains=ROWS, about="log")
def log_softmax(X):
    return lowered(X) - lowered(X).sum(1, keepdim=True)


@mistake("log_before_sum")
def log_softmax(X):
    return X - X.exp().log().sum(1, keepdim=True)


@mistake("mean_of_exp", explains=ROWS, about="sum")
def log_softmax(X):
    return lowered(X) - lowered(X).exp().mean(1, keepdim=True).log()


@mistake("one_added", explains=ROWS, about="log")
def log_softmax(X):
    return lowered(X) - lowered(X).exp().sum(1, keepdim=True).log1p()


@mistake("sum_added", explains=ROWS, about="log")
def log_softmax(X):
    return X + log_sum(X)


@mistake("sum_added")
def log_softmax(X):
    return lowered(X) + log_sum(lowered(X))


@mistake("quotient", explains=ROWS, about="log")
def log_softmax(X):
    return X / log_sum(X)


@mistake("quotient")
def log_softmax(X):
    return lowered(X) / log_sum(lowered(X))


@mistake("no_sum", explains=ROWS, about="log")
def log_softmax(X):
    return lowered(X)


@mistake("softmax_twice", explains=ROWS, about="log")
def log_softmax(X):
    return right(torch.exp(right(X)))


@mistake("first_argument", explains=ROWS, about="log")
def log_softmax(X):
    return X


# The maximum does not cancel.


@mistake("max_pair", explains=ROWS, about="maximum", shows=raised("torch.return_types.max"))
def log_softmax(X):
    X = X - torch.max(X, 1, keepdim=True)
    return X - log_sum(X)


@mistake("maximum_once", explains=ROWS, about="maximum")
def log_softmax(X):
    return X - log_sum(lowered(X))


@mistake("maximum_once")
def log_softmax(X):
    return lowered(X) - log_sum(X)


@mistake("maximum_once")
def log_softmax(X):
    return lowered(X) - X.amax(1, keepdim=True) - log_sum(lowered(X))


@mistake("column_maximum", explains=ROWS, about="maximum")
def log_softmax(X):
    X = X - X.amax(0)
    return X - log_sum(X)


@mistake("no_keepdim_max", explains=ROWS, about="maximum", probe=SQUARE)
def log_softmax(X):
    X = X - X.amax(1)
    return X - log_sum(X)


# A step overflows or underflows at large logits.


@mistake("log_of_softmax", explains=SHIFT, about="underflow", probe=LIMITS)
def log_softmax(X):
    exp = lowered(X).exp()
    return torch.log(exp / exp.sum(1, keepdim=True))


@mistake("log_of_softmax", probe=LIMITS)
def log_softmax(X):
    return torch.log(softmax_of_plain_exp(X))


@mistake("log_of_softmax", probe=LIMITS)
def log_softmax(X):
    return torch.log(lowered(X).exp()) - log_sum(lowered(X))


@mistake("floor", explains=["rows", "precision", *HUGE], about="underflow", shows=stops_at_a_bound())
def log_softmax(X):
    return torch.log(torch.exp(right(X)) + 1e-3)


@mistake("floor", explains=[*HUGE, "precision"], shows=stops_at_a_bound())
def log_softmax(X):
    return torch.log(torch.exp(right(X)).clamp(min=1e-30))


@mistake("floor", explains=[*HUGE, "precision"], shows=stops_at_a_bound())
def log_softmax(X):
    return right(X).clamp(min=-100)


@mistake("guard_in_sum", explains=["precision"], about="underflow")
def log_softmax(X):
    return lowered(X) - (lowered(X).exp().sum(1, keepdim=True) + 1e-6).log()


@mistake("guard_in_sum")
def log_softmax(X):
    return lowered(X) - (lowered(X).exp().sum(1, keepdim=True) + 1e-7).log()


@mistake("clamped", explains=HUGE, about="underflow", shows=clamps(right))
def log_softmax(X):
    return right(X.clamp(-80, 80))


@mistake("clamped", shows=clamps(right))
def log_softmax(X):
    return right(X.clamp(max=50))


@mistake("overflow", explains=SHIFT, about="maximum", probe=LIMITS)
def log_softmax(X):
    return X - log_sum(X)


@mistake("overflow", probe=LIMITS)
def log_softmax(X):
    return X - log_sum(X.double()).to(X.dtype)


@mistake("global_maximum", explains=SHIFT, about="maximum", probe=LIMITS)
def log_softmax(X):
    return X - X.max() - log_sum(X - X.max())


@mistake("mean", explains=SHIFT, about="maximum", probe=LIMITS)
def log_softmax(X):
    X = X - X.mean(1, keepdim=True)
    return X - log_sum(X)


@mistake("mean", probe=LIMITS)
def log_softmax(X):
    X = X - X.mean()
    return X - log_sum(X)


@mistake("minimum", explains=SHIFT, about="maximum", probe=LIMITS)
def log_softmax(X):
    X = X - X.amin(1, keepdim=True)
    return X - log_sum(X)


@mistake("max_index", explains=SHIFT, about="maximum", probe=LIMITS)
def log_softmax(X):
    X = X - X.argmax(1, keepdim=True)
    return X - log_sum(X)


@mistake("nan_hidden", explains=HUGE, about="underflow")
def log_softmax(X):
    return (X - log_sum(X)).nan_to_num()


@mistake("nan_hidden")
def log_softmax(X):
    exp = lowered(X).exp()
    return torch.log(exp / exp.sum(1, keepdim=True)).nan_to_num()


# The form of the result.


@mistake("transposed", explains=ROWS, about="form")
def log_softmax(X):
    return right(X).T


@mistake("flattened", explains=["shape"], about="form")
def log_softmax(X):
    return right(X).reshape(-1)


def loses_a_dimension(tried: Tried) -> bool:
    """Return whether the result has fewer dimensions than X and the numbers of the right result."""
    fewer = tried.answer is not None and tried.answer.value.ndim < tried.arguments[0].ndim
    return fewer and twin(lambda X: right(X).squeeze())(tried)


@mistake("squeezed", explains=["shape"], about="form", shows=loses_a_dimension)
def log_softmax(X):
    return right(X).squeeze()


# A part of the formula is cut from the graph.


@mistake("detached_part", explains=["gradient", "huge_gradient"], about="gradient", compares="gradient")
def log_softmax(X):
    return lowered(X) - log_sum(lowered(X)).detach()


@mistake("detached_part", compares="gradient")
def log_softmax(X):
    m = X.amax(1, keepdim=True)
    return X - (m + log_sum(X - m)).detach()


@mistake("detached_part", compares="gradient")
def log_softmax(X):
    return X.detach() - torch.logsumexp(X, 1, keepdim=True)


mistake.share(
    cut_graph("gradient"),
    fixed_float32("precision"),
    changed_in_place("untouched"),
)


# Wrong answers that the sentence of the check explains.


@mistake.unnamed("integrity")
def log_softmax(X):
    return torch.log_softmax(X, 1)


@mistake.unnamed("huge_gradient")
def log_softmax(X):
    exp = lowered(X).exp()
    p = exp / exp.sum(1, keepdim=True)
    return torch.where(p > 0, p.log(), right(X))


@mistake.unnamed("other_sizes")
def log_softmax(X):
    return right(X) if X.shape[1] in (3, 4, 5, 6) and X.shape != (6, 6) else X
