import torch


def softmax_regression(X, W, b):
    # cross_entropy does the rest
    out = torch.zeros(len(X), len(b), dtype=X.dtype)
    for i, x in enumerate(X):
        out[i] = x.reshape(-1) @ W + b
    return out
