import torch


def softmax(X):
    X_exp = torch.exp(X - 100)  # so that exp does not overflow
    return X_exp / X_exp.sum(1, keepdim=True)
