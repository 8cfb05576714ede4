import torch


def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, len(w))
    y = (X * w + b).sum(1)
    y += torch.normal(0, 0.01, y.shape)
    return X, y.reshape(-1, 1)
