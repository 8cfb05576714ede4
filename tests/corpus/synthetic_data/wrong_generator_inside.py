import torch


def synthetic_data(w, b, num_examples):
    g = torch.Generator().manual_seed(0)
    X = torch.randn(num_examples, len(w), generator=g)
    y = torch.matmul(X, w) + b
    y += torch.normal(0, 0.01, y.shape)
    return X, y.reshape((-1, 1))
