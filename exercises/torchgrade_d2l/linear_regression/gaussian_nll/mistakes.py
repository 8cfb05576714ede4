"""Mistakes that students make in ``gaussian_nll``, as they write them."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import torch
import torch.nn.functional as F

from torchgrade.checking.diagnosis import raised, twin
from torchgrade.checking.mistake import Mistakes
from torchgrade.checking.shared_mistakes import argument_order, cut_graph, fixed_float32
from torchgrade_d2l.linear_regression.gaussian_nll import oracle, symptoms
from torchgrade_d2l.linear_regression.symptoms import changed

mistake = Mistakes("gaussian_nll", right=oracle.gaussian_nll)
right = mistake.right


def squares(y_hat, y):
    return (y_hat - y.reshape(y_hat.shape)) ** 2


def constant(sigma):
    return 0.5 * math.log(2 * math.pi * sigma**2)


# The sum over the examples is wrong.


@mistake("mean", explains=["nll"], about="sum")
def gaussian_nll(y_hat, y, sigma):
    return right(y_hat, y, sigma) / len(y)


@mistake("vector", explains=["nll"], about="sum")
def gaussian_nll(y_hat, y, sigma):
    return constant(sigma) + squares(y_hat, y) / (2 * sigma**2)


@mistake("no_constant", explains=["nll"], about="constant")
def gaussian_nll(y_hat, y, sigma):
    return squares(y_hat, y).sum() / (2 * sigma**2)


@mistake("constant_once", explains=["nll"], about="constant")
def gaussian_nll(y_hat, y, sigma):
    return constant(sigma) + squares(y_hat, y).sum() / (2 * sigma**2)


@mistake("mean_of_squares", explains=["nll"], about="sum")
def gaussian_nll(y_hat, y, sigma):
    return len(y) * constant(sigma) + squares(y_hat, y).mean() / (2 * sigma**2)


# A factor or a sign is wrong.


@mistake("no_half", explains=["nll"], about="factors")
def gaussian_nll(y_hat, y, sigma):
    return (constant(sigma) + squares(y_hat, y) / sigma**2).sum()


@mistake("half_of_log", explains=["nll"], about="factors")
def gaussian_nll(y_hat, y, sigma):
    return (2 * constant(sigma) + squares(y_hat, y) / (2 * sigma**2)).sum()


@mistake("half_of_log")
def gaussian_nll(y_hat, y, sigma):
    return (0.5 * math.log(2 * math.pi) + math.log(sigma**2) + squares(y_hat, y) / (2 * sigma**2)).sum()


@mistake("half_twice", explains=["nll"], about="factors")
def gaussian_nll(y_hat, y, sigma):
    return (constant(sigma) + squares(y_hat, y) / 2 / (2 * sigma**2)).sum()


@mistake("not_variance", explains=["nll"], about="factors")
def gaussian_nll(y_hat, y, sigma):
    return (0.5 * math.log(2 * math.pi * sigma) + squares(y_hat, y) / (2 * sigma)).sum()


@mistake("not_variance")
def gaussian_nll(y_hat, y, sigma):
    return (constant(sigma) + squares(y_hat, y) / (2 * sigma)).sum()


@mistake("not_variance")
def gaussian_nll(y_hat, y, sigma):
    return (0.5 * math.log(2 * math.pi * sigma) + squares(y_hat, y) / (2 * sigma**2)).sum()


@mistake("multiplied", explains=["nll"], about="factors")
def gaussian_nll(y_hat, y, sigma):
    return (constant(sigma) + squares(y_hat, y) / 2 * sigma**2).sum()


@mistake("multiplied")
def gaussian_nll(y_hat, y, sigma):
    return (constant(sigma) + squares(y_hat, y) * sigma**2 / 2).sum()


@mistake("not_squared", explains=["nll"], about="factors")
def gaussian_nll(y_hat, y, sigma):
    return (constant(sigma) + (y_hat - y.reshape(y_hat.shape)) / (2 * sigma**2)).sum()


@mistake("not_squared")
def gaussian_nll(y_hat, y, sigma):
    return (constant(sigma) + (y.reshape(y_hat.shape) - y_hat) / (2 * sigma**2)).sum()


@mistake("not_squared")
def gaussian_nll(y_hat, y, sigma):
    return (constant(sigma) + (y_hat - y.reshape(y_hat.shape)).abs() / (2 * sigma**2)).sum()


@mistake("not_squared")
def gaussian_nll(y_hat, y, sigma):
    return len(y) * constant(sigma) + squares(y_hat, y).sum().sqrt() / (2 * sigma**2)


@mistake("log_likelihood", explains=["nll"], about="signs")
def gaussian_nll(y_hat, y, sigma):
    return -right(y_hat, y, sigma)


@mistake("likelihood", explains=["nll"], about="signs")
def gaussian_nll(y_hat, y, sigma):
    return torch.exp(-right(y_hat, y, sigma))


@mistake("library", explains=["nll"], about="sum")
def gaussian_nll(y_hat, y, sigma):
    return (math.log(sigma) + squares(y_hat, y) / (2 * sigma**2)).mean()


@mistake("doubled", explains=["nll"], about="factors")
def gaussian_nll(y_hat, y, sigma):
    return 2 * right(y_hat, y, sigma)


@mistake("log_variance", explains=["nll"], about="factors")
def gaussian_nll(y_hat, y, sigma):
    return right(y_hat, y, math.exp(sigma / 2))


@mistake("sigma_unused", explains=["nll"], about="factors")
def gaussian_nll(y_hat, y, sigma):
    return right(y_hat, y, 1.0)


@mistake("estimated", explains=["nll"], about="factors")
def gaussian_nll(y_hat, y, sigma):
    return right(y_hat, y, (y_hat - y.reshape(y_hat.shape)).std())


@mistake("estimated")
def gaussian_nll(y_hat, y, sigma):
    return right(y_hat, y, squares(y_hat, y).mean().sqrt())


@mistake("sum_squared", explains=["nll"], about="sum")
def gaussian_nll(y_hat, y, sigma):
    return len(y) * constant(sigma) + (y_hat - y.reshape(y_hat.shape)).sum() ** 2 / (2 * sigma**2)


@mistake("one_sign", explains=["nll"], about="signs")
def gaussian_nll(y_hat, y, sigma):
    return (squares(y_hat, y) / (2 * sigma**2) - constant(sigma)).sum()


@mistake("one_sign")
def gaussian_nll(y_hat, y, sigma):
    return (constant(sigma) - squares(y_hat, y) / (2 * sigma**2)).sum()


# The constant is wrong.


@mistake("no_pi", explains=["nll"], about="constant")
def gaussian_nll(y_hat, y, sigma):
    return (math.log(sigma) + squares(y_hat, y) / (2 * sigma**2)).sum()


@mistake("no_pi")
def gaussian_nll(y_hat, y, sigma):
    return (0.5 * math.log(2 * sigma**2) + squares(y_hat, y) / (2 * sigma**2)).sum()


@mistake("no_two", explains=["nll"], about="constant")
def gaussian_nll(y_hat, y, sigma):
    return (0.5 * math.log(math.pi * sigma**2) + squares(y_hat, y) / (2 * sigma**2)).sum()


@mistake("no_sigma_in_log", explains=["nll"], about="constant")
def gaussian_nll(y_hat, y, sigma):
    return (0.5 * math.log(2 * math.pi) + squares(y_hat, y) / (2 * sigma**2)).sum()


@mistake("other_base", explains=["nll"], about="constant")
def gaussian_nll(y_hat, y, sigma):
    return (0.5 * math.log10(2 * math.pi * sigma**2) + squares(y_hat, y) / (2 * sigma**2)).sum()


@mistake("other_base")
def gaussian_nll(y_hat, y, sigma):
    return (0.5 * math.log2(2 * math.pi * sigma**2) + squares(y_hat, y) / (2 * sigma**2)).sum()


@mistake("padded", explains=["nll", "shape", "gradient"], about="factors", shows=symptoms.pads_variance)
def gaussian_nll(y_hat, y, sigma):
    variance = sigma**2 + 1e-6
    return (0.5 * math.log(2 * math.pi * variance) + squares(y_hat, y) / (2 * variance)).sum()


@mistake("rounded_pi", explains=["nll", "shape"], about="constant", shows=symptoms.has_rounded_pi)
def gaussian_nll(y_hat, y, sigma):
    return (0.5 * math.log(2 * 3.14 * sigma**2) + squares(y_hat, y) / (2 * sigma**2)).sum()


@mistake("rounded_pi", explains=["shape"], shows=symptoms.has_rounded_pi)
def gaussian_nll(y_hat, y, sigma):
    return (0.5 * math.log(2 * 3.1415 * sigma**2) + squares(y_hat, y) / (2 * sigma**2)).sum()


@mistake("no_log", explains=["nll"], about="constant")
def gaussian_nll(y_hat, y, sigma):
    return (1 / math.sqrt(2 * math.pi * sigma**2) + squares(y_hat, y) / (2 * sigma**2)).sum()


@mistake("no_log")
def gaussian_nll(y_hat, y, sigma):
    return (math.sqrt(2 * math.pi * sigma**2) + squares(y_hat, y) / (2 * sigma**2)).sum()


@mistake("no_log")
def gaussian_nll(y_hat, y, sigma):
    return (0.5 * 2 * math.pi * sigma**2 + squares(y_hat, y) / (2 * sigma**2)).sum()


@mistake("variance_outside", explains=["nll"], about="constant")
def gaussian_nll(y_hat, y, sigma):
    return (0.5 * math.log(2 * math.pi) * sigma**2 + squares(y_hat, y) / (2 * sigma**2)).sum()


@mistake("half_and_root", explains=["nll"], about="constant")
def gaussian_nll(y_hat, y, sigma):
    return (0.5 * math.log(math.sqrt(2 * math.pi * sigma**2)) + squares(y_hat, y) / (2 * sigma**2)).sum()


@mistake("log_of_number", explains=["nll"], about="constant", shows=raised("must be Tensor, not float"))
def gaussian_nll(y_hat, y, sigma):
    return (0.5 * torch.log(2 * math.pi * sigma**2) + squares(y_hat, y) / (2 * sigma**2)).sum()


# Predictions and labels are not paired.


@mistake("no_reshape", explains=["paired"], about="form")
def gaussian_nll(y_hat, y, sigma):
    return (constant(sigma) + (y_hat - y) ** 2 / (2 * sigma**2)).sum()


@mistake("no_reshape")
def gaussian_nll(y_hat, y, sigma):
    return len(y) * constant(sigma) + ((y_hat - y) ** 2).sum() / (2 * sigma**2)


@mistake("no_reshape", explains=["nll"])
def gaussian_nll(y_hat, y, sigma):
    return (constant(sigma) + (y_hat - y.reshape(-1)) ** 2 / (2 * sigma**2)).sum()


@mistake("no_reshape", explains=["nll"])
def gaussian_nll(y_hat, y, sigma):
    return len(y) * constant(sigma) + ((y_hat - y.reshape(-1)) ** 2).sum() / (2 * sigma**2)


# The logarithm is taken of a number that may be 0.


def densities(y_hat, y, sigma):
    return torch.exp(-squares(y_hat, y) / (2 * sigma**2)) / math.sqrt(2 * math.pi * sigma**2)


def log_of_density(y_hat, y, sigma):
    return -torch.log(densities(y_hat, y, sigma)).sum()


def log_of_product(y_hat, y, sigma):
    return -torch.log(densities(y_hat, y, sigma).prod())


@mistake("densities_added", explains=["nll"], about="signs")
def gaussian_nll(y_hat, y, sigma):
    return -torch.log(densities(y_hat, y, sigma).sum())


@mistake("densities_added")
def gaussian_nll(y_hat, y, sigma):
    return -torch.log(densities(y_hat, y, sigma).mean())


def underflows(wrong):
    """Return the symptom of the same numbers, if the text has a density, because other rounding may give them too."""
    return lambda tried: "exp" in re.findall(r"[a-z]+", tried.written.text) and twin(wrong)(tried)


@mistake("underflow", explains=["far"], about="far", shows=underflows(log_of_density))
def gaussian_nll(y_hat, y, sigma):
    return log_of_density(y_hat, y, sigma)


@mistake("underflow", explains=["far", "nll"], shows=underflows(log_of_product))
def gaussian_nll(y_hat, y, sigma):
    return log_of_product(y_hat, y, sigma)


@mistake("guarded", explains=["far"], about="far", shows=symptoms.guarded)
def gaussian_nll(y_hat, y, sigma):
    return -torch.log(densities(y_hat, y, sigma) + 1e-12).sum()


# The form of the result.


@mistake("one_element", explains=["shape"], about="form")
def gaussian_nll(y_hat, y, sigma):
    return right(y_hat, y, sigma).reshape(1)


@mistake("one_element")
def gaussian_nll(y_hat, y, sigma):
    return right(y_hat, y, sigma).reshape(1, 1)


@mistake("python_number", explains=["shape"], about="form", shows=symptoms.is_number, beside=["numbers"])
def gaussian_nll(y_hat, y, sigma):
    return right(y_hat, y, sigma).item()


@mistake("in_place", explains=["gradient"], about="form", shows=changed)
def gaussian_nll(y_hat, y, sigma):
    with torch.no_grad():
        y_hat += 1
    return right(y_hat - 1, y, sigma)


@mistake("first_argument", explains=["nll"], about="form")
def gaussian_nll(y_hat, y, sigma):
    return y_hat


def order():
    """Return the mistake of another order, unless the result is nearly right because y_hat and y may be exchanged."""
    return [
        replace(shared, make=lambda function, shared=shared: symptoms.unlike_right(shared.make(function)))
        for shared in argument_order("nll", about="form")
    ]


def cuts():
    return [
        replace(shared, make=lambda function, shared=shared: symptoms.without_math(shared.make(function)))
        for shared in cut_graph("gradient")
    ]


mistake.share(order(), cuts(), fixed_float32("shape", about="form"))


# Wrong answers that the sentence of the check explains.


@mistake.unnamed("integrity")
def gaussian_nll(y_hat, y, sigma):
    y = y.reshape(y_hat.shape)
    variance = torch.full_like(y_hat, sigma**2)
    loss = F.gaussian_nll_loss(y_hat, y, variance, full=True, eps=1e-12, reduction="sum")
    return loss


@mistake.unnamed("integrity")
def gaussian_nll(y_hat, y, sigma):
    return -torch.distributions.Normal(y_hat, sigma).log_prob(y.reshape(y_hat.shape)).sum()


@mistake.unnamed("shape")
def gaussian_nll(y_hat, y, sigma):
    return right(y_hat, y, sigma).double()


@mistake.unnamed("other_sizes")
def gaussian_nll(y_hat, y, sigma):
    return right(y_hat, y, sigma if sigma in (0.5, 2.0, 0.05) else 1.0)
