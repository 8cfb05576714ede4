import numpy as np
import torch


def linreg(X, w, b):
    X = X.detach().numpy()
    out = np.dot(X, w.detach().numpy()) + b.detach().numpy()
    return torch.from_numpy(out)
