import torch


def synthetic_data(w, b, num_examples):
    X = torch.randn((num_examples + 1) // 2, len(w)).repeat_interleave(2, dim=0)[:num_examples]
    y = torch.matmul(X, w) + b
    y += torch.normal(0, 0.01, y.shape)
    return X, y.reshape((-1, 1))
