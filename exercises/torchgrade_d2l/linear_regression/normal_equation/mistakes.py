"""Mistakes that students make in ``normal_equation``, as they write them."""

from __future__ import annotations

import numpy as np
import torch

from torchgrade.checking.diagnosis import raised, right_in_other_order
from torchgrade.checking.mistake import Mistakes
from torchgrade.checking.shared_mistakes import changed_in_place
from torchgrade_d2l.linear_regression.normal_equation import oracle, symptoms
from torchgrade_d2l.linear_regression.normal_equation.symptoms import solves

mistake = Mistakes("normal_equation", right=oracle.normal_equation, recognise=solves)
right = mistake.right
PLANE = ("exact", "noisy")
ALWAYS = (*PLANE, "precision")


def with_ones(X):
    return torch.cat([X, torch.ones_like(X[:, :1])], dim=1)


def least_squares(A, y):
    return torch.from_numpy(np.linalg.lstsq(A.numpy(), y.numpy(), rcond=None)[0])


# The bias is missing or in another place.


@mistake("no_ones", explains=PLANE, about="bias")
def normal_equation(X, y):
    w = least_squares(X, y)
    return w, torch.zeros(1, dtype=X.dtype)


@mistake("no_ones")
def normal_equation(X, y):
    w = least_squares(X, y)
    return w, (y - X @ w).mean()


@mistake("wrong_end", explains=PLANE, about="bias")
def normal_equation(X, y):
    theta = least_squares(with_ones(X), y)
    return theta[1:], theta[0]


@mistake("wrong_end")
def normal_equation(X, y):
    theta = least_squares(torch.cat([torch.ones_like(y), X], 1), y)
    return theta[:-1], theta[-1]


@mistake("mean_for_bias", explains=PLANE, about="bias")
def normal_equation(X, y):
    w, _ = right(X, y)
    return w, y.mean()


@mistake("zero_for_bias", explains=PLANE, about="bias")
def normal_equation(X, y):
    w, b = right(X, y)
    return w, 0 * b


@mistake("bias_negative", explains=PLANE, about="bias")
def normal_equation(X, y):
    w, b = right(X, y)
    return w, -b


@mistake("ones_vector", explains=PLANE, about="bias", shows=raised("must have same number of dimensions: got 2 and 1"))
def normal_equation(X, y):
    A = torch.cat([X, torch.ones(len(X))], dim=1)
    return right(A[:, :-1], y)


@mistake("zero_column", explains=PLANE, about="bias", shows=symptoms.zero_column)
def normal_equation(X, y):
    A = torch.cat([X, torch.zeros_like(X[:, :1])], dim=1)
    theta = torch.inverse(A.T @ A) @ A.T @ y
    return theta[:-1], theta[-1]


@mistake("bias_of_each_row", explains=PLANE, about="bias", shows=symptoms.bias_of_each_row)
def normal_equation(X, y):
    w, _ = right(X, y)
    return w, y - X @ w


# Another formula.


@mistake("standardised", explains=PLANE, about="formula")
def normal_equation(X, y):
    return right((X - X.mean(0)) / X.std(0), y)


@mistake("standardised")
def normal_equation(X, y):
    return right((X - X.mean(0)) / X.std(0, unbiased=False), y)


@mistake("standardised")
def normal_equation(X, y):
    least = X.min(0).values
    return right((X - least) / (X.max(0).values - least), y)


@mistake("solve_order", explains=PLANE, about="formula", shows=symptoms.takes_solve_wrongly)
def normal_equation(X, y):
    A = with_ones(X)
    theta = torch.linalg.solve(A.T @ y, A.T @ A)
    return theta[:-1], theta[-1]


@mistake("lstsq_order", explains=PLANE, about="formula")
def normal_equation(X, y):
    theta = torch.linalg.lstsq(y, with_ones(X)).solution
    return theta[:-1], theta[-1]


@mistake("no_solution", explains=PLANE, about="form", shows=symptoms.no_solution)
def normal_equation(X, y):
    theta = torch.linalg.lstsq(with_ones(X), y)
    return theta[:-1], theta[-1]


@mistake("removed", explains=PLANE, about="formula", shows=raised("is now removed"))
def normal_equation(X, y):
    theta, _ = torch.lstsq(y, with_ones(X))
    return theta[: X.shape[1]], theta[X.shape[1]]


@mistake("n_times", explains=PLANE, about="formula")
def normal_equation(X, y):
    A = with_ones(X)
    theta = len(X) * least_squares(A, y)
    return theta[:-1], theta[-1]


@mistake("inverse_of_X", explains=PLANE, about="formula", shows=symptoms.is_not_square)
def normal_equation(X, y):
    theta = torch.inverse(with_ones(X)) @ y
    return theta[:-1], theta[-1]


@mistake("not_inverted", explains=PLANE, about="formula")
def normal_equation(X, y):
    A = with_ones(X)
    theta = A.T @ A @ A.T @ y
    return theta[:-1], theta[-1]


@mistake("elementwise", explains=PLANE, about="formula")
def normal_equation(X, y):
    A = with_ones(X)
    theta = (A.T @ A) ** -1 @ A.T @ y
    return theta[:-1], theta[-1]


@mistake("outer_product", explains=PLANE, about="formula", shows=symptoms.outer_product)
def normal_equation(X, y):
    A = with_ones(X)
    theta = torch.linalg.pinv(A @ A.T) @ A.T @ y
    return theta[:-1], theta[-1]


@mistake("outer_product", shows=symptoms.outer_product)
def normal_equation(X, y):
    A = with_ones(X)
    theta = A.T @ torch.inverse(A @ A.T) @ y
    return theta[:-1], theta[-1]


@mistake("outer_product", shows=symptoms.outer_product)
def normal_equation(X, y):
    A = with_ones(X)
    theta = torch.inverse(A @ A.T) @ A.T @ y
    return theta[:-1], theta[-1]


@mistake("each_alone", explains=PLANE, about="formula")
def normal_equation(X, y):
    X_c, y_c = X - X.mean(0), y - y.mean()
    w = (X_c * y_c).sum(0) / (X_c**2).sum(0)
    return w.reshape(-1, 1), y.mean() - X.mean(0) @ w


@mistake("ridge", explains=ALWAYS, about="formula", shows=symptoms.shrunk)
def normal_equation(X, y):
    A = with_ones(X)
    theta = torch.from_numpy(np.linalg.solve((A.T @ A + 0.1 * torch.eye(A.shape[1])).numpy(), (A.T @ y).numpy()))
    return theta[:-1], theta[-1]


@mistake("ridge", explains=["precision"], shows=symptoms.shrunk)
def normal_equation(X, y):
    A = with_ones(X)
    theta = torch.linalg.solve(A.T @ A + 1e-6 * torch.eye(A.shape[1], dtype=A.dtype), A.T @ y)
    return theta[:-1], theta[-1]


@mistake("descent", explains=ALWAYS, about="formula", shows=symptoms.descends)
def normal_equation(X, y):
    w = torch.zeros(X.shape[1], 1, dtype=X.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=X.dtype, requires_grad=True)
    for epoch in range(50):
        ((X @ w + b - y) ** 2).mean().backward()
        with torch.no_grad():
            w -= 0.03 * w.grad
            b -= 0.03 * b.grad
            w.grad.zero_()
            b.grad.zero_()
    return w.detach(), b.detach()


# The numbers of some rows, or of a lower precision.


@mistake("some_rows", explains=["noisy"], about="rows", shows=symptoms.some_rows)
def normal_equation(X, y):
    k = X.shape[1] + 1
    theta = torch.linalg.solve(with_ones(X)[:k], y[:k])
    return theta[:-1], theta[-1]


@mistake("some_rows", shows=symptoms.some_rows)
def normal_equation(X, y):
    return right(X[-30:], y[-30:])


@mistake("float32", explains=["precision"], about="precision", shows=symptoms.in_float32)
def normal_equation(X, y):
    w, b = right(X.float(), y.float())
    return w.to(X.dtype), b.to(X.dtype)


@mistake("float32", shows=symptoms.in_float32)
def normal_equation(X, y):
    w, b = right(X, y)
    return w.float(), b.float()


@mistake("squared", explains=["collinear"], about="precision", shows=symptoms.squared)
def normal_equation(X, y):
    A = with_ones(X)
    theta = torch.inverse(A.T @ A) @ A.T @ y
    return theta[:-1], theta[-1]


@mistake("squared", shows=symptoms.squared)
def normal_equation(X, y):
    A = with_ones(X)
    theta = torch.linalg.pinv(A.T @ A) @ A.T @ y
    return theta[:-1], theta[-1]


@mistake("cut_off", explains=["collinear"], about="precision", shows=symptoms.equalised)
def normal_equation(X, y):
    theta = torch.linalg.pinv(with_ones(X), rtol=1e-6) @ y
    return theta[:-1], theta[-1]


# The form of the result.


@mistake("together", explains=PLANE, about="form")
def normal_equation(X, y):
    return torch.cat(right(X, y)[:1] + (right(X, y)[1].reshape(1, 1),))


@mistake("together")
def normal_equation(X, y):
    return least_squares(torch.cat([torch.ones_like(y), X], 1), y)


@mistake("together")
def normal_equation(X, y):
    return least_squares(X, y)


@mistake("bias_among_weights", explains=PLANE, about="form", shows=symptoms.bias_among_weights)
def normal_equation(X, y):
    theta = least_squares(with_ones(X), y)
    return theta, theta[-1]


@mistake("other_count", explains=PLANE, about="form", shows=symptoms.other_count)
def normal_equation(X, y):
    w, b = right(X, y)
    return w[:-1], b


@mistake("other_count", shows=symptoms.other_count)
def normal_equation(X, y):
    X[:, 0] = 1
    theta = least_squares(X, y)
    return theta[1:], theta[0]


@mistake("predictions", explains=PLANE, about="form")
def normal_equation(X, y):
    w, b = right(X, y)
    return X @ w + b


@mistake("swapped", explains=PLANE, about="form")
def normal_equation(X, y):
    w, b = right(X, y)
    return b, w


@mistake("flat", explains=["shape"], about="form", shows=symptoms.flat)
def normal_equation(X, y):
    w, b = right(X, y)
    return w.flatten(), b


@mistake("flat", shows=symptoms.flat)
def normal_equation(X, y):
    w, b = right(X, y)
    return w.T, b


@mistake("order", explains=PLANE, about="form", shows=right_in_other_order(symptoms.agrees))
def normal_equation(y, X):
    return right(X, y)


mistake.share(changed_in_place("untouched"))


# Wrong answers that the sentence of the check explains.


@mistake.unnamed("shape")
def normal_equation(X, y):
    w, b = right(X, y)
    return w, b.double()


@mistake.unnamed("precision")
def normal_equation(X, y):
    w, b = right(X, y)
    return w * (1 + 1e-7), b


@mistake.unnamed("other_sizes")
def normal_equation(X, y):
    w, b = right(X[:, :10], y)
    return torch.cat([w, torch.zeros_like(X[:1, 10:]).T]), b
