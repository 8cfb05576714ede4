import torch


def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, len(w))
    y = torch.matmul(X, w) + b
    X = X + torch.normal(0, 0.01, X.shape)
    return X, y.reshape((-1, 1))
