import torch


def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, len(w))
    y = X @ w + torch.normal(0, 1, (num_examples,))
    return X, y.reshape(-1, 1)
