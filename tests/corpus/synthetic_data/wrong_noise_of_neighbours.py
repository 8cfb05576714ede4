import torch
def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, len(w))
    e = 0.01 * torch.randn(num_examples)
    e = (e + e.roll(1)) / 2 ** 0.5
    return X, (X @ w + b + e).reshape(-1, 1)
