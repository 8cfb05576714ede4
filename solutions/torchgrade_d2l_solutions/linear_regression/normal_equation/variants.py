"""Right answers to ``normal_equation`` in other forms than the reference."""

from __future__ import annotations

import numpy as np
import torch


def ones_first(X, y):
    A = torch.cat((torch.ones(X.shape[0], 1, dtype=X.dtype), X), 1)
    theta = torch.linalg.lstsq(A, y).solution
    return theta[1:], theta[0]


def pseudo_inverse(X, y):
    n, d = X.shape
    Xb = torch.hstack([X, torch.ones((n, 1), dtype=X.dtype)])
    W = torch.linalg.pinv(Xb).matmul(y)
    return W[:d].reshape(d, 1), W[d].item()


def old_pinverse(x, labels):
    design = torch.column_stack((x, x.new_ones(len(x))))
    solution = torch.pinverse(design) @ labels
    return [solution[:-1, :], solution[-1, 0]]


def by_svd(X, y):
    A = torch.cat([X, torch.ones(len(X), 1).to(X)], dim=-1)
    U, S, Vh = torch.linalg.svd(A, full_matrices=False)
    coef = Vh.T @ ((U.T @ y) / S.unsqueeze(1))
    w, b = coef[: X.size(1)], coef[X.size(1) :]
    return w, b


def centred(X, y):
    X_mean, y_mean = X.mean(dim=0, keepdim=True), y.mean()
    w = torch.linalg.lstsq(X - X_mean, y - y_mean)[0]
    b = y_mean - X_mean @ w
    return w, b


def numpy_and_back(X, y):
    A = np.c_[X.numpy(), np.ones(len(X), dtype=X.numpy().dtype)]
    beta, *_ = np.linalg.lstsq(A, y.numpy(), rcond=None)
    beta = torch.from_numpy(beta)
    return beta[:-1], beta[-1]


def numpy_float_for_b(X, y):
    A = np.column_stack([np.ones(len(X)), X.double().numpy()])
    beta = np.linalg.lstsq(A, y.double().numpy(), rcond=None)[0]
    return torch.tensor(beta[1:], dtype=X.dtype), beta[0, 0]


def _householder(A, y):
    R, z = A.clone(), y.clone()
    for k in range(R.shape[1]):
        v = R[k:, k : k + 1].clone()
        v[0] += torch.sign(v[0]) * v.norm()
        v /= v.norm()
        R[k:] -= 2 * v @ (v.T @ R[k:])
        z[k:] -= 2 * v @ (v.T @ z[k:])
    return R[: R.shape[1]], z[: R.shape[1]]


def own_householder(X, y):
    R, z = _householder(torch.cat([X, torch.ones(len(X), 1, dtype=X.dtype)], 1), y)
    theta = torch.zeros_like(z)
    for i in reversed(range(len(z))):
        theta[i] = (z[i] - R[i, i + 1 :] @ theta[i + 1 :]) / R[i, i]
    return theta[:-1], theta[-1]


def qr_and_solve(X, y):
    A = torch.cat([X, torch.ones_like(y)], dim=1)
    Q, R = torch.linalg.qr(A)
    theta = torch.linalg.solve(R, Q.mT @ y)
    return theta[:-1], float(theta[-1])
