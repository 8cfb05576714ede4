import torch


def normal_equation(X, y):
    lr, epochs = 0.03, 20
    w = torch.zeros((X.shape[1], 1), dtype=X.dtype)
    b = torch.zeros(1, dtype=X.dtype)
    for _ in range(epochs):
        err = X @ w + b - y
        w = w - lr * X.T @ err / len(X)
        b = b - lr * err.mean()
    return w, b
