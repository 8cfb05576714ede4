import torch


def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, len(w))
    y = X @ w + b + 0.05
    return X, y.reshape(-1, 1)
