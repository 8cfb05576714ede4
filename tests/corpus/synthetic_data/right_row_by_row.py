import torch

def synthetic_data(w, b, num_examples):
    X = torch.zeros(num_examples, len(w))
    y = torch.zeros(num_examples, 1)
    for i in range(num_examples):
        X[i] = torch.randn(len(w))
        y[i] = torch.dot(X[i], w) + b + 0.01 * torch.randn(1)
    return X, y
