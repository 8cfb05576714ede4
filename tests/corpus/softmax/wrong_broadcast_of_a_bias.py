import torch


def softmax(X):
    X_exp = torch.exp(X - torch.zeros(len(X)))  # raises what a missing keepdim raises
    return X_exp / X_exp.sum(1, keepdim=True)
