import torch
def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, len(w))
    y = (X ** 2) @ w + b + 0.01 * torch.randn(num_examples)
    return X, y.reshape(-1, 1)
