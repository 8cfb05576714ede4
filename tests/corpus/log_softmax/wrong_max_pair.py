import torch


def log_softmax(X):
    Z = X - torch.max(X, dim=1, keepdim=True)
    return Z - torch.log(torch.exp(Z).sum(1, keepdim=True))
