"""Mistakes that students make in ``linreg``, as they write them."""

from __future__ import annotations

from dataclasses import replace

import torch

from torchgrade.checking.diagnosis import both, raised, twin
from torchgrade.checking.mistake import Mistakes
from torchgrade.checking.shared_mistakes import argument_order, cut_graph, fixed_float32
from torchgrade.checking.tried import Tried
from torchgrade_d2l.linear_regression.linreg import oracle, texts
from torchgrade_d2l.linear_regression.symptoms import changed, is_list

mistake = Mistakes("linreg", right=oracle.linreg)
right = mistake.right
FOUR = torch.tensor([[1.0, 2.0, -1.0, 3.0]]), torch.tensor([[0.5], [1.5], [2.5], [-1.0]]), torch.tensor([0.5])
"""A model of four features, because the first two of three are also all but the last one."""


# The bias is wrong.


def without_bias(X, w, b):
    return X @ w


@mistake("no_bias", explains=["line"], about="bias", shows=both(texts.inside, twin(without_bias)))
def linreg(X, w, b):
    return without_bias(X, w, b)


@mistake("bias_subtracted", explains=["line"], about="bias")
def linreg(X, w, b):
    return X @ w - b


@mistake("bias_inside", explains=["line"], about="bias")
def linreg(X, w, b):
    return (X + b) @ w


@mistake("bias_inside")
def linreg(X, w, b):
    return X @ (w + b)


@mistake("bias_multiplied", explains=["line"], about="bias")
def linreg(X, w, b):
    return X @ w * b


@mistake("bias_in_place", explains=["line"], about="bias", shows=raised("doesn't match the broadcast shape"))
def linreg(X, w, b):
    b += X @ w
    return b


@mistake("bias_for_each", explains=["line"], about="bias")
def linreg(X, w, b):
    return (X * w.T + b).sum(1, keepdim=True)


@mistake("ends", explains=["line"], about="bias")
def linreg(X, w, b):
    return torch.cat([torch.ones_like(X[:, :1]), X], 1) @ torch.cat([w, b.reshape(1, 1)])


@mistake("ends")
def linreg(X, w, b):
    return torch.cat([X, torch.ones_like(X[:, :1])], 1) @ torch.cat([b.reshape(1, 1), w])


@mistake("bias_repeated", explains=["line"], about="bias")
def linreg(X, w, b):
    return X @ w + b.repeat(len(X))


@mistake("new_parameters", explains=["line"], about="bias", shows=texts.replaces_parameters)
def linreg(X, w, b):
    w = torch.normal(0, 0.01, size=(X.shape[1], 1))
    b = torch.zeros(1)
    return X @ w + b


outer_w = torch.tensor([[2.0], [-3.4]])


@mistake("outside", explains=["line"], about="bias", shows=texts.outside)
def linreg(X, weight, b):
    return X @ outer_w + b


# The product is wrong.


@mistake("elementwise", explains=["line"], about="product")
def linreg(X, w, b):
    return X * w + b


@mistake("elementwise")
def linreg(X, w, b):
    return X * w.T + b


@mistake("elementwise")
def linreg(X, w, b):
    return (X * w).sum() + b


@mistake("two_features", explains=["line"], about="product", probe=FOUR)
def linreg(X, w, b):
    return X[:, :1] * w[0] + X[:, 1:2] * w[1] + b


@mistake("last_missing", explains=["line"], about="product", probe=FOUR)
def linreg(X, w, b):
    return X[:, :-1] @ w[:-1] + b


@mistake("reduced", explains=["line"], about="product")
def linreg(X, w, b):
    return (X * w.T).sum() + b


@mistake("reduced")
def linreg(X, w, b):
    return (X @ w + b).sum()


@mistake("reduced")
def linreg(X, w, b):
    return (X @ w + b).mean()


@mistake("averaged", explains=["line"], about="product")
def linreg(X, w, b):
    return (X * w.T).mean(1, keepdim=True) + b


@mistake("averaged")
def linreg(X, w, b):
    return X @ w / len(X) + b


@mistake("one_feature", explains=["line"], about="product")
def linreg(X, w, b):
    for j in range(len(w)):
        product = X[:, j : j + 1] * w[j]
    return product + b


@mistake("one_feature")
def linreg(X, w, b):
    for j in range(len(w)):
        return X[:, j : j + 1] * w[j] + b


@mistake("column_sums", explains=["line"], about="product")
def linreg(X, w, b):
    return (X * w.T).sum(0) + b


@mistake("column_sums")
def linreg(X, w, b):
    return (X * w.T).sum(0, keepdim=True) + b


@mistake("vector_product", explains=["line"], about="product")
def linreg(X, w, b):
    return torch.mv(X, w) + b


@mistake("vector_product")
def linreg(X, w, b):
    return torch.dot(X, w) + b


@mistake("transposed", explains=["line"], about="product")
def linreg(X, w, b):
    return X.T @ w + b


@mistake("weights_transposed", explains=["line"], about="product")
def linreg(X, w, b):
    return X @ w.T + b


def weights_first(X, w, b):
    return w @ X + b


def has_weights_first(tried: Tried) -> bool:
    """Return whether the factors are swapped in the product, not the arguments in the definition."""
    return not texts.starts_with_weights(tried) and twin(weights_first)(tried)


@mistake("swapped", explains=["line"], about="product", shows=has_weights_first)
def linreg(X, w, b):
    return weights_first(X, w, b)


@mistake("swapped")
def linreg(X, w, b):
    return w.T @ X + b


@mistake("activated", explains=["line"], about="product")
def linreg(X, w, b):
    return torch.sigmoid(X @ w + b)


@mistake("activated")
def linreg(X, w, b):
    return torch.relu(X @ w + b)


@mistake("first_argument", explains=["line"], about="product")
def linreg(X, w, b):
    return X


# The form of the result, or the arguments.


@mistake("flat", explains=["shape"], about="form")
def linreg(X, w, b):
    return (X @ w + b).reshape(-1)


@mistake("list", explains=["line"], about="form", shows=is_list)
def linreg(X, w, b):
    return [x @ w + b for x in X]


@mistake("list", shows=is_list)
def linreg(X, w, b):
    return (right(X, w, b),)


@mistake("row", explains=["shape"], about="form")
def linreg(X, w, b):
    return w.T @ X.T + b


@mistake("in_place", explains=["untouched"], about="form", shows=changed)
def linreg(X, w, b):
    with torch.no_grad():
        X += 1
    return right(X - 1, w, b)


def passes_in_other_order(symptom):
    """Return the symptom, unless only the factors of the product are swapped."""
    return lambda tried: not has_weights_first(tried) and symptom(tried)


def order():
    return [
        replace(shared, make=lambda function, shared=shared: passes_in_other_order(shared.make(function)))
        for shared in argument_order("line", about="form")
    ]


mistake.share(order(), cut_graph("gradient"), fixed_float32("shape", about="form"))


# Wrong answers that the sentence of the check explains.


@mistake.unnamed("integrity")
def linreg(X, w, b):
    return torch.nn.functional.linear(X, w.T, b)


@mistake.unnamed("shape")
def linreg(X, w, b):
    return right(X, w, b).double()


@mistake.unnamed("gradient")
def linreg(X, w, b):
    return torch.matmul(X, w) + 1.5 * b - 0.5 * b.detach()


@mistake.unnamed("other_sizes")
def linreg(X, w, b):
    return torch.cat([right(X[:256], w, b), X[256:, :1]])
