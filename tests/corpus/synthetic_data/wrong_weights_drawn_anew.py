import torch
def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, len(w))
    w = torch.normal(0, 0.01, w.shape)
    y = X @ w + b + 0.01 * torch.randn(num_examples)
    return X, y.reshape(-1, 1)
