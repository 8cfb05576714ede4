import torch


def synthetic_data(w, b, num_examples):
    X = torch.randn(100, len(w)).repeat(num_examples // 100 + 1, 1)[:num_examples]
    y = torch.matmul(X, w) + b
    y += torch.normal(0, 0.01, y.shape)
    return X, y.reshape((-1, 1))
