"""Mistakes that students make in ``cross_entropy``, as they write them."""

from __future__ import annotations

from collections.abc import Callable

import torch
import torch.nn.functional as F

from torchgrade.checking.diagnosis import Symptom, also_on, both, raised
from torchgrade.checking.mistake import Mistakes
from torchgrade.checking.shared_mistakes import argument_order, changed_in_place, cut_graph, fixed_float32
from torchgrade.checking.tried import Tried
from torchgrade_d2l.softmax_regression.cross_entropy import oracle
from torchgrade_d2l.softmax_regression.cross_entropy.oracle import SQUARE, SQUARE_LABELS

mistake = Mistakes("cross_entropy", right=oracle.cross_entropy)
right = mistake.right
FORM = ("losses", "shape")


def chosen(y_hat, y):
    return y_hat[range(len(y)), y]


def one_hot(y_hat, y):
    return F.one_hot(y, y_hat.shape[1])


# The losses have another form.


@mistake("mean", explains=FORM, about="form")
def cross_entropy(y_hat, y):
    return right(y_hat, y).mean()


@mistake("mean")
def cross_entropy(y_hat, y):
    return right(y_hat, y).mean().reshape(1)


@mistake("logits_and_mean", explains=["losses"], about="form")
def cross_entropy(y_hat, y):
    return (torch.logsumexp(y_hat, 1) - chosen(y_hat, y)).mean()


@mistake("sum", explains=FORM, about="form")
def cross_entropy(y_hat, y):
    return right(y_hat, y).sum()


@mistake("mean_of_table", explains=FORM, about="form")
def cross_entropy(y_hat, y):
    return -(one_hot(y_hat, y) * y_hat.log()).mean()


@mistake("column", explains=["shape", "losses"], about="form")
def cross_entropy(y_hat, y):
    return -y_hat.gather(1, y.view(-1, 1)).log()


@mistake("divided", explains=["losses"], about="form")
def cross_entropy(y_hat, y):
    return right(y_hat, y) / len(y)


@mistake("divided")
def cross_entropy(y_hat, y):
    return right(y_hat, y) / y_hat.shape[1]


# The label chooses a wrong element.


@mistake("table", explains=FORM, about="label")
def cross_entropy(y_hat, y):
    return -y_hat[:, y].log()


@mistake("rows", explains=["losses"], about="label")
def cross_entropy(y_hat, y):
    return -y_hat[y].log()


def past_the_end(loss: Callable[..., torch.Tensor]) -> Symptom:
    """Return the symptom of a loss whose index is too large in the checks, but not on ``SQUARE``."""
    return both(raised("out of bounds", "out of range"), also_on(loss, SQUARE, SQUARE_LABELS))


def of_column(y_hat, y):
    return -y_hat[y, range(len(y))].log()


def of_next_class(y_hat, y):
    return right(y_hat, y + 1)


@mistake("of_column", explains=["losses"], about="label", shows=past_the_end(of_column))
def cross_entropy(y_hat, y):
    return of_column(y_hat, y)


@mistake("moved", explains=["losses"], about="label")
def cross_entropy(y_hat, y):
    return right(y_hat, y - 1)


@mistake("moved", shows=past_the_end(of_next_class))
def cross_entropy(y_hat, y):
    return of_next_class(y_hat, y)


@mistake("no_label", explains=["losses"], about="label")
def cross_entropy(y_hat, y):
    return -y_hat.log()


@mistake("all_classes", explains=["losses"], about="label")
def cross_entropy(y_hat, y):
    return -y_hat.log().sum(1)


@mistake("all_classes")
def cross_entropy(y_hat, y):
    return -y_hat.log().mean(1)


@mistake("entropy", explains=["losses"], about="label")
def cross_entropy(y_hat, y):
    return -(y_hat * y_hat.log()).sum(1)


@mistake("predicted", explains=["losses"], about="label")
def cross_entropy(y_hat, y):
    return -y_hat.amax(1).log()


@mistake("binary", explains=["losses"], about="label")
def cross_entropy(y_hat, y):
    target = one_hot(y_hat, y)
    return -(target * y_hat.log() + (1 - target) * (1 - y_hat).log()).sum(1)


def smoothed(tried: Tried) -> bool:
    """Return whether each loss contains the same share of the mean over all classes."""
    y_hat, y = tried.arguments
    assert tried.answer is not None
    got = tried.answer.value.to(torch.float64).reshape(-1)  # (n,)
    losses = oracle.cross_entropy(y_hat, y)  # (n,)
    way = -y_hat.to(torch.float64).log().mean(1) - losses  # (n,)
    if len(way) < 3 or len(got) != len(way):
        return False
    share = float((got - losses) @ way / (way @ way))
    return 0.004 < share < 0.96 and bool((got - losses - share * way).abs().max() < 1e-5)


@mistake("smoothed", explains=["losses"], about="label", shows=smoothed)
def cross_entropy(y_hat, y):
    return 0.9 * right(y_hat, y) - 0.1 * y_hat.log().mean(1)


# The logarithm is missing, or its argument is wrong.


@mistake("no_minus", explains=["losses"], about="log")
def cross_entropy(y_hat, y):
    return chosen(y_hat, y).log()


@mistake("no_minus")
def cross_entropy(y_hat, y):
    return chosen(y_hat, y).log().mean()


@mistake("no_log", explains=["losses"], about="log")
def cross_entropy(y_hat, y):
    return chosen(y_hat, y)


@mistake("no_log")
def cross_entropy(y_hat, y):
    return -chosen(y_hat, y)


@mistake("one_minus_p", explains=["losses"], about="log")
def cross_entropy(y_hat, y):
    return 1 - chosen(y_hat, y)


@mistake("inverse", explains=["losses"], about="log")
def cross_entropy(y_hat, y):
    return 1 / chosen(y_hat, y)


@mistake("weighted", explains=["losses"], about="log")
def cross_entropy(y_hat, y):
    p = chosen(y_hat, y)
    return -p * p.log()


@mistake("squared", explains=["losses"], about="log")
def cross_entropy(y_hat, y):
    return ((y_hat - one_hot(y_hat, y)) ** 2).sum(1)


@mistake("other_base", explains=["losses"], about="log")
def cross_entropy(y_hat, y):
    return -chosen(y_hat, y).log2()


@mistake("other_base")
def cross_entropy(y_hat, y):
    return -chosen(y_hat, y).log10()


@mistake("log1p", explains=["losses"], about="log")
def cross_entropy(y_hat, y):
    return -chosen(y_hat, y).log1p()


@mistake("softmax_again", explains=["losses"], about="log")
def cross_entropy(y_hat, y):
    return torch.logsumexp(y_hat, 1) - chosen(y_hat, y)


@mistake("zero_log_zero", explains=["zeros"], about="log")
def cross_entropy(y_hat, y):
    return -(one_hot(y_hat, y) * y_hat.log()).sum(1)


@mistake("infinity_as_zero", explains=["tiny"], about="log")
def cross_entropy(y_hat, y):
    losses = right(y_hat, y)
    return torch.where(losses.isinf(), 0.0, losses)


@mistake("first_argument", explains=["losses"], about="log")
def cross_entropy(y_hat, y):
    return y_hat


def guarded(tried: Tried) -> bool:
    """Return whether one constant was added to each probability, or bounds each probability from below."""
    y_hat, y = tried.arguments
    assert tried.answer is not None
    losses = tried.answer.value.to(torch.float64).reshape(-1)  # (n,)
    p = chosen(y_hat, y).to(torch.float64)  # (n,)
    seen = torch.exp(-losses)  # (n,): the probability that has this loss
    if len(p) < 2 or len(losses) != len(p) or not bool(seen.isfinite().all()):
        return False
    added = float((seen - p)[p.argmin()])
    if not 5e-7 <= added <= 0.2:
        return False
    # Allow this error, because a float32 loss determines the probability only to about this precision.
    near = 4e-7 + 1e-3 * added
    as_sum = bool(((seen - p - added).abs() <= near).all())
    bounded = (seen - p.clamp(min=added + float(p.min()))).abs() <= near
    # Accept a bounded probability of 1 too. Equal losses are not a guard, although all may be below a bound.
    as_bound = bool((bounded | (p == 1)).all()) and float(seen.max() - seen.min()) > near
    return as_sum or as_bound


@mistake("guard", explains=["losses", "tiny"], about="log", shows=guarded)
def cross_entropy(y_hat, y):
    return -(chosen(y_hat, y) + 1e-3).log()


@mistake("guard", explains=["tiny"], shows=guarded)
def cross_entropy(y_hat, y):
    return -(chosen(y_hat, y) + 1e-6).log()


@mistake("guard", explains=["tiny"], shows=guarded)
def cross_entropy(y_hat, y):
    return -y_hat.clamp(1e-5, 1 - 1e-5).log()[range(len(y)), y]


# Only the gradient is wrong.


@mistake("normalised", explains=["gradient"], about="gradient", compares="gradient")
def cross_entropy(y_hat, y):
    return right(y_hat / y_hat.sum(1, keepdim=True), y)


mistake.share(
    argument_order("losses", about="form"),
    cut_graph("gradient"),
    fixed_float32("precision"),
    changed_in_place("untouched"),
)


# Wrong answers that the sentence of the check explains.


@mistake.unnamed("integrity")
def cross_entropy(y_hat, y):
    return F.nll_loss(y_hat.log(), y, reduction="none")


@mistake.unnamed("other_sizes")
def cross_entropy(y_hat, y):
    return torch.cat([right(y_hat[:256], y[:256]), y_hat[256:, 0]])
