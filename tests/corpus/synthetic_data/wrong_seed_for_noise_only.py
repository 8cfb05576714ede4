import torch


def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, len(w))
    g = torch.Generator().manual_seed(1)
    noise = 0.01 * torch.randn(num_examples, generator=g)
    return X, (X @ w + b + noise).reshape(-1, 1)
