"""Mistakes that students make in ``cross_entropy_from_logits``, as they write them."""

from __future__ import annotations

import torch
import torch.nn.functional as F

from torchgrade.checking.mistake import Mistakes
from torchgrade.checking.shared_mistakes import argument_order, changed_in_place, cut_graph, fixed_float32
from torchgrade_d2l.softmax_regression.cross_entropy_from_logits import oracle
from torchgrade_d2l.softmax_regression.huge_logits import clamps, stops_at_a_bound
from torchgrade_d2l.softmax_regression.label_symptoms import past_the_end, too_narrow
from torchgrade_d2l.softmax_regression.labelled_logits import SQUARE, SQUARE_LABELS
from torchgrade_d2l.softmax_regression.softmax.oracle import LIMITS

mistake = Mistakes("cross_entropy_from_logits", right=oracle.cross_entropy_from_logits)
right = mistake.right
FORM = ("losses", "shape")
HUGE = ("huge",)
SHIFT = ("huge", "losses")
AT_LIMITS = (LIMITS, torch.arange(len(LIMITS)) % LIMITS.shape[1])
AT_SQUARE = (SQUARE, SQUARE_LABELS)


def chosen(values, y):
    return values[range(len(y)), y]


def lowered(logits):
    return logits - logits.amax(1, keepdim=True)


def log_sum(logits):
    return logits.exp().sum(1).log()


def log_p(logits):
    return lowered(logits) - log_sum(lowered(logits)).unsqueeze(1)


def shares(values):
    return values / values.sum(1, keepdim=True)


# The losses have another form.


@mistake("mean", explains=FORM, about="form")
def cross_entropy_from_logits(logits, y):
    return right(logits, y).mean()


@mistake("mean")
def cross_entropy_from_logits(logits, y):
    return right(logits, y).mean().reshape(1)


@mistake("sum", explains=FORM, about="form")
def cross_entropy_from_logits(logits, y):
    return right(logits, y).sum()


@mistake("mean_of_matrix", explains=FORM, about="form")
def cross_entropy_from_logits(logits, y):
    return -(F.one_hot(y, logits.shape[1]) * log_p(logits)).mean()


@mistake("column", explains=["shape", "losses"], about="form")
def cross_entropy_from_logits(logits, y):
    return -log_p(logits).gather(1, y.view(-1, 1))


@mistake("divided", explains=["losses"], about="form")
def cross_entropy_from_logits(logits, y):
    return right(logits, y) / len(y)


@mistake("divided")
def cross_entropy_from_logits(logits, y):
    return right(logits, y) / logits.shape[1]


@mistake("broadcast", explains=FORM, about="form", probe=AT_SQUARE)
def cross_entropy_from_logits(logits, y):
    return torch.logsumexp(logits, 1, keepdim=True) - chosen(logits, y)


@mistake("broadcast", probe=AT_SQUARE)
def cross_entropy_from_logits(logits, y):
    return torch.logsumexp(logits, 1) - logits.gather(1, y.view(-1, 1))


# The label selects a wrong logit.


@mistake("matrix", explains=FORM, about="label")
def cross_entropy_from_logits(logits, y):
    return -log_p(logits)[:, y]


@mistake("matrix")
def cross_entropy_from_logits(logits, y):
    return torch.logsumexp(logits, 1) - logits[:, y]


@mistake("rows", explains=["losses"], about="label", probe=AT_SQUARE)
def cross_entropy_from_logits(logits, y):
    return -log_p(logits)[y]


def of_column(logits, y):
    return torch.logsumexp(logits, 1) - logits[y, range(len(y))]


def of_column_of_log_p(logits, y):
    return -log_p(logits)[y, range(len(y))]


def of_next_class(logits, y):
    return right(logits, y + 1)


@mistake("of_column", explains=["losses"], about="label", shows=past_the_end(of_column))
def cross_entropy_from_logits(logits, y):
    return of_column(logits, y)


@mistake("of_column", shows=past_the_end(of_column_of_log_p))
def cross_entropy_from_logits(logits, y):
    return of_column_of_log_p(logits, y)


@mistake("moved", explains=["losses"], about="label")
def cross_entropy_from_logits(logits, y):
    return right(logits, y - 1)


@mistake("moved", shows=past_the_end(of_next_class))
def cross_entropy_from_logits(logits, y):
    return of_next_class(logits, y)


@mistake("narrow_one_hot", explains=["shape"], about="label", shows=too_narrow)
def cross_entropy_from_logits(logits, y):
    return -(F.one_hot(y) * log_p(logits)).sum(1)


@mistake("no_label", explains=["losses"], about="label")
def cross_entropy_from_logits(logits, y):
    return -log_p(logits)


@mistake("all_classes", explains=["losses"], about="label")
def cross_entropy_from_logits(logits, y):
    return -log_p(logits).sum(1)


@mistake("all_classes")
def cross_entropy_from_logits(logits, y):
    return -log_p(logits).mean(1)


@mistake("predicted", explains=["losses"], about="label")
def cross_entropy_from_logits(logits, y):
    return -log_p(logits).amax(1)


@mistake("no_logit", explains=["losses"], about="label")
def cross_entropy_from_logits(logits, y):
    return torch.logsumexp(logits, 1)


# The logarithm of the sum is missing or wrong.


@mistake("no_log_sum", explains=["losses"], about="sum")
def cross_entropy_from_logits(logits, y):
    return -chosen(logits, y)


@mistake("no_log_sum")
def cross_entropy_from_logits(logits, y):
    return -chosen(lowered(logits), y)


@mistake("logits_as_probabilities", explains=["losses"], about="sum")
def cross_entropy_from_logits(logits, y):
    return -chosen(logits, y).log()


@mistake("no_log", explains=["losses"], about="sum")
def cross_entropy_from_logits(logits, y):
    return logits.exp().sum(1) - chosen(logits, y)


@mistake("no_exp", explains=["losses"], about="sum")
def cross_entropy_from_logits(logits, y):
    return logits.sum(1).log() - chosen(logits, y)


@mistake("no_exp")
def cross_entropy_from_logits(logits, y):
    return logits.sum(1) - chosen(logits, y)


@mistake("probability", explains=["losses"], about="sum")
def cross_entropy_from_logits(logits, y):
    return torch.exp(-right(logits, y))


@mistake("probability")
def cross_entropy_from_logits(logits, y):
    return -torch.exp(-right(logits, y))


@mistake("probability")
def cross_entropy_from_logits(logits, y):
    return 1 - torch.exp(-right(logits, y))


@mistake("no_minus", explains=["losses"], about="sum")
def cross_entropy_from_logits(logits, y):
    return -right(logits, y)


@mistake("no_minus")
def cross_entropy_from_logits(logits, y):
    return -right(logits, y).mean()


@mistake("other_base", explains=["losses"], about="sum")
def cross_entropy_from_logits(logits, y):
    return -torch.exp(-right(logits, y)).log2()


@mistake("other_base")
def cross_entropy_from_logits(logits, y):
    return -torch.exp(-right(logits, y)).log10()


@mistake("softmax_twice", explains=["losses"], about="sum")
def cross_entropy_from_logits(logits, y):
    return right(shares(lowered(logits).exp()), y)


@mistake("sigmoid", explains=["losses"], about="sum")
def cross_entropy_from_logits(logits, y):
    target = F.one_hot(y, logits.shape[1])
    p = torch.sigmoid(logits)
    return -(target * p.log() + (1 - target) * (1 - p).log()).sum(1)


@mistake("whole_tensor", explains=["losses"], about="sum")
def cross_entropy_from_logits(logits, y):
    return logits.exp().sum().log() - chosen(logits, y)


@mistake("dim_0", explains=["losses"], about="sum", probe=AT_SQUARE)
def cross_entropy_from_logits(logits, y):
    return torch.logsumexp(logits, 0) - chosen(logits, y)


@mistake("dim_0")
def cross_entropy_from_logits(logits, y):
    return -chosen(logits - torch.logsumexp(logits, 0), y)


@mistake("maximum_once", explains=["losses"], about="shift")
def cross_entropy_from_logits(logits, y):
    return log_sum(lowered(logits)) - chosen(logits, y)


@mistake("maximum_once")
def cross_entropy_from_logits(logits, y):
    return log_sum(logits) - chosen(lowered(logits), y)


@mistake("column_maximum", explains=["losses"], about="shift")
def cross_entropy_from_logits(logits, y):
    logits = logits - logits.amax(0)
    return log_sum(logits) - chosen(logits, y)


@mistake("first_argument", explains=["losses"], about="sum")
def cross_entropy_from_logits(logits, y):
    return logits


# A step overflows or underflows at large logits.


@mistake("log_of_softmax", explains=SHIFT, about="shift", probe=AT_LIMITS)
def cross_entropy_from_logits(logits, y):
    return -chosen(shares(logits.exp()), y).log()


@mistake("log_of_softmax", probe=AT_LIMITS)
def cross_entropy_from_logits(logits, y):
    return -chosen(shares(lowered(logits).exp()), y).log()


@mistake("zero_log_zero", explains=HUGE, about="shift")
def cross_entropy_from_logits(logits, y):
    p = shares(lowered(logits).exp())
    return -(F.one_hot(y, logits.shape[1]) * p.log()).sum(1)


@mistake("zero_log_zero")
def cross_entropy_from_logits(logits, y):
    p = shares(logits.exp())
    return -(F.one_hot(y, logits.shape[1]) * p.log()).sum(1)


bounded = stops_at_a_bound(torch.tensor([1, 1, 1]))


@mistake("bound", explains=["losses", "precision", *HUGE], about="shift", shows=bounded)
def cross_entropy_from_logits(logits, y):
    return -(torch.exp(-right(logits, y)) + 1e-3).log()


@mistake("bound", explains=[*HUGE, "precision"], shows=bounded)
def cross_entropy_from_logits(logits, y):
    return right(logits, y).clamp(max=100)


@mistake("clamped", explains=HUGE, about="shift", shows=clamps(right, torch.tensor([0, 1])))
def cross_entropy_from_logits(logits, y):
    return right(logits.clamp(-80, 80), y)


@mistake("overflow", explains=SHIFT, about="shift", probe=AT_LIMITS)
def cross_entropy_from_logits(logits, y):
    return log_sum(logits) - chosen(logits, y)


@mistake("overflow", probe=AT_LIMITS)
def cross_entropy_from_logits(logits, y):
    return log_sum(logits.double()).to(logits.dtype) - chosen(logits, y)


@mistake("global_maximum", explains=SHIFT, about="shift", probe=AT_LIMITS)
def cross_entropy_from_logits(logits, y):
    logits = logits - logits.max()
    return log_sum(logits) - chosen(logits, y)


@mistake("mean_subtracted", explains=SHIFT, about="shift", probe=AT_LIMITS)
def cross_entropy_from_logits(logits, y):
    logits = logits - logits.mean(1, keepdim=True)
    return log_sum(logits) - chosen(logits, y)


@mistake("nan_hidden", explains=HUGE, about="shift")
def cross_entropy_from_logits(logits, y):
    return (log_sum(logits) - chosen(logits, y)).nan_to_num()


# A part of the formula is cut from the graph.


@mistake("detached_part", explains=["gradient", "huge_gradient"], about="gradient", compares="gradient")
def cross_entropy_from_logits(logits, y):
    return torch.logsumexp(logits, 1).detach() - chosen(logits, y)


@mistake("detached_part", compares="gradient")
def cross_entropy_from_logits(logits, y):
    return torch.logsumexp(logits, 1) - chosen(logits.detach(), y)


mistake.share(
    argument_order("losses", about="form"),
    cut_graph("gradient"),
    fixed_float32("precision"),
    changed_in_place("untouched"),
)


# Wrong answers that the sentence of the check explains.


@mistake.unnamed("integrity")
def cross_entropy_from_logits(logits, y):
    return F.cross_entropy(logits, y, reduction="none")


@mistake.unnamed("huge_gradient")
def cross_entropy_from_logits(logits, y):
    p = chosen(shares(lowered(logits).exp()), y)
    return torch.where(p > 0, -p.log(), right(logits, y))


@mistake.unnamed("other_sizes")
def cross_entropy_from_logits(logits, y):
    return torch.cat([right(logits[:256], y[:256]), logits[256:, 0]])
