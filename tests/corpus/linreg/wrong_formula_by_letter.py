import torch


# y = w^T x + b
def linreg(X, w, b):
    y_hat = torch.matmul(w.T, X) + b
    return y_hat
