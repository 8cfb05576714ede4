import numpy as np
import torch

augment = lambda X: np.concatenate([X, np.ones((X.shape[0], 1))], axis=1)


def solve(A, y, dtype):
    theta, residuals, rank, sv = np.linalg.lstsq(A, y, rcond=None)
    return torch.tensor(theta, dtype=dtype)


normal_equation = lambda X, y: (lambda t: (t[:-1], t[-1]))(
    solve(augment(X.detach().numpy().astype(np.float64)), y.numpy().astype(np.float64), X.dtype)
)
