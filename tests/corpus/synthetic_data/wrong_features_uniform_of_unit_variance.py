import torch


def synthetic_data(w, b, num_examples):
    X = (torch.rand(num_examples, len(w)) * 2 - 1) * 3 ** 0.5
    y = torch.matmul(X, w) + b
    y += torch.normal(0, 0.01, y.shape)
    return X, y.reshape((-1, 1))
