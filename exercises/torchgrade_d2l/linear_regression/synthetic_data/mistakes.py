"""The mistakes that students make in ``synthetic_data``, as they write them."""

from __future__ import annotations

from functools import partial

import torch

from torchgrade.checking.diagnosis import both, right_in_other_order
from torchgrade.checking.mistake import Mistakes
from torchgrade_d2l.linear_regression.synthetic_data import symptoms
from torchgrade_d2l.linear_regression.synthetic_data.symptoms import of, on_plane

mistake = Mistakes("synthetic_data")
right = mistake.right
form = partial(mistake, explains=["line", "features", "noise", "independence"], about="form")
shape = partial(mistake, explains=["shape"], about="form")
line = partial(mistake, explains=["line"], about="plane")
noise = partial(mistake, explains=["noise"], about="noise")


def noisy(y):
    return (y + torch.normal(0, 0.01, y.shape)).reshape(-1, 1)


# The form of the arguments and of the result.


@form("order", shows=both(lambda tried: tried.answer is None, right_in_other_order(symptoms.is_right)))
def synthetic_data(b, w, num_examples):
    return right(w, b, num_examples)


@shape("flat", shows=symptoms.is_flat)
def synthetic_data(w, b, num_examples):
    X = torch.normal(0, 1, (num_examples, len(w)))
    y = torch.matmul(X, w) + b
    y += torch.normal(0, 0.01, y.shape)
    return X, y


@shape("in_columns", shows=symptoms.is_in_columns)
def synthetic_data(w, b, num_examples):
    X = torch.normal(0, 1, (len(w), num_examples))
    return X, noisy(w @ X + b)


@shape("double", shows=symptoms.is_double)
def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, len(w), dtype=torch.float64)
    return X, noisy(X @ w.double() + b)


@form("table", shows=symptoms.is_matrix)
def synthetic_data(w, b, num_examples):
    X = torch.normal(0, 1, (num_examples, len(w)))
    y = torch.matmul(X, w) + b
    return X, y + torch.normal(0, 0.01, (num_examples, 1))


@form("swapped", shows=symptoms.is_swapped)
def synthetic_data(w, b, num_examples):
    X, y = right(w, b, num_examples)
    return y, X


true_w = torch.tensor([2, -3.4])
true_b = 4.2


@form("fixed_width", shows=symptoms.fixed_width)
def synthetic_data(w, b, num_examples):
    X = torch.normal(0, 1, (num_examples, len(true_w)))
    return X, noisy(torch.matmul(X, true_w) + true_b)


@form("fixed_rows", shows=symptoms.fixed_rows)
def synthetic_data(w, b, num_examples):
    return right(w, b, 1000)


# The plane.


@line("b_missing", shows=on_plane(lambda w, b: (w, 0 * b)))
def synthetic_data(w, b, num_examples):
    X = torch.normal(0, 1, (num_examples, len(w)))
    return X, noisy(torch.matmul(X, w))


@line("b_subtracted", shows=on_plane(lambda w, b: (w, -b)))
def synthetic_data(w, b, num_examples):
    return right(w, -b, num_examples)


@line("b_twice", shows=on_plane(lambda w, b: (w, 2 * b)))
def synthetic_data(w, b, num_examples):
    return right(w, b + b, num_examples)


@line("b_on_features", shows=on_plane(lambda w, b: (w, b * float(w.sum()))))
def synthetic_data(w, b, num_examples):
    X = torch.normal(0, 1, (num_examples, len(w)))
    return X, noisy(torch.matmul(X + b, w))


@line("b_each", shows=on_plane(lambda w, b: (w, b * len(w))))
def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, len(w))
    return X, noisy((X * w + b).sum(1))


@line("w_negated", shows=on_plane(lambda w, b: (-w, b)))
def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, len(w))
    return X, noisy(b - X @ w)


@line("w_squared", shows=on_plane(lambda w, b: (w**2, b)))
def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, len(w))
    return X, noisy(X @ w**2 + b)


@line("w_summed", shows=on_plane(lambda w, b: (w.sum().expand(len(w)), b)))
def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, len(w))
    return X, noisy(X.sum(1) * w.sum() + b)


@line("w_averaged", shows=on_plane(lambda w, b: (w / len(w), b)))
def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, len(w))
    return X, noisy((X * w).mean(1) + b)


@line("left_out", shows=symptoms.left_out)
def synthetic_data(w, b, num_examples):
    X = torch.normal(0, 1, (num_examples, len(w)))
    return X, noisy(X[:, 0] * w[0] + b)


@line("other_weights", shows=symptoms.other_weights)
def synthetic_data(w, b, num_examples):
    w = torch.normal(0, 0.01, w.shape)
    return right(w, b, num_examples)


@mistake("squared_features", explains=["line", "noise"], about="plane", shows=of(symptoms.is_squared))
def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, len(w))
    return X, noisy(X**2 @ w + b)


@mistake("unrelated", explains=["line", "independence"], about="plane", shows=of(lambda drawn: drawn.unrelated))
def synthetic_data(w, b, num_examples):
    return torch.randn(num_examples, len(w)), torch.randn(num_examples, 1)


# The features.


@mistake("uniform_features", explains=["features"], about="features", shows=of(symptoms.is_uniform))
def synthetic_data(w, b, num_examples):
    X = torch.rand(num_examples, len(w))
    return X, noisy(X @ w + b)


@mistake("small_features", explains=["features"], about="features", shows=of(symptoms.is_small))
def synthetic_data(w, b, num_examples):
    X = torch.normal(0, 0.01, (num_examples, len(w)))
    return X, noisy(X @ w + b)


@mistake("copied", explains=["features", "independence"], about="features", shows=of(symptoms.is_copied))
def synthetic_data(w, b, num_examples):
    X = torch.randn(1, len(w)).repeat(num_examples, 1)
    return X, noisy(X @ w + b)


@mistake("copied", explains=["independence"], shows=of(symptoms.is_copied))
def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, 1).repeat(1, len(w))
    return X, noisy(X @ w + b)


@mistake("copied", explains=["independence"], shows=of(symptoms.is_copied))
def synthetic_data(w, b, num_examples):
    X = torch.randn((num_examples + 1) // 2, len(w)).repeat_interleave(2, dim=0)[:num_examples]
    return X, noisy(X @ w + b)


# The noise.


@noise("no_noise", shows=of(symptoms.has_none))
def synthetic_data(w, b, num_examples):
    X = torch.normal(0, 1, (num_examples, len(w)))
    y = torch.matmul(X, w) + b
    return X, y.reshape((-1, 1))


@noise("shifted", shows=of(symptoms.is_shifted))
def synthetic_data(w, b, num_examples):
    X = torch.normal(0, 1, (num_examples, len(w)))
    y = torch.matmul(X, w) + b
    y += torch.normal(0.01, 0, y.shape)
    return X, y.reshape((-1, 1))


@noise("one_noise", shows=symptoms.one_noise)
def synthetic_data(w, b, num_examples):
    X = torch.normal(0, 1, (num_examples, len(w)))
    y = torch.matmul(X, w) + b + torch.normal(0, 0.01, (1,))
    return X, y.reshape((-1, 1))


@noise("constant", shows=symptoms.constant)
def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, len(w))
    y = X @ w + b + 0.05
    return X, y.reshape(-1, 1)


@mistake("never_negative", explains=["noise", "line"], about="noise", shows=of(symptoms.is_never_negative))
def synthetic_data(w, b, num_examples):
    X = torch.normal(0, 1, (num_examples, len(w)))
    y = torch.matmul(X, w) + b + 0.01 * torch.rand(num_examples)
    return X, y.reshape((-1, 1))


@noise("variance", shows=of(symptoms.is_variance))
def synthetic_data(w, b, num_examples):
    X = torch.normal(0, 1, (num_examples, len(w)))
    y = torch.matmul(X, w) + b
    y += torch.normal(0, 0.01**2, y.shape)
    return X, y.reshape((-1, 1))


@noise("noise_on_features", shows=symptoms.noise_on_features)
def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, len(w))
    y = torch.matmul(X, w) + b
    X = X + torch.normal(0, 0.01, X.shape)
    return X, y.reshape((-1, 1))


@noise("noise_times_y", shows=of(symptoms.is_times_y))
def synthetic_data(w, b, num_examples):
    X = torch.normal(0, 1, (num_examples, len(w)))
    y = torch.matmul(X, w) + b
    y *= torch.normal(1, 0.01, y.shape)
    return X, y.reshape((-1, 1))


@noise("wide", shows=symptoms.wide)
def synthetic_data(w, b, num_examples):
    X = torch.normal(0, 1, (num_examples, len(w)))
    y = torch.matmul(X, w) + b
    y += torch.randn(y.shape)
    return X, y.reshape((-1, 1))


@noise("narrow", shows=of(symptoms.is_narrow))
def synthetic_data(w, b, num_examples):
    X = torch.normal(0, 1, (num_examples, len(w)))
    y = torch.matmul(X, w) + b
    y += torch.normal(0, 0.001, y.shape)
    return X, y.reshape((-1, 1))


# Two calls have the same numbers.


@mistake("seeded", explains=["fresh"], about="fresh", shows=symptoms.seeded)
def synthetic_data(w, b, num_examples):
    torch.manual_seed(42)
    return right(w, b, num_examples)


@mistake("seeded", shows=symptoms.seeded)
def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, len(w))
    g = torch.Generator().manual_seed(1)
    y = X @ w + b + 0.01 * torch.randn(num_examples, generator=g)
    return X, y.reshape(-1, 1)


# Wrong answers that the sentence of the check explains.


@mistake.unnamed("shape")
def synthetic_data(w, b, num_examples):
    X, y = right(w, b, num_examples)
    return X, y.T


@mistake.unnamed("features")
def synthetic_data(w, b, num_examples):
    X = torch.normal(1, 1, (num_examples, len(w)))
    return X, noisy(X @ w + b)


@mistake.unnamed("noise")
def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, len(w))
    return X, noisy(X @ w + b) + 0.05


@mistake.unnamed("independence")
def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, len(w))
    return X, (X @ w + b + 0.01 * X[:, 0]).reshape(-1, 1)


@mistake.unnamed("fresh")
def synthetic_data(w, b, num_examples):
    X, y = right(w, b, num_examples)
    w -= 0.5
    return X, y


@mistake.unnamed("other_sizes")
def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, len(w))
    return X, noisy(X[:, :10] @ w[:10] + b)
